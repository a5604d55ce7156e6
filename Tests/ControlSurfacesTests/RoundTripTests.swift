import ControlSurfaces
import MIDI
import Testing
import Units

@Suite struct `Round trips` {
    /// A fader that reports and is driven by the same message: all steps between its end points.
    static let faders: [ControlSpec] = [
        fader(.controlChange(7, channel: 1), 0, 127),
        fader(.controlChange(7, channel: 1), 127, 0),
        fader(.note(7, channel: 3), 0, 127),
        fader(.polyPressure(7, channel: 3), 0, 127),
        fader(.channelPressure(channel: 16), 0, 127),
        fader(.controlChangePair(high: 0, low: 32, channel: 1, order: .highFirst), 0, 16_383),
        fader(.controlChangePair(high: 0, low: 32, channel: 1, order: .lowFirst), 0, 16_383),
        fader(.controlChangePair(high: 0, low: 32, channel: nil, order: .any), 0, 16_383),
        fader(.pitchBend(channel: 1), 0, 16_383),
        fader(.pitchBend(channel: 8), 0, 15_935),
        fader(.pitchBend(channel: 9), 16_256, 0),
        fader(.pitchBend(channel: nil), 12, 16_380),
    ]

    static func fader(_ pattern: MessagePattern, _ lowest: Int, _ highest: Int) -> ControlSpec {
        ControlSpec(name: "fader/1", input: pattern, lowest: lowest, highest: highest, outputs: [.motor(pattern)])
    }

    @Test(arguments: faders)
    func `every step comes back through the fader's law as the bytes it came in`(fader: ControlSpec) throws {
        var decoder = SurfaceDecoder(controls: [fader])
        let pattern = try #require(fader.input)
        let taper = Taper.fader
        var time: Int64 = 0
        for step in min(fader.lowest, fader.highest)...max(fader.lowest, fader.highest) {
            let bytes = pattern.bytes(carrying: step)
            var parser = ByteParser()
            var events: [ControlEvent] = []
            for message in parser.parse(bytes.joined()) {
                time += 1_000_000
                events += decoder.decode(message, at: time)
            }
            guard events.count == 1, case .moved(let travel, step, false) = events[0].change else {
                Issue.record("step \(step) became \(events)")
                return
            }
            let position = taper.position(travel: travel)
            let value = FeedbackValue.travel(taper.travel(position: position))
            let back = FeedbackEncoder.messages(for: fader.outputs[0], of: fader, showing: value, at: 0)
            guard back == bytes else {
                Issue.record("step \(step): \(bytes) came back as \(back)")
                return
            }
            time += 1_000_000
        }
    }

    @Test func `a motor of another width than its fader uses its own whole width`() {
        let fader = ControlSpec(
            name: "fader/1", input: .controlChange(1, channel: 1), lowest: 2, highest: 125,
            outputs: [.motor(.pitchBend(channel: 2))])
        let bytes = [0.0, 0.5, 1.0].map {
            FeedbackEncoder.messages(for: fader.outputs[0], of: fader, showing: .travel($0), at: 0)
        }
        #expect(bytes == [[[0xE1, 0, 0]], [[0xE1, 0, 64]], [[0xE1, 0x7F, 0x7F]]])
    }

    @Test(arguments: [(-20, 0.0), (0, 0.0), (15_935, 1.0), (16_383, 1.0)])
    func `beyond its end points a fader stands at its end`(step: Int, travel: Double) {
        #expect(RoundTripsFixture.xTouch.travel(step: step) == travel)
    }

    @Test(arguments: [(-1.0, 0), (.nan, 0), (-.infinity, 0), (2.0, 15_935), (.infinity, 15_935)])
    func `no travel drives a motor beyond its end points`(travel: Double, step: Int) {
        #expect(RoundTripsFixture.xTouch.step(travel: travel) == step)
    }

    @Test func `a control with one step only stands at the bottom`() {
        let stuck = ControlSpec(name: "x", lowest: 5, highest: 5)
        #expect(stuck.travel(step: 5) == 0 && stuck.step(travel: 1) == 5 && stuck.deviceStep == 1)
    }

    private enum RoundTripsFixture {
        static let xTouch = ControlSpec(name: "fader/1", lowest: 0, highest: 15_935)
    }
}
