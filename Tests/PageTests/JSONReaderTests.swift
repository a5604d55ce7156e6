import Foundation
import Testing

@testable import Page

@Suite struct `JSON of strangers` {
    private static func read(_ text: String) -> JSONValue? { JSONReader.read(text, nesting: 8) }

    static let values: [(String, JSONValue)] = [
        ("null", .null), (" true\n", .bool(true)), ("false", .bool(false)), ("0", .number(0)),
        ("-12.5e+2", .number(-1250)),
        (#""a\"\\\/\b\f\n\r\t""#, .text("a\"\\/\u{8}\u{C}\n\r\t")),
        (#""\u00fc\uD834\uDD1E \ud7ff""#, .text("ü𝄞 \u{D7FF}")),
        (#""ü""#, .text("ü")), ("[]", .list([])),
        ("[1, [2,[]] ]", .list([.number(1), .list([.number(2), .list([])])])),
        ("{}", .object([:])),
        (#"{"a": {"b": null} , "c":"d"}"#, .object(["a": .object(["b": .null]), "c": .text("d")])),
    ]

    @Test(arguments: values) func `is read as what it means`(text: String, value: JSONValue) {
        #expect(Self.read(text) == value)
    }

    @Test(arguments: [
        "", " ", "nul", "truex", "01", "-", "+1", ".5", "1.", "1e", "1e400", "NaN", "Infinity", "[1,]", "[1 2]", "[",
        "]", "{", "{}}",
        "{\"a\"}", "{\"a\":}", "{a:1}", "{\"a\":1,}", "{\"a\":1,\"a\":2}", "'a'", "\"a", "\"\n\"", "\"\\x\"",
        "\"\\u12\"", "\"\\ud834\"",
        "\"\\ud834\\u0041\"", "\"\\udd1e\"", "1 1", "[[[[[[[[[1]]]]]]]]]", "\u{FEFF}1",
    ]) func `that is none, or could be read in two ways, is refused`(text: String) {
        #expect(Self.read(text) == nil)
    }

    @Test func `is what Foundation writes`() throws {
        let value: [String: Any] = [
            "text": "a\"\\\u{1}ü𝄞/", "numbers": [0, -1.5, 1e-7, 123_456_789_012], "none": NSNull(), "yes": true,
        ]
        let text = String(decoding: try JSONSerialization.data(withJSONObject: value), as: UTF8.self)
        #expect(
            Self.read(text)
                == .object([
                    "text": .text("a\"\\\u{1}ü𝄞/"), "none": .null, "yes": .bool(true),
                    "numbers": .list([.number(0), .number(-1.5), .number(1e-7), .number(123_456_789_012)]),
                ]))
    }
}
