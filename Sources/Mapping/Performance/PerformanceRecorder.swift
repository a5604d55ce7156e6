import Texts
import Units

/// What devices send, written down as a performance that can be played again.
public struct PerformanceRecorder: Sendable {
    private var lines: [String] = []
    private var bytes = 0
    private var surfaces: [(device: String, name: String, mapping: String, port: Int)] = []
    /// Devices whose cable is out.
    private var away: Set<String> = []
    /// The file has become as long as a performance may be: nothing more is taken.
    public private(set) var isFull = false

    public init() {}

    /// A device that is going to play.
    ///
    /// - Parameters:
    ///   - device: unique among the devices.
    ///   - mapping: name of its mapping, or a file.
    ///   - nanoseconds: when one that was unplugged is back.
    public mutating func add(_ device: String, mapping: String, port: Int = 1, at nanoseconds: Int64 = 0) {
        if let known = surfaces.first(where: { $0.device == device }) {
            if away.remove(device) != nil { take("\(known.name): plug", at: nanoseconds) }
            return
        }
        let plain = String(device.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
        let stem = plain.split(separator: "-").joined(separator: "-")
        let taken = surfaces.map(\.name) + Section.event.words.map(\.name) + [""]
        let name = (1...).lazy.map { $0 == 1 ? stem : "\(stem.isEmpty ? "device" : stem)-\($0)" }.first {
            !taken.contains($0)
        }
        surfaces.append((device, name ?? stem, mapping, port))
    }

    /// A device's cable is out.
    public mutating func unplug(_ device: String, at nanoseconds: Int64) {
        guard let surface = surfaces.first(where: { $0.device == device }), away.insert(device).inserted else {
            return
        }
        take("\(surface.name): unplug", at: nanoseconds)
    }

    /// A message of a device.
    ///
    /// - Parameter nanoseconds: from the start, 0 or more; never less than the time before.
    public mutating func take(_ message: [UInt8], from device: String, at nanoseconds: Int64) {
        guard let surface = surfaces.first(where: { $0.device == device }) else { return }
        take("\(surface.name): \(message.map(SysExReader.hex).joined(separator: " "))", at: nanoseconds)
    }

    /// Something that was done without a device, as a mapping says it.
    public mutating func take(_ action: Action, at nanoseconds: Int64) {
        let text = "\(action)"
        // Names may hold what has a meaning in YAML.
        take("do: '\(text.replacing("'", with: "''"))'", at: nanoseconds)
    }

    private mutating func take(_ words: String, at nanoseconds: Int64) {
        guard !isFull, nanoseconds <= PerformanceTime.maximum else { return }
        let line = "  - {at: \(PerformanceRecorder.seconds(nanoseconds)), \(words)}"
        bytes += line.utf8.count + 1
        // Room is left for the head.
        guard bytes < YAMLReader.maximumPerformanceBytes - 65_536,
            Int64(clamping: lines.count) < PerformanceReader.maximumEvents
        else {
            isFull = true
            return
        }
        lines.append(line)
    }

    /// The performance as YAML.
    public var text: String {
        let devices = surfaces.map { surface in
            let port = surface.port == 1 ? "" : ", port: \(surface.port)"
            return "  \(surface.name): {mapping: \(surface.mapping)\(port)}"
        }
        let events = lines.isEmpty ? ["events: []"] : ["events:"] + lines
        return (["performance: 1"] + (devices.isEmpty ? [] : ["surfaces:"] + devices) + events).joined(
            separator: "\n") + "\n"
    }

    /// Events that were taken.
    public var count: Int { lines.count }

    /// Exact seconds, without zeros at the end.
    static func seconds(_ nanoseconds: Int64) -> String {
        let (whole, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        guard rest > 0 else { return "\(whole)" }
        var digits = String(rest)
        digits = String(repeating: "0", count: 9 - digits.count) + digits
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(whole).\(digits)"
    }
}
