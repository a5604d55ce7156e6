import Foundation
import MIDI
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

/// What is learnt on the page is written into files of the user, and into no other.
@Suite struct `An assignment that was learnt` {
    private final class Shelf {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent(
            "gainrider-learn-\(UUID().uuidString)")
        private(set) var shelf = MappingShelf()
        var shipped: String { root.path + "/shipped/eight.yaml" }
        var own: String { root.path + "/own/eight.yaml" }
        static let text = """
            mapping: 1
            name: Eight
            match: [{client: "Eight*"}]
            controls: {fader/1..4: {in: cc 1..4 ch 1}}
            layers: {mix: {fader/1..4: /slot/1..4/fader}}

            """

        init(named: String? = nil) throws {
            try FileManager.default.createDirectory(atPath: root.path + "/shipped", withIntermediateDirectories: true)
            try Shelf.text.write(toFile: shipped, atomically: true, encoding: .utf8)
            if let named { try Shelf.text.write(toFile: named, atomically: true, encoding: .utf8) }
            let mapping = try #require(MappingLibrary.read(named ?? shipped).mapping)
            shelf = MappingShelf(
                mappings: [mapping], folder: root.path + "/own",
                searched: [root.path + "/own", root.path + "/shipped"])
        }

        deinit { try? FileManager.default.removeItem(at: root) }

        func read(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

        func assign(
            _ bytes: [[UInt8]], _ action: String, mapping: String? = "eight", saves: Bool = true,
            layer: String = "mix"
        ) throws -> MappingShelf.Written {
            var lesson = ControlLesson(mapping.flatMap(shelf.mapping), layer: layer)
            for (time, one) in bytes.enumerated() {
                var parser = ByteParser()
                for message in parser.parse(one) { lesson.take(message, at: Int64(time) * 10_000_000) }
            }
            return shelf.assign(
                MappingShelf.Assignment(
                    heard: try #require(lesson.heard.first), mapping: mapping,
                    device: PortIdentity(client: "Eight Two", port: "MIDI 1"), layer: layer, action: action,
                    name: nil,
                    isToSave: saves))
        }
    }

    @Test func `goes into a file of the user that extends the shipped one, and that stays`() throws {
        let desk = try Shelf()
        let written = try desk.assign([[0xB0, 2, 9]], "/strip/7/pan")
        #expect(written.complaint == nil && written.file == desk.own)
        #expect(desk.read(desk.shipped) == Shelf.text)
        let own = try #require(desk.read(desk.own))
        #expect(own.contains("extends: eight") && own.contains("fader/2: /strip/7/pan"))
        let mapping = try #require(written.mapping)
        #expect(mapping.controls.count == 4 && mapping.name == "Eight")
        #expect(
            mapping.assignments(for: "fader/2", layer: "mix").flatMap(\.actions).map(\.description) == [
                "/strip/7/pan"
            ])
        #expect(
            mapping.assignments(for: "fader/3", layer: "mix").flatMap(\.actions).map(\.description) == [
                "/slot/3/fader"
            ])
        // Again, and something new: the same file.
        #expect(try desk.assign([[0x90, 60, 127], [0x90, 60, 0]], "toggle /strip/7/mute").complaint == nil)
        let more = try #require(desk.read(desk.own))
        #expect(more.contains("fader/2: /strip/7/pan") && more.contains("key/1: {in: note 60 ch 1, out: same}"))
        // The check on the page finds what the program finds.
        #expect(desk.shelf.check("eight", more).findings.map(\.message) == [])
    }

    @Test func `is not written with a mistake, which is told with its line and advice`() throws {
        let desk = try Shelf()
        let written = try desk.assign([[0xB0, 2, 9]], "/strip/7/pam")
        #expect(written.mapping == nil && desk.read(desk.own) == nil)
        #expect(written.complaint?.contains("line 6: no parameter `/strip/7/pam`; did you mean `pan`?") == true)
        #expect(written.findings.first?.line == 6 && written.text?.contains("/strip/7/pam") == true)
        #expect(try desk.assign([[0xB0, 2, 9]], "toggle /strip/7/mute").complaint?.contains("fader") == true)
    }

    @Test func `can be looked at before it is written`() throws {
        let desk = try Shelf()
        let written = try desk.assign([[0xB0, 2, 9]], "/strip/7/pan", saves: false)
        #expect(written.text?.contains("/strip/7/pan") == true && written.line == 6 && desk.read(desk.own) == nil)
    }

    @Test func `keeps what an editor has saved since`() throws {
        let desk = try Shelf()
        _ = try desk.assign([[0xB0, 2, 9]], "/strip/7/pan")
        let edited = try #require(desk.read(desk.own)) + "    fader/4: /strip/9/pan   # by hand\n"
        try edited.write(toFile: desk.own, atomically: true, encoding: .utf8)
        #expect(try desk.assign([[0xB0, 1, 9]], "/strip/1/pan").complaint == nil)
        let own = try #require(desk.read(desk.own))
        #expect(own.contains("fader/4: /strip/9/pan   # by hand") && own.contains("fader/1: /strip/1/pan"))
    }

    @Test func `does not touch a file that cannot be read as a mapping`() throws {
        let desk = try Shelf()
        try FileManager.default.createDirectory(atPath: desk.root.path + "/own", withIntermediateDirectories: true)
        for broken in ["layers: [", "half a line: {"] {
            try broken.write(toFile: desk.own, atomically: true, encoding: .utf8)
            #expect(
                try desk.assign([[0xB0, 1, 9]], "/strip/1/pan").complaint?.contains("only you can change it") == true)
            #expect(desk.read(desk.own) == broken)
        }
    }

    @Test func `is never written through a link into a shipped file`() throws {
        let desk = try Shelf()
        try FileManager.default.createDirectory(atPath: desk.root.path + "/own", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: desk.own, withDestinationPath: desk.shipped)
        let written = try desk.assign([[0xB0, 9, 9]], "/strip/1/pan")
        #expect(written.mapping == nil && written.complaint?.contains("came with the program") == true)
        #expect(desk.read(desk.shipped) == Shelf.text)
    }

    @Test func `goes into the file that the user has named, wherever that is`() throws {
        let file = FileManager.default.temporaryDirectory.path + "/mine-\(UUID().uuidString).yaml"
        defer { try? FileManager.default.removeItem(atPath: file) }
        let desk = try Shelf(named: file)
        let id = (file as NSString).lastPathComponent.replacing(".yaml", with: "")
        let written = try desk.assign([[0xB0, 9, 9]], "/strip/1/pan", mapping: id)
        #expect(written.complaint == nil && written.file == file)
        #expect(desk.read(file)?.contains("knob/1: {in: cc 9 ch 1}") == true)
    }

    @Test func `begins a mapping for a device that has none`() throws {
        let desk = try Shelf()
        let written = try desk.assign([[0xB0, 9, 9]], "/strip/1/pan", mapping: nil)
        #expect(written.complaint == nil && written.id == "eight-two")
        let mapping = try #require(written.mapping)
        #expect(mapping.matches.first?.matches(PortIdentity(client: "Eight Two", port: "x")) == true)
        #expect(desk.shelf.mapping("eight-two") != nil)
        // A second device of that name that still has none does not overwrite the first one's.
        #expect(try desk.assign([[0xB0, 9, 9]], "/strip/1/pan", mapping: nil).id == "eight-two-2")
    }

    @Test func `a text that was edited before somebody else saved is not saved over that`() throws {
        let desk = try Shelf()
        let version = try #require(desk.shelf.content(of: "eight")).version
        #expect(desk.shelf.save("eight", Shelf.text, over: version).complaint == nil)
        let own = try #require(desk.shelf.content(of: "eight")).version
        try (Shelf.text + "# mine\n").write(toFile: desk.own, atomically: true, encoding: .utf8)
        #expect(
            desk.shelf.save("eight", Shelf.text, over: own).complaint?.contains("changed by somebody else") == true)
        #expect(desk.read(desk.own)?.hasSuffix("# mine\n") == true)
    }
}
