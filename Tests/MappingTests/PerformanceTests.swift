import Automation
import ControlSurfaces
import Foundation
import Mapping
import MixModel
import Testing

@Suite struct Performances {
    static func read(_ lines: String) -> (Performance?, [String]) {
        let text = "performance: 1\nsurfaces:\n  desk: {mapping: mackie-control}\n" + lines
        let (performance, diagnostics) = PerformanceReader.read(text: text, file: "p.yaml")
        return (performance, diagnostics.map { String($0.headline.dropFirst("p.yaml:".count)) })
    }

    @Test func `a ride is a straight line with both ends`() throws {
        let (performance, mistakes) = Performances.read(
            "events:\n  - {at: 2..3, every: 300ms, desk: pitchbend ch 1 0..1000}\n")
        #expect(mistakes == [])
        let events = try #require(performance).events
        #expect(
            events.map(\.nanoseconds) == [2_000_000_000, 2_300_000_000, 2_600_000_000, 2_900_000_000, 3_000_000_000])
        let numbers = events.map { event -> Int in
            guard case .bytes("desk", let bytes) = event.input else { return -1 }
            return Int(bytes[2]) << 7 | Int(bytes[1])
        }
        #expect(numbers == [0, 250, 500, 750, 1000])
    }

    @Test func `events come in order of time and times are exact`() throws {
        let (performance, mistakes) = Performances.read(
            "events:\n  - {at: 1.000000001, do: /transport/stop}\n  - {at: 0.1, do: /transport/play}\n  - {at: 0.1, desk/fader/1: 0.5}\n"
        )
        #expect(mistakes == [])
        let read = try #require(performance)
        #expect(read.events.map(\.nanoseconds) == [100_000_000, 100_000_000, 1_000_000_001])
        #expect(read.events[0].input == .action(.command(.fixed(.play))))
        #expect(read.events[1].input == .control(surface: "desk", control: "fader/1", .travel(0.5)))
    }

    @Test func `a cable goes out and in at moments, not over a span`() throws {
        let (performance, mistakes) = Performances.read(
            "events:\n  - {at: 1, desk: unplug}\n  - {at: 2.5, desk: plug}\n")
        #expect(mistakes == [])
        #expect(
            try #require(performance).events.map(\.input) == [
                .cable(surface: "desk", isIn: false), .cable(surface: "desk", isIn: true),
            ])
        let (_, wrong) = Performances.read("events:\n  - {at: 1..2, every: 10ms, desk: unplug}\n")
        #expect(wrong == ["5:35: error: `unplug` happens at one moment, not at each of a span [wrong-value]"])
    }

    @Test func `expectations know values modes states and bytes`() throws {
        let (performance, mistakes) = Performances.read(
            """
            events: []
            expect:
              - {at: 4, /strip/1/fader: -3.2 dB, within: 0.05 dB}
              - {at: 4, /strip/Lead Vox/mute: on}
              - {at: 4, /strip/1/pan/mode: touch}
              - {at: 4, /transport/loop: off}
              - {at: 4, /bank: 9}
              - {at: 4, /selected: /bus/1}
              - {at: 4, desk/layer: mix}
              - {at: 2..3, desk: none}
              - {at: 5.6, desk: E0 00 60}
            """)
        #expect(mistakes == [])
        let facts = try #require(performance).expectations.map(\.fact)
        let expected: [Performance.Fact] = [
            .value(.parameter(.strip(1), .fader), Double(Float(-3.2)), within: 0.05),
            .value(.parameter(.stripNamed("Lead Vox"), .mute), 1, within: 0.005),
            .mode(.parameter(.parameter(.strip(1), .pan)), .touch), .state(.command(.fixed(.loop, .on)), false),
            .bank(strip: 9),
            .selected(.bus(1)), .layer(surface: "desk", "mix"), .nothingSent(surface: "desk"),
            .sent(surface: "desk", [0xE0, 0, 0x60]),
        ]
        #expect(facts == expected)
    }

    // swift-format-ignore
    static let mistakes: [(String, String)] = [
        ("events:\n  - {at: x, do: /transport/play}\n", "5:10: error: `at` is `x`, expected seconds such as `2.5` or a span such as `2..3` [wrong-value]"),
        ("events:\n  - {at: 1..2, do: /transport/play}\n", "5:10: error: `at` is a span, but `every` is missing [missing-key]"),
        ("events:\n  - {at: 1, do: /transport/pla}\n", "5:28: error: no command `/transport/pla` [unknown-address]"),
        ("events:\n  - {at: 1}\n", "5:5: error: this event does nothing [wrong-event]"),
        ("events:\n  - {at: 1, dsk: 90 00 00}\n", "5:13: error: no surface `dsk` [unknown-surface]"),
        ("events:\n  - {at: 1, desk: 90 0 00}\n", "5:22: error: `0` is not a byte, expected two hex digits such as `7F` [wrong-bytes]"),
        ("events:\n  - {at: 1, desk: pitchband ch 1 0}\n", "5:19: error: `pitchband ch 1 0` is neither bytes nor a message [unknown-message]"),
        ("events:\n  - {at: 1, desk: cc 7 ch 1 0..9}\n", "5:29: error: `0..9` is a range, which needs `at` with a span and `every` [wrong-value]"),
        ("events:\n  - {at: 1, desk/fader/1: up}\n", "5:27: error: `up` is not a movement of a control [wrong-value]"),
        ("events: []\nexpect:\n  - {at: 1, /strip/1/fader: loud}\n", "6:29: error: `loud` is not a value of `fader`, expected -inf dB to 12 dB [wrong-value]"),
        ("events: []\nexpect:\n  - {at: 1, /marker/next: on}\n", "6:13: error: `/marker/next` has no state that could be expected [wrong-value]"),
    ]

    @Test(arguments: mistakes)
    func `mistakes have their place`(lines: String, headline: String) {
        let (performance, found) = Performances.read(lines)
        #expect(performance == nil)
        #expect(found == [headline])
    }

    @Test(arguments: Shipped.names)
    func `stand beside every shipped mapping and fit it`(name: String) throws {
        let (performance, diagnostics) = PerformanceReader.read(
            text: try Shipped.text("\(name).test.yaml"), file: "Mappings/\(name).test.yaml")
        for diagnostic in diagnostics { Issue.record("\(diagnostic)") }
        let read = try #require(performance)
        // Its own device first; others may stand beside it.
        #expect(read.surfaces.first?.mapping == name && read.surfaces.first?.name == "desk")
        var mappings: [String: DeviceMapping] = [:]
        for surface in read.surfaces {
            mappings[surface.name] = try Shipped.mapping(surface.mapping).part(surface.port)
        }
        for diagnostic in read.check(mappings: mappings) { Issue.record("\(diagnostic)") }
        #expect(read.expectations.count >= 8)
    }

    @Test func `controls and layers that the mapping does not have are found`() throws {
        let mapping = try Shipped.mapping("mackie-control")
        let (performance, _) = Performances.read(
            "events:\n  - {at: 1, desk/fadr/1: 0.5}\n  - {at: 1, desk/fader/1: press}\nexpect:\n  - {at: 1, desk/layer: mox}\n"
        )
        let found = try #require(performance).check(mappings: ["desk": mapping]).map(\.description)
        #expect(
            found == [
                "p.yaml:5:13: error: `mackie-control` has no control `fadr/1` [unknown-control]\n  help: did you mean `fader/1`?",
                "p.yaml:6:13: error: `fader/1` of `mackie-control` has no such movement [unserved-movement]\n"
                    + "  help: expected travel from 0 to 1, `touch` or `let go`",
                "p.yaml:8:25: error: `mackie-control` has no layer `mox` [unknown-layer]\n  help: did you mean `mix`?",
            ])
        #expect(performance?.check(mappings: [:]).map(\.code) == ["unknown-mapping"])
    }

    // swift-format-ignore
    static let movements: [(String, ControlInput, [[UInt8]])] = [
        ("fader/1", .travel(0.8), [[0xE0, 0x32, 0x66]]),
        ("fader/2", .travel(1), [[0xE1, 0x7F, 0x7F]]),
        ("fader/1", .touch, [[0x90, 0x68, 0x7F]]),
        ("fader/1", .letGo, [[0x80, 0x68, 0]]),
        ("pot/3", .ticks(-2), [[0xB0, 0x12, 0x42]]),
        ("pot/3", .ticks(64), [[0xB0, 0x12, 0x3F], [0xB0, 0x12, 0x01]]),
        ("pot/3/push", .press, [[0x90, 0x22, 0x7F]]),
        ("mute/1", .release, [[0x80, 0x10, 0]]),
        ("mute/1", .travel(1), []),
        ("name/1", .press, []),
    ]

    @Test(arguments: movements)
    func `movements are the bytes that the device would send`(control: String, input: ControlInput, bytes: [[UInt8]])
        throws
    {
        let mapping = try Shipped.mapping("mackie-control")
        #expect(input.bytes(for: try #require(mapping.control(named: control))) == bytes)
    }
}
