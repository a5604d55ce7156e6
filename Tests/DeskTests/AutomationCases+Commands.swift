import Automation
import Mapping
import MixModel
import SessionStore
import Testing

@testable import Desk

@Suite struct `Automation cases: commands and enables` {
    static let lane = [(0.0, 0.5), (9.0, 0.5), (10.0, 0.2)]

    /// A hand on the pan from 2 s on; commands; the hand lets go at 6 s, and the song stops at 8 s.
    static func events(_ commands: String...) -> String {
        """
          - {at: 0, do: /transport/play}
          - {at: 2, desk/sense/1: touch}
          - {at: 2, desk/sense/1: 0.8}
        \(commands.map { "  - \($0)" }.joined(separator: "\n"))
          - {at: 6, desk/sense/1: let go}
          - {at: 8, do: /transport/stop}
        """
    }

    @Test(arguments: [64, 1024])
    func `case 41: write to end keeps the live value to the end, and the control is out`(blockSize: Int) throws {
        let outcome = try Rehearsal(pan: Self.lane).perform(
            Self.events("{at: 4, do: /strip/1/write-to/end}"), blockSize: blockSize)
        outcome.expectUntouched(0..<2)
        outcome.expect([(2.1, 0.8), (4, 0.8), (6.2, 0.8), (9.9, 0.8), (15, 0.8), (25, 0.8)])
        outcome.expectFlat(2.1...20)
        #expect(outcome.passes == ["Pass: Strip 1 pan"])
        #expect(outcome.desk.passes.map(\.ranges).first?[.pan1]?.first == Rehearsal.frame(2)..<Rehearsal.frame(4))
    }

    @Test func `case 42: write to start takes the live value back to the start and goes on`() throws {
        let outcome = try Rehearsal(pan: Self.lane).perform(
            Self.events("{at: 4, do: /strip/1/pan/write-to/start}", "{at: 5, desk/sense/1: 0.6}"))
        outcome.expect([(0, 0.8), (1, 0.8), (3.9, 0.8), (4.9, 0.8), (5.5, 0.6), (6, 0.6), (6.25, 0.55), (6.5, 0.5)])
        outcome.expectUntouched(6.5..<20)
        #expect(outcome.passes.count == 1)
    }

    @Test func `case 43: write to next ends at the lane's next point`() throws {
        let outcome = try Rehearsal(pan: Self.lane).perform(Self.events("{at: 4, do: /session/write-to/next}"))
        outcome.expect([(2.1, 0.8), (4, 0.8), (8.99, 0.8), (9, 0.5), (9.5, 0.35), (11, 0.2)])
        outcome.expectUntouched(9..<20)
    }

    @Test func `case 44: write to punch makes what was written flat, and goes on`() throws {
        let outcome = try Rehearsal(pan: Self.lane).perform(
            Self.events("{at: 3, desk/sense/1: 0.6}", "{at: 4, do: /strip/1/write-to/punch}"))
        outcome.expectUntouched(0..<2)
        outcome.expect([(2, 0.6), (2.5, 0.6), (3.5, 0.6), (6, 0.6), (6.5, 0.5)])
        outcome.expectFlat(2...6)
    }

    @Test func `case 45: on stop the same is done when the transport stops`() throws {
        let outcome = try Rehearsal(pan: Self.lane).perform(
            """
              - {at: 0, do: /strip/1/write-to/end = stop}
              - {at: 0, do: /transport/play}
              - {at: 2, desk/sense/1: touch}
              - {at: 2, desk/sense/1: 0.8}
              - {at: 4, do: /transport/stop}
              - {at: 4.5, desk/sense/1: let go}
            """)
        outcome.expectUntouched(0..<2)
        outcome.expectFlat(2.1...20)
        outcome.expect([(3, 0.8), (15, 0.8)])
        #expect(outcome.passes.count == 1)
        #expect(outcome.desk.automation.writesAtStop == [])
    }

    @Test func `case 46: while the song stands it is refused, and says why`() throws {
        let desk = try Rehearsal(pan: Self.lane).perform("  - {at: 1, do: /transport/stop}").desk
        let action = try Action(parsing: "/session/write-to/end")
        #expect(
            desk.perform(action, at: desk.now)
                == "write-to end takes what is being written, and nothing is while the transport stands")
    }

    @Test func `an undo takes a pass and what it wrote to the end back together`() throws {
        let rehearsal = try Rehearsal(pan: Self.lane)
        let outcome = try rehearsal.perform(
            Self.events("{at: 4, do: /strip/1/write-to/all}") + "\n  - {at: 9, do: /session/undo}")
        #expect(outcome.stored.lanes == rehearsal.document.lanes)
    }

    @Test func `case 51: a kind that is disabled in a pass is punched out with a glide`() throws {
        let outcome = try Rehearsal(pan: Self.lane).perform(
            Self.events("{at: 3, do: /session/enable/pan = off}"))
        outcome.expect([(2.1, 0.8), (3, 0.8), (3.25, 0.65), (3.5, 0.5)])
        outcome.expectUntouched(3.5..<20)
        #expect(outcome.stored.settings.disabled == [.pan])
        #expect(outcome.stored.mode(of: .fader1) == .touch)
    }

    @Test(arguments: ["/strip/1/safe", "/strip/1/pan/safe", "/session/safe"])
    func `case 52: what is safe is read and never written`(address: String) throws {
        let rehearsal = try Rehearsal(pan: Self.lane)
        let outcome = try rehearsal.perform("  - {at: 0, do: \(address) = on}\n" + Self.events())
        #expect(outcome.stored.lanes == rehearsal.document.lanes)
        #expect(outcome.passes == [])
        #expect(outcome.stored.mode(of: .pan1) == .read)
        #expect(outcome.desk.holds(try Action(parsing: "\(address) = on")))
    }

    @Test func `case 53: what is suspended is neither read nor written, and is as before afterwards`() throws {
        let rehearsal = try Rehearsal(pan: Self.lane)
        let outcome = try rehearsal.perform("  - {at: 0, do: /strip/1/suspend = on}\n" + Self.events())
        #expect(outcome.stored.lanes == rehearsal.document.lanes)
        #expect(outcome.passes == [])
        // The hand moved the value itself.
        #expect(abs(outcome.stored.mix[.pan1] - 0.6) < 1e-3)
        let back = try rehearsal.perform("  - {at: 0, do: toggle /strip/1/suspend}")
        #expect(back.stored.mode(of: .pan1) == .touch)
        #expect(back.stored.flags.isEmpty)
    }

    @Test func `the punch range is put where the song is, and switched off and on again`() throws {
        let outcome = try Rehearsal(pan: Self.lane).perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2, do: /transport/punch/start}
              - {at: 6, do: /transport/punch/end}
              - {at: 6.5, do: /transport/punch = off}
              - {at: 7, do: toggle /transport/punch}
              - {at: 8, do: /transport/stop}
            """)
        #expect(outcome.stored.settings.punch == Rehearsal.frame(2)..<Rehearsal.frame(6))
    }
}
