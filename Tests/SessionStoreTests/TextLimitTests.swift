import Automation
import Foundation
import MixModel
import Testing

@testable import SessionStore

/// Texts that would cost more than they are worth.
@Suite struct `A session's text that is too much` {
    private static let head = "gainrider: 1\nsampleRate: 48000\n"

    private static func message(_ text: String) -> String {
        do {
            _ = try SessionDocument.load(text: text)
            return "read"
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: [
        ("strips", 30_000, "strips has 30000 entries (there are at most 4096)"),
        ("buses", 1_025, "buses has 1025 entries (there are at most 1024)"),
        ("references", 17, "references has 17 entries (there are at most 16)"),
    ])
    func `is named with its limit`(list: String, count: Int, message: String) {
        let entries = (1...count).map { "  - {name: N\($0), file: f}" }.joined(separator: "\n")
        #expect(Self.message(Self.head + "\(list):\n" + entries) == "-:4:3: \(message)")
    }

    @Test(arguments: [
        "a: &a [x]\nb: [*a, *a]", "strips: &s\n  - name: A\nbuses: *s", "&x a: 1\n? *x\n: 2",
        "- &a1 [l, o]\n- &a2 [*a1, *a1]\n- &a3 [*a2, *a2]\n? [*a3, *a3]\n: 1",
    ])
    func `by its aliases is refused before they are expanded`(text: String) {
        #expect(Self.message(text).contains("anchors and aliases (& and *) are not used here"))
    }

    @Test func `may have names that look like anchors and aliases`() throws {
        var document = SessionDocument(sampleRate: 48_000)
        document.mix.strips = [
            "&a *a", "R&B", "x *a: y", "Rock & Roll", "*", "&", "- &a", "{*a}", "a &", "b *", "*b &b",
        ].map {
            Strip(name: $0)
        }
        #expect(try SessionDocument.load(text: document.yaml()) == document)
        #expect(try SessionDocument.load(text: document.json()) == document)
        #expect(document.yaml().contains("\"Rock & Roll\""))
    }

    @Test func `of mistakes is told two hundred of them`() throws {
        let text = Self.head + (0..<5_000).map { "zebra\($0): 1" }.joined(separator: "\n")
        #expect(Self.message(text).split(separator: "\n").count == 200)
    }
}

/// Lists of points that are read line by line beside the parser.
@Suite struct `Long lists of points` {
    private static let count = 300

    private static func text(_ change: (inout [String]) -> Void = { _ in }) -> String {
        var lines = (0..<count).map { "          - [\($0 * 100), \(-Double($0) / 16), linear]" }
        lines[count - 1] = "          - [\((count - 1) * 100), -inf, hold]"
        change(&lines)
        let head =
            "gainrider: 1\nsampleRate: 48000\nstrips:\n  - name: A\n    lanes:\n      fader:\n        points:\n"
        return head + lines.joined(separator: "\n")
            + "\n      pan: {mode: touch}\nmarkers: [{position: 7, name: Here}]\n"
    }

    /// Read by the parser alone.
    private static func plain(_ text: String) -> String {
        text.replacing("        points:\n", with: "        points: # by hand\n")
    }

    @Test func `are what the parser makes of them`() throws {
        let text = Self.text()
        #expect(PointLines(text).lists.count == 1)
        #expect(PointLines(Self.plain(text)).lists.isEmpty)
        let document = try SessionDocument.load(text: text)
        #expect(document == (try SessionDocument.load(text: Self.plain(text))))
        #expect(document.lanes[ParameterID(.strip(1), .fader)]?.segments.count == Self.count)
        #expect(document.mix.markers.count == 1)
        #expect(try SessionDocument.load(text: document.yaml()) == document)
    }

    // swift-format-ignore
    static let lines: [String] = [
        "[500, -6.5, linear]", "[500,-6.5,linear]", "[0:00.01, -6.5 dB, linear]", "[500, -6.5, linear, 400, -6.5, -6.5, 0]",
        "[500, -7, linear, 400, -6.5, -6.5, 0]", "[500, 99, hold]", "[400, -6.5, hold]", "[500, loud, hold]", "[500, -6.5, round]",
        "[500, -6.5]", "[500, -0, hold]", "[500, 1e1, hold]", "[+500, -6.5, hold]", "[-500, -6.5, hold]", "[99999999999999999999, -6.5, hold]",
        "[a: b, -6.5, hold]", "[]", "[500, -6.5, hold, ]", "[500, 0x10, hold]", "[500,  -6.5, hold]",
    ]

    @Test(arguments: lines)
    func `with another line read it, or tell the mistake, as the parser does`(line: String) {
        let text = Self.text { $0[5] = "          - " + line }
        func outcome(_ text: String) -> String {
            do { return try SessionDocument.load(text: text).yaml() } catch { return "\(error)" }
        }
        #expect(outcome(text) == outcome(Self.plain(text)))
    }

    // swift-format-ignore
    static let changes: [(String, String)] = [
        ("      pan: {mode", "          # a remark\n      pan: {mode"), ("      pan: {mode", "          - {}\n      pan: {mode"),
        ("      pan: {mode", "            more\n      pan: {mode"), ("- name: A", "- name: |\n      A"),
        ("        points:\n", "        points: |\n"), ("        points:\n", "        points:\n\n"), ("        points:\n", "        points:\n        - [0, 0, hold]\n"),
        ("[{position", "[{name: points-0-of-this-text, position: 1}, {position"), ("{mode: touch}", "{points: points-0-of-this-text}"),
        ("lanes:\n      fader:", "notes: \"\n      fader:"), ("\n", "\r\n"),
    ]

    @Test(arguments: changes)
    func `in a text that is not as it seems are left to the parser`(part: String, other: String) {
        let text = Self.text().replacing(part, with: other)
        func outcome(_ text: String) -> String {
            do { return try SessionDocument.load(text: text).yaml() } catch { return "\(error)" }
        }
        #expect(outcome(text) == outcome(Self.plain(text)) || !text.contains("        points:\n"))
    }
}
