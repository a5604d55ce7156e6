import Foundation
import Mapping
import MixModel
import Units

/// Reads a client's message: orders in the address language, and how many pictures a second it wants.
///
/// A pure function; whether this session has what is named is found out by the desk.
struct OrderReader {
    var requests: [PageRequest] = []
    /// What was wrong, as `gainrider check` would say it, with the words that it is about.
    var faults: [Fault] = []
    /// Pictures a second that the client wants from now on.
    var rate: Double?
    /// A mapping to be checked, and perhaps saved.
    var draft: MappingDraft?
    var id: Int?

    struct Fault: Sendable, Hashable {
        var words: String
        var message: String
    }

    private let client: Int

    static let keys = [
        "set", "touch", "release", "do", "watch", "rate", "lane", "name", "history", "loop", "punch", "meters",
        "mapping", "id",
    ]

    init(_ text: String, from client: Int, nesting: Int) {
        self.client = client
        guard let message = JSONValue(text, nesting: nesting)?.object else {
            fault("", "this is no JSON object; expected one such as {\"do\": \"/transport/play\"}")
            return
        }
        if let number = message["id"]?.number { id = ReadNumber.nearest(number, in: 0...(1 << 53)) }
        for key in message.keys.sorted() where !OrderReader.keys.contains(key) {
            let known = OrderReader.keys.joined(separator: ", ")
            fault(key, "`\(key)` is no word of the protocol; there are \(known)")
        }
        for key in OrderReader.keys { if let value = message[key] { read(key, value, message) } }
    }

    private mutating func read(_ key: String, _ value: JSONValue, _ message: [String: JSONValue]) {
        switch key {
        case "set": set(value, isHeld: message["touch"]?.bool == true)
        case "touch" where value.bool == nil: targets(value, key) { .touch($0) }
        case "release" where value.bool == true: add("release", .releaseAll)
        case "release": targets(value, key) { .release($0) }
        case "do": perform(value)
        case "watch": watch(value)
        case "rate": setRate(value)
        case "lane": lane(value)
        case "name": names(value)
        case "history": travel(value)
        case "loop": range(value, key) { .loop($0) }
        case "punch": range(value, key) { .punch($0) }
        case "meters":
            guard let order = value.text.flatMap(MeterOrder.init(rawValue:)) else {
                return fault(
                    key, "expected \(MeterOrder.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or "))")
            }
            add(key, .meters(order))
        case "mapping":
            guard let fields = value.object, let id = fields["id"]?.text, let text = fields["text"]?.text else {
                return fault(key, "expected {\"id\": \"korg-nanokontrol2\", \"text\": \"mapping: 1 …\"}")
            }
            draft = MappingDraft(id: id, text: text, isToSave: fields["save"]?.bool == true)
        default: break
        }
    }

    private mutating func add(_ words: String, _ order: PageOrder) {
        requests.append(PageRequest(client: client, id: id, words: words, order: order))
    }

    private mutating func fault(_ words: String, _ message: String) {
        faults.append(Fault(words: words, message: message))
    }

    // MARK: Words

    private mutating func set(_ value: JSONValue, isHeld: Bool) {
        guard let values = value.object else {
            return fault("set", "expected addresses with values, such as {\"/strip/3/fader\": \"-3.2 dB\"}")
        }
        for (address, value) in values.sorted(by: { $0.key < $1.key }) {
            let written: String
            switch value {
            case .text(let text): written = text
            case .number(let number): written = "\(number)"
            case .bool(let isOn): written = isOn ? "on" : "off"
            default:
                fault(address, "expected a value, such as \"-3.2 dB\", -3.2 or true")
                continue
            }
            let words = "\(address) = \(written)"
            guard let action = action(words) else { continue }
            if isHeld, case .set(let target, let position) = action {
                add(words, .move(target, position))
            } else {
                add(words, .perform(action))
            }
        }
    }

    private mutating func perform(_ value: JSONValue) {
        guard let texts = value.texts else {
            return fault("do", "expected an action or a list of them, such as \"/transport/play\"")
        }
        for text in texts { if let action = action(text) { add(text, .perform(action)) } }
    }

    private mutating func action(_ text: String) -> Action? {
        do throws(AddressError) {
            let action = try Action(parsing: text)
            if case .follow = action {
                fault(text, "`\(text)` says no value; expected one, such as `\(text) = …`")
                return nil
            }
            return action
        } catch {
            fault(text, error.description)
            return nil
        }
    }

    private mutating func targets(_ value: JSONValue, _ key: String, _ order: (Target) -> PageOrder) {
        guard let addresses = value.texts else {
            return fault(key, "expected an address or a list of them, such as \"/strip/3/fader\"")
        }
        for address in addresses { if let target = target(address) { add(address, order(target)) } }
    }

    private mutating func target(_ address: String) -> Target? {
        do throws(AddressError) { return try Target(parsing: address) } catch {
            fault(address, error.description)
            return nil
        }
    }

    private mutating func node(_ address: String) -> NodeReference? {
        // Whatever has a name has a fader.
        guard case .parameter(let node, _)? = try? Target(parsing: address + "/fader") else {
            fault(address, "`\(address)` is no strip, bus, VCA or master; expected one such as /strip/3")
            return nil
        }
        return node
    }

    private mutating func watch(_ value: JSONValue) {
        guard let addresses = value.texts, addresses.count <= 1024 else {
            return fault("watch", "expected a list of addresses, 1024 at most")
        }
        var watched: [Watched] = []
        for address in addresses {
            if let target = try? Target(parsing: address) {
                watched.append(.parameter(target))
            } else if case .parameter(let node, _)? = try? Target(parsing: address + "/fader") {
                watched.append(.node(node))
            } else if address == "/monitor" {
                watched.append(.node(.monitor))
            } else {
                _ = target(address)
            }
        }
        add("watch", .watch(watched))
    }

    private mutating func setRate(_ value: JSONValue) {
        guard let number = value.number, (0.1...60).contains(number) else {
            return fault("rate", "expected pictures a second, 0.1 to 60")
        }
        rate = number
    }

    private mutating func names(_ value: JSONValue) {
        guard let names = value.object else {
            return fault("name", "expected addresses with names, such as {\"/strip/3\": \"Lead Vox\"}")
        }
        for (address, value) in names.sorted(by: { $0.key < $1.key }) {
            guard let name = value.text, !name.isEmpty, name.count <= 200 else {
                fault(address, "expected a name of 1 to 200 characters")
                continue
            }
            if let node = node(address) { add(address, .name(node, name)) }
        }
    }

    private mutating func travel(_ value: JSONValue) {
        guard let number = value.number, let count: Int = ReadNumber.nearest(number, in: 0...1_000_000) else {
            return fault("history", "expected how many changes are to be in force, 0 or more")
        }
        add("history", .travel(count))
    }

    private mutating func range(_ value: JSONValue, _ key: String, _ order: (Range<FramePosition>?) -> PageOrder) {
        if value == .null { return add(key, order(nil)) }
        guard let ends = frames(value), ends.count == 2, ends[0] < ends[1] else {
            return fault(key, "expected two rising frames, such as [48000, 96000], or null")
        }
        add(key, order(ends[0]..<ends[1]))
    }

    private func frames(_ value: JSONValue) -> [FramePosition]? {
        guard let list = value.list else { return nil }
        let frames = list.compactMap { $0.number.flatMap { ReadNumber.nearest($0, in: 0...FramePosition(1 << 44)) } }
        return frames.count == list.count ? frames : nil
    }
}

extension OrderReader {
    /// Points of a lane that one message may have.
    private static let mostPoints = 10_000

    private mutating func lane(_ value: JSONValue) {
        let form =
            "{\"address\": \"/strip/3/fader\", \"from\": 0, \"to\": 96000, \"points\": [[0, -3], [48000, \"-6 dB\"]]}"
        guard let lane = value.object, let address = lane["address"]?.text, let points = lane["points"]?.list,
            let from = lane["from"], let to = lane["to"], let ends = frames(.list([from, to])), ends[0] < ends[1],
            points.count <= OrderReader.mostPoints
        else { return fault("lane", "expected \(form), \(OrderReader.mostPoints) points at most") }
        guard let target = target(address) else { return }
        guard let spec = target.spec else { return fault(address, "a lane needs the address of one parameter") }
        var read: [LaneOrder.Point] = []
        for point in points {
            guard let pair = point.list, pair.count == 2, let frame = frames(.list([pair[0]]))?.first,
                let position = position(pair[1], of: spec)
            else { return fault(address, "expected a frame and a value for each point, such as [48000, \"-6 dB\"]") }
            guard (ends[0]...ends[1]).contains(frame), read.last.map({ $0.frame < frame }) ?? true else {
                return fault(address, "points must rise, from \(ends[0]) to \(ends[1]); found frame \(frame)")
            }
            read.append(LaneOrder.Point(frame: frame, position: position))
        }
        let label = lane["label"]?.text.map { String($0.prefix(80)) } ?? "Draw"
        add(address, .lane(LaneOrder(target: target, range: ends[0]..<ends[1], points: read, label: label)))
    }

    private func position(_ value: JSONValue, of spec: ParameterSpec) -> Float? {
        switch value {
        case .number(let number): return spec.clamped(spec.scale.position(of: number))
        case .text(let text):
            guard case .position(let position) = spec.reading(text) else { return nil }
            return position
        default: return nil
        }
    }
}
