import CSndfile
import Foundation
import Testing

@testable import AudioFiles

@Suite struct `Audio writer` {
    private let folder = TestFolder()

    @Test(arguments: AudioWriter.Format.allCases)
    func `writes what it says, under its name only when complete`(format: AudioWriter.Format) throws {
        let path = folder["mix.\(format.fileExtension)"]
        let writer = try AudioWriter(path: path, format: format, sampleRate: 44100)
        try writer.write(left: TestNoise.samples(5000), right: TestNoise.samples(5000, seed: 2), frames: 5000)
        #expect(folder.names.allSatisfy { $0.hasPrefix(".") })
        let summary = try writer.finish()
        #expect(folder.names == ["mix.\(format.fileExtension)"])
        #expect(summary.frames == 5000 && summary.clippedSamples == 0)
        let verification = try AudioFile.verify(path)
        #expect(verification.faults == [])
        #expect(verification.properties.frames == 5000 && verification.properties.sampleRate == 44100)
        #expect(verification.properties.format == words[format])
    }

    @Test(arguments: AudioWriter.Format.allCases)
    func `gives the same bytes for the same samples, in pieces of any size`(format: AudioWriter.Format) throws {
        let samples = TestNoise.samples(9000)
        for (name, piece) in [("a", 9000), ("b", 64), ("c", 1023)] {
            let writer = try AudioWriter(path: folder[name], format: format, sampleRate: 48000)
            for start in stride(from: 0, to: 9000, by: piece) {
                let part = Array(samples[start..<min(9000, start + piece)])
                try writer.write(left: part, right: part, frames: part.count)
            }
            try writer.finish()
        }
        #expect(try AudioFile.fingerprint(folder["a"]) == AudioFile.fingerprint(folder["b"]))
        #expect(try AudioFile.fingerprint(folder["a"]) == AudioFile.fingerprint(folder["c"]))
    }

    @Test func `keeps every bit of a float`() throws {
        let samples =
            [0, -0.0, 1, -1, Float(bitPattern: 77), 3.5, -7, .leastNonzeroMagnitude, 0x1.fffffep-1, 0.1] as [Float]
        try write("a.wav", .wavFloat, samples)
        let planes = try AudioFile.open(folder["a.wav"]).planes(at: 0, samples.count)
        #expect(planes.left.map(\.bitPattern) == samples.map(\.bitPattern))
        let bytes = try Data(contentsOf: URL(fileURLWithPath: folder["a.wav"]))
        #expect(bytes.prefix(4) == Data("RIFF".utf8))
        #expect(bytes.range(of: Data("PEAK".utf8)) == nil, "a PEAK chunk holds the time of writing")
    }

    @Test(arguments: [AudioWriter.Format.wav16, .wav24, .flac16, .flac24])
    func `dithers by at most one step and a half, without bias`(format: AudioWriter.Format) throws {
        let step = format.bits == 16 ? 0x1p-15 : 0x1p-23
        let samples = [Float](repeating: Float(step * 0.3), count: 50_000)
        try write("a", format, samples)
        let read = try AudioFile.open(folder["a"]).planes(at: 0, samples.count)
        let errors = (read.left + read.right).map { (Double($0) - Double(samples[0])) / step }
        #expect(errors.allSatisfy { abs($0) <= 1.5 })
        #expect(abs(errors.reduce(0, +) / 100_000) < 0.01)
        // Triangular dither of ±1 step and rounding: 1/6 + 1/12 of a square step.
        #expect(abs(errors.reduce(0) { $0 + $1 * $1 } / 100_000 - 0.25) < 0.01)
    }

    @Test(arguments: [AudioWriter.Format.wav16, .wav24, .flac16])
    func `without dither rounds to the nearest step`(format: AudioWriter.Format) throws {
        let step = format.bits == 16 ? Float(0x1p-15) : 0x1p-23
        let given: [Float] = [0, step, -step, 0.49 * step, 0.51 * step, -0.49 * step, -0.51 * step, 0.5, -1, 1, .nan]
        let writer = try AudioWriter(path: folder["a"], format: format, sampleRate: 48000, dithers: false)
        try writer.write(left: given, right: given, frames: given.count)
        #expect(try writer.finish().clippedSamples == 0)
        let expected: [Float] = [0, step, -step, 0, step, 0, -step, 0.5, -1, 1 - step, 0]
        #expect(try AudioFile.open(folder["a"]).planes(at: 0, given.count).left == expected)
    }

    @Test func `counts what is beyond full scale`() throws {
        let samples: [Float] = [1.001, -1.5, 1, -1, 0.9, .infinity, -.infinity, 1e30]
        #expect(try write("a", .wav16, samples).clippedSamples == 2 * 5)
        #expect(try write("b", .wavFloat, samples).clippedSamples == 0)
        let read = try AudioFile.open(folder["a"]).planes(at: 0, 2)
        #expect(read.left[0] >= 1 - 2 * 0x1p-15 && read.left[1] <= -1 + 0x1p-15)
        #expect(try write("c", .wavFloat, [0.25, -2]).peak == 2)
    }

    @Test func `leaves nothing when given up`() throws {
        let writer = try AudioWriter(path: folder["a.wav"], format: .wav24, sampleRate: 48000)
        try writer.write(left: TestNoise.samples(100), right: TestNoise.samples(100), frames: 100)
        writer.cancel()
        writer.cancel()
        #expect(folder.names == [])
        #expect(throws: FileError.self) { try writer.finish() }
        var dropped: AudioWriter? = try AudioWriter(path: folder["b.wav"], format: .flac16, sampleRate: 48000)
        try dropped?.write(left: TestNoise.samples(100), right: TestNoise.samples(100), frames: 100)
        dropped = nil
        #expect(folder.names == [])
    }

    @Test func `keeps the old file until the new one is complete`() throws {
        let path = folder.put(Data("the old mix".utf8), as: "mix.wav")
        let writer = try AudioWriter(path: path, format: .wav16, sampleRate: 48000)
        try writer.write(left: TestNoise.samples(10), right: TestNoise.samples(10), frames: 10)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "the old mix")
        try writer.finish()
        #expect(try AudioFile.probe(path).frames == 10)
        #expect(folder.names == ["mix.wav"])
    }

    @Test func `names the place that cannot be written`() throws {
        let missing = folder["no/such/mix.wav"]
        #expect(throws: FileError.noSuchFolder(path: missing)) {
            try AudioWriter(path: missing, format: .wav16, sampleRate: 48000)
        }
        #expect(throws: FileError.folder(path: folder.path)) {
            try AudioWriter(path: folder.path, format: .wav16, sampleRate: 48000)
        }
        // Even the administrator makes no files there.
        #expect(throws: FileError.self) { try AudioWriter(path: "/proc/mix.wav", format: .wav16, sampleRate: 48000) }
        let long = folder[String(repeating: "n", count: 250) + ".wav"]
        try AudioWriter(path: long, format: .wav16, sampleRate: 48000).finish()
        #expect(folder.names.count == 1)
    }

    static let failures: [(code: Int32, error: @Sendable (String) -> FileError)] = [
        (ENOSPC, { .diskFull(path: $0) }), (EDQUOT, { .diskFull(path: $0) }),
        (EIO, { .cannotWrite(path: $0, reason: "input/output error") }),
        (EROFS, { .notPermitted(path: $0, reason: "read-only file system") }),
    ]

    @Test(arguments: AudioWriter.Format.allCases, failures)
    func `survives a write that fails, whichever it is`(
        format: AudioWriter.Format, failure: (code: Int32, error: @Sendable (String) -> FileError)
    ) throws {
        let path = folder["mix"]
        let samples = TestNoise.samples(30_000)
        for failing in 1... {
            let writes = FailingWrites(failing: failing, code: failure.code)
            var thrown: FileError?
            do throws(FileError) {
                let writer = try AudioWriter(
                    path: path, format: format, sampleRate: 48000, dithers: true, write: writes.write)
                try writer.write(left: samples, right: samples, frames: samples.count)
                try writer.finish()
            } catch {
                thrown = error
            }
            if writes.hasFailed {
                #expect(thrown == failure.error(path))
                #expect(folder.names == [])
            } else {
                #expect(thrown == nil && failing > 3)
                break
            }
        }
    }

    private let words: [AudioWriter.Format: String] = [
        .wav16: "WAV, 16 bit", .wav24: "WAV, 24 bit", .wavFloat: "WAV, 32 bit float", .flac16: "FLAC, 16 bit",
        .flac24: "FLAC, 24 bit",
    ]

    @discardableResult
    private func write(_ name: String, _ format: AudioWriter.Format, _ samples: [Float]) throws -> AudioWriter.Summary
    {
        let writer = try AudioWriter(path: folder[name], format: format, sampleRate: 48000)
        try writer.write(left: samples, right: samples, frames: samples.count)
        return try writer.finish()
    }
}
