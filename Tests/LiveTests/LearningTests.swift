import ALSASequencer
import Desk
import Foundation
import MIDI
import Mapping
import MixModel
import SessionStore
import Testing

@testable import Live
@testable import Page

/// Controls of real devices are learnt on the page, while the mix plays.
@Suite struct `Learning on the page` {
    private static let pan1 = ParameterID(.strip(1), .pan)
    private static let gain3 = ParameterID(.strip(3), .inputGain)
    private static let fader1 = ParameterID(.strip(1), .fader)

    private final class Table {
        let stage: LiveStage
        let hub = PageHub()
        let teller: PageTeller
        let desk: PageDesk
        let shelf: MappingShelf
        let own = FileManager.default.temporaryDirectory.path + "/gainrider-own-\(UUID().uuidString)"
        let port = FakePort("Bench", device: 20)
        private var told: [Int: [String: Any]] = [:]
        private var seconds = 0.0

        /// Each look is a second after the one before.
        private func clock() -> Double {
            seconds += 1
            return seconds
        }

        init(plugged: Bool = true) throws {
            stage = try LiveStage()
            let store = stage.studio.store
            let folder = (stage.live.plugged.mappings.mappings[0].file as NSString).deletingLastPathComponent
            shelf = MappingShelf(
                mappings: stage.live.plugged.mappings.mappings, folder: own, searched: [own, folder])
            teller = PageTeller(
                hub, store: store, questions: Questions(location: store.location, shelf: shelf), shelf: shelf)
            desk = PageDesk(
                hub: hub, studio: stage.studio, meters: stage.live.meters, unmapped: stage.live.plugged.unmapped
            ) {
                [stage] in stage.live.reload($0)
            }
            teller.join(1)
            teller.join(2)
            if plugged { stage.plug(port) }
            run(50)
        }

        deinit { try? FileManager.default.removeItem(atPath: own) }

        func run(_ milliseconds: Int) {
            stage.run(milliseconds: milliseconds)
            _ = desk.publish(at: Double(stage.now) / 1e9, noSound: nil, xruns: 0)
            desk.carryOut(at: stage.live.frame(of: stage.now))
        }

        /// An order, and its answer.
        @discardableResult
        func order(_ text: String, from client: Int = 1) -> [String: Any] {
            _ = hub.takeReplies(of: client)
            _ = teller.lessonNews(for: client, at: clock())
            #expect(teller.take("{\(text), \"id\": 7}", from: client) == .taken)
            desk.carryOut(at: stage.live.frame(of: stage.now))
            let replies = hub.takeReplies(of: client).map(Self.json)
            return replies.last ?? [:]
        }

        /// What a client is told of its lesson; `nil`: nothing new.
        func learning(_ client: Int = 1) -> [String: Any]? {
            for case .text(let bytes) in teller.lessonNews(for: client, at: clock()) {
                told[client] = Self.json(bytes)["learning"] as? [String: Any] ?? ["over": true]
            }
            return told[client]
        }

        func heard(_ client: Int = 1) -> [[String: Any]] { learning(client)?["heard"] as? [[String: Any]] ?? [] }

        private static func json(_ bytes: [UInt8]) -> [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any] ?? [:]
        }

        func position(_ id: ParameterID) -> Float { stage.desk.shownPosition(of: id) }
    }

    @Test func `what is moved moves nothing, is seen for what it is, gets something to do, and does it at once`()
        throws
    {
        let table = try Table()
        #expect(table.order(#""learn": "Bench""#)["refused"] == nil)
        table.stage.hear([0xB0, 1, 127, 0xB0, 33, 127], from: table.port)
        table.run(50)
        #expect(table.position(Self.pan1) == 0)
        #expect(table.stage.lines.contains("Bench: somebody learns from it; until that has ended it moves nothing"))
        let knob = try #require(table.heard().first)
        #expect(knob["control"] as? String == "knob/1" && knob["message"] as? String == "cc 1/33 ch 1")
        #expect(knob["does"] as? [String] == ["/slot/1/pan"])
        let answer = table.order(#""assign": {"message": "cc 1/33 ch 1", "to": "/strip/3/input/gain"}"#)
        #expect(answer["refused"] == nil)
        let assigned = try #require(answer["assigned"] as? [String: Any])
        #expect(assigned["file"] as? String == table.own + "/bench.yaml" && assigned["isSaved"] as? Bool == true)
        #expect(table.learning()?["over"] as? Bool == true)
        table.stage.hear([0xB0, 1, 0, 0xB0, 33, 0], from: table.port)
        table.run(700)
        #expect(table.position(Self.pan1) == 0)
        #expect(table.position(Self.gain3) == -60)
        // What the shipped one says besides is still so.
        table.stage.hear([0x90, 104, 127, 0xE0, 0, 0], from: table.port)
        table.run(50)
        #expect(table.position(Self.fader1) < -60)
    }

    @Test func `a control that the mapping does not have becomes one`() throws {
        let table = try Table()
        table.order(#""learn": "Bench""#)
        for value in [UInt8(0), 20, 40, 90, 127] { table.stage.hear([0xB0, 70, value], from: table.port) }
        table.run(50)
        let knob = try #require(table.heard().first)
        #expect(knob["isKnown"] as? Bool == false && knob["control"] as? String == "knob/2")
        #expect(table.order(#""assign": {"message": "cc 70 ch 1", "to": "/strip/3/input/gain"}"#)["refused"] == nil)
        table.stage.hear([0xB0, 70, 0], from: table.port)
        table.run(100)
        #expect(table.position(Self.gain3) == -60)
    }

    @Test func `a mistake is told with its line and advice, and the old mapping stays in force`() throws {
        let table = try Table()
        table.order(#""learn": "Bench""#)
        table.stage.hear([0xB0, 1, 127, 0xB0, 33, 127], from: table.port)
        table.run(20)
        let answer = table.order(#""assign": {"message": "cc 1/33 ch 1", "to": "/strip/3/input/gian"}"#)
        #expect((answer["refused"] as? String)?.contains("did you mean `gain`?") == true)
        #expect((answer["findings"] as? [[String: Any]])?.first?["line"] as? Int == 6)
        #expect(!FileManager.default.fileExists(atPath: table.own))
        table.order(#""learn": null"#)
        table.stage.hear([0xB0, 1, 0, 0xB0, 33, 0], from: table.port)
        table.run(50)
        #expect(table.position(Self.pan1) == -1)
    }

    @Test func `without a device it says so, and of a wrong name which there are`() throws {
        let table = try Table(plugged: false)
        #expect(
            (table.order(#""learn": "Bench""#)["refused"] as? String)?.contains("no controller is connected") == true)
        table.stage.plug(table.port)
        table.run(20)
        #expect((table.order(#""learn": "Bonch""#)["refused"] as? String)?.contains("connected are: Bench") == true)
        let answer = table.order(#""assign": {"message": "cc 1 ch 1", "to": "/strip/3/pan"}"#)
        #expect((answer["refused"] as? String)?.contains("nothing is being learnt") == true)
    }

    @Test func `a device that is pulled out ends the lesson, and is as before when it is back`() throws {
        let table = try Table()
        table.order(#""learn": "Bench""#)
        table.stage.unplug(table.port)
        table.run(50)
        table.run(50)
        #expect((table.learning()?["ended"] as? String)?.contains("Bench is not there any more") == true)
        let again = FakePort("Bench", device: 21)
        table.stage.plug(again)
        table.run(50)
        table.stage.hear([0xB0, 1, 127, 0xB0, 33, 127], from: again)
        table.run(50)
        #expect(table.position(Self.pan1) == 1)
    }

    @Test func `a hand that is on a fader lets go when learning begins, and a press is no press`() throws {
        let table = try Table()
        table.stage.hear([0x90, 104, 127, 0xE0, 0, 64, 0x90, 17, 127], from: table.port)
        table.run(50)
        let mute = ParameterID(.strip(1), .mute)
        #expect(table.position(mute) == 1)
        table.order(#""learn": "Bench""#)
        table.run(50)
        #expect(table.position(mute) == 0)
        let sent = table.port.sent.count
        table.order(#""do": "/strip/1/fader = -20 dB""#)
        table.run(100)
        #expect(table.port.sent.count == sent, "no motor pulls at a fader that may be held")
        table.stage.hear([0x80, 17, 0, 0x90, 104, 0], from: table.port)
        table.order(#""learn": null"#)
        table.run(100)
        #expect(table.port.sent.count > sent, "it is shown the mix again")
    }

    @Test func `two clients hear one device, and it is back in the mix when both have ended`() throws {
        let table = try Table()
        table.order(#""learn": "Bench""#, from: 1)
        table.order(#""learn": "Bench""#, from: 2)
        table.stage.hear([0xB0, 1, 127, 0xB0, 33, 127], from: table.port)
        table.stage.hear([0x90, 16, 127, 0x90, 16, 0], from: table.port)
        table.run(20)
        #expect(table.heard(1).count == 2 && table.heard(2).count == 2)
        #expect(
            table.order(#""assign": {"message": "cc 1/33 ch 1", "to": "/strip/3/input/gain"}"#, from: 1)["refused"]
                == nil)
        table.stage.hear([0xB0, 1, 0, 0xB0, 33, 0], from: table.port)
        table.run(50)
        #expect(table.position(Self.gain3) == 0, "the other still learns")
        // The other's lesson knows the new mapping, and what it writes leaves the first one's as it is.
        #expect(table.heard(2).first?["does"] as? [String] == ["/strip/3/input/gain"])
        #expect(
            table.order(#""assign": {"message": "note 16 ch 1", "to": "toggle /strip/5/mute"}"#, from: 2)["refused"]
                == nil)
        table.run(20)
        table.stage.hear([0xB0, 1, 0, 0xB0, 33, 0], from: table.port)
        table.stage.hear([0x90, 16, 127, 0x90, 16, 0], from: table.port)
        table.run(100)
        #expect(table.position(Self.gain3) == -60)
        #expect(table.position(ParameterID(.strip(5), .mute)) == 1)
    }

    @Test func `one control after the other is learnt in one lesson`() throws {
        let table = try Table()
        table.order(#""learn": "Bench""#)
        for number in UInt8(70)...73 {
            for value in [UInt8(0), 20, 40, 90, 127] { table.stage.hear([0xB0, number, value], from: table.port) }
            table.run(20)
            let message = try #require(table.heard().first?["message"] as? String)
            #expect(message == "cc \(number) ch 1")
            let strip = number - 69
            let words = #""assign": {"message": "\#(message)", "to": "/strip/\#(strip)/input/gain", "more": true}"#
            #expect(table.order(words)["refused"] == nil)
        }
        #expect(table.stage.desk.surfaces[0].isLearnt)
        table.order(#""learn": null"#)
        for number in UInt8(70)...73 { table.stage.hear([0xB0, number, 0], from: table.port) }
        table.run(50)
        for strip in 1...4 { #expect(table.position(ParameterID(.strip(strip), .inputGain)) == -60) }
    }

    @Test func `a client that goes gives the device back`() throws {
        let table = try Table()
        table.order(#""learn": "Bench""#)
        table.teller.leave(1)
        table.run(20)
        table.stage.hear([0xB0, 1, 127, 0xB0, 33, 127], from: table.port)
        table.run(50)
        #expect(table.position(Self.pan1) == 1)
    }

    @Test func `a page that is left open gives it back after a minute`() throws {
        let table = try Table()
        table.order(#""learn": "Bench""#)
        table.run(59_000)
        #expect(table.learning()?["ended"] == nil)
        table.run(2000)
        #expect((table.learning()?["ended"] as? String)?.contains("nothing was moved for a minute") == true)
        table.stage.hear([0xB0, 1, 127, 0xB0, 33, 127], from: table.port)
        table.run(50)
        #expect(table.position(Self.pan1) == 1)
    }

    @Test func `a device without mapping gets one by being learnt`() throws {
        let table = try Table(plugged: false)
        let odd = FakePort("Odd Box", device: 30)
        table.stage.plug(odd)
        table.run(50)
        #expect(table.stage.live.plugged.unmapped.names == ["Odd Box"])
        #expect(odd.connections == 0)
        #expect(table.order(#""learn": "Odd Box""#)["refused"] == nil)
        for value in [UInt8(0), 20, 40, 90, 127] { table.stage.hear([0xB0, 70, value], from: odd) }
        table.run(20)
        #expect(table.heard().first?["control"] as? String == "knob/1")
        let answer = table.order(#""assign": {"message": "cc 70 ch 1", "to": "/strip/1/pan"}"#)
        #expect(answer["refused"] == nil)
        table.run(50)
        #expect(table.stage.live.plugged.unmapped.names == [] && table.stage.desk.surfaces.map(\.name) == ["Odd Box"])
        // It catches the value first, as knobs do.
        for value in [UInt8(0), 40, 64, 90, 127] {
            table.stage.hear([0xB0, 70, value], from: odd)
            table.run(30)
        }
        #expect(table.position(Self.pan1) == 1)
        // And the next control into the same mapping.
        table.order(#""learn": "Odd Box""#)
        for value in [UInt8(0), 20, 40, 90, 127] { table.stage.hear([0xB0, 71, value], from: odd) }
        table.run(20)
        #expect(table.heard().first?["control"] as? String == "knob/2")
        #expect(table.order(#""assign": {"message": "cc 71 ch 1", "to": "/strip/2/pan"}"#)["refused"] == nil)
        #expect(table.stage.desk.surfaces[0].mapping.controls.count == 2)
    }

    @Test func `a program that somebody has wired by hand can be learnt from, until its wire is taken out`() throws {
        let table = try Table(plugged: false)
        let program = FakePort("Pad App", device: 130, isHardware: false)
        table.stage.plug(program)
        table.run(20)
        #expect(table.stage.live.plugged.unmapped.names == [])
        table.stage.devices.events.append(.wired(program))
        table.run(20)
        #expect(table.stage.live.plugged.unmapped.names == ["Pad App"])
        #expect(table.order(#""learn": "Pad App""#)["refused"] == nil)
        table.stage.devices.events.append(.unwired(program))
        table.run(20)
        table.run(20)
        #expect((table.learning()?["ended"] as? String)?.contains("Pad App is not there any more") == true)
    }

    @Test func `a device without mapping that another program holds says so`() throws {
        let table = try Table(plugged: false)
        let odd = FakePort("Odd Box", device: 30)
        odd.refusal = .busy(port: "Odd Box")
        table.stage.plug(odd)
        table.run(20)
        #expect((table.order(#""learn": "Odd Box""#)["refused"] as? String)?.isEmpty == false)
    }

    @Test func `what is moved for a lesson is in no recording`() throws {
        let table = try Table()
        table.stage.live.record { $0.id }
        table.order(#""learn": "Bench""#)
        table.stage.hear([0xB0, 1, 127, 0xB0, 33, 127], from: table.port)
        table.run(20)
        table.order(#""learn": null"#)
        let before = try #require(table.stage.live.recorded)
        #expect(!"\(before)".contains("176, 1, 127"))
    }
}
