import Foundation
import Mapping
import Testing

/// The shipped mappings, read from the source tree.
enum Shipped {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let folder = root.appending(path: "Mappings")

    static let names = [
        "akai-midimix", "behringer-x-touch-mini", "generic-cc", "korg-nanokontrol2", "mackie-control",
        "novation-launch-control-xl-mk2",
    ]

    static func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    static func mapping(_ name: String) throws -> DeviceMapping {
        let (mapping, diagnostics) = MappingReader.read(text: try text("\(name).yaml"), file: "Mappings/\(name).yaml")
        for diagnostic in diagnostics { Issue.record("\(diagnostic)") }
        return try #require(mapping)
    }
}

@Suite struct `Shipped mappings` {
    @Test func `are all known to these tests`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Shipped.folder.path)
        let mappings = files.filter { $0.hasSuffix(".yaml") && !$0.hasSuffix(".test.yaml") }.map {
            String($0.dropLast(5))
        }
        #expect(mappings.sorted() == Shipped.names)
    }

    @Test(arguments: Shipped.names)
    func `read without a word of complaint`(name: String) throws {
        let mapping = try Shipped.mapping(name)
        #expect(mapping.id == name)
        #expect(mapping.slots == 8)
        #expect(mapping.matches.isEmpty == (name == "generic-cc"))
    }
}
