import Automation
import MixModel
import SessionStore
import Testing

@testable import Desk

/// The mode becomes another one while something is under way: what moves goes on, nothing jumps, switches step.
@Suite struct `A mode that changes in the middle` {
    @Test(arguments: ["touch", "latch", "touch-latch", "write"])
    func `lets a movement come to its end that began before it wrote`(mode: String) throws {
        let outcome = try Rehearsal(pan: [(0, 0.5), (20, 0.5)], modes: [.strip(1): .read]).perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 0.9, desk/sense/1: touch}
              - {at: 1, desk/sense/1: 0.8}
              - {at: 1.005, do: /strip/1/mode = \(mode)}
              - {at: 2, desk/sense/1: let go}
              - {at: 4, do: /transport/stop}
            """)
        outcome.expect([(1.0001, 0.5), (1.0051, 0.5765), (1.0201, 0.8), (1.9999, 0.8)])
    }

    @Test func `lets the last value of a hand come to its end that was let go just now`() throws {
        let outcome = try Rehearsal(pan: [(0, 0.5), (20, 0.5)]).perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 1, desk/sense/1: touch}
              - {at: 1.1, desk/sense/1: 0.8}
              - {at: 1.103, desk/sense/1: let go}
              - {at: 1.106, do: /strip/1/mode = write}
              - {at: 4, do: /transport/stop}
            """)
        outcome.expect([(1.1201, 0.8), (3.9999, 0.8), (4.0001, 0.5)])
    }

    @Test(arguments: ["read", "touch"])
    func `ends a latched switch with a step`(mode: String) throws {
        let outcome = try Rehearsal(pan: [(0, 0.5)], modes: [.strip(1): .latch]) {
            $0.lanes[ParameterID(.strip(1), .mute)] = Lane(points: [(0, 0), (Rehearsal.frame(20), 0)])
        }.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2, do: /strip/1/mute = on}
              - {at: 4, do: /strip/1/mode = \(mode)}
              - {at: 6, do: /transport/stop}
            expect:
              - {at: 3.99, /strip/1/mute: on}
              - {at: 4.01, /strip/1/mute: off}
            """)
        let lane = try #require(outcome.stored.lanes[ParameterID(.strip(1), .mute)])
        let seen = [1.9999, 2, 3.9999, 4, 5].map { lane.position(at: Rehearsal.frame($0)) }
        #expect(seen == [0, 1, 1, 0, 0])
    }

    @Test(arguments: [true, false], ["read", "touch", "latch"])
    func `leaves off with a glide to the lane`(byHand: Bool, mode: String) throws {
        let rehearsal = try Rehearsal(pan: [(0, 0.5), (20, 0.5)], modes: [.strip(1): .off]) {
            if !byHand { $0.mix[.pan1] = 0.6 }
        }
        let hand = """

              - {at: 1, desk/sense/1: touch}
              - {at: 1, desk/sense/1: 0.8}
              - {at: 1.5, desk/sense/1: let go}
            """
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/play}\(byHand ? hand : "")
              - {at: 2, do: /strip/1/mode = \(mode)}
              - {at: 4, do: /transport/stop}
            expect:
              - {at: 1.99, /strip/1/pan: 0.6, within: 0.001}
              - {at: 2.25, /strip/1/pan: 0.3, within: 0.001}
              - {at: 2.6, /strip/1/pan: 0}
            """)
        #expect(outcome.stored.lanes[.pan1] == rehearsal.document.lanes[.pan1])
    }

    private static func latchBeforeThePunchRange() throws -> Rehearsal {
        try Rehearsal(pan: [(0, 0.5), (20, 0.5)], modes: [.strip(1): .latch]) {
            $0.settings.punch = Rehearsal.frame(4)..<Rehearsal.frame(6)
        }
    }

    @Test(arguments: ["read", "touch", "touch-latch", "write"])
    func `lets what was latched before the punch range wait for it, or glide`(mode: String) throws {
        let waits = mode == "touch-latch" || mode == "write"
        let outcome = try Self.latchBeforeThePunchRange().perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 1, desk/sense/1: touch}
              - {at: 1, desk/sense/1: 0.8}
              - {at: 1.5, desk/sense/1: let go}
              - {at: 2, do: /strip/1/mode = \(mode)}
              - {at: 7, do: /transport/stop}
            expect:
              - {at: 1.99, /strip/1/pan: 0.6, within: 0.001}
              - {at: 2.25, /strip/1/pan: \(waits ? 0.6 : 0.3), within: 0.001}
              - {at: 3, /strip/1/pan: \(waits ? 0.6 : 0), within: 0.001}
            """)
        if waits {
            outcome.expect([(3.9999, 0.5), (4.0001, 0.8), (5.4999, 0.8), (6.0001, 0.5)])
        } else {
            outcome.expectUntouched(0..<20)
        }
    }

    @Test func `lets what a hand has caught in its glide, and not moved, wait for the punch range`() throws {
        let outcome = try Self.latchBeforeThePunchRange().perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 1, desk/sense/1: touch}
              - {at: 1, desk/sense/1: 0.8}
              - {at: 1.5, desk/sense/1: let go}
              - {at: 2, do: /strip/1/mode = touch}
              - {at: 2.1, do: /strip/1/mode = latch}
              - {at: 2.25, desk/sense/1: touch}
              - {at: 2.3, desk/sense/1: let go}
              - {at: 2.5, do: /strip/1/mode = write}
              - {at: 7, do: /transport/stop}
            """)
        // Half of the way back from 0.8 to 0.5.
        outcome.expect([(3.9999, 0.5), (4.0001, 0.65), (5.4999, 0.65), (6.0001, 0.5)])
    }
}
