import ControlSurfaces
import MIDI
import Testing

/// A mapping that is saved while its device is in use.
@Suite struct `Live reload` {
    @Test func `a button that is down is still seen to go up`() {
        var decoder = SurfaceDecoder(controls: Devices.mackie)
        _ = decoder.decode(bytes: [0x90, 16, 127])
        decoder = SurfaceDecoder(controls: Array(Devices.mackie.reversed()), after: decoder)
        #expect(decoder.decode(bytes: [0x90, 16, 0]).map(\.brief) == ["mute/1 up"])
    }

    @Test func `half of a pair finds its other half`() {
        let input = MessagePattern.controlChangePair(high: 7, low: 39, channel: nil, order: .highFirst)
        let fader = ControlSpec(name: "f", input: input, highest: 16_383)
        var decoder = SurfaceDecoder(controls: [fader])
        _ = decoder.decode(bytes: [0xB3, 7, 1])
        decoder = SurfaceDecoder(controls: [Devices.mackie[0], fader], after: decoder)
        #expect(decoder.decode(bytes: [0xB3, 39, 2]).map(\.brief) == ["f 130"])
    }

    @Test func `a hand stays on its fader, and nothing is sent that is shown already`() {
        let surface = Surface(Devices.mackie)
        surface.show(.travel(0.5), 0, at: 0)
        surface.show(.lamp(.on), 2, at: 0)
        surface.run(until: 100)
        surface.hear([0x90, 0x68, 0x7F], at: 100)
        _ = surface.take()
        surface.scheduler = FeedbackScheduler(controls: Array(Devices.mackie.reversed()), after: surface.scheduler)
        surface.show(.travel(0.9), 4, at: 200)
        surface.show(.lamp(.on), 2, at: 200)
        surface.run(until: 5000)
        #expect(surface.take().isEmpty)
    }

    @Test func `what is no longer mapped goes dark, unless something else shows there`() {
        let surface = Surface(Devices.mackie)
        surface.show(.lamp(.on), 2, at: 0)
        surface.show(.travel(0.5), 1, at: 0)
        surface.run(until: 100)
        _ = surface.take()
        var renamed = Devices.mackie[2]
        renamed.name = "solo/1"
        surface.scheduler = FeedbackScheduler(controls: [Devices.mackie[0], renamed], after: surface.scheduler)
        surface.show(.lamp(.off), 1, at: 200)
        surface.run(until: 300)
        #expect(surface.take() == [[0xB0, 0x30, 0], [0x90, 0x10, 0]])
        #expect(surface.scheduler.deadline == nil)
    }
}
