import Automation
import ControlSurfaces
import Engine
import Foundation
import MIDI
import Mapping
import MixModel
import SessionStore
import Testing
import Units

@testable import Desk

/// What users of other systems suffer from, played here from the message to the sound and back: see Docs/Complaints.md.
@Suite struct `Complaints of others` {
    /// Two motor faders with touch, one without, a worn one, encoders with rings, keys.
    private static let device = """
        defaults: {takeover: jump}
        controls:
          fader/1..2: {in: pitchbend ch 1..2, out: same, touch: note 104..105 ch 1}
          numb: {in: cc 81 ch 1, out: same, touch: motion 300ms}
          worn: {in: pitchbend ch 4, deadband: 48}
          knob: {in: cc 7 ch 1}
          pot/1..8: {in: cc 16..23 ch 1, as: relative signed, ring: {cc: 48..55, ch: 1, style: wrap}}
          key: {in: note 1 ch 1, out: same}
          shift: {in: note 2 ch 1}
          page: {in: note 3 ch 1}
          next: {in: note 4 ch 1}
        layers:
          pan:
            also: all
            pot/1..8: /slot/1..8/pan
            page: layer eq
          all:
            fader/1..2: {to: /slot/1..2/fader, takeover: motor}
            numb: {to: /strip/3/fader, takeover: motor}
            worn: /strip/4/fader
            knob: /strip/1/fader
            key: toggle /strip/1/mute
            shift + key: /strip/1/fader = -20 dB
            next: /bank/next
          eq:
            also: all
            pot/1..8: /selected/eq/(1/gain|2/gain|3/gain|4/gain|1/frequency|2/frequency|3/frequency|4/frequency)
            page: layer locked
          locked:
            fader/1..2: {to: /slot/1..2/fader, takeover: motor}
            pot/1..8: /selected/comp/(threshold|ratio|attack|release|knee|makeup|mix|sidechain/hpf)
            page: layer pan
        """

    private static func mapping() throws -> DeviceMapping {
        let (mapping, faults) = MappingReader.read(text: "mapping: 1\nname: T\n" + device, file: "t.yaml")
        #expect(faults.map(\.description) == [])
        return try #require(mapping)
    }

    private static func stage(
        strips: Int = 8, modes: [Node: AutomationMode] = [:], change: (inout SessionDocument) -> Void = { _ in }
    ) throws -> (Stage, Surface) {
        let stage = try Stage(try Rehearsal(modes: modes, strips: strips, change: change))
        let surface = stage.desk.surfaceSession.connect(
            try mapping(), to: QuietPort(), named: "t", keepsSent: true, at: 0)
        stage.run(to: 1)
        return (stage, surface)
    }

    private func fader(_ strip: Int, _ stage: Stage) -> Float {
        stage.desk.shownPosition(of: ParameterID(.strip(strip), .fader))
    }

    // MARK: 7

    /// The sound glides over 20 ms; a motor that followed it would be sent the way, and report it back.
    @Test func `7: a motor is sent where a value goes to, once, and nothing of the way there`() throws {
        let (stage, surface) = try Self.stage()
        try stage.act("/strip/1/fader = -20 dB")
        stage.run(to: 1.05)
        let law = Role.fader.spec
        // What it reports of its way is no hand.
        try stage.move("fader/1", .travel((law.travel(position: 0) + law.travel(position: -20)) / 2), on: surface)
        stage.run(to: 2)
        let number = Int((law.travel(position: -20) * 16_383).rounded())
        #expect(
            surface.sent(1...2).filter { $0[0] == 0xE0 }
                == [[0xE0, UInt8(number & 0x7F), UInt8(number >> 7)]])
        #expect(fader(1, stage) == -20)
        try stage.close()
    }

    // MARK: 8

    @Test func `8: noise of a worn fader moves nothing and writes nothing, and both ends are reached`() throws {
        let (stage, surface) = try Self.stage(modes: [.strip(4): .touch])
        // Between two ends of its noise, once each, in no order: what comes between them afterwards is known for noise.
        func rustle(from start: Double, _ rounds: Int) throws {
            for round in 0..<rounds {
                let noise = round < 2 ? (round == 0 ? 0.0014 : -0.0014) : Double.random(in: -0.0014...0.0014)
                try stage.move("worn", .travel(0.5 + noise), on: surface)
                stage.run(to: start + Double(round + 1) / 100)
            }
        }
        try rustle(from: 1, 100)
        let rest = fader(4, stage)
        #expect(abs(rest - Role.fader.spec.position(travel: 0.5)) < 0.1)
        stage.run(to: 4)
        stage.desk.play(at: stage.desk.now)
        try rustle(from: 4, 400)
        #expect(fader(4, stage) == rest)
        stage.desk.stop(at: stage.desk.now)
        stage.run(to: 9)
        #expect(stage.desk.passes.flatMap { $0.ranges.values.flatMap { $0 } } == [])
        #expect(stage.desk.document.lanes.isEmpty)
        try stage.move("worn", .travel(1), on: surface)
        #expect(fader(4, stage) == Role.fader.spec.highest)
        try stage.move("worn", .travel(0), on: surface)
        #expect(fader(4, stage) == -.infinity || fader(4, stage) == Role.fader.spec.clamped(-1e9))
        try stage.close()
    }

    // MARK: 18

    @Test func `18: a motor without touch sense is left alone while it is moved, and agrees afterwards`() throws {
        let numb = ParameterID(.strip(3), .fader)
        let (stage, surface) = try Self.stage(
            modes: [.strip(3): .touch],
            change: { $0.lanes[numb] = Lane(points: [(0, 0), (Rehearsal.frame(20), -40)]) })
        stage.desk.play(at: stage.desk.now)
        stage.run(to: 2)
        // The lane drives it as long as nobody is there.
        #expect(surface.sent(1.2...2).filter { $0[0] == 0xB0 && $0[1] == 81 }.count > 2)
        for round in 0...100 {
            try stage.move("numb", .travel(0.3 + 0.5 * Double(round) / 100), on: surface)
            stage.run(to: 2 + Double(round + 1) / 100)
        }
        #expect(surface.sent(2.01...3.2).filter { $0[0] == 0xB0 && $0[1] == 81 } == [])
        stage.desk.stop(at: stage.desk.now)
        stage.run(to: 5)
        let last = surface.sent?.last { $0.bytes[0] == 0xB0 && $0.bytes[1] == 81 }?.bytes[2]
        let shown = Role.fader.spec.travel(position: fader(3, stage))
        #expect(last.map(Int.init) == Int((shown * 127).rounded()))
        try stage.close()
    }

    // MARK: 19

    /// A lane that rises for two seconds, on desks that look at what they have played in blocks of different lengths.
    @Test(arguments: [64, 256, 480, 1024])
    func `19: a motor that plays a lane goes in even steps, and to the very ends of its way`(block: Int64) throws {
        let fader1 = ParameterID.fader1
        let law = Role.fader.spec
        let (stage, surface) = try Self.stage(
            change: {
                $0.lanes[fader1] = Lane(
                    points: (0...200).map { step in
                        (Rehearsal.frame(1 + Double(step) / 100), law.position(travel: Double(step) / 200))
                    })
            })
        stage.desk.play(at: stage.desk.now)
        let start = stage.desk.now
        while stage.desk.now < start + Rehearsal.frame(4) {
            let next = stage.desk.now + block
            stage.player.render(block) { _, _, _ in }
            stage.desk.advance(to: next)
        }
        let sent = (surface.sent ?? []).filter { $0.bytes[0] == 0xE0 && $0.frame > start + Rehearsal.frame(1.1) }
        let moves = sent.map { (frame: $0.frame, number: Int($0.bytes[1]) | Int($0.bytes[2]) << 7) }
        #expect(moves.last?.number == 16_383)
        let rise = moves.filter { $0.frame < start + Rehearsal.frame(2.9) }
        var slowest = Double.infinity, fastest = 0.0, longest: Int64 = 0
        for (one, next) in zip(rise, rise.dropFirst()) {
            let speed = Double(next.number - one.number) / Double(next.frame - one.frame)
            (slowest, fastest) = (min(slowest, speed), max(fastest, speed))
            longest = max(longest, next.frame - one.frame)
        }
        let even = 16_383 / Double(Rehearsal.frame(2))
        print(
            "motor in blocks of \(block): \(rise.count) steps, from \(slowest / even) to \(fastest / even) of the lane's speed"
        )
        #expect(rise.count >= 60 && longest <= Rehearsal.frame(0.032))
        #expect(slowest > even * 0.7 && fastest < even * 1.3)
        try stage.close()
    }

    // MARK: 22

    private static let motorised: [String] = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Mappings")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".yaml") && !$0.hasSuffix(".test.yaml") }.map { String($0.dropLast(5)) }
            .filter { name in
                let mapping = MappingLibrary.read(folder.appending(path: name + ".yaml").path).mapping
                return (mapping?.controls.filter { $0.isMotorised && $0.input != nil }.count ?? 0) > 1
            }.sorted()
    }()

    @Test func `22: of no shipped device does one motor that is moved drive another`() throws {
        #expect(Self.motorised.count > 10)
        for name in Self.motorised {
            let stage = try Stage(try Rehearsal(modes: [:], strips: 24))
            let mapping = try `Shown on a device`.shipped(name)
            let surface = stage.desk.surfaceSession.connect(
                mapping, to: QuietPort(), named: name, keepsSent: true, at: 0)
            stage.run(to: 1)
            let motors = mapping.controls.filter { $0.isMotorised && $0.input != nil }
            for (index, moved) in motors.enumerated() {
                let start = 1 + Double(index)
                if moved.hasTouchSense { try stage.move(moved.name, .touch, on: surface) }
                for travel in [0.4, 0.45, 0.5] {
                    try stage.move(moved.name, .travel(travel), on: surface)
                    stage.run(to: start + travel)
                }
                if moved.hasTouchSense { try stage.move(moved.name, .letGo, on: surface) }
                stage.run(to: start + 1)
                let heads = Set(
                    motors.filter { $0.name != moved.name }.flatMap(\.outputs).compactMap { output -> [UInt8]? in
                        guard case .motor(let pattern) = output else { return nil }
                        return pattern.bytes(carrying: 0).first.map { Array($0.prefix($0[0] & 0xF0 == 0xE0 ? 1 : 2)) }
                    })
                let strange = surface.sent(start...(start + 1)).filter { message in
                    heads.contains { message.starts(with: $0) }
                }
                #expect(strange == [], "\(name): \(moved.name)")
            }
            try stage.close()
        }
    }

    // MARK: 54

    @Test func `54: shift that is let go in another bank and layer is let go`() throws {
        let (stage, surface) = try Self.stage(strips: 16)
        try stage.move("shift", .press, on: surface)
        try stage.press("next", on: surface)
        // In the layer `locked` shift means nothing.
        try stage.press("page", on: surface)
        try stage.press("page", on: surface)
        #expect(surface.layer == "locked" && surface.bank == 8)
        try stage.move("shift", .release, on: surface)
        try stage.press("page", on: surface)
        stage.run(to: 1.1)
        try stage.press("key", on: surface)
        #expect(stage.desk.shownPosition(of: .mute1) == 1 && fader(1, stage) == 0)
        // The other way round: pressed where it means nothing, it counts where it does.
        try stage.press("page", on: surface)
        try stage.press("page", on: surface)
        try stage.move("shift", .press, on: surface)
        try stage.press("page", on: surface)
        try stage.press("key", on: surface)
        #expect(stage.desk.shownPosition(of: .mute1) == 1 && fader(1, stage) == -20)
        try stage.close()
    }

    // MARK: 56

    @Test func `56: a button pages through what eight plain encoders move and show`() throws {
        let (stage, surface) = try Self.stage()
        func turn(_ pot: Int, to seconds: Double) throws -> UInt8? {
            try stage.move("pot/\(pot)", .ticks(10), on: surface)
            stage.run(to: seconds)
            return surface.sent?.last { $0.bytes[0] == 0xB0 && Int($0.bytes[1]) == 47 + pot }?.bytes[2]
        }
        func position(_ role: Role) -> Float { stage.desk.shownPosition(of: ParameterID(.strip(1), role)) }
        #expect(try turn(1, to: 3) == 0x27 && abs(position(.pan) - 0.2) < 1e-5)
        try stage.press("page", on: surface)
        stage.run(to: 4)
        // The rings show the page at once, before anything is turned.
        #expect(surface.sent(3...4).contains([0xB0, 48, 0x26]))
        #expect(try turn(1, to: 6) == 0x27 && abs(position(.eq1Gain) - 4.8) < 1e-4)
        #expect(try turn(8, to: 8) != nil && position(.eq4Frequency) > Role.eq4Frequency.spec.initialPosition)
        try stage.press("page", on: surface)
        #expect(try turn(1, to: 10) != nil && position(.compThreshold) > -18)
        try stage.press("page", on: surface)
        stage.run(to: 11)
        #expect(surface.layer == "pan" && abs(position(.pan) - 0.2) < 1e-5 && abs(position(.eq1Gain) - 4.8) < 1e-4)
        try stage.close()
    }

    /// Movements of an encoder count as a touch for a second: the page is turned within it.
    @Test func `56: an encoder that goes on turning on another page moves what that page says`() throws {
        let (stage, surface) = try Self.stage(modes: [.strip(1): .touch])
        stage.desk.play(at: stage.desk.now)
        func position(_ role: Role) -> Float { stage.desk.shownPosition(of: ParameterID(.strip(1), role)) }
        for round in 0..<10 {
            try stage.move("pot/1", .ticks(1), on: surface)
            stage.run(to: 1 + Double(round + 1) / 20)
        }
        let pan = position(.pan)
        #expect(abs(pan - 0.2) < 1e-5)
        try stage.press("page", on: surface)
        for round in 0..<10 {
            try stage.move("pot/1", .ticks(1), on: surface)
            stage.run(to: 1.5 + Double(round + 1) / 20)
        }
        #expect(abs(position(.eq1Gain) - 4.8) < 1e-4)
        // What was turned before is let go, and glides back while the other is held.
        #expect(position(.pan) < pan)
        stage.desk.stop(at: stage.desk.now)
        stage.run(to: 5)
        let ends = stage.desk.passes.flatMap { pass in pass.ranges.values.flatMap { $0.map(\.upperBound) } }
        #expect(stage.desk.passes.flatMap { $0.ranges.keys }.count == 2 && ends.count == 2)
        try stage.close()
    }

    // MARK: 63

    @Test func `63: a desk at rest is sent nothing in any layer, and every strip of every bank is reached`() throws {
        let stage = try Stage(try Rehearsal(modes: [:], strips: 40))
        let mapping = try `Shown on a device`.shipped("mackie-control")
        let surface = stage.desk.surfaceSession.connect(
            mapping, to: QuietPort(), named: "desk", keepsSent: true, at: 0)
        var time = 1.0
        for layer in mapping.layers where layer.name != "desk" {
            surface.choose(layer: layer.name)
            stage.run(to: time + 2)
            #expect(surface.sent((time + 1)...(time + 2)) == [], "\(layer.name)")
            time += 2
        }
        surface.choose(layer: "mix")
        for bank in 0..<5 {
            for slot in 1...8 { try stage.press("mute/\(slot)", on: surface) }
            time += 0.5
            stage.run(to: time)
            let strips = (1...40).filter { stage.desk.shownPosition(of: ParameterID(.strip($0), .mute)) == 1 }
            #expect(strips == Array(1...(bank * 8 + 8)))
            try stage.press("bank/right", on: surface)
        }
        try stage.close()
    }

    // MARK: 64

    /// A held tone of no pitch at all: whatever its gain does is a step in the sound.
    @Test func `64: coarse controllers make no steps in the sound, and no turn of an encoder is lost`() throws {
        let listening = try Listening(mix: .init(seconds: 6, signal: { _ in 0.5 }), isLive: false)
        let surface = listening.desk.surfaceSession.connect(
            try Self.mapping(), to: QuietPort(), named: "t", keepsSent: true, at: 0)
        func send(_ bytes: [UInt8]) {
            var parser = ByteParser()
            for message in parser.parse(bytes) {
                listening.desk.surfaceSession.handle(message, from: surface, at: listening.desk.now)
            }
        }
        listening.play(1)
        // A fast sweep in seven bits, down and up, then a leap to silence and back.
        for value in Array(stride(from: UInt8(127), to: 0, by: -6)) + Array(stride(from: UInt8(1), to: 127, by: 6)) {
            send([0xB0, 7, value])
            listening.play(0.01)
        }
        for value in [UInt8(0), 127, 0] {
            send([0xB0, 7, value])
            listening.play(0.2)
        }
        let loudest = listening.left.map(abs).max() ?? 0
        let steepest = listening.steepest(0.5, Double(listening.left.count) / 48_000)
        print("the steepest step is \(steepest) of \(loudest)")
        // A leap takes 20 ms, even in dB: at its loud end 1 in 100 from sample to sample. The smallest of the sweep's steps is more.
        #expect(loudest > 1 && steepest < loudest / 50)
        // Fifty ticks in one burst are fifty ticks: half the way, however much of it is still being smoothed.
        send(Array(repeating: [0xB0, 16, 1], count: 50).flatMap { $0 })
        listening.play(0.3)
        #expect(abs(listening.desk.shownPosition(of: ParameterID(.strip(1), .pan)) - 1) < 1e-5)
        send(Array(repeating: [0xB0, 16, 0x41], count: 100).flatMap { $0 })
        listening.play(0.3)
        let engine = listening.studio.engine
        let heard = engine.index(of: ParameterID(.strip(1), .pan)).map { engine.livePosition(of: $0) }
        #expect(heard.map { abs($0 + 1) < 1e-5 } == true)
    }
}
