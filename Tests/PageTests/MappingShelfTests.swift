import Foundation
import Mapping
import Testing

@testable import Page

/// Mappings that are edited on the page.
@Suite struct `An edited mapping` {
    @Test func `that extends a shipped one is in use as soon as it is saved in the user's own folder`() throws {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent(
            "gainrider-shelf-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        let shipped = root.appendingPathComponent("shipped")
        try FileManager.default.createDirectory(at: shipped, withIntermediateDirectories: true)
        func write(_ text: String, _ name: String) throws -> String {
            let file = shipped.appendingPathComponent(name)
            try text.write(to: file, atomically: true, encoding: .utf8)
            return file.path
        }
        let base = try write(
            """
            mapping: 1
            name: Eight
            match: [{client: "Eight*"}]
            controls: {fader: {in: cc 7 ch 1}}
            layers: {mix: {fader: /strip/1/fader}}
            """, "eight.yaml")
        let text = """
            mapping: 1
            name: Eight, other way round
            match: [{client: "Other*"}]
            extends: eight
            layers: {mix: {fader: /strip/1/pan}}
            """
        let other = try write(text, "other.yaml")
        let known = [base, other].compactMap { MappingLibrary.read($0).mapping }
        #expect(known.map(\.id) == ["eight", "other"])
        let shelf = MappingShelf(mappings: known, folder: root.appendingPathComponent("own").path)
        let saved = shelf.save("other", text)
        #expect(saved.complaint == nil)
        #expect(saved.mapping?.controls.count == 1)
        #expect(saved.mapping?.file == root.path + "/own/other.yaml")
    }
}
