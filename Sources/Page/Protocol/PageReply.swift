import Foundation

/// What a client is told of an order.
struct PageReply: Encodable, Sendable {
    /// The client's own number for it.
    var reply: Int?
    /// Why it was not carried out, for people, and the words that this is about.
    var refused: String?
    var words: String?
    /// Of a mapping.
    var findings: [MappingShelf.Finding]?
    /// Of two states of the session, in sentences.
    var differences: [String]?
    /// What was, or would be, written for a control that was learnt.
    var assigned: Assigned?

    struct Assigned: Encodable, Sendable {
        var mapping: String
        var file: String?
        var text: String?
        /// Version of the text that stands in the file now.
        var version: String?
        /// Line of the assignment, from 1.
        var line: Int?
        var replaced: String?
        var isSaved: Bool
    }
}

/// A line for people.
struct PageNotice: Encodable, Hashable, Sendable {
    var number: Int
    var text: String
}

/// Values as JSON.
enum PageJSON {
    static func data(_ value: some Encodable) -> Data? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return try? encoder.encode(value)
    }

    /// A value in JSON: silence, which JSON has no number for, is a text.
    static func number(_ value: Double) -> String {
        value.isFinite ? "\((value * 1e6).rounded() / 1e6)" : value < 0 ? "\"-inf\"" : "\"inf\""
    }
}
