import Automation
import ControlSurfaces
import MIDI
import Mapping
import MixModel
import SessionStore
import Testing
import Units

@testable import Desk

/// What a change of bank costs on the slowest line: a Mackie Control and two extenders, each on a DIN cable.
@Suite struct `A change of bank on DIN` {
    private static let surfaces = 3

    /// 48 strips, whose every lamp, ring, fader and text is another one in the other bank.
    private static func stage() throws -> Stage {
        try Stage(
            try Rehearsal(
                modes: [:], strips: 48,
                change: { document in
                    for number in 25...48 {
                        let strip = Node.strip(number)
                        document.mix.strips[number - 1].name = "Other \(number)"
                        document.mix[ParameterID(strip, .mute)] = 1
                        document.mix[ParameterID(strip, .solo)] = 1
                        document.mix[ParameterID(strip, .pan)] = -1
                        document.mix[ParameterID(strip, .fader)] = Role.fader.spec.position(travel: 0.2)
                        document.modes.nodes[strip] = .touch
                    }
                }))
    }

    @Test func `is sent in 100 ms, faders first, and never faster than 3125 bytes a second`() throws {
        let stage = try Self.stage()
        var mapping = try `Shown on a device`.shipped("mackie-control")
        mapping.rate = .din
        let surfaces = (0..<Self.surfaces).map { number in
            stage.desk.surfaceSession.connect(mapping, to: QuietPort(), named: "\(number)", keepsSent: true, at: 0)
        }
        stage.run(to: 2)
        #expect(surfaces.map(\.bank) == [0, 8, 16])
        try stage.press("bank/right", on: surfaces[1])
        #expect(surfaces.map(\.bank) == [24, 32, 40])
        stage.run(to: 3)
        for surface in surfaces {
            let sent = (surface.sent ?? []).filter { $0.frame >= Rehearsal.frame(2) && $0.bytes[0] != 0xD0 }
            let bytes = sent.reduce(0) { $0 + $1.bytes.count }
            let last = try #require(sent.last)
            let milliseconds = Double(last.frame - Rehearsal.frame(2)) / 48 + Double(last.bytes.count) / 3.125
            print("bank switch on DIN: \(bytes) bytes, the last one out after \(milliseconds) ms")
            #expect(milliseconds < 100, "\(bytes) bytes")
            // Everything was sent: 8 faders, 8 rings, mutes, solos and modes, both lines of text.
            #expect(sent.filter { $0.bytes[0] & 0xF0 == 0xE0 }.count == 8)
            #expect(sent.filter { $0.bytes[0] == 0xB0 && (48...55).contains($0.bytes[1]) }.count == 8)
            #expect(sent.filter { $0.bytes[0] == 0x90 && $0.bytes[1] < 24 }.count == 24)
            #expect(sent.filter { $0.bytes[0] == 0xF0 }.reduce(0) { $0 + $1.bytes.count - 8 } == 112)
            #expect(sent.prefix(8).allSatisfy { $0.bytes[0] & 0xF0 == 0xE0 })
            // The line never gets more than it can carry, but for what may be saved up in 10 ms.
            for first in sent.indices {
                var sum = 0
                for message in sent[first...] {
                    sum += message.bytes.count
                    let seconds = Double(message.frame - sent[first].frame) / 48_000
                    #expect(Double(sum - message.bytes.count) <= 3125 * (seconds + 0.0102))
                }
            }
        }
        try stage.close()
    }

    @Test func `is never followed by anything of the old bank`() throws {
        let stage = try Self.stage()
        var mapping = try `Shown on a device`.shipped("mackie-control")
        mapping.rate = FeedbackRate(bytesPerSecond: 400)
        let surface = stage.desk.surfaceSession.connect(
            mapping, to: QuietPort(), named: "slow", keepsSent: true, at: 0)
        stage.run(to: 5)
        // There and back and there again, while the line is still busy with the first change.
        try stage.act("/bank = 25")
        stage.run(to: 5.1)
        try stage.act("/bank = 1")
        stage.run(to: 5.2)
        try stage.act("/bank = 25")
        let turn = stage.desk.now
        stage.run(to: 9)
        let after = (surface.sent ?? []).filter { $0.frame > turn }.map(\.bytes)
        let fader = Role.fader.spec.travel(position: Role.fader.spec.position(travel: 0.2))
        #expect(fader > 0)
        // Mute is on in the new bank and off in the old one.
        #expect(after.contains([0x90, 16, 127]))
        #expect(!after.contains { $0[0] == 0x90 && (16...23).contains($0[1]) && $0[2] == 0 })
        let old = Array("Strip".utf8)
        #expect(!after.contains { message in message.indices.contains { message[$0...].starts(with: old) } })
        try stage.close()
    }
}
