import ControlSurfaces
import Mapping
import MixModel
import Testing

/// `as CONTROL`: a control that does, or shows, what another one does.
@Suite struct `Doing as another control` {
    /// Faders, pots, displays; a layer of pans and one of gains.
    private static let desk = """
        mapping: 1
        name: Desk
        match: [{client: "Desk*"}]
        controls:
          fader/1..2: {in: pitchbend ch 1..2, out: same, mark: {0 dB: 12808}}
          pot/1..2: {in: cc 1..2 ch 1, as: relative signed, ring: {cc: 11..12, ch: 1, style: dot}}
          text/1..2: {text: "F0 {0..1} {ascii:6} F7"}
          key/1..2: {in: note 1..2 ch 1}
          flip: {in: note 9 ch 1}
          shift: {in: note 10 ch 1}
          next: {in: note 11 ch 1}
        layers:
          pan:
            also: all
            pot/1..2: /slot/1..2/pan
            next: layer gain
          all:
            fader/1..2: /slot/1..2/fader
            text/1..2: {show: as pot/1..2, touched: as fader/1..2}
            flip + fader/1..2: as pot/1..2
            flip + pot/1..2: as fader/1..2
            shift + pot/1..2: {to: as pot/1..2, speed: 0.1}
            key/1..2: toggle /slot/1..2/mute
            flip + key/1..2: as key/2..1
          gain:
            also: all
            pot/1: {to: /slot/1/input/gain, range: -20..20 dB, speed: 0.5, glide: 100ms}
            next: layer pan
        """

    private static func read(_ text: String = desk) -> (mapping: DeviceMapping?, faults: [String]) {
        let (mapping, diagnostics) = MappingReader.read(text: text, file: "desk.yaml")
        return (mapping, diagnostics.map(\.headline))
    }

    private static func line(
        _ control: String, _ layer: String, holding held: Set<String> = [], in mapping: DeviceMapping?
    ) -> Assignment? {
        mapping?.assignments(for: control, layer: layer, held: held).first
    }

    private static func does(
        _ control: String, _ layer: String, holding held: Set<String> = [], in mapping: DeviceMapping?
    ) -> [String] {
        line(control, layer, holding: held, in: mapping)?.actions.map(\.description) ?? []
    }

    @Test func `is what that one does in the layer that is shown`() {
        let (mapping, faults) = Self.read()
        #expect(faults == [])
        #expect(Self.does("fader/2", "pan", holding: ["flip"], in: mapping) == ["/slot/2/pan"])
        #expect(Self.does("pot/2", "pan", holding: ["flip"], in: mapping) == ["/slot/2/fader"])
        #expect(Self.does("fader/1", "gain", holding: ["flip"], in: mapping) == ["/slot/1/input/gain"])
        // The layer gives the second pot nothing to do, and so the flipped fader.
        #expect(Self.line("fader/2", "gain", holding: ["flip"], in: mapping)?.actions == [])
        #expect(Self.does("key/1", "gain", holding: ["flip"], in: mapping) == ["toggle /slot/2/mute"])
        #expect(Self.does("fader/1", "gain", in: mapping) == ["/slot/1/fader"])
    }

    @Test func `is shown by motors, rings and texts`() throws {
        let mapping = Self.read().mapping
        let pan = try #require(Self.line("text/2", "pan", in: mapping))
        #expect(pan.show == .value(.parameter(.slot(2), .pan)) && pan.touched == .value(.parameter(.slot(2), .fader)))
        #expect(Self.line("text/1", "gain", in: mapping)?.show == .value(.parameter(.slot(1), .inputGain)))
        #expect(Self.line("text/2", "gain", in: mapping)?.show == nil)
        #expect(
            Self.line("fader/1", "pan", holding: ["flip"], in: mapping)?.show == .value(.parameter(.slot(1), .pan)))
        #expect(
            Self.line("pot/1", "gain", holding: ["flip"], in: mapping)?.show == .value(.parameter(.slot(1), .fader)))
    }

    @Test func `goes as far, with the range, and with marks of its own alone`() throws {
        let mapping = Self.read().mapping
        let gain = try #require(Self.line("pot/1", "gain", in: mapping))
        let fine = try #require(Self.line("pot/1", "gain", holding: ["shift"], in: mapping))
        #expect(abs(fine.speed - 0.05) < 1e-9 && fine.taper == gain.taper && fine.glideMilliseconds == 100)
        #expect(Self.line("pot/1", "pan", holding: ["shift"], in: mapping)?.speed == 0.1)
        #expect(Self.line("fader/1", "gain", holding: ["flip"], in: mapping)?.taper == gain.taper)
        // The mark is printed beside the fader, and not around the pot.
        #expect(Self.line("fader/1", "pan", in: mapping)?.taper != nil)
        #expect(Self.line("pot/1", "pan", holding: ["flip"], in: mapping)?.taper == nil)
    }

    @Test func `gives way to what a nearer layer says of the same buttons`() {
        let own = Self.desk.replacing("pot/1: {to:", with: "flip + fader/1: /master/fader\n    pot/1: {to:")
        let (mapping, faults) = Self.read(own)
        #expect(faults == [])
        #expect(Self.does("fader/1", "gain", holding: ["flip"], in: mapping) == ["/master/fader"])
        #expect(Self.does("fader/1", "pan", holding: ["flip"], in: mapping) == ["/slot/1/pan"])
    }

    @Test func `names a control that is there and says itself what it does`() {
        let unknown = Self.desk.replacing("flip + fader/1..2: as pot/1..2", with: "flip + fader/1: as pott/1")
        #expect(
            Self.read(unknown).faults == ["desk.yaml:20:24: error: no control `pott/1` [unknown-control]"])
        let round = Self.desk.replacing("key/1..2: toggle /slot/1..2/mute", with: "key/1..2: as key/2..1")
        #expect(
            Self.read(round).faults.first
                == "desk.yaml:23:5: error: `as key/2` leads to a control that does what another one does [wrong-action]"
        )
    }

    /// 1,000 layers, each of which falls through to all behind it.
    @Test func `is no way to keep the reader busy`() {
        let layers = (1...1000).map {
            "  l\($0): {also: l\($0 % 1000 + 1), k: layer l\($0 % 1000 + 1), f/1..60: as g/1..60}\n"
        }
        let text =
            "mapping: 1\nname: T\ncontrols: {k: {in: note 1 ch 1}, f/1..60: {in: cc 1..60 ch 1}, g/1..60: {in: cc 1..60 ch 2}}\n"
            + "layers:\n" + layers.joined()
        let clock = ContinuousClock()
        var faults: [String] = []
        let time = clock.measure { faults = Self.read(text).faults }
        #expect(faults.contains { $0.contains("[too-large]") } && time < .seconds(60))
    }
}
