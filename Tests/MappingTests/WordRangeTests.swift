import ControlSurfaces
import Mapping
import Testing

/// Words that step like numbers.
@Suite struct `Words in step` {
    private static func read(_ controls: String, _ layer: String, joins: String = "none") -> (
        mapping: DeviceMapping?, faults: [String]
    ) {
        let text = "mapping: 1\nname: T\njoins: \(joins)\ncontrols:\n  \(controls)\nlayers:\n  mix:\n    \(layer)\n"
        let (mapping, diagnostics) = MappingReader.read(text: text, file: "t.yaml")
        return (mapping, diagnostics.map(\.headline))
    }

    private static func lines(_ mapping: DeviceMapping?) -> [String] {
        mapping?.layers[0].assignments.map { "\($0.control): \($0.actions.map(\.description).joined())" } ?? []
    }

    @Test func `make controls and what they do`() {
        let (mapping, faults) = Self.read(
            "key/(low|high): {in: note 1..2 ch 1}", "key/(high|low): toggle /selected/eq/(1|4)/on")
        #expect(faults == [])
        #expect(mapping?.controls.map(\.input) == [.note(1, channel: 1), .note(2, channel: 1)])
        #expect(Self.lines(mapping) == ["key/high: toggle /selected/eq/1/on", "key/low: toggle /selected/eq/4/on"])
    }

    @Test func `go with numbers, in a list and in braces`() {
        let (mapping, faults) = Self.read(
            "knob/1..2: {in: cc 1..2 ch 1}", "knob/1..2: {to: /selected/comp/(threshold|sidechain/hpf)}")
        #expect(faults == [])
        #expect(
            Self.lines(mapping) == [
                "knob/1: /selected/comp/threshold", "knob/2: /selected/comp/sidechain/hpf",
            ])
    }

    @Test func `are brackets where no bar stands between them`() {
        let (mapping, faults) = Self.read("knob: {in: cc 1 ch 1}", "knob: /strip/Vox (double)/fader")
        #expect(faults == [] && Self.lines(mapping) == ["knob: /strip/Vox (double)/fader"])
    }

    // swift-format-ignore
    static let mistakes: [(String, String, String)] = [
        ("key/1..3: {in: note 1..3 ch 1}", "key/1..3: toggle /selected/(mute|solo)", "8:15: error: `toggle /selected/(mute|solo)` is 2 long, but `key/1..3` is 3 controls [unequal-ranges]"),
        ("key/(a|): {in: note 1..2 ch 1}\n  play: {in: note 3 ch 1}", "play: /transport/play", "5:3: error: `key/(a|)` is not the name of a control [wrong-name]"),
        ("key/(a|a): {in: note 1..2 ch 1}", "key/a: /transport/play", "5:3: error: `key/a` is described twice; first on line 5 [duplicate-control]"),
        ("key/1..2: {in: note 1..2 ch 1}", "key/1..2: layer (mix|mux)", "8:21: error: no layer `mux` [unknown-layer]"),
        ("knob/1..2: {in: cc 1..2 ch 1}", "knob/1..2: /selected/comp/(threshold|ration)", "8:31: error: no parameter `/selected/comp/ration` [unknown-address]"),
    ]

    @Test(arguments: mistakes)
    func `are told where they are wrong`(controls: String, layer: String, headline: String) {
        #expect(Self.read(controls, layer).faults == ["t.yaml:" + headline])
    }

    @Test func `a control that is to do nothing is not missed`() {
        let keys = "key/1..2: {in: note 1..2 ch 1}"
        #expect(
            Self.read(keys, "key/1: /transport/play").faults == [
                "t.yaml:5:3: warning: `key/2` does nothing in any layer [unassigned-control]"
            ])
        let (mapping, faults) = Self.read(keys, "key/1: /transport/play\n    key/2: none")
        #expect(faults == [] && mapping?.assignments(for: "key/2", layer: "mix") == [])
    }

    @Test func `a layer that only a device beside leads to is no mistake`() {
        let layers = "key: /transport/play\n  far:\n    key: /transport/stop"
        let alone = Self.read("key: {in: note 1 ch 1}", layers).faults
        #expect(alone == ["t.yaml:9:3: error: no control leads to layer `far` [unreachable-layer]"])
        #expect(Self.read("key: {in: note 1 ch 1}", layers, joins: "row").faults == [])
    }
}
