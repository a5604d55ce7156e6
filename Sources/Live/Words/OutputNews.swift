import ALSAPCM
import Units

/// Lines about the sound for people: each kind at once, and then joined into one with a count, however often it happens.
///
/// - Thread: the desk's.
struct OutputNews {
    /// Nanoseconds in which what repeats itself is joined.
    static let window: Int64 = 5_000_000_000

    private struct Kind {
        var toldAt: Int64
        var since = 0
        var last = ""
    }

    private var kinds: [String: Kind] = [:]
    /// What was last told about a missing device.
    private var absence: String?
    private var progress = Progress()

    /// Something has happened.
    ///
    /// - Returns: what to tell now.
    mutating func take(_ report: OutputReport, at now: Int64) -> [String] {
        let kind = OutputNews.kind(of: report)
        guard var known = kinds[kind], now - known.toldAt < OutputNews.window else {
            let joined = joined(kind)
            kinds[kind] = Kind(toldAt: now)
            return joined + ["\(report)"]
        }
        known.since += 1
        known.last = "\(report)"
        kinds[kind] = known
        return []
    }

    /// Looks at what is missing now, and at what has waited long enough.
    mutating func look(at missing: DeviceAbsence?, _ now: Int64) -> [String] {
        var lines: [String] = []
        for (kind, known) in kinds.sorted(by: { $0.key < $1.key })
        where known.since > 0 && now - known.toldAt >= OutputNews.window {
            lines += joined(kind)
            kinds[kind] = Kind(toldAt: now)
        }
        guard let missing else {
            absence = nil
            return lines
        }
        // Right after the loss nothing is known but that, which its report says.
        if let reason = missing.reason, absence != "\(reason)" {
            absence = "\(reason)"
            lines.append("no sound: \(reason); it is tried again every second")
        }
        return lines
    }

    /// Looks at how far the engine has rendered: a device that takes nothing holds it up, and says nothing itself.
    mutating func look(atRendered frame: FramePosition, _ now: Int64) -> [String] {
        switch progress.look(at: frame, now) {
        case .goesOn: []
        case .stands:
            [
                "no sound: the sound device has taken nothing for 2 s, and the song stands still; q leaves, and nothing is lost"
            ]
        case .isBack: ["the sound device takes the sound again"]
        }
    }

    /// What is still to be told at the end.
    mutating func rest() -> [String] {
        defer { kinds = [:] }
        return kinds.keys.sorted().flatMap { joined($0) }
    }

    private func joined(_ kind: String) -> [String] {
        guard let known = kinds[kind], known.since > 0 else { return [] }
        return [
            known.since == 1 ? known.last : "\(known.last) (\(known.since) times of this kind since the last line)"
        ]
    }

    private static func kind(of report: OutputReport) -> String {
        switch report {
        case .xrun: "1 xrun"
        case .late: "2 late"
        case .lost: "3 lost"
        case .returned: "4 returned"
        case .unpaced: "5 unpaced"
        case .lengthened: "6 lengthened"
        case .tooShort: "7 too short"
        }
    }
}
