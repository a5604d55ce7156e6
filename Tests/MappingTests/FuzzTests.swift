import Foundation
import Mapping
import TestSupport
import Testing

@Suite struct `Hostile files` {
    static let scraps = [
        "{", "}", "[", "]", ":", ": ", "\n", "  ", "..", "-", "\t", "'", "\"", "&a ", "*a", "|", ">", "#", "%", "@",
        "é", "\u{0}", "\u{FEFF}", "9999999999999999999", "1..99999", "1..4096", " by 0", " and ", "/", "+ ", "=",
        "\r", "? ", "!!", "<<: ",
    ]

    @Test(arguments: Shipped.names.flatMap { [$0 + ".yaml", $0 + ".test.yaml"] })
    func `a damaged file gives messages and never a crash`(name: String) throws {
        let original = Array(try Shipped.text(name).unicodeScalars)
        var random = Dice(seed: UInt64(original.count))
        for _ in 0..<40 {
            var scalars = original
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<scalars.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0:
                    scalars.removeSubrange(place..<min(scalars.count, place + Int.random(in: 1...12, using: &random)))
                case 1:
                    scalars.insert(
                        contentsOf: (Self.scraps.randomElement(using: &random) ?? "").unicodeScalars, at: place)
                case 2: scalars.swapAt(place, Int.random(in: 0..<scalars.count, using: &random))
                default:
                    scalars.insert(
                        contentsOf: scalars[place..<min(scalars.count, place + 60)],
                        at: Int.random(in: 0..<scalars.count, using: &random))
                }
                if scalars.isEmpty { scalars = original }
            }
            let text = String(String.UnicodeScalarView(scalars))
            let mapping = MappingReader.read(text: text, file: "fuzz.yaml")
            #expect((mapping.mapping == nil) == mapping.diagnostics.contains { $0.severity == .error })
            let performance = PerformanceReader.read(text: text, file: "fuzz.yaml")
            #expect((performance.performance == nil) == performance.diagnostics.contains { $0.severity == .error })
            for diagnostic in mapping.diagnostics + performance.diagnostics {
                #expect(
                    diagnostic.location.line >= 1 && diagnostic.location.column >= 1
                        && !diagnostic.description.isEmpty)
            }
        }
    }

    // swift-format-ignore
    static let traps: [(String, String, String)] = [
        ("brackets in brackets", String(repeating: "[", count: 100_000), "too-deep"),
        ("seventy levels", "a: " + String(repeating: "[", count: 70) + String(repeating: "]", count: 70), "too-deep"),
        ("more than a megabyte", String(repeating: "#\n", count: 600_000), "too-large"),
        ("an alias bomb", "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "alias"),
        ("an alias bomb as key", "? &a [x]\n: 1\n? [*a, *a]\n: 2\n", "alias"),
        ("nothing", "", "empty-file"),
        ("comments only", "# nothing\n", "empty-file"),
        ("two documents", "mapping: 1\n---\nmapping: 1\n", "yaml-syntax"),
        ("a list", "- 1\n", "wrong-type"),
        ("a newer version", "mapping: 2\n", "wrong-version"),
        ("too many controls", "mapping: 1\nname: x\ncontrols:\n  a/1..4096: {in: note 1, push: note 2}\nlayers: {m: {}}\n", "too-large"),
        ("too many numbers", "mapping: 1\nname: x\ncontrols:\n  a: {in: note \(Array(repeating: "0..127", count: 90).joined(separator: " and "))}\nlayers: {m: {}}\n", "too-large"),
        ("too many assignments", "mapping: 1\nname: x\ncontrols:\n  a/1..2048: {in: note 1}\nlayers:\n  m:\n" + (0..<40).map { "    a/1..2048 hold \(1000 + $0)ms: /transport/play\n" }.joined(), "too-large"),
    ]

    @Test(arguments: traps.map(\.0))
    func `are refused in words`(what: String) throws {
        let (_, text, code) = try #require(Self.traps.first { $0.0 == what })
        let (mapping, diagnostics) = MappingReader.read(text: text, file: "trap.yaml")
        #expect(mapping == nil)
        #expect(diagnostics.contains { $0.code == code }, "\(what): \(diagnostics.map(\.headline))")
    }

    @Test func `events without end are refused`() {
        let text =
            "performance: 1\nsurfaces: {d: {mapping: m}}\nevents:\n  - {at: 0..86400, every: 1ms, do: /transport/play}\n"
        let (performance, diagnostics) = PerformanceReader.read(text: text, file: "p.yaml")
        #expect(performance == nil)
        #expect(diagnostics.map(\.code) == ["too-large"])
    }

    @Test func `a recording may be longer than a mapping`() throws {
        let line = "  - {at: 12.345678901, desk: B0 07 40}" + String(repeating: " ", count: 500) + "# a remark\n"
        let text =
            "performance: 1\nsurfaces: {desk: {mapping: m}}\nevents:\n" + String(repeating: line, count: 2_500)
        #expect(text.utf8.count > 1 << 20)
        let (performance, diagnostics) = PerformanceReader.read(text: text, file: "p.yaml")
        #expect(diagnostics == [])
        #expect(performance?.events.count == 2_500)
    }

    @Test func `a key that is written a hundred times is refused`() {
        let text = "mapping: 1\n" + String(repeating: "name: x\n", count: 100)
        #expect(MappingReader.read(text: text, file: "t.yaml").diagnostics.map(\.code) == ["duplicate-key"])
    }
}
