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
