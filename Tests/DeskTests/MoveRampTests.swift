import Testing
import Units

@testable import Desk

/// How long the movements of a control take.
@Suite struct `The length of a movement` {
    private func length(_ ramp: inout MoveRamp, at frame: FramePosition, isLate: Bool = false) -> Int64 {
        ramp.length(at: frame, isLate: isLate, shortest: 96, longest: 960)
    }

    @Test func `is what the hand took since the one before, from 2 to 20 ms`() {
        var ramp = MoveRamp()
        #expect([1000, 1400, 1450, 9000].map { length(&ramp, at: $0) } == [960, 400, 96, 960])
    }

    @Test
    func `is the same for all that one movement moves: the second of two parameters on an encoder does not jump`() {
        var ramp = MoveRamp()
        #expect([1000, 1000, 1500, 1500, 1500].map { length(&ramp, at: $0) } == [960, 960, 500, 500, 500])
    }

    @Test func `is 20 ms for those that come late, all at once, and what follows does not cut it short`() {
        var ramp = MoveRamp()
        _ = length(&ramp, at: 1000)
        #expect(length(&ramp, at: 1100, isLate: true) == 960)
        #expect(length(&ramp, at: 1200) == 860)
    }
}
