import Mapping
import MixModel
import Testing
import Units

@testable import Page

@Suite struct `Orders of a client` {
    private static func read(_ text: String) -> OrderReader { OrderReader(text, from: 3, nesting: 8) }
    private static func orders(_ text: String) -> [PageOrder] { read(text).requests.map(\.order) }
    private static let fader = Target.parameter(.strip(3), .fader)

    static let stories: [(String, [PageOrder])] = [
        (#"{"do": "/transport/play"}"#, [.perform(.command(.fixed(.play)))]),
        (
            #"{"do": ["toggle /strip/3/mute", "/session/undo"]}"#,
            [.perform(.toggle(.parameter(.strip(3), .mute))), .perform(.command(.fixed(.undo)))]
        ),
        (#"{"set": {"/strip/3/fader": "-3.2 dB"}}"#, [.perform(.set(fader, position: -3.2))]),
        (#"{"set": {"/strip/3/fader": -3.2}, "touch": true}"#, [.move(fader, -3.2)]),
        (#"{"set": {"/strip/3/fader": "-inf"}, "touch": true}"#, [.move(fader, Scale.silence)]),
        (#"{"set": {"/strip/3/mute": true}}"#, [.perform(.set(.parameter(.strip(3), .mute), position: 1))]),
        (#"{"touch": ["/strip/3/fader"]}"#, [.touch(fader)]),
        (#"{"release": ["/strip/3/fader"]}"#, [.release(fader)]),
        (#"{"release": true}"#, [.releaseAll]),
        (
            #"{"watch": ["/strip/3/fader", "/master", "/monitor"]}"#,
            [.watch([.parameter(fader), .node(.master), .node(.monitor)])]
        ),
        (#"{"loop": [100, 200]}"#, [.loop(100..<200)]),
        (#"{"loop": null}"#, [.loop(nil)]),
        (#"{"history": 4}"#, [.travel(4)]),
        (
            #"{"revision": {"keep": "Mix 3", "note": "vocal up"}}"#, [.revision(.keep("Mix 3", note: "vocal up"))]
        ),
        (#"{"revision": {"restore": "Mix 2"}}"#, [.revision(.restore("Mix 2"))]),
        (#"{"revision": {"rename": "1", "to": "First"}}"#, [.revision(.rename("1", to: "First"))]),
        (#"{"revision": {"remove": "Mix 2"}}"#, [.revision(.remove("Mix 2"))]),
        (#"{"revision": {"compare": "Mix 2"}}"#, [.revision(.compare("Mix 2", with: nil))]),
        (#"{"revision": {"compare": "Mix 2", "with": "3"}}"#, [.revision(.compare("Mix 2", with: "3"))]),
        (#"{"meters": "clear"}"#, [.meters(.clear)]),
        (#"{"learn": "nanoKONTROL2"}"#, [.learn("nanoKONTROL2")]), (#"{"learn": null}"#, [.learn(nil)]),
        (#"{"name": {"/bus/1": "Plate"}}"#, [.name(.bus(1), "Plate")]),
        (
            #"{"lane": {"address": "/strip/3/fader", "from": 0, "to": 100, "points": [[0, -3], [50, "-6 dB"]], "label": "Ride"}}"#,
            [
                .lane(
                    LaneOrder(
                        target: fader, range: 0..<100,
                        points: [.init(frame: 0, position: -3), .init(frame: 50, position: -6)], label: "Ride"))
            ]
        ),
    ]

    @Test(arguments: stories)
    func `are read in the address language`(text: String, expected: [PageOrder]) {
        #expect(Self.orders(text) == expected)
        #expect(Self.read(text).faults.isEmpty)
    }

    static let faults: [(String, String)] = [
        ("junk", "no JSON object"), ("[]", "no JSON object"), (#"{"fly": 1}"#, "`fly` is no word of the protocol"),
        (#"{"do": "/strip/3/fadr = -3 dB"}"#, "fader"), (#"{"do": "/strip/3/fader = 40 dB"}"#, "-inf dB to 12 dB"),
        (#"{"do": 3}"#, "expected an action"), (#"{"set": {"/strip/3/fader": "loud"}}"#, "loud"),
        (#"{"set": {"/strip/3/fader": []}}"#, "expected a value"), (#"{"rate": 1000}"#, "0.1 to 60"),
        (#"{"loop": [200, 100]}"#, "two rising frames"), (#"{"history": -1}"#, "0 or more"),
        (
            #"{"lane": {"address": "/strip/3/fader", "from": 0, "to": 100, "points": [[50, 0], [20, 0]]}}"#,
            "must rise"
        ),
        (#"{"lane": {"address": "/strip/3/fader", "from": 0, "to": 100, "points": [[500, 0]]}}"#, "from 0 to 100"),
        (#"{"revision": "Mix 3"}"#, "expected {\"keep\""), (#"{"revision": {"keep": ""}}"#, "1 to 200 characters"),
        (#"{"revision": {"keep": "A", "note": 3}}"#, "2000 characters"),
        (#"{"revision": {"rename": "A"}}"#, "1 to 200 characters"),
        (#"{"revision": {"compare": "A", "with": 3}}"#, "number of a revision"),
        (#"{"name": {"/strip/1": ""}}"#, "1 to 200 characters"), (#"{"meters": "explode"}"#, "\"clear\""),
        (#"{"learn": 3}"#, "the name of a device"), (#"{"assign": {"message": "cc 1"}}"#, "expected {\"message\""),
        (#"{"assign": {"message": "cc 1", "to": "/strip/1/pan", "layer": 3}}"#, "expected a text"),
        (#"{"assign": {"message": "cc 1", "to": "/strip/1/pan", "name": "a b"}}"#, "no name of a control"),
        (#"{"assign": {"message": "cc 1", "to": "a\nb"}}"#, "single lines"),
        (#"{"do": [[[[[[[[[[["x"]]]]]]]]]]]}"#, "no JSON object"),
    ]

    @Test(arguments: faults)
    func `that cannot be are answered with what was expected`(text: String, words: String) {
        let reader = Self.read(text)
        #expect(reader.requests.isEmpty)
        #expect(reader.faults.contains { $0.message.contains(words) }, "\(reader.faults)")
    }

    @Test func `say what a control that was learnt is to do`() {
        let whole = Self.read(
            #"{"assign": {"message": "cc 1 ch 1", "to": "/strip/1/pan", "layer": "mix", "name": "a/1", "save": false, "more": true}}"#
        )
        #expect(
            whole.learned
                == LearnedOrder(
                    message: "cc 1 ch 1", action: "/strip/1/pan", layer: "mix", name: "a/1", isToSave: false,
                    goesOn: true))
        let least = Self.read(#"{"assign": {"message": "cc 1 ch 1", "to": "/strip/1/pan"}}"#)
        #expect(
            least.learned
                == LearnedOrder(
                    message: "cc 1 ch 1", action: "/strip/1/pan", layer: nil, name: nil, isToSave: true, goesOn: false
                ))
    }

    @Test func `keep the client's own number`() {
        #expect(Self.read(#"{"do": "/transport/play", "id": 17}"#).requests.map(\.id) == [17])
    }

    @Test func `of one message are carried out in the order of the protocol's words`() {
        #expect(
            Self.orders(#"{"do": "/transport/play", "release": true, "touch": ["/strip/3/fader"]}"#) == [
                .touch(Self.fader), .releaseAll, .perform(.command(.fixed(.play))),
            ])
    }
}
