import Automation
import Testing

@Suite struct Lanes {
    @Test func `writing the middle of a ramp leaves the rest bit for bit`() {
        let lane = Lane(points: [(0, 0), (480_000, 1)])
        let written = [Lane.Segment(.hold(0.9, from: 96_000))]
        let new = lane.replacing(96_000..<192_000, with: written, before: 0, after: 0)
        for frame in stride(from: Int64(0), to: 500_000, by: 37) {
            let expected = (96_000..<192_000).contains(frame) ? 0.9 : lane.position(at: frame)
            #expect(new.position(at: frame) == expected)
        }
    }

    @Test func `an empty lane is anchored at the old value`() {
        let lane = Lane().replacing(100..<200, with: [.init(.hold(1, from: 100))], before: 0.25, after: 0.25)
        #expect([0, 99, 100, 199, 200, 5000].map { lane.position(at: $0) } == [0.25, 0.25, 1, 1, 0.25, 0.25])
    }
}
