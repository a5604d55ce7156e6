import AudioFiles
import Engine
import Foundation
import MixModel
import SessionStore
import Testing
import Units

@testable import Desk

/// A and B in the monitors: the mix, and finished music beside it.
@Suite struct `References in the monitors` {
    @Test func `are as loud as the mix, whatever their own level, rate and channels`() throws {
        let listening = try Listening(
            mix: .init(seconds: 16, signal: Tone.chord(0.1)),
            references: [
                .init(signal: Tone.chord(0.4)), .init(rate: 44_100, signal: Tone.sine(997, 0.02)),
                .init(rate: 96_000, channels: 1, signal: Tone.sine(200, 0.5)),
                .init(rate: 22_050, channels: 1, signal: Tone.chord(0.05)),
            ])
        #expect(listening.studio.faults == [])
        listening.play(4)
        let mix = try listening.loudness(0, 4)
        #expect(abs(try #require(listening.studio.meter).reading.integrated - mix) < 0.1)
        for number in 1...4 {
            try listening.choose(number)
            listening.play(2.5)
            let start = Double(4) + Double(number - 1) * 2.5
            let found = try listening.loudness(start + 0.5, start + 2.5)
            #expect(abs(found - mix) <= 0.5, "reference \(number): \(found) LUFS beside \(mix)")
        }
        try listening.choose(0)
        listening.play(1.5)
        #expect(abs(try listening.loudness(14.2, 15.5) - mix) < 0.1)
    }

    @Test func `are quiet before there is a mix to compare with, and follow when it becomes louder`() throws {
        let listening = try Listening(
            mix: .init(seconds: 15, signal: { Tone.chord($0 < 4 ? 0.02 : 0.2)($0) }),
            references: [.init(signal: Tone.chord(0.3))])
        let shelf = listening.studio.references
        let own = try #require(shelf.loudness(of: 1))
        listening.studio.matchReferences()
        #expect(abs(shelf.gain(of: 1) - (ReferenceShelf.quiet - own)) < 1e-9)
        try listening.choose(1)
        listening.play(4)
        // The mix is measured also while it is not heard.
        #expect(abs(shelf.gain(of: 1) - (20 * log10(0.02 / 0.3))) < 0.1)
        listening.play(8)
        let integrated = try #require(listening.studio.meter).reading.integrated
        #expect(abs(shelf.gain(of: 1) - (integrated - own)) < 1e-9)
        #expect(abs(try listening.loudness(11, 12) - integrated) < 0.5)
        listening.studio.meter?.restart()
        listening.play(2)
        #expect(abs(shelf.gain(of: 1) - (20 * log10(0.2 / 0.3))) < 0.1)
    }

    @Test func `come and go without a click, also in quick succession`() throws {
        let listening = try Listening(
            mix: .init(seconds: 10, signal: Tone.sine(110, 0.3)),
            references: [.init(signal: Tone.sine(165, 0.1)), .init(rate: 44_100, signal: Tone.sine(220, 0.6))])
        listening.play(2)
        for (turn, number) in [1, 2, 0, 2, 1, 0, 1, 0, 2, 0].enumerated() {
            try listening.choose(number)
            listening.play(turn < 5 ? 0.2 : 0.003)
        }
        listening.play(0.5)
        // No steeper than the steepest of them, and the fade of a whole swing from one to the other over 256 frames.
        let slope = Float(2 * Double.pi * 220 / 48_000 * 0.45)
        #expect(listening.steepest(0.1, 3.5) < slope + 0.9 / 256)
        // And something was heard that is not the mix.
        #expect(listening.steepest(2.1, 2.2) != listening.steepest(1.1, 1.2))
    }

    @Test func `play in step with the song, through jumps, loops and the limiter's look-ahead, and go round`() throws
    {
        let music = Listening.Music(seconds: 5, signal: Tone.chord(0.2))
        let short = Listening.Music(seconds: 1, signal: Tone.sine(48, 0.2))
        // The same music on both sides: nothing is heard of the switch.
        let heard = try [0, 1].map { number in
            let listening = try Listening(
                mix: music, references: [music, short],
                change: { document, _ in
                    document.mix[ParameterID(.master, .limiterOn)] = 1
                    document.mix[ParameterID(.master, .limiterCeiling)] = 0
                })
            #expect(listening.studio.engine.latency > 0)
            for place in [nil, 2.5, 0.7] {
                if let place { listening.desk.locate(to: Rehearsal.frame(place), at: listening.desk.now) }
                listening.play(1.2)
                try listening.choose(number)
                listening.play(0.3)
                try listening.choose(0)
                listening.play(0.3)
            }
            listening.desk.setLoop(48_000..<72_000, at: listening.desk.now)
            listening.desk.locate(to: 48_000, at: listening.desk.now)
            try listening.choose(number)
            listening.play(1.4)
            return listening
        }
        let differences = zip(heard[0].left, heard[1].left).map { abs($0 - $1) }
        let latency = heard[0].studio.engine.latency
        let loop = Int(Rehearsal.frame(5.4))
        for (frame, difference) in differences.enumerated() {
            // At a jump the look-ahead is empty, at the seam it still holds the loop's end; the reference knows neither.
            if frame >= loop, (frame - loop) % 24_000 <= latency { continue }
            guard difference > 2e-3 else { continue }
            Issue.record("\(difference) at frame \(frame)")
            break
        }
        #expect(differences.contains { $0 > 0 })
        // One of a second is there later too: 48 periods fit, so it goes round without a seam.
        let listening = heard[0]
        listening.desk.setLoop(nil, at: listening.desk.now)
        try listening.choose(2)
        listening.play(2.5)
        let end = Double(listening.left.count) / 48_000
        #expect(listening.steepest(end - 2, end) < 0.02)
        #expect(try listening.loudness(end - 2, end) > -40)
    }

    @Test func `that cannot be read are named and silent; a number without one leaves the mix`() throws {
        let listening = try Listening(
            mix: .init(seconds: 6, signal: Tone.chord(0.2)),
            references: [.init(signal: Tone.chord(0.3))],
            change: { document, folder in
                try FileManager.default.removeItem(at: folder.appendingPathComponent("reference 1.wav"))
                document.mix[ParameterID(.monitor, .monitorSource)] = 2
            })
        #expect(listening.studio.faults.count == 1)
        #expect(listening.studio.faults.first?.hasPrefix("reference 1: ") == true)
        #expect(listening.studio.faults.first?.contains("reference 1.wav") == true)
        listening.play(1)
        let mix = try listening.loudness(0, 1)
        #expect(mix > -40)
        try listening.choose(1)
        listening.play(1)
        #expect(try listening.loudness(1.1, 2) == -.infinity)
        try listening.choose(7)
        listening.play(1)
        #expect(abs(try listening.loudness(2.2, 3) - mix) < 0.5)
    }

    @Test func `are chosen without a step of undo, and stay chosen`() throws {
        let rehearsal = try Rehearsal(modes: [:])
        let stage = try Stage(rehearsal)
        for text in [
            "/strip/1/fader = -6 dB", "/monitor/source = 2", "toggle /monitor/source", "toggle /monitor/source",
        ] {
            try stage.act(text)
            stage.run(to: Double(stage.desk.now) / 48_000 + 0.7)
        }
        #expect(stage.store.history.map(\.label) == ["Strip 1 fader -6 dB"])
        stage.desk.undo(at: stage.desk.now)
        #expect(stage.desk.document.mix[ParameterID(.monitor, .monitorSource)] == 1)
        #expect(stage.desk.document.mix[.fader1] == 0)
        try stage.close()
        let stored = try SessionStore.open(at: rehearsal.location)
        #expect(stored.document.mix[ParameterID(.monitor, .monitorSource)] == 1)
        try stored.close()
    }

    @Test func `are in nothing that is rendered off line`() throws {
        var sounds: [[Float]] = []
        for number in [0, 1] {
            let listening = try Listening(
                mix: .init(seconds: 1, signal: Tone.chord(0.2)), references: [.init(signal: Tone.chord(0.3))],
                isLive: false,
                change: { document, _ in document.mix[ParameterID(.monitor, .monitorSource)] = Float(number) })
            #expect(listening.studio.engine.referenceCount == 0 && listening.studio.meter == nil)
            listening.play(1)
            sounds.append(listening.left)
        }
        #expect(sounds[0] == sounds[1] && sounds[0].contains { $0 != 0 })
    }
}
