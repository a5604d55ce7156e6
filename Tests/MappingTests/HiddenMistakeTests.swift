import Mapping
import Testing

@Suite struct `A mistake behind a mistake` {
    @Test func `is told at once, and a broken control is not also unknown`() {
        let text = """
            mapping: 1
            name: Cascade
            match: [{client: "x"}]
            controls:
              fader/1..8: {in: cc 0..6 ch 1}
              knob/1: {in: cc 20 ch 1}
            layers:
              mix:
                fader/1..8: /slot/1..8/fadr
                knob/2: /transport/plya
                knob/1: /slot/1/pan
            """
        let (mapping, diagnostics) = MappingReader.read(text: text, file: "cascade.yaml")
        #expect(mapping == nil)
        #expect(
            diagnostics.map { "\($0.location.line):\($0.location.column) \($0.code)" } == [
                "5:20 unequal-ranges", "9:28 unknown-address", "10:5 unknown-control", "10:24 unknown-address",
            ])
    }
}
