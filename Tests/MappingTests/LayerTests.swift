import Mapping
import MixModel
import Testing

@Suite struct `Layers in reach` {
    @Test func `come nearest first and each once`() {
        let place = SourceLocation(file: "a.yaml")
        let layers = [
            Layer(name: "mix", also: ["eq"], location: place), Layer(name: "eq", also: ["mix"], location: place),
        ]
        let mapping = DeviceMapping(id: "a", name: "A", layers: layers)
        #expect(mapping.layersInReach(of: "eq").map(\.name) == ["eq", "mix"])
    }

    @Test func `come in the order of also, what the first falls through to before the second`() {
        let place = SourceLocation(file: "a.yaml")
        let also = ["a": ["b", "c"], "b": ["d"], "c": ["d", "e"], "d": [], "e": ["a", "gone"]]
        let layers = also.sorted { $0.key < $1.key }.map { Layer(name: $0.key, also: $0.value, location: place) }
        let mapping = DeviceMapping(id: "a", name: "A", layers: layers)
        #expect(mapping.layersInReach(of: "a").map(\.name) == ["a", "b", "d", "c", "e"])
        #expect(mapping.layersInReach(of: "gone").isEmpty)
    }

    /// A mapping whose layers are a chain; with a key of the first that leads to the last.
    static func chain(_ count: Int, closed: Bool = false) -> String {
        let layers = (0..<count).map { number in
            let last = number == count - 1
            let also = last ? (closed ? "also: l0, " : "") : "also: l\(number + 1), "
            return "  l\(number): {\(also)f: \(number == 0 ? "layer l\(count - 1)" : "/transport/play")}"
        }
        return "mapping: 1\nname: X\ncontrols:\n  f: {in: note 1 ch 1}\nlayers:\n" + layers.joined(separator: "\n")
            + "\n"
    }

    @Test(.timeLimit(.minutes(20)))
    func `may be a thousand, each below the next`() {
        let (mapping, diagnostics) = MappingReader.read(text: Self.chain(1_024), file: "m.yaml")
        #expect(diagnostics == [])
        #expect(mapping?.layersInReach(of: "l0").count == 1_024)
        for number in [1, 500, 1_023] { #expect(mapping?.layersInReach(of: "l\(number)").count == 1_024 - number) }
    }

    @Test(.timeLimit(.minutes(20)), arguments: [1_025, 4_000])
    func `are no more than a mapping may have`(count: Int) {
        let (mapping, diagnostics) = MappingReader.read(text: Self.chain(count), file: "m.yaml")
        #expect(mapping == nil)
        #expect(
            diagnostics.map(\.headline) == ["m.yaml:1030:3: error: more than 1024 layers in one mapping [too-large]"])
    }

    @Test(.timeLimit(.minutes(20)))
    func `that fall through to themselves are told, and only those`() {
        let diagnostics = MappingReader.read(text: Self.chain(300, closed: true), file: "m.yaml").diagnostics
        #expect(diagnostics.count == 200)
        #expect(diagnostics.allSatisfy { $0.code == "also-loop" })
        let some = MappingReader.read(
            text: """
                mapping: 1
                name: X
                controls:
                  f: {in: note 1 ch 1}
                layers:
                  a: {also: b, f: /transport/play}
                  b: {also: [c, d], f: /transport/play}
                  c: {also: [b], f: /transport/play}
                  d: {also: e, f: /transport/play}
                  e: {also: e, f: /transport/play}
                """, file: "m.yaml"
        ).diagnostics
        #expect(some.map(\.headline).map { $0.split(separator: "`")[1] } == ["b", "c", "e"])
    }
}
