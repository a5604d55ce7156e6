import Foundation
import Mapping
import Testing

/// Files made from tables and mappings. `UPDATE_GENERATED=1 swift test --filter Generated` writes them.
@Suite struct `Generated files` {
    private func compare(_ text: String, with path: String) throws {
        let file = Shipped.root.appending(path: path)
        if ProcessInfo.processInfo.environment["UPDATE_GENERATED"] != nil {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(
            try String(contentsOf: file, encoding: .utf8) == text,
            "\(path) is not what the program makes: run with UPDATE_GENERATED=1")
    }

    @Test func `the reference is current`() throws {
        try compare(MappingReference.markdown(), with: "Docs/MappingReference.md")
    }

    @Test func `the example of the reference is right`() {
        #expect(MappingReader.read(text: MappingReference.example, file: "little-desk.yaml").diagnostics == [])
    }

    @Test func `the table of devices is current`() throws {
        let file = Shipped.root.appending(path: "README.md")
        let readme = try String(contentsOf: file, encoding: .utf8)
        let start = try #require(readme.range(of: "<!-- made from Mappings/ -->\n\n"))
        let end = try #require(readme.range(of: "\n<!-- to here -->"))
        let mappings = try Shipped.names.map(Shipped.mapping)
        try compare(DeviceTable.page(for: mappings), with: "Docs/Devices.md")
        let table = DeviceTable.summary(for: mappings)
        try compare(String(readme[..<start.upperBound]) + table + readme[end.lowerBound...], with: "README.md")
    }

    @Test func `the udev rules are current`() throws {
        try compare(UdevRules.text(for: try Shipped.names.map(Shipped.mapping)), with: "udev/70-gainrider.rules")
    }

    @Test func `the udev rules name every USB device of a mapping once`() throws {
        let lines = UdevRules.text(for: try Shipped.names.map(Shipped.mapping)).split(separator: "\n")
        let rules = lines.filter { $0.hasPrefix("SUBSYSTEM==\"usb\"") }
        let devices = try Shipped.names.map(Shipped.mapping).flatMap { $0.matches.compactMap(\.usb) }
        #expect(rules.count == Set(devices).count)
        for rule in lines where !rule.hasPrefix("#") && rule.contains("==") && !rule.hasPrefix("ACTION") {
            for part in rule.split(separator: ", ") {
                #expect(part.wholeMatch(of: /[A-Z]+(\{[A-Za-z_\/]+\})?(==|\+=|=)"[^"]+"/) != nil, "\(part)")
            }
        }
    }

    @Test func `every code of a message is in the reference`() throws {
        let reference = MappingReference.markdown()
        let sources = Shipped.root.appending(path: "Sources/Mapping")
        let files = try #require(FileManager.default.enumerator(atPath: sources.path)).compactMap { $0 as? String }
        var codes: Set<String> = []
        for file in files where file.hasSuffix(".swift") && !file.hasSuffix("DiagnosticCode.swift") {
            let text = try String(contentsOf: sources.appending(path: file), encoding: .utf8)
            for match in text.matches(
                of:
                    /(?:findings\.(?:error|warning)|wrong|fail|fault|Diagnostic|AddressError)\(\s*(?:\.error, |\.warning, |code: )?"([a-z]+(?:-[a-z]+)*)"/
            ) {
                codes.insert(String(match.1))
            }
        }
        #expect(codes.count > 40)
        for code in codes.sorted() { #expect(reference.contains("| `\(code)` |"), "\(code)") }
    }

    @Test func `every code in the reference occurs in a test`() throws {
        let reference = MappingReference.markdown()
        let codes = try #require(reference.components(separatedBy: "## Codes of messages").last).matches(
            of: /\n\| `([a-z-]+)` \|/)
        let folder = Shipped.root.appending(path: "Tests/MappingTests")
        let tests = try FileManager.default.contentsOfDirectory(atPath: folder.path).map {
            try String(contentsOf: folder.appending(path: $0), encoding: .utf8)
        }.joined()
        #expect(codes.count > 40)
        for code in codes.map({ String($0.1) }) {
            #expect(
                tests.contains("[\(code)]") || tests.contains("\"\(code)\"") || tests.contains(" \(code)\""),
                "\(code)")
        }
    }
}
