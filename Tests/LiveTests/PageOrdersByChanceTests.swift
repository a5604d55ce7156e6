import Automation
import Desk
import Foundation
import Mapping
import MixModel
import SessionStore
import TestSupport
import Testing
import Units

@testable import Live
@testable import Page

/// What clients may send, by chance, while the song plays and stops: each order is answered once, and what is shown in the end is stored.
///
/// `GAINRIDER_ORDERS=1000 swift test --filter "Orders of the page by chance"` plays so many.
@Suite struct `Orders of the page by chance` {
    private static let count = ProcessInfo.processInfo.environment["GAINRIDER_ORDERS"].flatMap(Int.init) ?? 12

    @Test(arguments: 1...count) func `are answered once each, and what is shown is stored`(seed: Int) throws {
        var chance = Dice(seed: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15)
        let stage = try LiveStage(modes: [.strip(1): .touch, .strip(2): .latch, .strip(3): .write])
        let store = stage.studio.store
        let hub = PageHub()
        let shelf = MappingShelf()
        let teller = PageTeller(
            hub, store: store, questions: Questions(location: store.location, shelf: shelf), shelf: shelf)
        let desk = PageDesk(hub: hub, studio: stage.studio, meters: stage.live.meters) { _ in }
        teller.join(1)
        stage.plug(FakePort("Bench", device: 20))
        var (asked, answered): ([Int: Int], [Int: Int]) = ([:], [:])
        func settle() {
            desk.carryOut(at: stage.live.frame(of: stage.now))
            _ = desk.publish(at: Double(stage.now) / 1e9, noSound: nil, xruns: 0)
            for case .text(let bytes) in teller.next(for: 1) {
                guard let value = JSONValue(String(decoding: bytes, as: UTF8.self), nesting: 1000) else {
                    Issue.record("seed \(seed): what is told is no JSON")
                    continue
                }
                if let id = value.object?["reply"]?.number { answered[Int(id), default: 0] += 1 }
            }
        }
        for id in 1...60 {
            let text = Message(id: id, &chance).text
            let reader = OrderReader(text, from: 1, nesting: 8)
            while teller.take(text, from: 1) == .noRoom { settle() }
            asked[id] = max(1, reader.requests.count + reader.faults.count)
            settle()
            stage.run(milliseconds: Int.random(in: 0...40, using: &chance))
        }
        #expect(teller.take(#"{"release": true, "do": "/transport/stop", "id": 100}"#, from: 1) == .taken)
        asked[100] = 2
        let end = ContinuousClock.now + .seconds(60)
        while answered != asked, ContinuousClock.now < end {
            settle()
            stage.run(milliseconds: 20)
        }
        #expect(answered == asked, "seed \(seed)")
        stage.run(milliseconds: 1500)
        #expect((stage.desk.document == store.document) as Bool, "seed \(seed)")
    }
}

/// A message of a client that is sometimes wrong.
private struct Message {
    let text: String

    private static let nodes = [
        "/strip/1", "/strip/2", "/strip/3", "/strip/8", "/strip/9", "/master", "/bus/1", "/monitor",
    ]
    private static let values = [
        "-3", "0", "1e300", "-1e300", "12.5", "0.0001", "true", "false", #""-6 dB""#, #""on""#, #""-inf""#,
        #""loud""#, "null", "[]",
    ]
    private static let actions = [
        "/transport/play", "/transport/play", "/transport/stop", "/transport/position = 3 s",
        "/transport/position += 1e9 s",
        "/session/undo", "/session/redo", "/marker/add", "toggle /transport/loop", "toggle /strip/1/mute",
        "/strip/2/mode = latch",
        "/session/mode = write", "/session/mode = default", "/session/match", "/strip/99/select", "nonsense",
    ]
    private static let names = ["A", "B", "1", "2", "99", ""]

    init(id: Int, _ chance: inout Dice) {
        func one(_ list: [String]) -> String { list.randomElement(using: &chance) ?? "" }
        func address() -> String {
            one(Message.nodes) + "/" + (Role.allCases.randomElement(using: &chance)?.spec.path ?? "fader")
        }
        func frame() -> Int {
            [Int.random(in: 0...960_000, using: &chance), Int.random(in: -10...1 << 46, using: &chance), 0]
                .randomElement(
                    using: &chance) ?? 0
        }
        let word: String
        switch Int.random(in: 0..<14, using: &chance) {
        case 0, 1:
            let hand = Bool.random(using: &chance)
            word =
                #""set": {"\#(address())": \#(one(Message.values)), "/strip/1/fader": -\#(Int.random(in: 0...40, using: &chance))}, "touch": \#(hand)"#
        case 2: word = #""touch": ["\#(address())", "/strip/2/fader"]"#
        case 3: word = #""release": ["\#(address())"]"#
        case 4: word = #""do": ["\#(one(Message.actions))", "\#(one(Message.actions))"]"#
        case 5:
            let (from, to) = (frame(), frame())
            let points = (0..<Int.random(in: 0...5, using: &chance)).map { index in
                "[\(from &+ (to &- from) / 5 &* index), \(one(Message.values))]"
            }
            word =
                #""lane": {"address": "\#(address())", "from": \#(from), "to": \#(to), "points": [\#(points.joined(separator: ", "))]}"#
        case 6: word = #""name": {"\#(one(Message.nodes))": "\#(one(Message.names))"}"#
        case 7: word = #""history": \#(Int.random(in: -1...20, using: &chance))"#
        case 8: word = #""loop": \#(Bool.random(using: &chance) ? "null" : "[\(frame()), \(frame())]")"#
        case 9: word = #""punch": \#(Bool.random(using: &chance) ? "null" : "[\(frame()), \(frame())]")"#
        case 10:
            word = #""watch": ["\#(address())", "\#(one(Message.nodes))"], "rate": \#(one(["60", "30", "1000"]))"#
        case 11: word = #""learn": \#(one([#""Bench""#, #""Bonch""#, "null", "7", "[]"]))"#
        case 12:
            word =
                #""assign": {"message": "\#(one(["note 16 ch 1", "cc 1/33 ch 1", "", "cc 99"]))", "to": "\#(address())", "save": false}"#
        default:
            let key = one(["keep", "keep", "restore", "rename", "remove", "compare"])
            word = #""revision": {"\#(key)": "\#(one(Message.names))", "to": "\#(one(Message.names))"}"#
        }
        text = #"{\#(word), "id": \#(id)}"#
    }
}
