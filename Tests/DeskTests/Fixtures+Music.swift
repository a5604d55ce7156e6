import AudioFiles
import Automation
import Engine
import Foundation
import Mapping
import MixModel
import SessionStore
import TestSupport
import Testing
import Units

@testable import Desk

/// A session whose strips sound: noise, two seconds of it. Four files serve all: what differs is what is done with them.
final class NoisyRehearsal {
    static let seconds = 2
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("gainrider-noise-\(UUID().uuidString)")
    var location: SessionLocation { SessionLocation(folder.appendingPathComponent("song").path) }

    init(seed: UInt64, mode: AutomationMode?, hpf: Bool, change: (inout SessionDocument) -> Void = { _ in }) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var mix = Mix(sampleRate: Rehearsal.rate)
        let noise = try Noise.shared.get()
        for number in 1...4 {
            // Another seed has them in another order.
            let source = noise.sources[(number + Int(seed % 4)) % 4]
            mix.strips.append(Strip(name: "Noise \(number)", source: source))
            if hpf { mix[ParameterID(.strip(number), .hpfOn)] = 1 }
        }
        var document = SessionDocument(mix: mix)
        document.modes.session = mode
        change(&document)
        try SessionStore.create(at: location, document: document).close()
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// What a performance leaves behind.
    struct Outcome {
        var take: Take
        var document: SessionDocument
        var notices: [String]
        /// What was played and did not come out of the look-ahead.
        var unheard: [LookAhead.Stretch]
        /// What of the song was played when.
        var played: [Played]
    }

    /// What a performance sounds like, laid on the time line.
    func take(_ events: [String], blockSize: Int) throws -> Take { try outcome(events, blockSize: blockSize).take }

    /// Plays a performance of two devices of the cases, `desk` and `wing`.
    ///
    /// - Parameter mayRefuse: commands by chance come where they have nothing to do.
    func outcome(_ events: [String], blockSize: Int, mayRefuse: Bool = false) throws -> Outcome {
        let surfaces = "surfaces:\n  desk: {mapping: bench}\n  wing: {mapping: bench}\n"
        let text = "performance: 1\n\(surfaces)events:\n" + events.joined(separator: "\n")
        let (performance, faults) = PerformanceReader.read(text: text, file: "noise.yaml")
        #expect(faults.map(\.description) == [])
        let mapping = try Bench(glide: 120).mapping()
        let store = try SessionStore.open(at: location)
        let studio = Studio(store, isLive: false)
        #expect(studio.faults == [])
        let player = OfflinePlayer(engine: studio.engine, disk: studio.disk, blockSize: blockSize)
        let run = PerformanceRun(
            try #require(performance), mappings: ["desk": mapping, "wing": mapping], desk: studio.desk,
            player: player,
            keepsTake: true)
        run.run()
        if !mayRefuse { #expect(run.failures.map(\.description) == []) }
        let outcome = Outcome(
            take: try #require(run.take), document: studio.desk.document, notices: studio.desk.takeNotices(),
            unheard: run.lookAhead.lost + run.lookAhead.waiting, played: run.played)
        try store.close()
        return outcome
    }

    /// The session as it is stored.
    func stored() throws -> SessionDocument {
        let store = try SessionStore.open(at: location)
        defer { try? store.close() }
        return store.document
    }

    /// The song as the re-opened session gives it.
    func bounce(blockSize: Int = 8192) throws -> Take {
        let store = try SessionStore.open(at: location)
        let studio = Studio(store, isLive: false)
        let player = OfflinePlayer(engine: studio.engine, disk: studio.disk, blockSize: blockSize)
        let take = try SongRender(desk: studio.desk, player: player).take()
        try store.close()
        return take
    }
}

/// Four files of noise, made once for all tests of the process; they go when it ends.
private struct Noise: Sendable {
    static let shared = Result { try Noise() }
    let sources: [Source]

    private init() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "gainrider-noise-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        Noise.folder = folder.path
        atexit { try? FileManager.default.removeItem(atPath: Noise.folder) }
        var random = Dice(seed: 1)
        let frames = NoisyRehearsal.seconds * Rehearsal.rate
        sources = try (1...4).map { number in
            let path = folder.appendingPathComponent("\(number).wav").path
            let left = (0..<frames).map { _ in Float.random(in: -0.5...0.5, using: &random) }
            let writer = try AudioWriter(path: path, format: .wavFloat, sampleRate: Rehearsal.rate)
            try writer.write(left: left, right: Array(left.reversed()), frames: frames)
            _ = try writer.finish()
            return Source(
                path: path, fingerprint: try AudioFile.fingerprint(path), channels: 2, sampleRate: Rehearsal.rate,
                frames: Int64(frames))
        }
    }

    /// Written once, before it is read at the end.
    private nonisolated(unsafe) static var folder = ""
}
