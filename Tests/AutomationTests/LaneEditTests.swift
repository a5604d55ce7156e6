import Automation
import MixModel
import Testing
import Units

@Suite struct `Edits of lanes` {
    let fader = Role.fader.spec
    let ride = Lane(points: [(0, -20), (1000, 0), (2000, -80)])

    @Test func `a shift moves every value by as much and leaves the rest bit for bit`() {
        let shifted = ride.changed(.shift(3), in: 200..<800, of: fader)
        #expect(!shifted.isClamped)
        for frame in stride(from: Int64(0), to: 2500, by: 7) {
            let (old, new) = (ride.position(at: frame) ?? 0, shifted.lane.position(at: frame) ?? 0)
            if (200..<800).contains(frame) { #expect(abs(new - old - 3) < 1e-4) } else { #expect(new == old) }
        }
    }

    @Test func `beyond the range it stands at the range's end, with a corner where it gets there`() {
        let shifted = ride.changed(.shift(20), in: 0..<1000, of: fader)
        #expect(shifted.isClamped)
        for (frame, position) in [(0, 0), (300, 6), (599, 11.98), (600, 12), (999, 12)] as [(Int64, Float)] {
            #expect(abs((shifted.lane.position(at: frame) ?? 0) - position) < 0.03)
        }
    }

    @Test func `silence stays silence, and no value is no number`() {
        let silent = Lane(points: [(0, Scale.silence), (1000, -10)])
        for distance in [-200.0, -3, 3, 200] {
            let lane = silent.changed(.shift(distance), in: 0..<2000, of: fader).lane
            #expect(lane.position(at: 0) == Scale.silence)
            for segment in lane.segments { #expect(segment.ramp.from.isFinite && segment.ramp.to.isFinite) }
        }
    }

    @Test func `a scale changes the way from its centre`() {
        let scaled = ride.changed(.scale(0.5, about: -10), in: 0..<1001, of: fader).lane
        #expect([0, 500, 1000].map { scaled.position(at: $0) } == [-15, -10, -5])
    }

    @Test func `a cleared range is a straight line between its ends`() {
        let lane = Lane(points: [(0, 0), (100, 1), (200, 0), (300, 1)])
        let cleared = lane.cleared(50..<250, steps: false)
        #expect([50, 100, 150, 200].map { cleared.position(at: $0) } == [0.5, 0.5, 0.5, 0.5])
        #expect(cleared.position(at: 275) == lane.position(at: 275))
    }

    @Test func `a piece lies elsewhere as it was`() {
        let pasted = Lane().pasting(250..<750, of: ride, at: 5000, rest: -3)
        for offset in stride(from: Int64(0), to: 500, by: 11) {
            let difference = (pasted.position(at: 5000 + offset) ?? 0) - (ride.position(at: 250 + offset) ?? 0)
            #expect(abs(difference) < 1e-4)
        }
        #expect(pasted.position(at: 4999) == -3)
        #expect(pasted.position(at: 5500) == -3)
    }
}
