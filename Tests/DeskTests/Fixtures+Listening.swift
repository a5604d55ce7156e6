import AudioFiles
import Engine
import Foundation
import Loudness
import Mapping
import MixModel
import SessionStore
import Testing
import Units

@testable import Desk

/// Somebody who listens to a session of one strip through the monitors, as live, from real files: everything but the
/// driver and the disk's threads.
final class Listening {
    typealias Signal = (_ seconds: Double) -> Double

    /// A file to be made; samples by time, so that any rate holds the same music.
    struct Music {
        var rate = 48_000
        var channels = 2
        var seconds = 4.0
        var signal: Signal
    }

    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "gainrider-listen-\(UUID().uuidString)")
    let store: SessionStore
    let studio: Studio
    var desk: Desk { studio.desk }
    private(set) var left: [Float] = []
    private(set) var right: [Float] = []

    init(
        mix music: Music, references: [Music] = [], isLive: Bool = true,
        change: (inout SessionDocument, URL) throws -> Void = { _, _ in }
    ) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var mix = Mix(sampleRate: Rehearsal.rate)
        mix.strips = [Strip(name: "Song", source: try Listening.write(music, folder, "song.wav"))]
        for (index, reference) in references.enumerated() {
            mix.references.append(try Listening.write(reference, folder, "reference \(index + 1).wav"))
        }
        var document = SessionDocument(mix: mix)
        try change(&document, folder)
        store = try SessionStore.create(
            at: SessionLocation(folder.appendingPathComponent("song").path), document: document)
        studio = Studio(store, isLive: isLive)
        // Read by whoever plays, so that a jump is at its frame in every run.
        studio.disk.stop()
        studio.references.measure()
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    /// Plays on for a time, in seconds.
    func play(_ seconds: Double) {
        if !desk.transport.isRolling { desk.play(at: desk.now) }
        let end = desk.now + Rehearsal.frame(seconds)
        var blockLeft = [Float](repeating: 0, count: 480)
        var blockRight = blockLeft
        while desk.now < end {
            let frames = Int(min(desk.nextDeadline, end, desk.now + 480) - desk.now)
            studio.disk.fill(frames: frames)
            studio.engine.render(left: &blockLeft, right: &blockRight, frames: frames)
            left += blockLeft.prefix(frames)
            right += blockRight.prefix(frames)
            desk.advance(to: desk.now + Int64(frames))
            studio.meter?.measure()
            studio.matchReferences()
        }
    }

    func choose(_ number: Int) throws {
        #expect(desk.perform(try Action(parsing: "/monitor/source = \(number)"), at: desk.now) == nil)
    }

    /// Loudness in LUFS of what was heard between two times, in seconds since the first sound.
    func loudness(_ from: Double, _ to: Double) throws -> Double {
        let meter = try LoudnessMeter(sampleRate: Rehearsal.rate)
        let first = Int(Rehearsal.frame(from))
        let frames = min(left.count, Int(Rehearsal.frame(to))) - first
        left.withUnsafeBufferPointer { l in
            right.withUnsafeBufferPointer { r in
                guard let l = l.baseAddress, let r = r.baseAddress else { return }
                meter.add(left: l + first, right: r + first, frames: frames)
            }
        }
        return meter.finish().integrated
    }

    /// The greatest step from one sample to the next between two times.
    func steepest(_ from: Double, _ to: Double) -> Float {
        let range = Int(Rehearsal.frame(from)) + 1..<min(left.count, Int(Rehearsal.frame(to)))
        return range.reduce(0) { max($0, abs(left[$1] - left[$1 - 1])) }
    }

    private static func write(_ music: Music, _ folder: URL, _ name: String) throws -> Source {
        let path = folder.appendingPathComponent(name).path
        let frames = Int(music.seconds * Double(music.rate))
        var samples: [Float] = []
        for frame in 0..<frames {
            let sample = Float(music.signal(Double(frame) / Double(music.rate)))
            for _ in 0..<music.channels { samples.append(sample) }
        }
        var data = Data("RIFF".utf8)
        func add(_ number: Int, _ bytes: Int) {
            for byte in 0..<bytes { data.append(UInt8(number >> (8 * byte) & 255)) }
        }
        add(36 + 4 * samples.count, 4)
        data += Data("WAVEfmt ".utf8)
        add(16, 4)
        add(3, 2)
        add(music.channels, 2)
        add(music.rate, 4)
        add(music.rate * music.channels * 4, 4)
        add(music.channels * 4, 2)
        add(32, 2)
        data += Data("data".utf8)
        add(4 * samples.count, 4)
        samples.withUnsafeBytes { data.append(contentsOf: $0) }
        try data.write(to: URL(fileURLWithPath: path))
        return Source(
            path: path, fingerprint: try AudioFile.fingerprint(path), channels: music.channels,
            sampleRate: music.rate,
            frames: Int64(frames))
    }
}

/// Signals by time.
enum Tone {
    static func sine(_ hertz: Double, _ amplitude: Double) -> Listening.Signal {
        { amplitude * sin(2 * .pi * hertz * $0) }
    }

    /// Many tones, which sound like music to a meter: louder below than above.
    static func chord(_ amplitude: Double) -> Listening.Signal {
        let notes = [55, 110, 220, 330, 495, 880, 1760, 3520, 7040].enumerated().map {
            (hertz: Double($0.element) * 1.003, share: 1 / Double($0.offset + 2))
        }
        return { time in amplitude * notes.reduce(0) { $0 + $1.share * sin(2 * .pi * $1.hertz * time) } }
    }
}
