import Foundation
import Mapping
import MixModel
import SessionStore
import Testing
import Units

@testable import Desk

/// A and B of two revisions while the song plays.
@Suite struct `Listening to a revision` {
    private static let name = "Mix 2"

    /// A song in which "Mix 2" has the fader elsewhere and the low end taken away; further ones are quieter step by step.
    private static func listening(seconds: Double = 8, more: Int = 0, isLive: Bool = true) throws -> Listening {
        try Listening(
            mix: .init(seconds: seconds, signal: Tone.chord(0.2)), isLive: isLive,
            change: { document, _ in
                var other = document
                other.mix[ParameterID(.strip(1), .fader)] = -7
                other.mix[ParameterID(.strip(1), .hpfOn)] = 1
                other.mix[ParameterID(.strip(1), .hpfFrequency)] = Role.hpfFrequency.spec.scale.position(of: 200)
                var revisions = [Revision(other, name: name, time: 1)]
                for number in 0..<more {
                    other.mix[ParameterID(.strip(1), .fader)] = -10 - Float(number)
                    revisions.append(Revision(other, name: "Mix \(number + 3)", time: 2))
                }
                document.revisions = revisions
            })
    }

    private static func ask(_ listening: Listening, _ name: String = name) throws {
        let action = try Action(parsing: "/revision/\(name)/listen")
        #expect(listening.desk.perform(action, at: listening.desk.now) == nil)
    }

    private static func source(_ listening: Listening) -> Int {
        Int(listening.desk.shownPosition(of: ParameterID(.monitor, .monitorSource)))
    }

    @Test func `is its bounce at the gain that is said, at the same place of the song, and the mix again`() throws {
        let listening = try Self.listening()
        let shelf = try #require(listening.desk.revisionShelf)
        listening.play(2)
        try Self.ask(listening)
        #expect(listening.desk.takeNotices() == ["\"Mix 2\" is being rendered, and is heard as soon as it is there"])
        listening.play(0.2)
        #expect(Self.source(listening) == 0)
        shelf.work()
        listening.play(1)
        let ready = try #require(shelf.ready.first)
        #expect(shelf.ready.count == 1 && ready.number == 1 && Self.source(listening) == 1)
        let gain = (ready.gain * 10).rounded() / 10
        #expect(
            listening.desk.takeNotices() == [
                "\"Mix 2\" is source 1 of the monitors, as loud as the mix by +\(gain) dB"
            ])
        try Self.ask(listening)
        listening.play(1)

        let revision = try listening.store.document.revisions[0].document()
        let bounces = try [revision, listening.store.document].map { document in
            let studio = Studio(listening.store.showing(document), isLive: false)
            let player = OfflinePlayer(engine: studio.engine, disk: studio.disk, blockSize: 512)
            return try SongRender(desk: studio.desk, player: player).take().left
        }
        let amplitude = Float(pow(10, ready.gain / 20))
        func differs(_ from: Double, _ to: Double, _ expected: (Int) -> Float) -> Float {
            (Int(from * 48_000)..<Int(to * 48_000)).map { abs(listening.left[$0] - expected($0)) }.max() ?? 1
        }
        // Where the switch was is between these.
        #expect(differs(0, 2.2) { bounces[1][$0] } < 1e-6)
        #expect(differs(2.6, 3.2) { bounces[0][$0] * amplitude } < 1e-5)
        #expect(differs(3.4, 4.2) { bounces[1][$0] } < 1e-6)
        #expect(differs(2.6, 3.2) { bounces[1][$0] } > 0.01)
    }

    @Test func `is as loud as the whole mix, though the song is quiet where it is listened to`() throws {
        let listening = try Listening(
            mix: .init(seconds: 10, signal: { Tone.chord($0 < 5 ? 0.02 : 0.3)($0) }),
            change: { document, _ in
                var other = document
                other.mix[ParameterID(.strip(1), .fader)] = -9
                document.revisions = [Revision(other, name: Self.name, time: 1)]
            })
        listening.play(3)
        try Self.ask(listening)
        listening.desk.revisionShelf?.work()
        listening.play(1.6)
        #expect(abs((listening.desk.revisionShelf?.ready.first?.gain ?? 0) - 9) < 0.05)
        #expect(abs(try listening.loudness(3.4, 4.6) - listening.loudness(1, 2.9)) < 0.1)
        // The mix becomes 3 dB louder: asked for again, the revision does.
        try Self.ask(listening)
        #expect(listening.desk.perform(try Action(parsing: "/strip/1/fader = 3 dB"), at: listening.desk.now) == nil)
        listening.play(0.2)
        try Self.ask(listening)
        listening.desk.revisionShelf?.work()
        #expect(abs((listening.desk.revisionShelf?.ready.first?.gain ?? 0) - 12) < 0.05)
    }

    @Test func `comes and goes without a click, and nothing of the session is touched`() throws {
        let listening = try Self.listening()
        let before = listening.store.document
        listening.play(1)
        try Self.ask(listening)
        listening.desk.revisionShelf?.work()
        for _ in 0..<6 {
            listening.play(0.35)
            try Self.ask(listening)
        }
        listening.play(0.5)
        // No steeper than the steeper of both, and the fade between them over 256 frames.
        let own = listening.steepest(0.1, 0.9)
        #expect(listening.steepest(0.1, 3.5) < own * 1.5 + 0.4 / 256)
        #expect(listening.studio.faults == [])
        #expect(Self.source(listening) == 1)
        listening.studio.stopMeasuring()
        listening.desk.close(at: listening.desk.now)
        #expect(listening.store.history.isEmpty)
        #expect(listening.store.document == before)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: listening.store.location.folder).allSatisfy {
                !$0.hasSuffix(".wav")
            })
    }

    @Test func `is not switched to when it was called off while it was rendered`() throws {
        let listening = try Self.listening(seconds: 4)
        listening.play(0.5)
        try Self.ask(listening)
        try Self.ask(listening)
        listening.desk.revisionShelf?.work()
        listening.play(0.5)
        #expect(Self.source(listening) == 0)
        #expect(listening.desk.revisionShelf?.ready.map(\.name) == [Self.name])
        try Self.ask(listening)
        #expect(Self.source(listening) == 1)
    }

    @Test func `of three takes the place of the one that is not heard`() throws {
        let listening = try Self.listening(seconds: 6, more: 2)
        for name in ["Mix 2", "Mix 3", "Mix 2", "Mix 4"] {
            try Self.ask(listening, name)
            listening.desk.revisionShelf?.work()
            listening.play(0.4)
        }
        #expect(listening.desk.revisionShelf?.ready.map(\.name) == ["Mix 2", "Mix 4"])
        #expect(Self.source(listening) == 2)
        #expect(listening.desk.state.holds(.command(.listenToRevision(.named("Mix 4")))))
        #expect(!listening.desk.state.holds(.command(.listenToRevision(.named("Mix 2")))))
        #expect(listening.desk.state.holds(.command(.listenToRevision(.number(3)))))
    }

    @Test func `off line says that it is for mixing, and unknown ones are named`() throws {
        let listening = try Self.listening(seconds: 1, isLive: false)
        try Self.ask(listening)
        #expect(listening.desk.takeNotices() == ["\"Mix 2\" can be listened to while mixing: gainrider mix"])
        let action = try Action(parsing: "/revision/Mix 9/listen")
        #expect(listening.desk.perform(action, at: listening.desk.now)?.contains("Mix 9") == true)
    }
}
