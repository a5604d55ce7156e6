import ALSASequencer
import Automation
import Desk
import Foundation
import MIDI
import Mapping
import MixModel
import Testing
import Units

@testable import Live

@Suite struct `Live plugging` {
    private static let pan1 = ParameterID(.strip(1), .pan)
    private static let mute1 = ParameterID(.strip(1), .mute)
    private static let fader1 = ParameterID(.strip(1), .fader)

    @Test func `twins come back with their own name, bank, layer and places, in whatever order`() throws {
        let stage = try LiveStage()
        let twins = [("1-1", "0001"), ("1-2", "0001")]
        func twin(_ number: Int, device: Int) -> FakePort {
            FakePort("Bench", device: device, path: twins[number].0, serial: twins[number].1)
        }
        let first = [twin(0, device: 20), twin(1, device: 24)]
        first.forEach(stage.plug)
        stage.run(milliseconds: 20)
        #expect(stage.desk.surfaces.map(\.name) == ["Bench", "Bench 2"])
        // The second goes two banks on and to its other layer.
        stage.hear([0x90, 47, 127, 0x80, 47, 0, 0x90, 48, 127, 0x80, 48, 0], from: first[1])
        stage.run(milliseconds: 20)
        let banks = stage.desk.surfaces.map(\.bank)
        #expect(banks[0] == 0 && banks[1] > 0)
        first.forEach(stage.unplug)
        stage.run(milliseconds: 20)
        let second = [twin(1, device: 28), twin(0, device: 32)]
        second.forEach(stage.plug)
        stage.run(milliseconds: 20)
        #expect(stage.desk.surfaces.map(\.name) == ["Bench 2", "Bench"])
        #expect(stage.desk.surfaces.map(\.bank) == [banks[1], 0])
        #expect(stage.desk.surfaces.map(\.layer) == ["second", "mix"])
    }

    @Test func `a fader of a twin does not come back at the other's level`() throws {
        let stage = try LiveStage()
        let old = [FakePort("Bench", device: 20, path: "a"), FakePort("Bench", device: 24, path: "b")]
        old.forEach(stage.plug)
        stage.run(milliseconds: 20)
        // The first stands at the top, the second at the bottom, both far from the value.
        stage.hear([0xB0, 2, 127, 0xB0, 34, 127], from: old[0])
        stage.hear([0xB0, 2, 0, 0xB0, 34, 0], from: old[1])
        stage.run(milliseconds: 700)
        old.forEach(stage.unplug)
        stage.run(milliseconds: 20)
        let gain = ParameterID(.strip(1), .inputGain)
        let before = stage.desk.shownPosition(of: gain)
        let new = [FakePort("Bench", device: 28, path: "b"), FakePort("Bench", device: 32, path: "a")]
        new.forEach(stage.plug)
        stage.run(milliseconds: 20)
        // A little up from the bottom: it would meet the value on the way only if it were taken for the other's.
        stage.hear([0xB0, 2, 2, 0xB0, 34, 0], from: new[0])
        stage.hear([0xB0, 2, 125, 0xB0, 34, 0], from: new[1])
        stage.run(milliseconds: 100)
        #expect(stage.desk.shownPosition(of: gain) == before)
    }

    /// Sockets and serial numbers of the one that went and the one that comes, and whether they are one.
    static let returns: [(String, String?, String, String?, Bool)] = [
        ("1-1", "S", "1-1", "S", true), ("1-1", "S", "1-4", "S", true), ("1-1", nil, "1-4", nil, true),
        ("1-1", nil, "1-1", nil, true), ("1-1", "S", "1-1", "T", false), ("1-1", "S", "1-2", "T", false),
        ("1-1", nil, "1-1", "T", false),
    ]

    @Test(arguments: returns)
    func `a device is known again by serial number and socket`(
        path: String, serial: String?, newPath: String, newSerial: String?, isKnown: Bool
    ) {
        var roster = Roster()
        let old = PortIdentity(client: "X", port: "X", path: path, serial: serial)
        #expect(roster.arrive(old, mapping: "x", title: "X").name == "X")
        roster.leave("X", with: SurfacePlace(bank: 16))
        let new = PortIdentity(client: "X", port: "X", path: newPath, serial: newSerial)
        let (name, place) = roster.arrive(new, mapping: "x", title: "X")
        #expect(name == (isKnown ? "X" : "X 2"))
        #expect(place?.bank == (isKnown ? 16 : nil))
    }

    @Test func `two of three alike that come back elsewhere are not taken for one another`() {
        var roster = Roster()
        func identity(_ path: String) -> PortIdentity {
            PortIdentity(client: "X", port: "X", path: path, serial: "1")
        }
        for path in ["a", "b"] { _ = roster.arrive(identity(path), mapping: "x", title: "X") }
        roster.leave("X", with: SurfacePlace(bank: 8))
        roster.leave("X 2", with: SurfacePlace(bank: 16))
        let (name, place) = roster.arrive(identity("c"), mapping: "x", title: "X")
        #expect(name == "X 3" && place == nil)
        let back = roster.arrive(identity("b"), mapping: "x", title: "X")
        #expect(back.name == "X 2" && back.place?.bank == 16)
    }

    @Test func `100 plugs and unplugs while playing: nothing is left over, each has its own state`() throws {
        let stage = try LiveStage()
        stage.live.desk.play(at: stage.live.frame(of: stage.now))
        stage.run(milliseconds: 50)
        for round in 0..<100 {
            let port = FakePort("Bench", device: 20 + round % 9, path: "1-\(round % 2)", serial: "S")
            stage.plug(port)
            stage.run(milliseconds: 3)
            stage.hear([0x90, 104, 127, 0xE0, 0, UInt8(round)], from: port)
            if round == 0 { stage.hear([0x90, 47, 127, 0x80, 47, 0], from: port) }
            stage.run(milliseconds: 3)
            let name = round == 0 ? "Bench" : stage.desk.surfaces.first?.name
            #expect(stage.desk.surfaces.count == 1 && name != nil)
            stage.unplug(port)
            stage.run(milliseconds: 2)
        }
        #expect(stage.desk.surfaces.isEmpty)
        #expect(stage.live.plugged.connections.isEmpty && stage.live.plugged.held.isEmpty)
        #expect(stage.desk.writingParameters.isEmpty)
    }

    @Test func `messages that the kernel lost: hands let go, and the surface is shown everything`() throws {
        let stage = try LiveStage(modes: [.strip(1): .touch])
        let port = FakePort("Bench", device: 20)
        stage.plug(port)
        stage.desk.play(at: 0)
        stage.run(milliseconds: 100)
        stage.hear([0x90, 104, 127, 0xE0, 0, 40, 0x90, 17, 127], from: port)
        stage.run(milliseconds: 100)
        #expect(stage.desk.writingParameters.contains(Self.fader1))
        #expect(stage.desk.shownPosition(of: Self.mute1) == 1)
        port.sent = []
        stage.devices.statistics.overruns = 3
        stage.devices.events.append(.lost)
        stage.run(milliseconds: 400)
        // A switch stays what it was made until its lane says more; a fader that nobody holds is let go.
        #expect(!stage.desk.writingParameters.contains(Self.fader1))
        #expect(stage.desk.shownPosition(of: Self.mute1) == 0)
        #expect(port.sent.contains { $0[0] == 0xE0 } && port.sent.contains { $0[0] == 0x90 && $0[1] == 16 })
        #expect(stage.lines.contains { $0.contains("3 times so far") })
        #expect(StatusLine(stage.live).text(columns: 200).contains("MIDI lost 3×"))
        #expect(MixStatus(stage.live).line.contains("\"lostInput\":3"))
        // The next touch is a touch again.
        stage.hear([0x90, 104, 127, 0xE0, 0, 41], from: port)
        stage.run(milliseconds: 50)
        #expect(stage.desk.writingParameters.contains(Self.fader1))
    }

    @Test func `an echo is found by one message where a mapping sends few`() throws {
        let stage = try LiveStage()
        let port = FakePort("Bench", device: 20)
        stage.plug(port)
        stage.run(milliseconds: 5)
        let probe = try #require(port.sent.first { $0.starts(with: [0xF0, 0x7D]) })
        stage.hear(probe, from: port)
        stage.run(milliseconds: 5)
        #expect(stage.lines.contains { $0.contains("its output is wired to its input") })
        stage.hear([0x90, 16, 127, 0x80, 16, 0], from: port)
        stage.run(milliseconds: 50)
        #expect(stage.desk.shownPosition(of: Self.mute1) == 0)
    }

    @Test func `a device that answers something else is no echo`() throws {
        let stage = try LiveStage()
        let port = FakePort("Bench", device: 20)
        stage.plug(port)
        stage.run(milliseconds: 5)
        stage.hear([0xF0, 0x7D, 1, 2, 0xF7], from: port)
        stage.hear([0x90, 16, 127, 0x80, 16, 0], from: port)
        stage.run(milliseconds: 50)
        #expect(stage.desk.shownPosition(of: Self.mute1) == 1)
    }

    @Test func `a software controller is used where its mapping matches, and said`() throws {
        let stage = try LiveStage()
        let port = FakePort("Bench in a browser", device: 130, isHardware: false)
        stage.plug(port)
        stage.run(milliseconds: 5)
        #expect(port.connections == 1)
        #expect(stage.lines.contains { $0.hasPrefix("Bench connected: mapping") })
    }

    @Test func `a program that no mapping matches is left alone, and said`() throws {
        let stage = try LiveStage()
        let port = FakePort("Synth", device: 130, isHardware: false)
        stage.plug(port)
        stage.run(milliseconds: 5)
        #expect(port.connections == 0)
        #expect(stage.lines.contains { $0.contains("Synth") && $0.contains("wire it to Gainrider by hand") })
        stage.devices.events.append(.wired(port))
        stage.run(milliseconds: 5)
        #expect(stage.lines.contains { $0.contains("is wired to Gainrider, but no mapping matches") })
    }

    @Test func `a controller that is wired by hand is used, and let go when the wire is taken out`() throws {
        let stage = try LiveStage(modes: [.strip(1): .touch])
        let port = FakePort("Bench over the network", device: 130, isHardware: false)
        // It came unseen; somebody wires it.
        stage.devices.events.append(.wired(port))
        stage.desk.play(at: 0)
        stage.run(milliseconds: 50)
        #expect(stage.lines.contains { $0.contains("wired by hand") })
        stage.hear([0x90, 104, 127, 0xE0, 0, 40], from: port)
        stage.run(milliseconds: 50)
        #expect(stage.desk.writingParameters.contains(Self.fader1))
        stage.devices.events.append(.unwired(port))
        stage.run(milliseconds: 300)
        #expect(stage.desk.writingParameters.isEmpty && stage.desk.surfaces.isEmpty)
        #expect(stage.lines.contains { $0.contains("its wire to Gainrider was taken out") })
        stage.devices.events.append(.wired(port))
        stage.run(milliseconds: 5)
        #expect(stage.desk.surfaces.map(\.name) == ["Bench"])
    }

    @Test func `a wire from ourselves to ourselves is said`() throws {
        let stage = try LiveStage()
        stage.devices.events.append(.loopCut)
        stage.run(milliseconds: 5)
        #expect(stage.lines.contains { $0.contains("wired to its own input") })
    }

    @Test func `a device that another program holds is said once, tried every second, and used when it is free`()
        throws
    {
        let stage = try LiveStage()
        let port = FakePort("Bench", device: 20)
        port.refusal = .busy(port: "Bench")
        stage.plug(port)
        stage.run(milliseconds: 3500)
        #expect(stage.lines.filter { $0.contains("held by another program") }.count == 1)
        #expect(stage.desk.surfaces.isEmpty)
        port.refusal = nil
        stage.run(milliseconds: 1100)
        #expect(stage.desk.surfaces.map(\.name) == ["Bench"])
        #expect(stage.live.plugged.held.isEmpty)
    }

    @Test func `a device that is unplugged while another program holds it is not tried any more`() throws {
        let stage = try LiveStage()
        let port = FakePort("Bench", device: 20)
        port.refusal = .busy(port: "Bench")
        stage.plug(port)
        stage.run(milliseconds: 100)
        stage.unplug(port)
        port.refusal = nil
        stage.run(milliseconds: 2500)
        #expect(port.connections == 0)
    }

    @Test func `where controls stood is known after a restart, of the same device in the same socket alone`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "gainrider-memory-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let memory = SurfaceMemory(file: folder.appendingPathComponent("state/surfaces.json"))
        func port(_ path: String) -> FakePort { FakePort("Bench", device: 20, path: path, serial: "1") }
        let gain = ParameterID(.strip(1), .inputGain)
        do {
            let stage = try LiveStage(memory: memory)
            let first = port("1-1")
            stage.plug(first)
            stage.run(milliseconds: 20)
            // Up to the top, past the value.
            stage.hear([0xB0, 2, 0, 0xB0, 34, 0, 0xB0, 2, 127, 0xB0, 34, 127], from: first)
            stage.run(milliseconds: 700)
            stage.live.end()
        }
        for (path, moves) in [("1-1", true), ("1-2", false)] {
            let stage = try LiveStage(memory: memory)
            let again = port(path)
            stage.plug(again)
            stage.run(milliseconds: 20)
            let value = gain.role.spec.position(travel: 0.985)
            stage.desk.perform(.set(.parameter(.strip(1), .inputGain), position: value), at: stage.desk.now)
            stage.run(milliseconds: 100)
            // A little down from the top, past the value: it is caught only where it is known that it stood at the top.
            stage.hear([0xB0, 2, 125, 0xB0, 34, 55], from: again)
            stage.run(milliseconds: 50)
            #expect(stage.desk.surfaces[0].name == "Bench")
            #expect((stage.desk.shownPosition(of: gain) < value) == moves, "\(path)")
        }
        // A spoilt file is no memory, and no harm.
        try Data("{".utf8).write(to: folder.appendingPathComponent("state/surfaces.json"))
        #expect(memory.load().isEmpty)
    }
}
