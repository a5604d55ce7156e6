import Automation
import Mapping
import MixModel
import SessionStore
import Testing
import Units

@testable import Desk

/// The fader of strip 1 is trimmed by a hand; what is heard is the level with its trim.
@Suite struct `Automation cases: trim` {
    static let trim1 = ParameterID(.strip(1), .trimFader)

    /// A fader lane, and a device with the strip's fader under a hand that is sensed.
    static func rehearsal(
        _ fader: [(Double, Float)], mode: AutomationMode = .touch, change: (inout SessionDocument) -> Void = { _ in }
    ) throws -> Rehearsal {
        try Rehearsal(modes: [.strip(1): mode], seconds: 12) {
            if !fader.isEmpty { $0.lanes[.fader1] = Lane(points: fader.map { (Rehearsal.frame($0.0), $0.1) }) }
            $0.set(.trim, of: .node(.strip(1)), on: true)
            change(&$0)
        }
    }

    /// The trim, and the fader with it, in dB.
    static func levels(_ outcome: Outcome, _ seconds: Double) -> (trim: Float, sum: Float) {
        let frame = Rehearsal.frame(seconds)
        func position(_ id: ParameterID) -> Float {
            outcome.stored.lanes[id]?.position(at: frame) ?? outcome.stored.mix[id]
        }
        return (position(trim1), Scale.sum(position(.fader1), position(trim1), limit: 12))
    }

    static func expect(
        _ outcome: Outcome, _ points: [(Double, trim: Float, sum: Float)],
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) {
        for (seconds, trim, sum) in points {
            let found = levels(outcome, seconds)
            #expect(
                abs(found.trim - trim) < 2e-3, "trim \(found.trim) at \(seconds) s", sourceLocation: sourceLocation)
            #expect(abs(found.sum - sum) < 2e-3, "\(found.sum) dB at \(seconds) s", sourceLocation: sourceLocation)
        }
    }

    @Test(arguments: [true])
    func `trim that is switched under a hand: what it writes goes on until it lets go`(switchesOn: Bool) throws {
        let rehearsal = try Self.rehearsal([(0, 0)]) { $0.set(.trim, of: .node(.strip(1)), on: !switchesOn) }
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2, desk/lift: touch}
              - {at: 2, desk/lift: 0.75}
              - {at: 3, do: toggle /strip/1/trim}
              - {at: 4, desk/lift: 0.25}
              - {at: 5, desk/lift: let go}
              - {at: 7, do: /transport/stop}
            expect:
              - {at: 3.5, /strip/1/fader: 3 dB, within: 0.01 dB}
              - {at: 4.5, /strip/1/fader: -3 dB, within: 0.01 dB}
              - {at: 6, /strip/1/fader: 0 dB, within: 0.01 dB}
            """)
        let points: [(Double, Float)] = [(2.5, 3), (3.5, 3), (4.5, -3), (6, 0)]
        Self.expect(outcome, points.map { ($0.0, trim: switchesOn ? 0 : $0.1, sum: $0.1) })
        #expect(outcome.passes.count == 1)
    }

    @Test(arguments: [64, 1024])
    func `case 27: a trim is added while it is touched, and glides back to nothing`(blockSize: Int) throws {
        let rehearsal = try Self.rehearsal([(0, 0)])
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2, desk/lift: touch}
              - {at: 2, desk/lift: 0.75}
              - {at: 4, desk/lift: let go}
              - {at: 6, do: /transport/stop}
            expect:
              - {at: 3, /strip/1/fader: 3 dB, within: 0.01 dB}
              - {at: 5, /strip/1/fader: 0 dB, within: 0.01 dB}
            """, blockSize: blockSize)
        Self.expect(
            outcome,
            [(1.9, 0, 0), (2.1, 3, 3), (3.9, 3, 3), (4.25, 1.5, 1.5), (4.5, 0, 0), (8, 0, 0)])
        #expect(outcome.stored.lanes[.fader1] == rehearsal.document.lanes[.fader1])
        #expect(outcome.passes == ["Pass: Strip 1 trim fader"])
    }

    @Test func `case 28: a latched trim lies over the lane until it is worked in`() throws {
        let rehearsal = try Self.rehearsal([(0, -20), (10, 0)], mode: .latch)
        let ride = """
              - {at: 0, do: /transport/play}
              - {at: 5, desk/lift: touch}
              - {at: 5, desk/lift: 0}
              - {at: 5.3, desk/lift: let go}
              - {at: 9, do: /transport/stop}
            """
        let outcome = try rehearsal.perform(ride)
        Self.expect(outcome, [(4.9, 0, -10.2), (6, -6, -14), (8.9, -6, -8.2), (9.1, 0, -1.8)])
        #expect(outcome.stored.lanes[.fader1] == rehearsal.document.lanes[.fader1])
        let coalesced = try rehearsal.perform("  - {at: 0, do: /strip/1/trim/coalesce}")
        #expect(coalesced.entries == ["Coalesce trim: Strip 1 fader"])
        #expect(coalesced.stored.lanes[Self.trim1] == nil)
        for place in 0..<1200 {
            let seconds = Double(place) / 100
            let found = coalesced.stored.lanes[.fader1]?.position(at: Rehearsal.frame(seconds)) ?? .nan
            #expect(abs(found - Self.levels(outcome, seconds).sum) < 1e-4, "\(found) dB at \(seconds) s")
        }
        let undone = try rehearsal.perform("  - {at: 0, do: /session/undo}")
        #expect(undone.stored.lanes == outcome.stored.lanes)
    }

    @Test func `case 29: silence stays silence, and the end of the range holds and is told`() throws {
        let rehearsal = try Self.rehearsal([(0, -.infinity), (3, -.infinity), (4, 10), (10, 10)], mode: .latch) {
            $0.lanes[.fader1] = Lane(points: [(0, Scale.silence), (Rehearsal.frame(4), 10)], stepped: true)
        }
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2, desk/lift: touch}
              - {at: 2, desk/lift: 1}
              - {at: 2.3, desk/lift: let go}
              - {at: 6, desk/lift: touch}
              - {at: 6.1, desk/lift: 0.9}
              - {at: 7, do: /transport/stop}
            expect:
              - {at: 3, /strip/1/fader: -inf dB}
              - {at: 5, /strip/1/fader: 12 dB}
            """)
        #expect(Self.levels(outcome, 3).sum == Scale.silence)
        #expect(Self.levels(outcome, 5).sum == 12)
        #expect(outcome.desk.notices.recent.contains { $0.text.contains("trimmed above 12 dB") })
        let coalesced = try rehearsal.perform("  - {at: 0, do: /session/trim/coalesce}")
        let lane = try #require(coalesced.stored.lanes[.fader1])
        #expect(lane.position(at: Rehearsal.frame(3)) == Scale.silence)
        #expect(lane.position(at: Rehearsal.frame(5)) == 12)
        #expect(lane.segments.allSatisfy { $0.ramp.from.isFinite && $0.ramp.to.isFinite })
    }

    @Test func `case 30: in write trim the pan is written when it is touched, and then as in touch`() throws {
        let rehearsal = try Self.rehearsal([(0, -3)], mode: .write) { $0.lanes[.pan1] = Lane(points: [(0, 0)]) }
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /strip/1/mode = write}
              - {at: 0, do: /transport/play}
              - {at: 2, desk/sense/1: touch}
              - {at: 2, desk/sense/1: 0.8}
              - {at: 3, desk/sense/1: let go}
              - {at: 6, do: /transport/stop}
            """)
        outcome.expect([(1.9, 0.5), (2.1, 0.8), (3.25, 0.65), (3.6, 0.5), (5.9, 0.5)])
        #expect(outcome.stored.lanes[.fader1] == rehearsal.document.lanes[.fader1])
    }

    @Test func `case 31: leaving trim while it writes ends the writing with a glide`() throws {
        let rehearsal = try Self.rehearsal([(0, 0)], mode: .latch)
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2, desk/lift: touch}
              - {at: 2, desk/lift: 0.75}
              - {at: 2.5, desk/lift: let go}
              - {at: 4, do: /strip/1/trim = off}
              - {at: 6, do: /transport/stop}
            """)
        Self.expect(outcome, [(2.1, 3, 3), (3.9, 3, 3), (4.25, 1.5, 1.5), (4.5, 0, 0), (5.9, 0, 0)])
        #expect(outcome.passes.count == 1)
    }

    @Test func `a hand that is on as trim is switched off moves nothing before it has let go, and that is said`()
        throws
    {
        let rehearsal = try Self.rehearsal([(0, 0)], mode: .touch)
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2, desk/lift: touch}
              - {at: 2, desk/lift: 0.75}
              - {at: 3, do: /strip/1/trim = off}
              - {at: 4, desk/lift: 1}
              - {at: 4.5, desk/lift: 0.9}
              - {at: 5, desk/lift: let go}
              - {at: 6, desk/lift: touch}
              - {at: 6, desk/lift: 0}
              - {at: 6.5, desk/lift: let go}
              - {at: 7.5, do: /transport/stop}
            """)
        Self.expect(
            outcome,
            [(2.1, 3, 3), (2.9999, 3, 3), (3.25, 1.5, 1.5), (3.5001, 0, 0), (4.1, 0, 0), (5.9, 0, 0), (6.1, 0, -6)])
        #expect(outcome.passes.count == 2)
        #expect(
            outcome.desk.takeNotices().filter { $0.contains("let go") } == [
                "Strip 1 fader: trim was switched off under the hand: let go before it moves the level"
            ])
    }

    @Test func `case 32: in read trim a hand is heard, and nothing is stored`() throws {
        let rehearsal = try Self.rehearsal([(0, 0)], mode: .read)
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2, desk/lift: touch}
              - {at: 2, desk/lift: 0.75}
              - {at: 4, desk/lift: let go}
              - {at: 6, do: /transport/stop}
            expect:
              - {at: 3, /strip/1/fader: 3 dB, within: 0.01 dB}
              - {at: 5, /strip/1/fader: 0 dB, within: 0.01 dB}
            """)
        #expect(outcome.stored == rehearsal.document)
        #expect(outcome.entries == [])
    }

    @Test func `a trim over no lane at all is written, and what is heard is the fader's value with it`() throws {
        let outcome = try Self.rehearsal([], mode: .latch) { $0.mix[.fader1] = -10 }.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2, desk/lift: touch}
              - {at: 2, desk/lift: 0.75}
              - {at: 2.5, desk/lift: let go}
              - {at: 5, do: /transport/stop}
              - {at: 5.5, do: /strip/1/fader/trim/coalesce}
            """)
        #expect(outcome.stored.lanes[Self.trim1] == nil)
        let lane = try #require(outcome.stored.lanes[.fader1])
        for (seconds, level) in [(1.9, Float(-10)), (2.1, -7), (4.9, -7), (5.1, -10)] {
            #expect(abs((lane.position(at: Rehearsal.frame(seconds)) ?? .nan) - level) < 2e-3)
        }
    }

    @Test func `the motor goes to 0 dB when trim is switched on, and the state says what is done`() throws {
        let stage = try Stage(try Self.rehearsal([(0, -20)]) { $0.set(.trim, of: .node(.strip(1)), on: false) })
        let surface = try stage.connect()
        stage.run(to: 0.5)
        try stage.act("toggle /strip/1/trim")
        #expect(stage.desk.shownPosition(of: .fader1) == 0)
        #expect(abs(stage.desk.state[.fader1].position + 20) < 1e-4)
        try stage.act("/transport/play")
        stage.run(to: 1)
        try stage.move("lift", .touch, on: surface)
        try stage.move("lift", .travel(0.75), on: surface)
        stage.run(to: 1.5)
        #expect(stage.desk.state.writeState(of: .fader1) == .trimming)
        #expect(abs(stage.desk.state[.fader1].position + 17) < 0.01)
        try stage.close()
    }

    @Test func `coalescing after each pass is a setting`() throws {
        let outcome = try Self.rehearsal([(0, 0)], mode: .latch) { $0.settings.coalesce = .stop }.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2, desk/lift: touch}
              - {at: 2, desk/lift: 0.75}
              - {at: 2.5, desk/lift: let go}
              - {at: 5, do: /transport/stop}
            """)
        #expect(outcome.entries == ["Pass: Strip 1 trim fader", "Coalesce trim: Strip 1 fader"])
        #expect(outcome.stored.lanes[Self.trim1] == nil)
        #expect(abs((outcome.stored.lanes[.fader1]?.position(at: Rehearsal.frame(4)) ?? 0) - 3) < 2e-3)
    }
}
