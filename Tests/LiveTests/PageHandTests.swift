import Automation
import Desk
import Foundation
import Mapping
import MixModel
import SessionStore
import Testing
import Units

@testable import Live
@testable import Page

/// The page's hands beside those on a device, on one desk whose time a test plays.
@Suite struct `Hands of the page` {
    private static let fader = ParameterID(.strip(1), .fader)
    private static let target = Target.parameter(.strip(1), .fader)

    private struct Table {
        let stage: LiveStage
        let hub = PageHub()
        let teller: PageTeller
        let desk: PageDesk

        init(modes: [Node: AutomationMode] = [:]) throws {
            stage = try LiveStage(modes: modes)
            let store = stage.studio.store
            let shelf = MappingShelf()
            teller = PageTeller(
                hub, store: store, questions: Questions(location: store.location, shelf: shelf), shelf: shelf)
            desk = PageDesk(hub: hub, studio: stage.studio, meters: stage.live.meters) { [stage] in
                stage.live.reload($0)
            }
            teller.join(1)
            teller.join(2)
            stage.run(milliseconds: 50)
        }

        /// What a client sends is carried out now.
        func order(_ text: String, from client: Int = 1) {
            #expect(teller.take(text, from: client) == .taken)
            desk.carryOut(at: stage.live.frame(of: stage.now))
        }

        var position: Float { stage.desk.shownPosition(of: fader) }
        var state: WriteState { stage.desk.state.writeState(of: fader) }
    }

    @Test func `a drag is written in touch, and glides back to the lane when it ends`() throws {
        let table = try Table(modes: [.strip(1): .touch])
        #expect(table.state == .armed)
        table.stage.desk.play(at: table.stage.live.frame(of: table.stage.now))
        table.stage.run(milliseconds: 100)
        table.order(#"{"touch": ["/strip/1/fader"]}"#)
        table.order(#"{"set": {"/strip/1/fader": -10}, "touch": true}"#)
        table.stage.run(milliseconds: 200)
        #expect(table.state == .touching && table.position == -10)
        table.order(#"{"release": ["/strip/1/fader"]}"#)
        #expect(table.state == .gliding)
        table.stage.run(milliseconds: 600)
        #expect(table.state == .armed)
        table.stage.desk.stop(at: table.stage.live.frame(of: table.stage.now))
        table.stage.run(milliseconds: 100)
        let lane = try #require(table.stage.desk.document.lanes[Self.fader])
        #expect(lane.segments.contains { $0.ramp.to == -10 })
    }

    @Test func `in latch it is written on after the release`() throws {
        let table = try Table(modes: [.strip(1): .latch])
        table.stage.desk.play(at: table.stage.live.frame(of: table.stage.now))
        table.stage.run(milliseconds: 100)
        table.order(#"{"set": {"/strip/1/fader": -10}, "touch": true}"#)
        table.order(#"{"release": true}"#)
        table.stage.run(milliseconds: 100)
        #expect(table.state == .latched && table.position == -10)
    }

    @Test func `the page and a fader on one parameter are two hands: it glides when the second lets go`() throws {
        let table = try Table(modes: [.strip(1): .touch])
        let port = FakePort("Bench", device: 20)
        table.stage.plug(port)
        table.stage.run(milliseconds: 50)
        table.stage.desk.play(at: table.stage.live.frame(of: table.stage.now))
        table.stage.run(milliseconds: 100)
        table.stage.hear([0x90, 104, 127, 0xE0, 0, 64], from: port)
        table.stage.run(milliseconds: 50)
        let ofDevice = table.position
        table.order(#"{"set": {"/strip/1/fader": -20}, "touch": true}"#)
        table.stage.run(milliseconds: 50)
        #expect(table.position == -20 && ofDevice != -20)
        table.order(#"{"release": true}"#)
        table.stage.run(milliseconds: 50)
        #expect(table.state == .touching, "the device's hand is still there")
        table.stage.hear([0x90, 104, 0], from: port)
        table.stage.run(milliseconds: 20)
        #expect(table.state == .gliding)
    }

    @Test func `two clients are two hands`() throws {
        let table = try Table(modes: [.strip(1): .touch])
        table.stage.desk.play(at: table.stage.live.frame(of: table.stage.now))
        table.stage.run(milliseconds: 100)
        table.order(#"{"set": {"/strip/1/fader": -10}, "touch": true}"#, from: 1)
        table.order(#"{"set": {"/strip/1/fader": -12}, "touch": true}"#, from: 2)
        table.order(#"{"release": true}"#, from: 1)
        table.stage.run(milliseconds: 50)
        #expect(table.state == .touching && table.position == -12)
    }

    @Test func `a client that is gone has let go`() throws {
        let table = try Table(modes: [.strip(1): .touch])
        table.stage.desk.play(at: table.stage.live.frame(of: table.stage.now))
        table.stage.run(milliseconds: 100)
        table.order(#"{"set": {"/strip/1/fader": -10}, "touch": true}"#)
        table.stage.run(milliseconds: 50)
        table.teller.leave(1)
        table.desk.carryOut(at: table.stage.live.frame(of: table.stage.now))
        #expect(table.state == .gliding)
    }

    @Test func `a drawn lane is one step of undo, exact at its points, and as it was outside`() throws {
        let table = try Table()
        table.order(
            #"{"lane": {"address": "/strip/1/fader", "from": 48000, "to": 96000, "points": [[48000, -3], [72000, -9], [96000, -6]]}}"#
        )
        let drawn = try #require(table.stage.desk.document.lanes[Self.fader])
        #expect(drawn.position(at: 72_000) == -9)
        #expect(drawn.position(at: 60_000) == -6)
        #expect(drawn.position(at: 0) == 0 && drawn.position(at: 200_000) == 0)
        table.order(#"{"lane": {"address": "/strip/1/fader", "from": 60000, "to": 84000, "points": []}}"#)
        let cleared = try #require(table.stage.desk.document.lanes[Self.fader])
        #expect(cleared.position(at: 72_000) != -9)
        #expect(cleared.position(at: 48_000) == drawn.position(at: 48_000))
        #expect(cleared.position(at: 90_000) == drawn.position(at: 90_000))
        table.order(#"{"do": "/session/undo"}"#)
        #expect(table.stage.desk.document.lanes[Self.fader] == drawn)
        table.order(#"{"do": "/session/undo"}"#)
        #expect(table.stage.desk.document.lanes[Self.fader] == nil)
    }

    @Test func `a history is gone through to any point, also with a movement that is not stored yet`() throws {
        let table = try Table()
        for number in 1...3 { table.order("{\"name\": {\"/strip/1\": \"Name \(number)\"}}") }
        table.order(#"{"do": "/strip/2/fader = -7 dB"}"#)
        table.order(#"{"history": 1}"#)
        #expect(table.stage.desk.document.mix.strips[0].name == "Name 1")
        #expect(table.stage.desk.document.mix[ParameterID(.strip(2), .fader)] == 0)
        table.order(#"{"history": 4}"#)
        #expect(table.stage.desk.document.mix.strips[0].name == "Name 3")
        #expect(table.stage.desk.document.mix[ParameterID(.strip(2), .fader)] == -7)
    }

    @Test func `an edited mapping rules at once, and the device keeps its bank`() throws {
        let table = try Table()
        let port = FakePort("Bench", device: 20)
        table.stage.plug(port)
        table.stage.run(milliseconds: 50)
        table.stage.hear([0x90, 47, 127, 0x90, 47, 0], from: port)
        table.stage.run(milliseconds: 50)
        #expect(table.stage.desk.surfaces.first?.bank == 1)
        let text = LiveStage.mapping.replacingOccurrences(
            of: "knob/1: /slot/1/pan", with: "knob/1: /slot/1/input/gain")
        let edited = try #require(MappingReader.read(text: text, file: "bench.yaml").mapping)
        table.stage.live.reload(edited)
        #expect(table.stage.desk.surfaces.count == 1)
        #expect(table.stage.desk.surfaces.first?.bank == 1)
        let gain = table.stage.desk.shownPosition(of: ParameterID(.strip(2), .inputGain))
        table.stage.hear([0xB0, 1, 100, 0xB0, 33, 0], from: port)
        table.stage.run(milliseconds: 50)
        #expect(table.stage.desk.shownPosition(of: ParameterID(.strip(2), .inputGain)) != gain)
        #expect(table.stage.lines.contains { $0.contains("is read anew") })
    }

    @Test func `a picture is told only when it is due, and the whole state to who is new`() throws {
        let table = try Table()
        #expect(table.desk.publish(at: 100, noSound: nil, xruns: 0))
        #expect(!table.desk.publish(at: 100.005, noSound: nil, xruns: 0))
        #expect(table.desk.publish(at: 100.017, noSound: nil, xruns: 0))
        let first = table.teller.next(for: 1)
        #expect(
            first.contains {
                if case .text(let text) = $0 {
                    String(decoding: text, as: UTF8.self).hasPrefix("{\"state\"")
                } else {
                    false
                }
            })
        #expect(first.contains { if case .bytes(let bytes) = $0 { bytes.count == 16 + 48 * 9 } else { false } })
        #expect(table.teller.next(for: 1).isEmpty)
    }

    @Test func `orders beyond the limit wait, and none is lost`() throws {
        let table = try Table()
        var taken = 0
        while table.teller.take(#"{"do": "toggle /strip/1/mute"}"#, from: 1) == .taken { taken += 1 }
        #expect(taken == PageLimits().waitingOrders)
        table.desk.carryOut(at: table.stage.live.frame(of: table.stage.now))
        #expect(table.teller.take(#"{"do": "toggle /strip/1/mute"}"#, from: 1) == .taken)
        #expect(table.hub.takeOrders(atMost: 10_000).count == 1)
        #expect(table.teller.take(#"{"do": "toggle /strip/1/mute"}"#, from: 2) == .taken)
    }

    /// Waits for the clerk, who works on a thread of its own, and carries out what it hands over.
    private func settle(_ table: Table, until isDone: () -> Bool) {
        let end = ContinuousClock.now + .seconds(20)
        while !isDone(), ContinuousClock.now < end {
            table.desk.carryOut(at: table.stage.live.frame(of: table.stage.now))
            usleep(1000)
        }
        #expect(isDone())
    }

    /// The answers that a client has been given, as text.
    private func replies(_ table: Table, to client: Int = 1) -> String {
        table.hub.takeReplies(of: client).map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
    }

    @Test func `a revision is kept, compared in words and brought back, which undo takes back`() throws {
        let table = try Table()
        let desk = table.stage.desk
        table.order(#"{"do": "/strip/1/fader = -6 dB"}"#)
        table.order(#"{"revision": {"keep": "Mix 1", "note": "first"}}"#)
        settle(table) { desk.document.revisions.map(\.name) == ["Mix 1"] }
        #expect(desk.document.revisions.first?.note == "first")
        table.order(#"{"do": "/strip/1/fader = -3 dB"}"#)
        table.order(
            #"{"lane": {"address": "/strip/2/fader", "from": 0, "to": 96000, "points": [[0, -3], [96000, -9]]}}"#)
        _ = replies(table)
        table.order(#"{"revision": {"compare": "Mix 1"}, "id": 7}"#)
        var told = ""
        settle(table) {
            told += replies(table)
            return told.contains("\"reply\":7")
        }
        #expect(told.contains("fader -3 dB, was -6 dB") && told.contains("differences"), "\(told)")
        // What was moved is heard before something else is wanted.
        table.stage.run(milliseconds: 50)
        table.order(#"{"revision": {"restore": "Mix 1"}}"#)
        settle(table) { desk.document.mix[Self.fader] == -6 }
        #expect(desk.document.lanes.isEmpty && desk.document.revisions.count == 1)
        table.stage.run(milliseconds: 50)
        #expect(table.position == -6)
        table.order(#"{"do": "/session/undo"}"#)
        #expect(desk.document.mix[Self.fader] == -3 && !desk.document.lanes.isEmpty)
        #expect(desk.document.revisions.map(\.name) == ["Mix 1"])
        table.stage.run(milliseconds: 50)
        #expect(table.position == -3)
        #expect(desk.document == table.stage.studio.store.document)
    }

    @Test func `revisions are renamed and forgotten, and what cannot be is said`() throws {
        let table = try Table()
        let desk = table.stage.desk
        table.order(#"{"revision": {"keep": "A"}}"#)
        settle(table) { desk.document.revisions.count == 1 }
        table.order(#"{"revision": {"keep": "A"}, "id": 1}"#)
        var told = ""
        settle(table) {
            told += replies(table)
            return told.contains("already")
        }
        table.order(#"{"revision": {"rename": "A", "to": "B"}}"#)
        #expect(desk.document.revisions.map(\.name) == ["B"])
        for order in ["restore", "remove", "compare"] {
            table.order("{\"revision\": {\"\(order)\": \"A\"}}")
            #expect(replies(table).contains("there is no revision \\\"A\\\""))
        }
        table.order(#"{"revision": {"rename": "B", "to": "B"}}"#)
        #expect(replies(table).contains("already; choose another name"))
        table.order(#"{"revision": {"remove": "1"}}"#)
        #expect(desk.document.revisions.isEmpty)
        #expect(desk.document == table.stage.studio.store.document)
    }

    @Test func `a revision of another structure is not brought back while the engine plays this one`() throws {
        let table = try Table()
        let desk = table.stage.desk
        var other = desk.document
        other.mix.strips[0].output = nil
        other.mix.strips.removeLast()
        #expect(desk.keep(Revision(other, name: "Before", time: 0)) == nil)
        table.order(#"{"revision": {"restore": "Before"}, "id": 3}"#)
        var told = ""
        settle(table) {
            told += replies(table)
            return told.contains("\"reply\":3")
        }
        #expect(told.contains("other strips") && told.contains("gainrider revisions"))
        #expect(desk.document == table.stage.studio.store.document)
    }
}
