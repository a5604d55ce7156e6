import ControlSurfaces
import Mapping
import Testing

/// A mapping that changes another one.
@Suite struct `A mapping that extends` {
    private static let base = """
        mapping: 1
        name: Base
        match: [{client: "Base*"}]
        controls:
          fader/1..4: {in: cc 1..4 ch 1}
          key/1..4: {in: note 1..4 ch 1}
          shift: {in: note 9 ch 1}
        layers:
          mix:
            fader/1..4: /slot/1..4/fader
            key/1..4: toggle /slot/1..4/mute
            shift + key/1: layer pan
          pan:
            also: mix
            fader/1..4: /slot/1..4/pan
            shift + key/1: layer mix
        """

    private static func read(_ text: String, _ files: [String: String] = ["base": base]) -> (DeviceMapping?, [String])
    {
        let (mapping, diagnostics) = MappingReader.read(text: "mapping: 1\nname: Mine\n" + text, file: "mine.yaml") {
            name in
            files[name].map { ($0, name + ".yaml") }
        }
        return (mapping, diagnostics.map(\.headline))
    }

    private static func does(_ mapping: DeviceMapping?, _ control: String, layer: String = "mix") -> [String] {
        mapping?.assignments(for: control, layer: layer).flatMap(\.actions).map(\.description) ?? []
    }

    @Test func `is the other one where it says nothing`() throws {
        let (mapping, faults) = Self.read("extends: base")
        #expect(faults == [] && mapping?.id == "mine" && mapping?.name == "Mine")
        #expect(mapping?.matches.count == 1 && mapping?.controls.count == 9)
        #expect(mapping?.layers.map(\.name) == ["mix", "pan"])
        #expect(Self.does(mapping, "fader/3", layer: "pan") == ["/slot/3/pan"])
    }

    @Test func `puts its own in place of one of a range`() {
        let (mapping, faults) = Self.read(
            "extends: base\ncontrols: {fader/2: {in: pitchbend ch 2}}\nlayers: {mix: {key/2..3: toggle /slot/2..3/solo}}"
        )
        #expect(faults == [] && mapping?.controls.count == 9)
        #expect(mapping?.control(named: "fader/2")?.input == .pitchBend(channel: 2))
        #expect(
            ["key/1", "key/2", "key/3", "key/4"].flatMap { Self.does(mapping, $0) } == [
                "toggle /slot/1/mute", "toggle /slot/2/solo", "toggle /slot/3/solo", "toggle /slot/4/mute",
            ])
    }

    @Test func `takes away what it calls none`() {
        let (mapping, faults) = Self.read(
            "extends: base\ncontrols: {fader/4: none}\nlayers: {mix: {key/1: none, shift + key/1: /transport/play, shift + key/2: layer pan}}"
        )
        #expect(faults == [] && mapping?.control(named: "fader/4") == nil && mapping?.controls.count == 8)
        #expect(Self.does(mapping, "key/1") == [] && Self.does(mapping, "key/2") == ["toggle /slot/2/mute"])
        #expect(Self.does(mapping, "fader/3", layer: "pan") == ["/slot/3/pan"])
    }

    @Test func `reaches through several files`() {
        let (mapping, faults) = Self.read(
            "extends: middle",
            [
                "base": Self.base,
                "middle": "mapping: 1\nname: M\nextends: base\nlayers: {mix: {key/4: /transport/stop}}",
            ])
        #expect(faults == [] && Self.does(mapping, "key/4") == ["/transport/stop"])
        #expect(Self.does(mapping, "key/3") == ["toggle /slot/3/mute"])
    }

    @Test func `says where its chain is broken`() {
        #expect(
            Self.read("extends: nothing").1 == [
                "mine.yaml:3:10: error: there is no mapping `nothing` to extend [unknown-mapping]"
            ])
        #expect(
            Self.read("extends: a", ["a": "extends: b", "b": "extends: a"]).1 == [
                "b.yaml:1:10: error: `a` extends `b` extends `a` [extends-loop]"
            ])
        #expect(
            Self.read("extends: a", ["a": "controls: ["]).1 == [
                "mine.yaml:3:10: error: the mapping `a` has mistakes, so it cannot be extended [unknown-mapping]"
            ])
    }

    @Test func `has its mistakes told in the file where they stand`() {
        let broken = Self.base.replacing("toggle /slot/1..4/mute", with: "toggle /slot/1..4/mut")
        #expect(Self.read("extends: base", ["base": broken]).1.first?.hasPrefix("base.yaml:11:") == true)
    }
}
