import Automation
import MixModel
import SessionStore
import Testing

@testable import Desk

/// The cases of the automation's specification, by its numbers. Values 0…1 are a pan's −1…1.
@Suite struct `Automation cases: touch` {
    static let ride = """
          - {at: 0, do: /transport/play}
          - {at: 2, desk/sense/1: touch}
          - {at: 2..3, every: 10ms, desk/sense/1: 0.5..0.8}
          - {at: 5, desk/sense/1: let go}
          - {at: 8, do: /transport/stop}
        """

    @Test(arguments: [64, 1024, 8192])
    func `case 1: ride, hold and glide back`(blockSize: Int) throws {
        let rehearsal = try Rehearsal(pan: [(0, 0.5)])
        let outcome = try rehearsal.perform(Self.ride, blockSize: blockSize)
        outcome.expect([
            (1.9, 0.5), (2, 0.5), (3.02, 0.8), (4, 0.8), (5, 0.8), (5.25, 0.65), (5.5, 0.5), (6, 0.5), (9, 0.5),
        ])
        outcome.expectUntouched(0..<2)
        outcome.expectFlat(3.02...5)
        outcome.expectUntouched(5.5..<20)
        #expect(outcome.passes == ["Pass: Strip 1 pan"])
        // The glide begins at the release's own sample and ends at its own.
        let start = Rehearsal.frame(5)
        let lane = try #require(outcome.stored.lanes[.pan1])
        #expect(lane.position(at: start) == lane.position(at: start - 1))
        #expect(lane.position(at: start + 1) != lane.position(at: start))
        #expect(lane.position(at: Rehearsal.frame(5.5) - 1) != 0)
        #expect(lane.position(at: Rehearsal.frame(5.5)) == 0)
    }

    /// The last value of a pull, a release right behind it, and a hand that is back before that value was reached.
    @Test(arguments: ["2.056", "2.059", "2.066"])
    func `a hand that is back before the last value was reached takes that value, and loses none of it`(back: String)
        throws
    {
        let outcome = try Rehearsal(pan: [(0, 0.5)]).perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2, desk/sense/1: touch}
              - {at: 2.05, desk/sense/1: 0.8}
              - {at: 2.055, desk/sense/1: let go}
              - {at: \(back), desk/sense/1: touch}
              - {at: 3, desk/sense/1: let go}
              - {at: 4, do: /transport/stop}
            """)
        outcome.expect([(2, 0.5), (2.0705, 0.8), (2.5, 0.8), (3, 0.8), (3.5, 0.5)])
        outcome.expectFlat(2.0705...3)
    }

    @Test func `case 2: without a glide the lane is back at the release's own sample`() throws {
        let outcome = try Rehearsal(pan: [(0, 0.5)]).perform(Self.ride, bench: Bench(glide: 0))
        outcome.expectFlat(3.02...4.9999)
        outcome.expect([(4.9999, 0.8)])
        outcome.expectUntouched(5..<20)
        #expect((outcome.value(Rehearsal.frame(5) - 1) ?? 0) > 0.79)
    }

    @Test func `case 3: after the glide a sparse ramp is what it was`() throws {
        let rehearsal = try Rehearsal(pan: [(0, 0), (10, 1)])
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2, desk/sense/1: touch}
              - {at: 2, desk/sense/1: 0.9}
              - {at: 4, desk/sense/1: let go}
              - {at: 8, do: /transport/stop}
            """)
        outcome.expectUntouched(0..<2)
        outcome.expect([(2.1, 0.9), (4, 0.9), (4.5, 0.45), (7, 0.7), (9.5, 0.95), (11, 1)])
        outcome.expectUntouched(4.5..<20)
    }

    @Test(arguments: [[(0.0, 0.5)], []])
    func `case 4: touch without a movement changes nothing`(pan: [(Double, Double)]) throws {
        let rehearsal = try Rehearsal(pan: pan)
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2, desk/sense/1: touch}
              - {at: 4, desk/sense/1: let go}
              - {at: 6, do: /transport/stop}
            """)
        #expect(outcome.stored == rehearsal.document)
        #expect(outcome.entries == [])
    }

    @Test func `case 5: held still over a moving lane writes the value that was grabbed`() throws {
        let outcome = try Rehearsal(pan: [(0, 0), (20, 1)]).perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 4, desk/sense/1: touch}
              - {at: 9, desk/sense/1: let go}
              - {at: 12, do: /transport/stop}
            """)
        // The lane goes on until it is known that this is no tap; then it is what was grabbed.
        outcome.expect([(4, 0.2), (4.25, 0.2), (9, 0.2), (9.25, (0.2 + 0.475) / 2), (9.5, 0.475)])
        outcome.expectFlat(4.23...9)
        outcome.expectUntouched(0..<4.2)
        outcome.expectUntouched(9.5..<20)
        #expect(outcome.passes.count == 1)
    }

    @Test func `case 6: touch during the glide goes on from where it is, without a step`() throws {
        let outcome = try Rehearsal(pan: [(0, 0.5)]).perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2, desk/sense/1: touch}
              - {at: 2, desk/sense/1: 0.9}
              - {at: 3, desk/sense/1: let go}
              - {at: 3.25, desk/sense/1: touch}
              - {at: 4, desk/sense/1: let go}
              - {at: 6, do: /transport/stop}
            """)
        outcome.expect([(3, 0.9), (3.125, 0.8), (3.25, 0.7), (3.9, 0.7), (4, 0.7), (4.25, 0.6), (4.5, 0.5)])
        outcome.expectFlat(3.25...4)
        let frame = Rehearsal.frame(3.25)
        let step = (outcome.value(frame) ?? 0) - (outcome.value(frame - 1) ?? 0)
        #expect(abs(step) <= 0.4 / 24_000 * 1.01)
        #expect(outcome.passes.count == 1)
    }

    @Test func `case 7: held from before the start writes from the start`() throws {
        let outcome = try Rehearsal(pan: [(0, 0.5)]).perform(
            """
              - {at: 0, do: /transport/position = 4 s}
              - {at: 1, desk/sense/1: touch}
              - {at: 1.5, desk/sense/1: 0.8}
              - {at: 2, do: /transport/play}
              - {at: 4, desk/sense/1: let go}
              - {at: 6, do: /transport/stop}
            """)
        outcome.expectUntouched(0..<4)
        outcome.expect([(4, 0.8), (6, 0.8), (6.25, 0.65), (6.5, 0.5)])
        outcome.expectFlat(4...6)
        outcome.expectUntouched(6.5..<20)
        #expect(outcome.passes.count == 1)
    }

    @Test(arguments: [AutomationMode.touch, .latch, .touchLatch], [[(0.0, 0.2), (20.0, 0.9)], []])
    func `a tap writes nothing and makes no step of undo`(mode: AutomationMode, pan: [(Double, Double)]) throws {
        let rehearsal = try Rehearsal(pan: pan, modes: [.strip(1): mode])
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 3, desk/sense/1: touch}
              - {at: 3.19, desk/sense/1: let go}
              - {at: 5, desk/sense/1: touch}
              - {at: 5.001, desk/sense/1: let go}
              - {at: 8, do: /transport/stop}
            """)
        #expect(outcome.stored == rehearsal.document)
        #expect(outcome.entries == [])
    }

    @Test func `case 8: stop while held ends there, and the next start has no ghost touch`() throws {
        let outcome = try Rehearsal(pan: [(0, 0.5)]).perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2, desk/sense/1: touch}
              - {at: 2, desk/sense/1: 0.8}
              - {at: 4, do: /transport/stop}
              - {at: 5, do: /transport/play}
              - {at: 7, do: /transport/stop}
            expect:
              - {at: 3.9, /strip/1/pan: 0.6, within: 0.001}
              - {at: 4.5, /strip/1/pan: 0}
              - {at: 6, /strip/1/pan: 0}
            """)
        outcome.expectFlat(2.1...3.9999)
        outcome.expect([(3.9999, 0.8), (4, 0.5)])
        #expect((outcome.value(Rehearsal.frame(4) - 1) ?? 0) > 0.79)
        outcome.expectUntouched(4..<20)
        #expect(outcome.passes.count == 1)
    }

    @Test func `case 11: touch 4 ms after the first value is one pass from the value on`() throws {
        let outcome = try Rehearsal(pan: [(0, 0.5)]).perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2, desk/sense/1: 0.55}
              - {at: 2.004, desk/sense/1: touch}
              - {at: 2.01..3, every: 10ms, desk/sense/1: 0.55..0.8}
              - {at: 5, desk/sense/1: let go}
              - {at: 8, do: /transport/stop}
            """)
        outcome.expectUntouched(0..<2)
        #expect(outcome.desk.passes.map(\.ranges) == [[.pan1: [Rehearsal.frame(2)..<Rehearsal.frame(5.5)]]])
        outcome.expect([(2.2, 0.55 + 0.25 * 0.18 / 0.99), (4, 0.8), (5.5, 0.5)])
    }

    @Test func `case 12: repeated touches count once`() throws {
        let outcome = try Rehearsal(pan: [(0, 0.5)]).perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2, desk/sense/1: touch}
              - {at: 2, desk/sense/1: 0.8}
              - {at: 2.5, desk/sense/1: touch}
              - {at: 3, desk/sense/1: touch}
              - {at: 4, desk/sense/1: let go}
              - {at: 6, do: /transport/stop}
            """)
        #expect(outcome.desk.passes.map(\.ranges) == [[.pan1: [Rehearsal.frame(2)..<Rehearsal.frame(4.5)]]])
        outcome.expectUntouched(4.5..<20)
    }

    @Test func `case 13: of two hands the last to let go ends it, the last to move rules`() throws {
        let outcome = try Rehearsal(pan: [(0, 0.5)]).perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2, desk/sense/1: touch}
              - {at: 2, desk/sense/1: 0.8}
              - {at: 2.5, desk/motion: 0.2}
              - {at: 3, desk/sense/1: let go}
              - {at: 5, do: /transport/stop}
            """)
        outcome.expect([(2.4, 0.8), (2.6, 0.2), (3.2, 0.2), (3.5, 0.2), (3.75, 0.35), (4, 0.5)])
        outcome.expectFlat(2.6...3.5)
        #expect(outcome.desk.passes.map(\.ranges) == [[.pan1: [Rehearsal.frame(2)..<Rehearsal.frame(4)]]])
    }
}
