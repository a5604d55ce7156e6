import Foundation
import MIDI
import Mapping
import Testing

@Suite struct `The mapping library` {
    /// A folder that goes with the test.
    final class Scratch {
        let path: String
        init() throws {
            path = NSTemporaryDirectory() + "gainrider-" + UUID().uuidString
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        deinit { try? FileManager.default.removeItem(atPath: path) }

        func write(_ name: String, _ text: String) throws {
            let file = path + "/" + name
            let folder = URL(filePath: file).deletingLastPathComponent().path
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: file))
        }
    }

    static func mapping(_ match: String, name: String = "Mine") -> String {
        "mapping: 1\nname: \(name)\nmatch: [\(match)]\ncontrols: {a: {in: cc 1}}\nlayers: {m: {a: /slot/1/pan}}\n"
    }

    @Test func `finds every shipped device by its USB id and says why`() throws {
        let library = MappingLibrary(shipped: Shipped.folder.path, environment: [:]).load()
        #expect(library.diagnostics.isEmpty)
        #expect(library.mappings.map(\.id) == Shipped.names)
        let device = PortIdentity(client: "nanoKONTROL2", port: "nanoKONTROL2 _ CTRL", usb: "0944:0117")
        let choice = try #require(library.matching(device))
        #expect(choice.mapping.id == "korg-nanokontrol2")
        #expect(choice.reason == "by usb 0944:0117")
        let named = PortIdentity(client: "X-TOUCH MINI", port: "X-TOUCH MINI MIDI 1")
        #expect(library.matching(named)?.reason == "by client \"X-TOUCH MINI*\"")
        #expect(
            library.matching(PortIdentity(client: "Launch Control XL", port: "HUI", index: 1, usb: "1235:0061"))
                == nil)
        #expect(library.matching(PortIdentity(client: "Midi Through", port: "Midi Through Port-0")) == nil)
    }

    @Test func `reads each member of a family as if it were alone`() throws {
        let library = MappingLibrary(shipped: Shipped.folder.path, environment: [:])
        let loaded = library.load().mappings
        #expect(loaded.contains { !$0.bases.isEmpty })
        for mapping in loaded {
            #expect(MappingLibrary.read(mapping.file, searching: library.folders).mapping == mapping)
        }
    }

    @Test func `names a base with mistakes in each that extends it`() throws {
        let scratch = try Scratch()
        try scratch.write("base.yaml", "mapping: 1\nname: [unfinished\n")
        let members = ["one", "two"]
        for name in members { try scratch.write("\(name).yaml", "mapping: 1\nname: \(name)\nextends: base\n") }
        let found = MappingLibrary(shipped: scratch.path, environment: [:]).load().diagnostics
        for name in members {
            #expect(found.contains { $0.location.file.hasSuffix("/\(name).yaml") && $0.code == "unknown-mapping" })
        }
    }

    @Test func `lets the user's file win and a broken one hide what it replaces`() throws {
        let scratch = try Scratch()
        try scratch.write(
            "gainrider/mappings/korg-nanokontrol2.yaml", Self.mapping("{usb: \"0944:0117\"}", name: "My Korg"))
        try scratch.write("gainrider/mappings/akai-midimix.yaml", "mapping: 1\n")
        try scratch.write("gainrider/mappings/other.yaml", Self.mapping("{client: \"nano*\"}"))
        try scratch.write("gainrider/mappings/other.test.yaml", "not a mapping")
        let library = MappingLibrary(shipped: Shipped.folder.path, environment: ["XDG_CONFIG_HOME": scratch.path])
            .load()
        #expect(library.mapping(id: "korg-nanokontrol2")?.name == "My Korg")
        #expect(library.mapping(id: "akai-midimix") == nil)
        #expect(
            library.diagnostics.allSatisfy {
                $0.location.file.hasSuffix("/akai-midimix.yaml") && $0.code == "missing-key"
            })
        #expect(library.diagnostics.count == 3)
        let choice = library.matching(PortIdentity(client: "nanoKONTROL2", port: "x", usb: "0944:0117"))
        #expect(choice?.mapping.name == "My Korg")
        #expect(choice?.reason == "by usb 0944:0117; other fits too")
    }

    @Test func `takes a mapping by its name or its path`() throws {
        let scratch = try Scratch()
        try scratch.write("mine.yaml", Self.mapping("{usb: \"0944:0117\"}"))
        let files = [scratch.path + "/mine.yaml", "generic-cc", "nothing"]
        let library = MappingLibrary(files: files, shipped: Shipped.folder.path, environment: [:]).load()
        #expect(library.mappings.prefix(2).map(\.id) == ["mine", "generic-cc"])
        #expect(
            library.diagnostics.map(\.description) == [
                "nothing.yaml:1:1: error: there is no such file [unreadable-file]\n  help: check the path, or name a shipped mapping"
            ])
        #expect(library.matching(PortIdentity(client: "x", port: "x", usb: "0944:0117"))?.mapping.id == "mine")
    }

    @Test func `refuses a folder and bytes that are not text`() throws {
        let scratch = try Scratch()
        try Data([0xFF, 0xFE, 0x00]).write(to: URL(filePath: scratch.path + "/bytes.yaml"))
        #expect(MappingLibrary.read(scratch.path).diagnostics.map(\.message) == ["this is a folder, expected a file"])
        #expect(
            MappingLibrary.read(scratch.path + "/bytes.yaml").diagnostics.map(\.message) == [
                "the file is not text in UTF-8"
            ])
    }

    @Test func `finds the shipped folder beside the program or in the source tree`() throws {
        let scratch = try Scratch()
        try scratch.write("bin/gainrider", "")
        #expect(MappingLibrary.shippedFolder(executable: scratch.path + "/bin/gainrider") == nil)
        try scratch.write("share/gainrider/mappings/a.yaml", "")
        #expect(
            MappingLibrary.shippedFolder(executable: scratch.path + "/bin/gainrider") == scratch.path
                + "/share/gainrider/mappings")
        let built = Shipped.root.appending(path: ".build/debug/gainrider").path
        #expect(
            MappingLibrary.shippedFolder(executable: built).map { URL(filePath: $0).lastPathComponent } == "Mappings")
        #expect(MappingLibrary.testFile(of: "Mappings/a.yaml") == "Mappings/a.test.yaml")
    }

    // swift-format-ignore
    static let globs: [(String, String, Bool)] = [
        ("MIDI Mix*", "MIDI Mix", true), ("MIDI Mix*", "MIDI Mix 2", true), ("*MIDI 1", "X MIDI 1", true), ("*MIDI 1", "X MIDI 12", false),
        ("X?Z", "XYZ", true), ("X?Z", "XZ", false), ("*", "", true), ("a*b*c", "a1b2b3c", true), ("A", "a", false),
    ]

    @Test(arguments: globs)
    func `matches names by globs`(glob: String, name: String, fits: Bool) {
        #expect(DeviceMatch(client: glob).matches(PortIdentity(client: name, port: "p")) == fits)
    }
}
