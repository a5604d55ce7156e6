import Automation
import MixModel
import SessionStore
import Testing

@testable import Desk

@Suite struct `Automation cases: loops and switches` {
    static func looped(_ document: inout SessionDocument) { document.settings.loop = 0..<Rehearsal.frame(4) }

    @Test(arguments: [480, 8192])
    func `case 33: latch ends at the loop's end`(blockSize: Int) throws {
        let rehearsal = try Rehearsal(pan: [(0, 0.5)], modes: [.strip(1): .latch], change: Self.looped)
        let outcome = try rehearsal.perform(
            """
              - {at: 1, do: /transport/play}
              - {at: 4, desk/sense/1: touch}
              - {at: 4, desk/sense/1: 0.8}
              - {at: 4.5, desk/sense/1: let go}
              - {at: 8, do: /transport/stop}
            expect:
              - {at: 5.5, /strip/1/pan: 0}
              - {at: 7.5, /strip/1/pan: 0}
              - {at: 7.9, /strip/1/pan: 0}
            """, blockSize: blockSize)
        outcome.expectUntouched(0..<3)
        outcome.expectFlat(3.1...3.9999)
        outcome.expect([(3.1, 0.8), (3.9999, 0.8)])
        outcome.expectUntouched(4..<20)
        #expect(outcome.desk.passes.map(\.ranges) == [[.pan1: [Rehearsal.frame(3)..<Rehearsal.frame(4)]]])
        #expect(outcome.entries == ["Pass: Strip 1 pan"])
    }

    @Test func `case 33: what was written in one lap is played in the next`() throws {
        let rehearsal = try Rehearsal(pan: [(0, 0.5)], modes: [.strip(1): .latch], change: Self.looped)
        _ = try rehearsal.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 1, desk/motion: 0.8}
              - {at: 9.9, do: /transport/stop}
            expect:
              - {at: 4.9, /strip/1/pan: 0}
              - {at: 5.1, /strip/1/pan: 0.6, within: 0.001}
              - {at: 7.99, /strip/1/pan: 0.6, within: 0.001}
              - {at: 8.01, /strip/1/pan: 0}
            """)
    }

    @Test(arguments: [333, 4096])
    func `case 35: a touch over the seam is two passes without a ramp between them`(blockSize: Int) throws {
        let rehearsal = try Rehearsal(
            pan: [(0, 0.5)], change: { $0.settings.loop = Rehearsal.frame(1)..<Rehearsal.frame(4) })
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 3, desk/sense/1: touch}
              - {at: 3, desk/sense/1: 0.8}
              - {at: 5, desk/sense/1: let go}
              - {at: 6.5, do: /transport/stop}
            """, blockSize: blockSize)
        let (start, end) = (Rehearsal.frame(1), Rehearsal.frame(4))
        #expect(
            outcome.desk.passes.map(\.ranges) == [
                [.pan1: [Rehearsal.frame(3)..<end]], [.pan1: [start..<Rehearsal.frame(2.5)]],
            ])
        outcome.expectUntouched(0..<1)
        outcome.expectFlat(1...2)
        outcome.expect([(1, 0.8), (2, 0.8), (2.25, 0.65), (2.5, 0.5), (3.1, 0.8)])
        outcome.expectUntouched(2.5..<3)
        outcome.expectFlat(3.1...3.9999)
        outcome.expectUntouched(4..<20)
        #expect(outcome.passes.count == 2)
    }

    @Test func `case 35: a glide near the loop's end ends exactly there`() throws {
        let rehearsal = try Rehearsal(pan: [(0, 0.5)], change: Self.looped)
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 3, desk/sense/1: touch}
              - {at: 3, desk/sense/1: 0.9}
              - {at: 3.75, desk/sense/1: let go}
              - {at: 5, do: /transport/stop}
            """)
        outcome.expect([(3.75, 0.9), (3.875, 0.7), (3.9999, 0.5 + 0.4 * 0.0004), (4, 0.5)])
        outcome.expectUntouched(0..<3)
        outcome.expectUntouched(4..<20)
        #expect(outcome.desk.passes.map(\.ranges) == [[.pan1: [Rehearsal.frame(3)..<Rehearsal.frame(4)]]])
    }

    // MARK: Switches

    static func mutes(_ points: [(Double, Float)]) -> (inout SessionDocument) -> Void {
        { $0.lanes[.mute1] = Lane(points: points.map { (Rehearsal.frame($0.0), $0.1) }, stepped: true) }
    }

    static let press = """
          - {at: 0, do: /transport/play}
          - {at: 2, desk/mute/1: press}
          - {at: 2.1, desk/mute/1: release}
          - {at: 8, do: /transport/stop}
        """

    @Test func `case 38: a switch in touch stays until the lane's next point`() throws {
        let outcome = try Rehearsal(change: Self.mutes([(0, 0), (5, 1), (6, 0)])).perform(Self.press)
        outcome.expectSwitched(on: 2..<6)
        #expect(outcome.desk.passes.map(\.ranges) == [[.mute1: [Rehearsal.frame(2)..<Rehearsal.frame(5)]]])
        #expect(outcome.passes.count == 1)
    }

    @Test(arguments: [[(0.0, Float(0))], []])
    func `case 39: without a later point it stays until the stop`(points: [(Double, Float)]) throws {
        let outcome = try Rehearsal(change: Self.mutes(points)).perform(Self.press)
        outcome.expectSwitched(on: 2..<8)
        #expect(outcome.desk.passes.map(\.ranges) == [[.mute1: [Rehearsal.frame(2)..<Rehearsal.frame(8)]]])
    }

    @Test func `switch held overwrites as long as it is held`() throws {
        let rehearsal = try Rehearsal(change: Self.mutes([(0, 0), (3, 1), (4, 0), (5, 1), (7, 0)]))
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 3.5, desk/mute/1: press}
              - {at: 6, desk/mute/1: release}
              - {at: 10, do: /transport/stop}
            """)
        // Off over the old pair; after the release until the next point, which is off too.
        outcome.expectSwitched(on: 3..<3.5)
        #expect(outcome.desk.passes.map(\.ranges) == [[.mute1: [Rehearsal.frame(3.5)..<Rehearsal.frame(7)]]])
    }

    @Test func `momentary switch is on only while it is held`() throws {
        let outcome = try Rehearsal(change: Self.mutes([(0, 0)])).perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2, desk/cut: press}
              - {at: 4, desk/cut: release}
              - {at: 8, do: /transport/stop}
            """)
        outcome.expectSwitched(on: 2..<4)
        #expect(outcome.passes.count == 1)
    }
}

extension Outcome {
    /// Strip 1 is muted in this time alone, to the sample.
    func expectSwitched(
        on range: Range<Double>, sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) {
        let (on, off) = (Rehearsal.frame(range.lowerBound), Rehearsal.frame(range.upperBound))
        let lane = stored.lanes[.mute1] ?? Lane()
        let found = [0, on - 1, on, (on + off) / 2, off - 1, off, off + 1, Rehearsal.frame(19)].map {
            lane.position(at: $0)
        }
        #expect(found == [0, 0, 1, 1, 1, 0, 0, 0], sourceLocation: sourceLocation)
    }
}
