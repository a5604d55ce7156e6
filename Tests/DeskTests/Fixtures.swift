import Automation
import Desk
import Foundation
import Mapping
import MixModel
import SessionStore
import Testing
import Units

/// A session in a folder of its own: silent strips that give the song its length. The folder goes when the value does.
final class Rehearsal {
    static let rate = 48_000
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("gainrider-desk-\(UUID().uuidString)")
    var location: SessionLocation { SessionLocation(folder.appendingPathComponent("song").path) }
    let document: SessionDocument

    /// - Parameter pan: points of strip 1's pan lane, in seconds, values 0…1 (``Rehearsal/position(_:)``).
    init(
        pan: [(Double, Double)] = [], modes: [Node: AutomationMode] = [.strip(1): .touch], seconds: Int = 20,
        strips: Int = 2,
        glide: Int = 500, change: (inout SessionDocument) -> Void = { _ in }
    ) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var mix = Mix(sampleRate: Rehearsal.rate)
        mix.strips = (1...strips).map { number in
            Strip(
                name: "Strip \(number)",
                source: Source(
                    path: "none", fingerprint: "", channels: 1, sampleRate: Rehearsal.rate,
                    frames: Int64(seconds * Rehearsal.rate)))
        }
        var document = SessionDocument(mix: mix)
        document.modes.nodes = modes
        document.settings.glideMilliseconds = glide
        if !pan.isEmpty {
            document.lanes[.pan1] = Lane(points: pan.map { (Rehearsal.frame($0.0), Rehearsal.position($0.1)) })
        }
        change(&document)
        self.document = document
        try SessionStore.create(at: location, document: document).close()
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    static func frame(_ seconds: Double) -> FramePosition { Int64((seconds * Double(rate)).rounded()) }

    /// The specification's 0…1 on a pan, −1…1: both are linear.
    static func position(_ value: Double) -> Float { Float(value * 2 - 1) }

    /// Plays events through the whole path, closes the session, and opens it again.
    func perform(
        _ events: String, bench: Bench = Bench(), devices: [String] = ["desk"], blockSize: Int = 1024,
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) throws -> Outcome {
        let surfaces = devices.map { "  \($0): {mapping: bench}\n" }.joined()
        let text = "performance: 1\nsurfaces:\n\(surfaces)events:\n\(events)"
        let (performance, faults) = PerformanceReader.read(text: text, file: "case.yaml")
        #expect(faults.map(\.description) == [], sourceLocation: sourceLocation)
        let mappings = Dictionary(uniqueKeysWithValues: try devices.map { ($0, try bench.mapping()) })
        let found = try #require(performance, sourceLocation: sourceLocation)
        #expect(found.check(mappings: mappings).map(\.description) == [], sourceLocation: sourceLocation)
        let store = try SessionStore.open(at: location)
        let before = store.history.count
        let studio = Studio(store, isLive: false)
        let player = OfflinePlayer(engine: studio.engine, disk: studio.disk, blockSize: blockSize)
        let run = PerformanceRun(found, mappings: mappings, desk: studio.desk, player: player, keepsTake: false)
        run.endsWithEvents = true
        run.run()
        #expect(run.failures.map(\.description) == [], sourceLocation: sourceLocation)
        let entries = store.history.dropFirst(before).map(\.label)
        try store.close()
        let stored = try SessionStore.open(at: location)
        defer { try? stored.close() }
        // What is heard and shown is what is stored.
        #expect(stored.document.lanes == studio.desk.document.lanes, sourceLocation: sourceLocation)
        #expect(stored.document.mix == studio.desk.document.mix, sourceLocation: sourceLocation)
        return Outcome(before: document, desk: studio.desk, stored: stored.document, entries: Array(entries))
    }
}

extension ParameterID {
    static let pan1 = ParameterID(.strip(1), .pan)
    static let mute1 = ParameterID(.strip(1), .mute)
    static let fader1 = ParameterID(.strip(1), .fader)
}

/// What a performance has left.
struct Outcome {
    let before: SessionDocument
    let desk: Desk
    /// The session as opened again.
    let stored: SessionDocument
    /// New entries of the history.
    let entries: [String]

    /// Passes that are steps of undo.
    var passes: [String] { entries.filter { $0.hasPrefix("Pass") } }

    /// Messages to the device, with their times in seconds.
    var sent: [(time: Double, bytes: [UInt8])] {
        (desk.surfaces.first?.sent ?? []).map { (Double($0.frame) / Double(Rehearsal.rate), $0.bytes) }
    }

    /// Value 0…1 of a lane at a frame.
    func value(_ frame: FramePosition, of id: ParameterID = .pan1) -> Double? {
        stored.lanes[id]?.position(at: frame).map { (Double($0) + 1) / 2 }
    }

    /// The lane's values at times, within half a step of 13 bits.
    func expect(
        _ points: [(Double, Double)], of id: ParameterID = .pan1,
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) {
        for (seconds, expected) in points {
            let found = value(Rehearsal.frame(seconds), of: id) ?? .nan
            #expect(abs(found - expected) < 1e-4, "\(found) at \(seconds) s", sourceLocation: sourceLocation)
        }
    }

    /// The lane is bit for bit the old one there.
    func expectUntouched(
        _ range: Range<Double>, of id: ParameterID = .pan1, sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) {
        let frames = Rehearsal.frame(range.lowerBound)..<Rehearsal.frame(range.upperBound)
        let edges = [frames.lowerBound, frames.lowerBound + 1, frames.upperBound - 1]
        for frame in Array(stride(from: frames.lowerBound, to: frames.upperBound, by: 977)) + edges {
            let old = before.lanes[id]?.position(at: frame) ?? before.mix[id]
            let new = stored.lanes[id]?.position(at: frame) ?? stored.mix[id]
            guard old.bitPattern != new.bitPattern else { continue }
            Issue.record("\(new) at frame \(frame), was \(old)", sourceLocation: sourceLocation)
            return
        }
    }

    /// The lane stands still there, bit for bit.
    func expectFlat(
        _ range: ClosedRange<Double>, of id: ParameterID = .pan1,
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) {
        let first = Rehearsal.frame(range.lowerBound)
        let last = Rehearsal.frame(range.upperBound)
        let lane = stored.lanes[id]
        for frame in Array(stride(from: first, to: last, by: 977)) + [last] {
            guard lane?.position(at: frame) != lane?.position(at: first) else { continue }
            Issue.record("moves at frame \(frame)", sourceLocation: sourceLocation)
            return
        }
    }
}
