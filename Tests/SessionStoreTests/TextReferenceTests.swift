import Foundation
import MixModel
import Testing
import Texts

@testable import SessionStore

/// Docs/SessionText.md. `UPDATE_GENERATED=1 swift test --filter "reference of the session"` writes it.
@Suite struct `The reference of the session as text` {
    private static var file: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Docs/SessionText.md")
    }

    @Test func `is current`() throws {
        let text = SessionReference.markdown()
        if ProcessInfo.processInfo.environment["UPDATE_GENERATED"] != nil {
            try text.write(to: Self.file, atomically: true, encoding: .utf8)
        }
        #expect(
            try String(contentsOf: Self.file, encoding: .utf8) == text,
            "Docs/SessionText.md is not what the program makes: run with UPDATE_GENERATED=1")
    }

    @Test func `has an example that is read and has every word`() throws {
        let document = try SessionDocument.load(text: SessionReference.example)
        #expect(
            document.lanes.keys.sorted().map(\.address) == [
                "/strip/1/fader", "/strip/1/trim/fader", "/master/fader",
            ])
        #expect(try SessionDocument.load(text: document.yaml()) == document)
        let sections: [Section] = [
            .session, .strip, .bus, .vca, .master, .group, .reference, .lane, .marker, .settings,
        ]
        for word in Set(sections.flatMap(\.names)) where word != "lanes" {
            #expect(SessionReference.example.contains("\(word):"), "\(word)")
        }
    }

    /// A word of the table that the reader forgot would be an unknown key.
    @Test func `names no word that the reader does not know`() {
        let lists: [(Section, (String) -> String)] = [
            (.session, { "\($0): ''" }), (.strip, { "strips: [{\($0): ''}]" }), (.bus, { "buses: [{\($0): ''}]" }),
            (.vca, { "vcas: [{\($0): ''}]" }), (.master, { "master: {\($0): ''}" }),
            (.group, { "groups: [{\($0): ''}]" }),
            (.reference, { "references: [{\($0): ''}]" }), (.lane, { "master: {lanes: {fader: {\($0): ''}}}" }),
            (.marker, { "markers: [{\($0): ''}]" }), (.settings, { "settings: {\($0): ''}" }),
        ]
        for (section, text) in lists {
            for word in section.names {
                do {
                    _ = try SessionDocument.load(text: text(word))
                } catch {
                    #expect(!"\(error)".contains("unknown key"), "\(section.name): \(word): \(error)")
                }
            }
        }
    }
}
