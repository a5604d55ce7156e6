import Desk
import MIDI
import Mapping
import Testing

/// The device of the cases: one control of every kind of touch, all on strip 1's pan.
struct Bench {
    /// Return to the lane after a release, in ms.
    var glide = 500

    func mapping() throws -> DeviceMapping {
        let (mapping, faults) = MappingReader.read(text: text, file: "bench.yaml")
        #expect(faults.filter { $0.severity == .error }.map(\.description) == [])
        return try #require(mapping)
    }

    private var text: String {
        """
        mapping: 1
        name: Bench
        match: [{client: "Bench*"}]
        defaults: {takeover: jump, glide: \(glide)ms}
        controls:
          sense/1..4: {in: pitchbend ch 1..4, out: same, touch: note 104..107 ch 1}
          motion: {in: cc 1/33 ch 1, touch: motion 1000ms}
          pickup: {in: cc 2/34 ch 1, touch: motion 1000ms}
          plain: {in: cc 3/35 ch 1, touch: none}
          coarse: {in: cc 4 ch 1, touch: motion 1000ms}
          level: {in: pitchbend ch 9, touch: note 112 ch 1}
          lift: {in: pitchbend ch 10, out: same, touch: note 113 ch 1}
          knob/1..4: {in: cc 16..19 ch 1, touch: motion 500ms}
          mute/1..4: {in: note 1..4 ch 1, out: same}
          cut: {in: note 20 ch 1, out: same}
          on/1..4: {in: note 11..14 ch 1, out: same}
          bank/left: {in: note 46 ch 1}
          bank/right: {in: note 47 ch 1}
          other: {in: note 48 ch 1}
          first: {in: note 49 ch 1}
          name/1..4: {text: "F0 00 00 66 14 12 {0..21 by 7} {ascii:7} F7"}
        layers:
          mix:
            sense/1..4: {to: /slot/1..4/pan, takeover: motor}
            motion: /strip/1/pan
            pickup: {to: /strip/1/pan, takeover: pickup}
            plain: /strip/1/pan
            coarse: /strip/1/pan
            level: /strip/1/fader
            lift: {to: /strip/1/fader, curve: linear, range: -6..6 dB, takeover: motor}
            knob/1..4: {to: /slot/1..4/fader, takeover: pickup}
            mute/1..4: toggle /slot/1..4/mute
            cut: momentary /strip/1/mute
            on/1..4: toggle /slot/1..4/hpf/on
            bank/left: /bank/previous
            bank/right: /bank/next
            name/1..4: {show: /slot/1..4/name}
            other: layer gains
          gains:
            also: mix
            knob/1..4: {to: /slot/1..4/input/gain, takeover: pickup}
            first: layer mix
        """
    }
}

/// A port that keeps nothing: the desk keeps what it sent.
final class QuietPort: MIDIPort {
    let identity = PortIdentity(client: "bench", port: "bench")
    func send(_ bytes: [UInt8]) throws {}
}
