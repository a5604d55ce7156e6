import Automation
import MixModel
import SessionStore
import Testing

@testable import Desk

@Suite struct `Automation cases: motion, latch, write` {
    @Test(arguments: [1, 1024])
    func `case 14: without touch sense the hand lets go a second after its last movement`(blockSize: Int) throws {
        let outcome = try Rehearsal(pan: [(0, 0.5)], seconds: 6).perform(
            """
              - {at: 1, do: /transport/play}
              - {at: 1, desk/motion: 0.6}
              - {at: 1.1, desk/motion: 0.7}
              - {at: 1.2, desk/motion: 0.8}
              - {at: 4, do: /transport/stop}
            """, blockSize: blockSize)
        outcome.expect([(0.05, 0.6), (0.15, 0.7), (0.3, 0.8), (1.2, 0.8), (1.45, 0.65), (1.7, 0.5)])
        outcome.expectFlat(0.3...1.2)
        outcome.expectUntouched(1.7..<6)
        #expect(outcome.desk.passes.map(\.ranges) == [[.pan1: [0..<Rehearsal.frame(1.7)]]])
    }

    @Test func `case 15: a movement before the time-out goes on with the pass`() throws {
        let outcome = try Rehearsal(pan: [(0, 0.5)]).perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 1, desk/motion: 0.8}
              - {at: 1.9, desk/motion: 0.7}
              - {at: 5, do: /transport/stop}
            """)
        outcome.expect([(1.5, 0.8), (2.5, 0.7), (2.9, 0.7), (3.15, 0.6), (3.4, 0.5)])
        #expect(outcome.desk.passes.map(\.ranges) == [[.pan1: [Rehearsal.frame(1)..<Rehearsal.frame(3.4)]]])
    }

    @Test func `case 16: pick-up writes nothing before it has passed the value`() throws {
        let outcome = try Rehearsal(pan: [(0, 0.5)]).perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 1..2, every: 10ms, desk/pickup: 0..0.4}
              - {at: 3..4, every: 10ms, desk/pickup: 0.4..0.8}
              - {at: 7, do: /transport/stop}
            """)
        outcome.expectUntouched(0..<3.25)
        outcome.expect([(3.2, 0.5), (3.51, 0.6), (4.02, 0.8), (5, 0.8), (5.25, 0.65), (5.5, 0.5)])
        let ranges = try #require(outcome.desk.passes.first?.ranges[.pan1])
        #expect(ranges.count == 1)
        #expect(ranges.map(\.upperBound) == [Rehearsal.frame(5.5)])
        // The crossing, where the value moves no further than the hand did.
        #expect(abs((ranges.first?.lowerBound ?? 0) - Rehearsal.frame(3.25)) <= 480)
        outcome.expectUntouched(5.5..<20)
    }

    @Test func `case 17: jitter between two neighbouring steps does not hold a lane`() throws {
        let outcome = try Rehearsal(pan: [(0, 0.5)]).perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 1, desk: B0 04 60}
              - {at: 1.01..6, every: 20ms, desk: B0 04 61}
              - {at: 1.02..6, every: 20ms, desk: B0 04 60}
              - {at: 7, do: /transport/stop}
            """)
        let ranges = try #require(outcome.desk.passes.first?.ranges[.pan1])
        #expect(outcome.desk.passes.count == 1)
        #expect(ranges.count == 1)
        #expect((ranges.last?.upperBound ?? .max) <= Rehearsal.frame(2.01 + 0.5))
        outcome.expectUntouched(2.6..<20)
    }

    @Test func `case 18: latch keeps the last value to the stop, and ends with a step`() throws {
        let rehearsal = try Rehearsal(pan: [(0, 0.5)], modes: [.strip(1): .latch])
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2, desk/sense/1: touch}
              - {at: 2..2.9, every: 10ms, desk/sense/1: 0.5..0.8}
              - {at: 3, desk/sense/1: let go}
              - {at: 8, do: /transport/stop}
            """)
        outcome.expect([(3, 0.8), (8, 0.5)])
        outcome.expectFlat(3...7.9999)
        #expect((outcome.value(Rehearsal.frame(8) - 1) ?? 0) > 0.79)
        outcome.expectUntouched(0..<2)
        outcome.expectUntouched(8..<20)
    }

    @Test func `case 19: match glides back and ends the writing`() throws {
        let rehearsal = try Rehearsal(pan: [(0, 0.5)], modes: [.strip(1): .latch])
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2, desk/sense/1: touch}
              - {at: 2.5, desk/sense/1: 0.8}
              - {at: 3, desk/sense/1: let go}
              - {at: 6, do: /strip/1/match}
              - {at: 8, do: /transport/stop}
            """)
        outcome.expect([(3, 0.8), (6, 0.8), (6.25, 0.65), (6.5, 0.5)])
        outcome.expectUntouched(6.5..<20)
        #expect(outcome.desk.passes.map(\.ranges) == [[.pan1: [Rehearsal.frame(2.2)..<Rehearsal.frame(6.5)]]])
    }

    @Test func `case 20: a value without a touch begins a pass in latch`() throws {
        let rehearsal = try Rehearsal(pan: [(0, 0.5)], modes: [.strip(1): .latch])
        let outcome = try rehearsal.perform(Self.untouched)
        outcome.expect([(1.9, 0.5), (2.1, 0.8), (3.9, 0.8), (4.1, 0.7), (5.9, 0.7), (6, 0.5)])
        #expect(outcome.desk.passes.map(\.ranges) == [[.pan1: [Rehearsal.frame(2)..<Rehearsal.frame(6)]]])
    }

    @Test func `case 20: a value without a touch moves nothing in touch`() throws {
        let rehearsal = try Rehearsal(pan: [(0, 0.5)])
        let expectations = """

            expect:
              - {at: 3, /strip/1/pan: 0}
              - {at: 4.02, /strip/1/pan: 0}
            """
        let outcome = try rehearsal.perform(Self.untouched + expectations)
        #expect(outcome.stored == rehearsal.document)
        #expect(outcome.entries == [])
    }

    static let untouched = """
          - {at: 0, do: /transport/play}
          - {at: 2, desk/plain: 0.8}
          - {at: 4, desk/plain: 0.7}
          - {at: 6, do: /transport/stop}
        """

    @Test func `case 22: in touch-latch the fader returns, and the pan stays to the stop`() throws {
        let rehearsal = try Rehearsal(pan: [(0, 0.5)], modes: [.strip(1): .touchLatch]) {
            $0.lanes[.fader1] = Lane(points: [(0, 0)])
        }
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2, desk/sense/1: touch}
              - {at: 2, desk/level: touch}
              - {at: 2.1, desk/sense/1: 0.8}
              - {at: 2.1, do: /strip/1/fader = -6 dB}
              - {at: 2.5, desk/sense/1: let go}
              - {at: 3, desk/level: let go}
              - {at: 8, do: /transport/stop}
            expect:
              - {at: 2.9, /strip/1/fader: -6 dB}
              - {at: 3.25, /strip/1/fader: -3 dB, within: 0.01 dB}
              - {at: 4, /strip/1/fader: 0 dB}
              - {at: 7.9, /strip/1/pan: 0.6, within: 0.001}
            """)
        outcome.expect([(2.2, 0.8), (7.9, 0.8), (8, 0.5)])
        #expect(
            outcome.desk.passes.map(\.ranges) == [
                [
                    .pan1: [Rehearsal.frame(2.1)..<Rehearsal.frame(8)],
                    .fader1: [Rehearsal.frame(2.1)..<Rehearsal.frame(3.5)],
                ]
            ])
        #expect(outcome.stored.mode(of: .pan1) == .touchLatch)
    }

    @Test func `cases 23, 24: write replaces what it passes with the live value, then becomes touch`() throws {
        let points = (0..<20).map { (Double($0) / 2, $0 % 2 == 0 ? 0.2 : 0.8) }
        let outcome = try Rehearsal(pan: points, modes: [:]).perform(
            """
              - {at: 0, do: /transport/position = 2 s}
              - {at: 0.1, do: /strip/1/mode = write}
              - {at: 1, do: /transport/play}
              - {at: 5, do: /transport/stop}
            """)
        outcome.expectUntouched(0..<2)
        outcome.expect([(2, 0.2)])
        outcome.expectFlat(2...5.9999)
        outcome.expectUntouched(6..<20)
        #expect(outcome.desk.document.mode(of: .pan1) == .touch)
        #expect(outcome.passes == ["Pass: Strip 1 pan"])
        #expect(outcome.stored.lanes.keys.map(\.address) == ["/strip/1/pan"])
    }

    @Test func `case 25: a session that was saved in write opens in touch`() throws {
        let outcome = try Rehearsal(pan: [(0, 0.5)], modes: [:]).perform("  - {at: 0, do: /strip/1/mode = write}")
        #expect(outcome.desk.document.mode(of: .pan1) == .write)
        #expect(outcome.stored.mode(of: .pan1) == .touch)
    }

    @Test(arguments: [256, 4096])
    func `case 26: locate in write ends the pass there and leaves write`(blockSize: Int) throws {
        let rehearsal = try Rehearsal(pan: [(0, 0), (20, 1)], modes: [:])
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /strip/1/mode = write}
              - {at: 1, do: /transport/play}
              - {at: 3, do: /transport/position = 10 s}
              - {at: 5, do: /transport/stop}
            expect:
              - {at: 2.9, /strip/1/pan: -1}
              - {at: 4, /strip/1/pan: 0.1, within: 0.002}
            """, blockSize: blockSize)
        outcome.expectFlat(0...1.9999)
        outcome.expectUntouched(2..<20)
        #expect(outcome.desk.passes.map(\.ranges) == [[.pan1: [0..<Rehearsal.frame(2)]]])
        #expect(outcome.desk.document.mode(of: .pan1) == .touch)
    }
}
