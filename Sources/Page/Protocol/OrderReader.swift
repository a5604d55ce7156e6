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
    /// What a control that was learnt is to do.
    var learned: LearnedOrder?
    var id: Int?

    struct Fault: Sendable, Hashable {
        var words: String
        var message: String
    }

    private let client: Int

    static let keys = [
        "set", "touch", "release", "do", "watch", "rate", "lane", "name", "history", "loop", "punch", "meters",
        "revision", "mapping", "learn", "assign", "id",
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
        case "revision": revision(value)
        case "mapping": mapping(value)
        case "learn": learn(value)
        case "assign": assign(value)
        default: break
        }
    }

    mutating func add(_ words: String, _ order: PageOrder) {
        requests.append(PageRequest(client: client, id: id, words: words, order: order))
    }

    mutating func fault(_ words: String, _ message: String) {
        faults.append(Fault(words: words, message: message))
    }
}
