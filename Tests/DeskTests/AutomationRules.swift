import Automation
import MixModel
import SessionStore
import Testing

@testable import Desk

/// Rules that were settled by trying, named after what went wrong.
@Suite struct `Automation rules` {
    static let vca1 = ParameterID(.vca(1), .fader)

    @Test(arguments: [Rehearsal.rate, 4410])
    func `a latched fade-out does not come back behind the song's end`(beyond: Int) throws {
        let rehearsal = try Rehearsal(pan: [(0, 0.5), (30, 0.9)], modes: [.strip(1): .latch], seconds: 4)
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2, desk/sense/1: touch}
              - {at: 2..3, every: 10ms, desk/sense/1: 0.5..0.1}
              - {at: 3.2, desk/sense/1: let go}
              - {at: 5, do: /transport/play}
              - {at: 5.1, do: /transport/stop}
            """)
        outcome.expect([(3.5, 0.1), (3.999, 0.1)])
        let end = outcome.desk.transport.end
        #expect(outcome.value(end + Int64(beyond)) == outcome.value(end - 1))
        outcome.expectUntouched(0..<2)
    }

    @Test func `a latched mute does not come back behind the song's end`() throws {
        let rehearsal = try Rehearsal(modes: [.strip(1): .latch], seconds: 3) {
            $0.lanes[.mute1] = Lane(points: [(0, 0)], stepped: true)
        }
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2.5, desk/mute/1: press}
              - {at: 2.6, desk/mute/1: release}
              - {at: 4, do: /transport/stop}
            """)
        let end = outcome.desk.transport.end
        #expect([end - 1, end, end + 480_000].map { outcome.stored.lanes[.mute1]?.position(at: $0) } == [1, 1, 1])
    }

    @Test func `a first pass is anchored by what was heard before it, whatever moves later in the roll`() throws {
        let rehearsal = try Rehearsal(modes: [.strip(1): .latch])
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /strip/1/pan = 0.2}
              - {at: 1, do: /transport/play}
              - {at: 3, desk/sense/1: touch}
              - {at: 3, desk/sense/1: 0.9}
              - {at: 4, desk/sense/1: let go}
              - {at: 5, do: /strip/1/mode = read}
              - {at: 6, do: /strip/1/mode = off}
              - {at: 6.5, do: /strip/1/pan = -0.8}
              - {at: 8, do: /transport/stop}
            """)
        outcome.expect([(0.5, 0.6), (1.9, 0.6), (2.1, 0.9)])
    }

    @Test func `a pass can be undone while the song plays on`() throws {
        let rehearsal = try Rehearsal(pan: [(0, 0.5)])
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 1, desk/sense/1: touch}
              - {at: 1, desk/sense/1: 0.9}
              - {at: 2, desk/sense/1: let go}
              - {at: 3, do: /session/undo}
              - {at: 5, do: /transport/stop}
            expect:
              - {at: 1.5, /strip/1/pan: 0.8, within: 0.001}
              - {at: 4, /strip/1/pan: 0}
            """)
        #expect(outcome.stored.lanes == rehearsal.document.lanes)
    }

    @Test func `write for the whole session leaves a strip that is set to touch, and what nobody has moved`() throws {
        let rehearsal = try Rehearsal(pan: [(0, 0.2), (20, 0.8)], modes: [.strip(2): .touch], strips: 3) {
            $0.lanes[ParameterID(.strip(2), .pan)] = Lane(points: [(0, -1), (960_000, 1)])
        }
        let outcome = try rehearsal.perform(
            """
              - {at: 0, desk/knob/3: 0}
              - {at: 0.1, desk/knob/3: 0.9}
              - {at: 1, do: /session/mode = write}
              - {at: 2, do: /transport/play}
              - {at: 4, do: /transport/stop}
            expect:
              - {at: 3, /strip/1/mode: read}
              - {at: 3, /strip/1/pan/mode: write}
              - {at: 3, /strip/2/pan/mode: touch}
            """)
        outcome.expectFlat(0...1.9999)
        #expect(outcome.desk.passes.map { Set($0.ranges.keys) } == [[.pan1]])
    }

    @Test func `a value set where a lane rules is told, and how to keep one`() throws {
        let rehearsal = try Rehearsal(pan: [(0, 0.5)], modes: [.strip(1): .read])
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /strip/1/pan += 0.1}
              - {at: 1, desk/motion: 0.8}
              - {at: 2, desk/motion: 0.9}
            """)
        #expect(outcome.stored.lanes == rehearsal.document.lanes)
        let told = outcome.desk.takeNotices().filter { $0.contains("/strip/1/pan") }
        #expect(told.count == 1 && told.first?.contains("/strip/1/pan/mode = off") == true)
    }

    @Test(arguments: [
        ("desk/plain: 0.9", "touch", "Strip 1 pan: moved without a touch"),
        ("desk/pickup: 0.9", "touch", "pickup waits for pick-up: move it down"),
        ("desk/pickup: 0.1", "latch", "pickup waits for pick-up: move it up"),
    ]) func `a movement that comes to nothing in an armed mode is told`(
        move: String, mode: String, notice: String
    ) throws {
        let rehearsal = try Rehearsal(pan: [(0, 0.5)])
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /strip/1/mode = \(mode)}
              - {at: 0, do: /transport/play}
              - {at: 1, \(move)}
              - {at: 3, do: /transport/stop}
            """)
        #expect(outcome.stored.lanes == rehearsal.document.lanes)
        #expect(outcome.desk.takeNotices().contains { $0.contains(notice) })
    }

    @Test func `a bank changed under a hand is told when it moves on`() throws {
        let rehearsal = try Rehearsal(pan: [(0, 0.5)], modes: [.strip(1): .touch, .strip(5): .touch], strips: 8)
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 1, desk/sense/1: touch}
              - {at: 1, desk/sense/1: 0.8}
              - {at: 1.5, desk/bank/right: press}
              - {at: 1.6, desk/bank/right: release}
              - {at: 1.8, desk/sense/1: 0.2}
              - {at: 2.5, desk/sense/1: let go}
              - {at: 4, do: /transport/stop}
            """)
        outcome.expect([(2.4, 0.8)])
        #expect(outcome.stored.lanes[ParameterID(.strip(5), .pan)] == nil)
        #expect(
            outcome.desk.takeNotices().contains(
                "desk: sense/1 still holds Strip 1 pan: let it go before it moves Strip 5 pan"))
    }

    // MARK: VCAs

    static func members(_ document: inout SessionDocument) {
        document.mix.vcas = [VCA(name: "Inner", vcas: [2]), VCA(name: "All")]
        document.mix.strips[0].vcas = [1]
        document.modes.nodes = [.strip(1): .touch, .vca(1): .touch]
    }

    @Test func `what sounds stays while a VCA, and one above it, moves under a ride`() throws {
        let outcome = try Rehearsal(modes: [:], change: Self.members).perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 1, desk/level: touch}
              - {at: 1, do: /strip/1/fader = -20 dB}
              - {at: 2, do: /vca/1/fader = -5 dB}
              - {at: 4, do: /vca/2/fader = 3 dB}
              - {at: 6, desk/level: let go}
              - {at: 8, do: /transport/stop}
            """)
        // The first is let go after 20 ms and glides back; the second has no lane and is moved in read.
        let fader = try #require(outcome.stored.lanes[.fader1])
        let vca = try #require(outcome.stored.lanes[Self.vca1])
        for time in [1.5, 2.021, 2.2, 3, 3.9] {
            let frame = Rehearsal.frame(time)
            let sum = (fader.position(at: frame) ?? 0) + (vca.position(at: frame) ?? 0)
            #expect(abs(sum + 20) < 0.01, "\(sum) dB at \(time) s")
        }
        #expect(abs((fader.position(at: Rehearsal.frame(5)) ?? 0) + 23) < 0.01)
    }

    @Test func `what sounds stays while the VCA plays a lane under a ride`() throws {
        let rehearsal = try Rehearsal(modes: [:]) {
            Self.members(&$0)
            $0.modes.nodes[.vca(1)] = .read
            $0.lanes[Self.vca1] = Lane(points: [(0, 0), (Rehearsal.frame(1), 0), (Rehearsal.frame(4), -12)])
        }
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 0.5, desk/level: touch}
              - {at: 0.5, do: /strip/1/fader = -20 dB}
              - {at: 5, desk/level: let go}
              - {at: 7, do: /transport/stop}
            """)
        let fader = try #require(outcome.stored.lanes[.fader1])
        let vca = try #require(outcome.stored.lanes[Self.vca1])
        for time in [0.8, 1.003, 2, 3.333, 4.5] {
            let frame = Rehearsal.frame(time)
            let sum = (fader.position(at: frame) ?? 0) + (vca.position(at: frame) ?? 0)
            #expect(abs(sum + 20) < 0.05, "\(sum) dB at \(time) s")
        }
    }
}
