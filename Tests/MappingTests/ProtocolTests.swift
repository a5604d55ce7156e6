import ControlSurfaces
import Foundation
import Mapping
import MixModel
import Testing

/// A whole device in one line.
@Suite struct `A mapping that names its protocol` {
    /// As a file beside the shipped ones, which it finds.
    private static func read(_ lines: String) -> (mapping: DeviceMapping?, faults: [String]) {
        let (mapping, diagnostics) = MappingLibrary.read(
            text: "mapping: 1\nname: Mine\n" + lines, at: "/nowhere/mine.yaml", searching: [Shipped.folder.path])
        return (mapping, diagnostics.map(\.headline))
    }

    @Test(arguments: ["mcu": "mackie-control", "hui": "hui"])
    func `is the whole device`(name: String, shipped: String) throws {
        let (mapping, faults) = Self.read("protocol: \(name)\nmatch: [{client: \"Mine*\"}]\n")
        let whole = try Shipped.mapping(shipped)
        #expect(faults == [])
        #expect(mapping?.controls == whole.controls && mapping?.look == whole.look && mapping?.joins == whole.joins)
        #expect(mapping?.layers.map(\.name) == whole.layers.map(\.name))
        #expect(mapping?.matches.map(\.client) == ["Mine*"] && mapping?.name == "Mine")
    }

    @Test(arguments: ["mcu", "hui"])
    func `says how many extenders it has`(name: String) {
        let (mapping, faults) = Self.read("protocol: \(name)\nextenders: 2\n")
        #expect(faults == [] && mapping?.extenders == 2 && mapping?.joins != nil)
    }

    @Test func `changes what keys do, and flips and shows go along`() {
        let (mapping, faults) = Self.read(
            """
            protocol: mcu
            layers:
              mix: {pot/1..8: /slot/1..8/hpf/frequency}
              desk: {f/1: /transport/loop/start, click: toggle /monitor/cut, shift + click: none}
            """)
        func does(_ control: String, _ layer: String, _ held: Set<String> = []) -> [String] {
            mapping?.assignments(for: control, layer: layer, held: held).flatMap(\.actions).map(\.description) ?? []
        }
        #expect(faults == [])
        #expect(does("f/1", "send/3") == ["/transport/loop/start"] && does("f/2", "mix") == ["/snapshot/2"])
        #expect(does("click", "eq") == ["toggle /monitor/cut"])
        #expect(does("click", "eq", ["shift"]) == ["toggle /monitor/cut"])
        #expect(does("fader/3", "mix", ["flip"]) == ["/slot/3/hpf/frequency"])
        let shown = mapping?.assignments(for: "value/3", layer: "mix").first?.show
        #expect(shown == .value(.parameter(.slot(3), .hpfFrequency)))
        #expect(does("fader/3", "gain", ["flip"]) == ["/slot/3/input/gain"])
    }

    @Test func `is told what it has mistaken, and nothing besides`() {
        #expect(
            Self.read("protocol: mcv").faults == [
                "/nowhere/mine.yaml:3:11: error: `protocol` is `mcv`, expected `mcu` or `hui` [unknown-word]"
            ])
        #expect(
            Self.read("protocol: hui\nlayers: {desk: {flip: layer mix}}").faults == [
                "/nowhere/mine.yaml:4:17: error: no control `flip` [unknown-control]"
            ])
        #expect(
            Self.read("protocol: mcu\nextenders: 9").faults == [
                "/nowhere/mine.yaml:4:12: error: `extenders` is 9, expected 0 to 8 [value-out-of-range]"
            ])
    }

    /// Every key of the desk, by its note: nothing is left out, and nothing is there twice.
    @Test func `of a Mackie Control has every note of it`() throws {
        let mapping = try Shipped.mapping("mackie-control")
        let inputs = mapping.controls.compactMap(\.input).compactMap { pattern -> Int? in
            if case .note(let note, channel: 1) = pattern { note } else { nil }
        }
        let touches = mapping.controls.compactMap { control -> Int? in
            if case .sense(.note(let note, channel: 1)) = control.touch { note } else { nil }
        }
        #expect((inputs + touches).sorted() == Array(0...112).filter { !(113...).contains($0) })
        let lamps = mapping.controls.filter { $0.input == nil }.flatMap(\.outputs).compactMap { output -> Int? in
            if case .led(.note(let note, channel: 1), _) = output { note } else { nil }
        }
        #expect(lamps.sorted() == [113, 114, 115])
    }

    /// Ports of each zone of a HUI, from zone 0.
    private static let zones = [
        8, 8, 8, 8, 8, 8, 8, 8, 8, 6, 4, 8, 7, 7, 6, 5, 5, 5, 5, 8, 2, 8, 0, 6, 6, 6, 6, 8, 8, 2,
    ]

    @Test func `of a HUI has every switch of it`() throws {
        let mapping = try Shipped.mapping("hui")
        let touches = mapping.controls.compactMap { control -> MessagePattern? in
            if case .sense(let pattern) = control.touch { pattern } else { nil }
        }
        let switches = (mapping.controls.compactMap(\.input) + touches).compactMap { pattern -> [Int]? in
            guard case .only(.controlChangePair(high: 15, low: 47, _, _), let press, let release?) = pattern else {
                return nil
            }
            return [press, release]
        }
        let meant = Self.zones.enumerated().flatMap { zone, ports in
            (0..<ports).map { [zone * 128 + 64 + $0, zone * 128 + $0] }
        }
        #expect(switches.sorted { $0[0] < $1[0] } == meant)
    }
}
