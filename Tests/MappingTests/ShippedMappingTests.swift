import ControlSurfaces
import Foundation
import MIDI
import Mapping
import Testing

/// The shipped mappings, read from the source tree.
enum Shipped {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let folder = root.appending(path: "Mappings")

    /// All of them: a device is one file and its test.
    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".yaml") && !$0.hasSuffix(".test.yaml") }.sorted().map {
            String($0.dropLast(5))
        }
    }()

    /// Strips of a bank, where it is not eight.
    static let slots = [
        "allen-heath-xone-k2": 4, "arturia-minilab-3": 4, "behringer-x-touch-one": 1, "presonus-faderport": 0,
        "presonus-faderport-2018": 0, "presonus-faderport-16": 16, "steinberg-cc121": 0, "softube-console-1": 0,
        "korg-nanokontrol": 9, "tascam-us-2400": 24, "faderfox-ec4": 16, "roland-si-24": 12,
    ]
    /// Those that are chosen by name.
    static let nameless: Set = ["emagic-logic-control", "generic-cc", "hui", "mackie-extender"]

    static func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    static func mapping(_ name: String) throws -> DeviceMapping {
        let (mapping, diagnostics) = MappingLibrary.read(folder.appending(path: "\(name).yaml").path)
        for diagnostic in diagnostics { Issue.record("\(diagnostic)") }
        return try #require(mapping)
    }
}

@Suite struct `Shipped mappings` {
    @Test func `have each a performance that tests them both ways`() throws {
        #expect(Shipped.names.count >= 7)
        for name in Shipped.names {
            let test = try Shipped.text("\(name).test.yaml")
            let performance = try #require(PerformanceReader.read(text: test, file: "\(name).test.yaml").performance)
            let isParameter = performance.expectations.contains {
                if case .value = $0.fact { true } else { false }
            }
            #expect(isParameter, "\(name): nothing is moved")
            let shows = try Shipped.mapping(name).controls.contains { !$0.outputs.isEmpty }
            let isSent = performance.expectations.contains { if case .sent = $0.fact { true } else { false } }
            #expect(isSent || !shows, "\(name): nothing is shown")
        }
    }

    @Test(arguments: Shipped.names)
    func `read without a word of complaint`(name: String) throws {
        let mapping = try Shipped.mapping(name)
        #expect(mapping.id == name)
        #expect(mapping.slots == Shipped.slots[name] ?? 8)
        #expect(mapping.matches.isEmpty == Shipped.nameless.contains(name))
    }

    @Test(arguments: Shipped.names)
    func `hear their own movements, each control its own alone`(name: String) throws {
        let mapping = try Shipped.mapping(name)
        for control in mapping.controls where control.input != nil {
            for input in [ControlInput.travel(1), .ticks(1), .press, .touch] {
                var decoder = SurfaceDecoder(controls: mapping.controls)
                var parser = ByteParser()
                let messages = parser.parse(input.bytes(for: control).joined())
                let events = messages.flatMap { decoder.decode($0, at: 0) } + decoder.expire(at: 1_000_000_000)
                #expect(Set(events.map(\.name)).isSubset(of: [control.name]), "\(control.name)")
                #expect(events.isEmpty == messages.isEmpty, "\(control.name) \(input)")
            }
        }
    }
}
