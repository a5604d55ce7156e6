import Automation
import Mapping
import MixModel
import SessionStore
import Testing

@testable import Desk

@Suite struct `Automation cases: preview, capture, joins, laps` {
    static let flat = [(0.0, 0.5)]

    @Test(arguments: [AutomationMode.touch, .latch, .read])
    func `case 48: what is tried is punched in, and written in latch from there on`(mode: AutomationMode) throws {
        let rehearsal = try Rehearsal(pan: Self.flat, modes: [.strip(1): mode])
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 1, do: /preview = on}
              - {at: 2, desk/sense/1: touch}
              - {at: 2, desk/sense/1: 0.8}
              - {at: 2.5, desk/sense/1: let go}
              - {at: 3, do: toggle /preview/suspend}
              - {at: 4, do: /preview/suspend = off}
              - {at: 5, do: /preview/punch}
              - {at: 8, do: /transport/stop}
            expect:
              - {at: 2.9, /strip/1/pan: R60, within: 0.001}
              - {at: 3.1, /strip/1/pan: centre, within: 0.001}
              - {at: 4.1, /strip/1/pan: R60, within: 0.001}
            """)
        outcome.expectUntouched(0..<5)
        outcome.expect([(5, 0.8), (7.9, 0.8), (8, 0.5)])
        outcome.expectUntouched(8..<20)
        #expect(outcome.passes == ["Pass: Strip 1 pan"])
        #expect(outcome.stored.mode(of: .pan1) == .latch)
    }

    @Test func `what is tried and not punched in leaves nothing, whatever the song does meanwhile`() throws {
        let rehearsal = try Rehearsal(pan: [], modes: [.strip(1): .latch])
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /preview = on}
              - {at: 0.2, desk/sense/1: touch}
              - {at: 0.2, desk/sense/1: 0.8}
              - {at: 0.5, desk/sense/1: let go}
              - {at: 1, do: /transport/play}
              - {at: 2, do: /transport/stop}
              - {at: 2.5, do: /transport/position = 1 s}
              - {at: 3, do: /transport/play}
              - {at: 3.5, do: /transport/position = 4 s}
              - {at: 5, do: /preview = off}
              - {at: 6, do: /transport/stop}
            expect:
              - {at: 1.5, /strip/1/pan: R60, within: 0.001}
              - {at: 2.2, /strip/1/pan: R60, within: 0.001}
              - {at: 4.5, /strip/1/pan: R60, within: 0.001}
              - {at: 5.5, /strip/1/pan: centre, within: 0.001}
            """)
        #expect(outcome.stored == rehearsal.document)
        #expect(outcome.entries == [])
    }

    @Test func `in preview a control that is latched is taken out of its pass by a touch`() throws {
        let outcome = try Rehearsal(pan: Self.flat, modes: [.strip(1): .latch]).perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 1, desk/sense/1: touch}
              - {at: 1, desk/sense/1: 0.8}
              - {at: 1.5, desk/sense/1: let go}
              - {at: 2, do: /preview = on}
              - {at: 3, desk/sense/1: touch}
              - {at: 3, desk/sense/1: 0.2}
              - {at: 4, desk/sense/1: let go}
              - {at: 6, do: /transport/stop}
            """)
        outcome.expect([(0.9, 0.5), (1.1, 0.8), (2.9, 0.8), (3.25, 0.65), (3.5, 0.5), (5, 0.5)])
    }

    @Test func `case 49: what was captured is written elsewhere, and a strip in read goes to latch`() throws {
        let rehearsal = try Rehearsal(pan: [(0, 0.3), (2, 0.3), (4, 0.9)], modes: [.strip(2): .off], seconds: 20)
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /strip/1/select}
              - {at: 0, do: /transport/play}
              - {at: 3, do: /capture}
              - {at: 10, do: /capture/punch}
              - {at: 12, do: /strip/2/select}
              - {at: 12, do: /capture}
              - {at: 13, do: /capture/punch}
              - {at: 14, do: /transport/stop}
            """)
        outcome.expectUntouched(0..<10)
        outcome.expect([(10, 0.6), (13.9, 0.6), (14, 0.9)])
        #expect(outcome.stored.mode(of: .pan1) == .latch)
        #expect(outcome.stored.mode(of: ParameterID(.strip(2), .pan)) == .off)
        #expect(outcome.stored.lanes.keys.sorted() == [.pan1])
    }

    @Test func `what is safe is not punched in, and that is said`() throws {
        let rehearsal = try Rehearsal(pan: Self.flat) { $0.set(.safe, of: .node(.strip(1)), on: true) }
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /preview = on}
              - {at: 0, do: /transport/play}
              - {at: 1, desk/sense/1: 0.8}
              - {at: 6, do: /transport/stop}
            """)
        #expect(outcome.stored.lanes == rehearsal.document.lanes)
        let desk = outcome.desk
        #expect(
            desk.perform(try Action(parsing: "/preview/punch"), at: desk.now)
                == "not written, since it is safe or disabled: Strip 1 pan")
    }

    @Test func `case 50: where latch stopped a later roll goes on`() throws {
        let rehearsal = try Rehearsal(pan: Self.flat, modes: [.strip(1): .latch]) { $0.settings.joins = true }
        let ride = """
              - {at: 0, do: /transport/play}
              - {at: 2, desk/sense/1: touch}
              - {at: 2, desk/sense/1: 0.8}
              - {at: 2.5, desk/sense/1: let go}
              - {at: 10, do: /transport/stop}
              - {at: 11, do: /transport/position = 6 s}
            """
        let outcome = try rehearsal.perform(
            """
            \(ride)
              - {at: 12, do: /transport/play}
              - {at: 19, do: /transport/stop}
            """)
        outcome.expect([(1.9, 0.5), (2.1, 0.8), (9.9, 0.8), (10, 0.8), (12.9, 0.8), (13, 0.5)])
        outcome.expectFlat(2.1...12.99)
        #expect(outcome.passes.count == 2)
    }

    @Test func `nothing joins after an undo, or with auto-join off`() throws {
        for middle in ["  - {at: 11, do: /session/undo}", "  - {at: 11, do: /session/auto-join = off}"] {
            let rehearsal = try Rehearsal(pan: Self.flat, modes: [.strip(1): .latch]) { $0.settings.joins = true }
            let outcome = try rehearsal.perform(
                """
                  - {at: 0, do: /transport/play}
                  - {at: 2, desk/sense/1: touch}
                  - {at: 2, desk/sense/1: 0.8}
                  - {at: 2.5, desk/sense/1: let go}
                  - {at: 10, do: /transport/stop}
                \(middle)
                  - {at: 11.5, do: /transport/position = 6 s}
                  - {at: 12, do: /transport/play}
                  - {at: 19, do: /transport/stop}
                """)
            outcome.expectUntouched(10..<20)
        }
    }

    @Test func `case 34: with continue in loop each lap is written on, one step of undo each`() throws {
        let rehearsal = try Rehearsal(pan: Self.flat, modes: [.strip(1): .latch]) {
            $0.settings.loop = 0..<Rehearsal.frame(4)
            $0.settings.continuesInLoop = true
        }
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 3, desk/sense/1: touch}
              - {at: 3, desk/sense/1: 0.8}
              - {at: 3.5, desk/sense/1: let go}
              - {at: 9, do: /transport/stop}
            """)
        outcome.expectFlat(0...3.9999)
        outcome.expect([(0, 0.8), (3.99, 0.8), (4, 0.5)])
        outcome.expectUntouched(4..<20)
        #expect(outcome.passes.count == 2)
        let undone = try rehearsal.perform("  - {at: 0, do: /session/undo}")
        #expect(abs((undone.value(Rehearsal.frame(2)) ?? 0) - 0.5) < 1e-4)
        #expect(abs((undone.value(Rehearsal.frame(3.5)) ?? 0) - 0.8) < 1e-4)
    }

    @Test func `any lap of a looped pass can be chosen later, as a step of undo`() throws {
        let laps = (0..<3).map { lap in
            """
              - {at: \(lap * 2).5, desk/sense/1: touch}
              - {at: \(lap * 2).5, desk/sense/1: 0.\(lap + 6)}
              - {at: \(lap * 2 + 1).5, desk/sense/1: let go}
            """
        }.joined(separator: "\n")
        func heard(after choice: String) throws -> (Double?, [String]) {
            let outcome = try Rehearsal(pan: Self.flat, seconds: 8, glide: 100) {
                $0.settings.loop = 0..<Rehearsal.frame(2)
            }.perform("  - {at: 0, do: /transport/play}\n\(laps)\n  - {at: 6.5, do: /transport/stop}\n\(choice)")
            return (outcome.value(Rehearsal.frame(1)), outcome.entries)
        }
        for (choice, value, entry) in [
            ("  - {at: 7, do: /lap = 1}", 0.6, "Lap 1 of 3"), ("  - {at: 7, do: /lap -= 1}", 0.7, "Lap 2 of 3"),
            ("  - {at: 7, do: /lap = 1}\n  - {at: 7.1, do: /lap += 5}", 0.8, "Lap 3 of 3"),
        ] {
            let (found, entries) = try heard(after: choice)
            #expect(abs((found ?? 0) - value) < 1e-4, "\(choice): \(found ?? .nan)")
            #expect(entries.last == entry)
        }
        let (undone, _) = try heard(after: "  - {at: 7, do: /lap = 1}\n  - {at: 7.2, do: /session/undo}")
        #expect(abs((undone ?? 0) - 0.8) < 1e-4)
    }

    /// Each pass is a step of undo as soon as nothing is written any more; a lap is what was written in one time round.
    @Test(arguments: [("/lap = 1", 0.6, 0.3), ("/lap = 2", 0.7, 0.9), ("/lap = 3", 0.8, 0.9)])
    func `a lap is kept whole, though its passes ended long before the seam`(
        choice: String, at1: Double, at16: Double
    ) throws {
        let laps = (0..<3).map { lap in
            """
              - {at: \(lap * 2).8, desk/sense/1: touch}
              - {at: \(lap * 2).8, desk/sense/1: 0.\(lap + 6)}
              - {at: \(lap * 2 + 1).1, desk/sense/1: let go}
            """
        }.joined(separator: "\n")
        let outcome = try Rehearsal(pan: [(0, 0.3), (20, 0.3)], seconds: 8, glide: 100) {
            $0.settings.loop = 0..<Rehearsal.frame(2)
        }.perform(
            """
              - {at: 0, do: /transport/play}
            \(laps)
              - {at: 3.5, desk/sense/1: touch}
              - {at: 3.5, desk/sense/1: 0.9}
              - {at: 3.65, desk/sense/1: let go}
              - {at: 6.5, do: /transport/stop}
              - {at: 7, do: \(choice)}
            """)
        outcome.expect([(1, at1), (1.6, at16)])
        #expect(outcome.desk.recorder.laps.count == 3)
    }

    @Test func `case 47: a glide over the punch range, to the live value, which holds to the next point`() throws {
        let lane = [(0.0, 0.2), (9.0, 0.2), (10.0, 0.5)]
        let rehearsal = try Rehearsal(pan: lane, modes: [.strip(1): .latch]) {
            $0.settings.punch = Rehearsal.frame(2)..<Rehearsal.frame(6)
        }
        let expected = [(1.9, 0.2), (2, 0.2), (4, 0.5), (6, 0.8), (8.99, 0.8), (9, 0.2), (9.5, 0.35), (12, 0.5)]
        let stopped = try rehearsal.perform(
            """
              - {at: 1, desk/sense/1: touch}
              - {at: 1, desk/sense/1: 0.8}
              - {at: 2, do: /strip/1/pan/glide-over/punch}
              - {at: 3, desk/sense/1: let go}
            """)
        stopped.expect(expected)
        #expect(stopped.entries == ["Glide: Strip 1 pan"])
        let again = try Rehearsal(pan: lane, modes: [.strip(1): .latch]) {
            $0.settings.punch = Rehearsal.frame(2)..<Rehearsal.frame(6)
        }
        let rolling = try again.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2.5, desk/sense/1: touch}
              - {at: 2.5, desk/sense/1: 0.8}
              - {at: 4, do: /session/glide-over/punch}
              - {at: 5, desk/sense/1: let go}
              - {at: 12, do: /transport/stop}
            """)
        rolling.expect(expected)
        #expect(rolling.passes == ["Pass: Strip 1 pan"])
    }
}
