import Automation
import MixModel
import SessionStore
import Testing
import Units

@testable import Desk

/// The punch range becomes another one, or the song comes back into it, while hands are on.
@Suite struct `Punch under hands` {
    private static func rehearsal(_ punch: Range<Double>, loop: Range<Double>? = nil) throws -> Rehearsal {
        try Rehearsal(pan: [(0, 0.3), (20, 0.3)]) {
            $0.settings.punch = Rehearsal.frame(punch.lowerBound)..<Rehearsal.frame(punch.upperBound)
            $0.settings.loop = loop.map { Rehearsal.frame($0.lowerBound)..<Rehearsal.frame($0.upperBound) }
        }
    }

    @Test(arguments: ["toggle /transport/punch", "/transport/punch/start"])
    func `what becomes open to a hand that is on is written from there on`(order: String) throws {
        let outcome = try Self.rehearsal(6..<8).perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 1, desk/sense/1: touch}
              - {at: 1, desk/sense/1: 0.8}
              - {at: 3, do: "\(order)"}
              - {at: 4, desk/sense/1: let go}
              - {at: 5.5, do: /transport/stop}
            """)
        outcome.expectUntouched(0..<3)
        outcome.expect([(3.0001, 0.8), (3.9999, 0.8), (4.25, 0.55), (4.5001, 0.3), (5, 0.3)])
        #expect(outcome.passes.count == 1)
    }

    @Test(arguments: [("toggle /transport/punch", 6.0..<8.0), ("/transport/punch/end", 0..<8.0)])
    func `what is closed under a hand ends with its glide, and nothing jumps`(
        order: String, punch: Range<Double>
    ) throws {
        let isOff = order.hasPrefix("toggle")
        let outcome = try Self.rehearsal(punch).perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 0, do: /transport/punch = \(isOff ? "off" : "on")}
              - {at: 1, desk/sense/1: touch}
              - {at: 1, desk/sense/1: 0.8}
              - {at: 3, do: "\(order)"}
              - {at: 3.2, desk/sense/1: 0.9}
              - {at: 4, desk/sense/1: let go}
              - {at: 5.5, do: /transport/stop}
            """)
        outcome.expect([(2.9999, 0.8), (3.1, 0.7)])
        // Whatever the hand does from there on is heard and not written; the lane comes back without a step.
        let lane = try #require(outcome.stored.lanes[.pan1])
        let steps = stride(from: Rehearsal.frame(3), to: Rehearsal.frame(5), by: 48).map { frame in
            abs((lane.position(at: frame + 48) ?? 0) - (lane.position(at: frame) ?? 0))
        }
        #expect((steps.max() ?? 1) < 0.01, "\(steps.max() ?? 1)")
        outcome.expect([(3.7001, 0.3), (4, 0.3), (5, 0.3)])
    }

    /// The lane has long taken the parameter back from it.
    @Test(arguments: [("  - {at: 5, do: /transport/position = 2.2 s}", nil), ("", 2.2..<5.0)])
    func `a hand that has stayed on behind the range writes where the song comes into it anew`(
        back: String, loop: Range<Double>?
    ) throws {
        let outcome = try Self.rehearsal(2..<4, loop: loop).perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2.5, desk/sense/1: touch}
              - {at: 2.5, desk/sense/1: 0.8}
            \(back)
              - {at: 5.5, desk/sense/1: 0.6}
              - {at: 5.8, desk/sense/1: let go}
              - {at: 7.5, do: /transport/stop}
            """)
        // At 5 s it stands where the lane is at 2.2 s; at 5.8 s the song is at 3 s and glides to what the first pass has left there.
        outcome.expect([(2.2001, 0.3), (2.6, 0.3), (2.7201, 0.6), (2.9999, 0.6), (3.25, 0.7), (3.5, 0.8), (4, 0.3)])
    }

    @Test func `what is latched before the range goes back to the lane at the loop's end, as what is written does`()
        throws
    {
        let outcome = try Self.rehearsal(6..<8, loop: 1..<3).perform(
            """
              - {at: 0, do: /strip/1/mode = latch}
              - {at: 0, do: /transport/play}
              - {at: 2, desk/sense/1: touch}
              - {at: 2, desk/sense/1: 0.8}
              - {at: 2.5, desk/sense/1: let go}
              - {at: 4, do: /transport/stop}
            expect:
              - {at: 2.9, /strip/1/pan: 0.6, within: 0.001}
              - {at: 3.1, /strip/1/pan: -0.4, within: 0.001}
            """)
        outcome.expectUntouched(0..<20)
    }

    @Test func `a movement that is under way at the stop is written on up to the loop's end, and not beyond it`()
        throws
    {
        let outcome = try Rehearsal(pan: [(0, 0.3), (20, 0.3)]) {
            $0.settings.loop = Rehearsal.frame(1)..<Rehearsal.frame(3)
        }.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2.5, desk/sense/1: touch}
              - {at: 2.5, desk/sense/1: 0.4}
              - {at: 2.985, desk/sense/1: 0.8}
              - {at: 2.99, do: /transport/stop}
            """)
        // 20 ms from 0.4 to 0.8: half of it and a fourth are heard or written.
        outcome.expect([(2.9899, 0.498), (2.995, 0.6), (2.9999, 0.6979), (3.0001, 0.3), (3.01, 0.3)])
    }

    /// Write is left by a locate, which is reported when the song is in the range's last already.
    @Test(arguments: ["touch", "write"])
    func `a hand that is located to just before the range's end goes back to the lane with it`(mode: String) throws {
        let outcome = try Rehearsal(pan: []) {
            $0.settings.punch = Rehearsal.frame(1)..<Rehearsal.frame(4.2)
            $0.settings.loop = Rehearsal.frame(2)..<Rehearsal.frame(4)
        }.perform(
            """
              - {at: 0, do: /strip/1/mode = \(mode)}
              - {at: 0, do: /transport/play}
              - {at: 2.5, desk/sense/1: touch}
              - {at: 2.5, desk/sense/1: 0.8}
              - {at: 3.2, do: /transport/position = 3.694 s}
              - {at: 3.23, desk/sense/1: 0.9}
              - {at: 5, do: /transport/stop}
            """)
        // From 3.7 s on nothing takes it out of its way back, which ends at the seam.
        outcome.expect([(3.6941, 0.8), (3.7, 0.8), (3.85, 0.65), (3.9999, 0.5001), (2.1, 0.5), (3.2, 0.5)])
    }

    @Test func `a tap over the range's start writes nothing, and a touch that lasts writes when it has settled`()
        throws
    {
        let taps = try Self.rehearsal(2..<4).perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 1.95, desk/sense/1: touch}
              - {at: 2.1, desk/sense/1: let go}
              - {at: 5, do: /transport/stop}
            """)
        taps.expectUntouched(0..<20)
        #expect(taps.passes.isEmpty)
        let lasting = try Rehearsal(pan: [(0, 0.2), (10, 0.7)]) {
            $0.settings.punch = Rehearsal.frame(2)..<Rehearsal.frame(4)
        }.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 1.9, desk/sense/1: touch}
              - {at: 3, desk/sense/1: let go}
              - {at: 5, do: /transport/stop}
            """)
        lasting.expectUntouched(0..<2.1)
        // What was grabbed at 1.9 s, reached within 20 ms of settling at 2.1 s.
        lasting.expect([(2.1201, 0.295), (2.9999, 0.295), (3.5001, 0.375)])
    }

    /// There is no lane to come back to, but a rest position that the session knows.
    @Test(arguments: [
        ("  - {at: 2, desk/sense/1: let go}", 2.6),
        ("  - {at: 2, do: /transport/stop}\n  - {at: 2.1, desk/sense/1: let go}", 2.15),
    ])
    func `a hand before the range, where there is no lane, leaves the value that the session has`(
        end: String, at time: Double
    ) throws {
        let outcome = try Rehearsal(pan: []) {
            $0.settings.punch = Rehearsal.frame(6)..<Rehearsal.frame(8)
        }.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 1, desk/sense/1: touch}
              - {at: 1, desk/sense/1: 0.8}
            \(end)
              - {at: 3, do: /transport/stop}
            expect:
              - {at: 1.9, /strip/1/pan: 0.6, within: 0.001}
              - {at: \(time), /strip/1/pan: 0}
            """)
        #expect(outcome.stored.lanes[.pan1] == nil && outcome.stored.mix[.pan1] == 0)
    }

    @Test func `a hand that moves in the glide to the punch-out leaves nothing behind it`() throws {
        let outcome = try Self.rehearsal(2..<4).perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2.5, desk/sense/1: touch}
              - {at: 2.5, desk/sense/1: 0.8}
              - {at: 3.7, desk/sense/1: 0.9}
              - {at: 4.5, desk/sense/1: 0.7}
              - {at: 5, desk/sense/1: let go}
              - {at: 6, do: /transport/position = 2.2 s}
              - {at: 6.1, desk/sense/1: touch}
              - {at: 6.1, desk/sense/1: 0.6}
              - {at: 6.5, desk/sense/1: let go}
              - {at: 8.5, do: /transport/stop}
            """)
        // The first ends with the range, and the second with its glide: nothing is laid behind that.
        let ranges = outcome.desk.passes.compactMap { $0.ranges[.pan1] }
        #expect(
            ranges == [
                [Rehearsal.frame(2.5)..<Rehearsal.frame(4)], [Rehearsal.frame(2.3)..<Rehearsal.frame(3.2)],
            ])
    }

    @Test func `a loop that goes back into the range writes what a hand holds from beyond it`() throws {
        let outcome = try Self.rehearsal(1..<3, loop: 1.5..<4).perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 3.5, desk/sense/1: touch}
              - {at: 3.5, desk/sense/1: 0.8}
              - {at: 4.6, desk/sense/1: let go}
              - {at: 5.5, do: /transport/stop}
            """)
        outcome.expectUntouched(0..<1.5)
        outcome.expect([(1.5001, 0.8), (2.0999, 0.8), (2.6001, 0.3)])
    }

    @Test(arguments: [
        "{at: 0.5, do: /transport/position = 1 s}", "{at: 0.5, do: /transport/position = 2.5 s}",
        "{at: 0.5, do: /transport/stop}\n  - {at: 1, do: /transport/play}",
    ])
    func `write that waits for its range stays armed over a locate and a stop, and is left after its pass`(
        order: String
    ) throws {
        let rehearsal = try Rehearsal(pan: [(0, 0), (20, 1)]) {
            $0.settings.punch = Rehearsal.frame(2)..<Rehearsal.frame(4)
        }
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /strip/1/mode = write}
              - {at: 0, do: /transport/play}
              - \(order)
              - {at: 4, do: /transport/stop}
              - {at: 4.1, do: /transport/play}
              - {at: 5, do: /transport/stop}
            """)
        let begin = order.contains("2.5") ? 2.5 : 2
        outcome.expect([
            (begin - 0.001, (begin - 0.001) / 20), (begin + 0.001, begin / 20), (3.4, begin / 20), (4.0001, 0.2),
        ])
        #expect(outcome.passes.count == 1)
        #expect(outcome.desk.document.modes.nodes[.strip(1)] == .touch)
    }

    @Test(arguments: [true, false])
    func `write that has written is left before the range begins again, however soon that is`(byLoop: Bool) throws {
        let rehearsal = try Rehearsal(pan: [(0, 0), (20, 1)]) {
            $0.settings.punch = Rehearsal.frame(2)..<Rehearsal.frame(6)
            if byLoop { $0.settings.loop = Rehearsal.frame(1.9999)..<Rehearsal.frame(3) }
        }
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /strip/1/mode = write}
              - {at: 0, do: /transport/play}
              - {at: \(byLoop ? 3.5 : 3), do: /transport/\(byLoop ? "loop = off" : "position = 1.9999 s")}
              - {at: 6, do: /transport/stop}
            """)
        outcome.expect([(1.999, 0.1), (2.0001, 0.1), (2.999, 0.1), (3.5, 0.175), (4, 0.2)])
        #expect(outcome.passes.count == 1)
        #expect(outcome.desk.document.modes.nodes[.strip(1)] == .touch)
    }

    @Test func `a tap over a locate that leaves write writes nothing where the song comes to`() throws {
        let rehearsal = try Rehearsal(pan: [(0, 0), (20, 1)]) {
            $0.settings.punch = Rehearsal.frame(1)..<Rehearsal.frame(4)
        }
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /strip/1/mode = write}
              - {at: 0, do: /transport/play}
              - {at: 5, desk/sense/1: touch}
              - {at: 5.05, do: /transport/position = 3.2 s}
              - {at: 5.15, desk/sense/1: let go}
              - {at: 6, do: /transport/stop}
            """)
        #expect(outcome.passes.count == 1)
        #expect(outcome.desk.document.modes.nodes[.strip(1)] == .touch)
    }

    @Test(arguments: [true, false])
    func `write that waits is written from the seam on, where the loop begins in the range`(goesOn: Bool) throws {
        let rehearsal = try Rehearsal(pan: [(0, 0), (20, 1)]) {
            $0.settings.punch = Rehearsal.frame(2)..<Rehearsal.frame(4)
            $0.settings.loop = Rehearsal.frame(2.5)..<Rehearsal.frame(5)
            $0.settings.continuesInLoop = goesOn
        }
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/position = 4.5 s}
              - {at: 0, do: /strip/1/mode = write}
              - {at: 1, do: /transport/play}
              - {at: 4.5, do: /transport/stop}
            """)
        outcome.expectUntouched(0..<2.5)
        outcome.expect([(2.5001, 0.125), (3.4999, 0.125), (4.0001, 0.2)])
        // Once more round it writes what is there.
        #expect(outcome.passes == ["Pass: Strip 1 pan"])
        #expect(outcome.desk.document.mode(of: .pan1) == .touch)
    }

    @Test(arguments: ["sense/1: 0.8", "plain: 0.8"])
    func `a hand that comes in the last of the range is heard, writes nothing, and that is said`(move: String) throws
    {
        let rehearsal = try Self.rehearsal(1..<3)
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /strip/1/mode = latch}
              - {at: 0, do: /transport/play}
              - {at: 2.8, desk/sense/1: touch}
              - {at: 2.8, desk/\(move)}
              - {at: 2.9, desk/sense/1: let go}
              - {at: 3.5, do: /transport/stop}
            """)
        outcome.expectUntouched(0..<20)
        #expect(outcome.desk.takeNotices().contains { $0.contains("Strip 1 pan: moved in the glide") })
    }
}
