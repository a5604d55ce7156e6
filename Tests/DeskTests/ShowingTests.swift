import Automation
import ControlSurfaces
import Foundation
import MIDI
import Mapping
import MixModel
import SessionStore
import Testing
import Units

@testable import Desk

/// What a device shows beside values: levels, what automation does, and that it is there at all.
@Suite struct `Shown on a device` {
    private static func connect(_ text: String, to stage: Stage) throws -> Surface {
        let (mapping, faults) = MappingReader.read(text: "mapping: 1\nname: T\n" + text, file: "t.yaml")
        #expect(faults.map(\.description) == [])
        return stage.desk.surfaceSession.connect(
            try #require(mapping), to: QuietPort(), named: "t", keepsSent: true, at: stage.desk.now)
    }

    private static let states = """
        palette: {red: 5, dim-red: 7, blue: 45, black: 0}
        defaults: {takeover: jump, glide: 200ms}
        controls:
          fader: {in: pitchbend ch 1, touch: note 104 ch 1}
          knob: {in: cc 1 ch 1, touch: motion 500ms}
          lamp: {out: {message: note 1 ch 1, blink: 1}}
          pad: {out: {message: note 2 ch 1, colours: palette}}
          name: {text: "F0 01 {ascii:8} F7"}
        layers:
          mix:
            fader: /strip/1/fader
            knob: {to: /strip/1/fader, takeover: pickup}
            lamp: {show: /strip/1/state}
            pad: {show: /strip/1/fader/state}
            name: {show: /strip/1/state}
        """

    @Test func `what automation does: dark, armed, touching, latched, gliding, waiting`() throws {
        let stage = try Stage(try Rehearsal(modes: [.strip(1): .touch]))
        let surface = try Self.connect(Self.states, to: stage)
        stage.desk.play(at: 0)
        func shown() -> [String] {
            let sent = surface.sent ?? []
            let text = sent.last { $0.bytes[0] == 0xF0 }.map {
                String(decoding: $0.bytes.dropFirst(2).dropLast(), as: UTF8.self)
            }
            let numbers = [UInt8(1), 2].map { note in
                sent.last { $0.bytes[0] == 0x90 && $0.bytes[1] == note }?.bytes[2] ?? 0
            }
            return [text?.split(separator: " ").joined() ?? "", "\(numbers[0])", "\(numbers[1])"]
        }
        stage.run(to: 0.3)
        #expect(shown() == ["armed", "127", "7"])
        try stage.move("fader", .touch, on: surface)
        try stage.move("fader", .travel(0.4), on: surface)
        stage.run(to: 0.6)
        #expect(shown() == ["touching", "127", "5"])
        try stage.move("fader", .letGo, on: surface)
        stage.run(to: 0.75)
        // It glides back, and the device makes it blink.
        #expect(shown().prefix(2) == ["gliding", "1"])
        stage.run(to: 1.5)
        #expect(shown() == ["armed", "127", "7"])
        try stage.move("knob", .travel(0), on: surface)
        try stage.move("knob", .travel(0.05), on: surface)
        stage.run(to: 1.7)
        #expect(shown().prefix(2) == ["waiting", "1"])
        try stage.act("/strip/1/mode = read")
        stage.run(to: 6)
        #expect(shown() == ["idle", "0", "0"])
        try stage.close()
    }

    private static let handshake = """
        setup: [F0 11 F7]
        handshake: {send: F0 22 F7, answer: "sysex F0 33 {any} F7", every: 500ms}
        controls: {key: {in: note 1 ch 1, out: same}}
        layers: {mix: {key: toggle /strip/1/mute}}
        """

    @Test func `a device is asked until it answers, and set up whenever it does`() throws {
        let stage = try Stage(try Rehearsal(modes: [:]))
        let surface = try Self.connect(Self.handshake, to: stage)
        stage.run(to: 2.6)
        func count(_ bytes: [UInt8]) -> Int { (surface.sent ?? []).filter { $0.bytes == bytes }.count }
        #expect(count([0xF0, 0x22, 0xF7]) == 6 && count([0xF0, 0x11, 0xF7]) == 1)
        #expect(
            stage.desk.takeNotices() == [
                "t does not answer: is it in the mode that its mapping is for? It is asked again all the time"
            ])
        stage.desk.surfaceSession.handle(.systemExclusive([0xF0, 0x33, 5, 0xF7]), from: surface, at: stage.desk.now)
        #expect(count([0xF0, 0x11, 0xF7]) == 2)
        stage.run(to: 5)
        #expect(count([0xF0, 0x22, 0xF7]) == 6 && stage.desk.takeNotices() == ["t answers now"])
        // It was switched off and on, and says so: everything again.
        let before = surface.sent?.count ?? 0
        stage.desk.surfaceSession.handle(.systemExclusive([0xF0, 0x33, 6, 0xF7]), from: surface, at: stage.desk.now)
        stage.run(to: 5.2)
        #expect(surface.sent?.dropFirst(before).map(\.bytes) == [[0xF0, 0x11, 0xF7], [0x90, 1, 0]])
        try stage.close()
    }

    @Test func `levels in the device's steps, again while they last, and dark at the end`() throws {
        let spec = MeterScale(base: 16, levels: [-60, -30, 0], refresh: 150_000_000)
        let control = ControlSpec(name: "meter", outputs: [.meter(.channelPressure(channel: 1), spec)])
        var scheduler = FeedbackScheduler(controls: [control])
        func sent(_ level: Double, at milliseconds: Int64) -> [[UInt8]] {
            scheduler.set(.level(level), of: 0, at: milliseconds * 1_000_000)
            return scheduler.drain(at: milliseconds * 1_000_000)
        }
        #expect(sent(-90, at: 0) == [[0xD0, 16]])
        #expect(sent(-12, at: 100) == [[0xD0, 18]])
        #expect(sent(-12, at: 140) == [] && sent(-20, at: 200) == [])
        #expect(sent(-20, at: 260) == [[0xD0, 18]])
        #expect(sent(1, at: 320) == [[0xD0, 19]])
        #expect(sent(-.infinity, at: 400) == [[0xD0, 16]])
        #expect(sent(-.infinity, at: 900) == [])
        #expect(scheduler.farewell() == [])
    }

    /// A mapping that is shipped.
    static func shipped(_ name: String) throws -> DeviceMapping {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let (mapping, faults) = MappingLibrary.read(root.appending(path: "Mappings/\(name).yaml").path)
        #expect(faults.map(\.description) == [])
        return try #require(mapping)
    }

    @Test func `a Mackie's meters show what sounds, and fall with it`() throws {
        let tone = Tone.sine(1000, 0.15)
        let listening = try Listening(mix: .init(seconds: 4, signal: { $0 < 1 ? tone($0) : 0 }), isLive: false)
        let surface = listening.desk.surfaceSession.connect(
            try Self.shipped("mackie-control"), to: QuietPort(), named: "desk", keepsSent: true, at: 0)
        listening.play(0.9)
        let levels = (surface.sent ?? []).filter { $0.bytes[0] == 0xD0 }.map(\.bytes)
        // -16.5 dBFS is between -20 and -14: the fifth step.
        #expect(levels.last == [0xD0, 0x05])
        // Again and again while it sounds, for it falls by itself; the other strips are silent and said so once.
        #expect(levels.filter { $0 == [0xD0, 0x05] }.count >= 4)
        #expect(levels.filter { $0[1] >> 4 == 1 } == [[0xD0, 0x10]])
        listening.play(3)
        #expect(surface.sent?.last { $0.bytes[0] == 0xD0 }?.bytes[1] ?? 9 < 5)
    }

    @Test func `names of any script are shown in letters that the display has`() throws {
        // swift-format-ignore
        let scripts = [
            "Ведущий вокал": "VdshVkl", "ボーカル": "bokaru", "主唱": "zhu chang", "기타": "gita", "Ελένη": "Eleni",
            "हिन्दी": "hindi", "Gitarre böse": "GitrBse",
        ]
        let names = Array(scripts.keys).sorted()
        let stage = try Stage(
            try Rehearsal(
                modes: [:], strips: names.count,
                change: { document in
                    for (index, name) in names.enumerated() { document.mix.strips[index].name = name }
                }))
        let surface = try Self.connect(
            """
            controls: {name/1..\(names.count): {text: "F0 {0..\(names.count - 1)} {ascii:7} F7"}}
            layers: {mix: {name/1..\(names.count): {show: /slot/1..\(names.count)/name}}}
            """, to: stage)
        stage.run(to: 1)
        for (index, name) in names.enumerated() {
            let sent = try #require(surface.sent?.last { $0.bytes[1] == UInt8(index) })
            let text = String(decoding: sent.bytes.dropFirst(2).dropLast(), as: UTF8.self)
            print("\(name) is `\(text)`")
            #expect(!text.contains("_") && text.first != " ")
        }
        try stage.close()
    }
}
