import CSndfile
import CUnpack
import Units

/// Writes a stereo audio file that appears under its name only when it is complete.
///
/// Samples go to a file without a name beside the target, which gets one with ``finish()``; ``cancel()``, an error, dropping the
/// writer or the end of the program leaves nothing. The same samples give the same bytes: dither has a fixed seed, and the header holds no time.
/// - Thread: one at a time.
public final class AudioWriter {
    /// How a file is coded. WAV becomes RF64 by itself when it grows beyond 4 GiB.
    public enum Format: String, CaseIterable, Sendable {
        case wav16, wav24, wavFloat, flac16, flac24

        /// Bits of an integer sample; `nil` for float.
        public var bits: Int? {
            switch self {
            case .wav16, .flac16: 16
            case .wav24, .flac24: 24
            case .wavFloat: nil
            }
        }

        /// Ending of a file's name, without its dot.
        public var fileExtension: String {
            switch self {
            case .wav16, .wav24, .wavFloat: "wav"
            case .flac16, .flac24: "flac"
            }
        }

        /// Bytes of a stereo frame in a WAV file.
        fileprivate var frameBytes: Int64 { 2 * Int64((bits ?? 32) / 8) }

        /// libsndfile's word for it. RF64 only where it is needed, for its float files always hold the time of writing.
        fileprivate func code(frames: Int64) -> Int32 {
            let isLarge = frames > (4 << 30 - 1 << 20) / frameBytes
            let wav = Int32(isLarge ? SF_FORMAT_RF64 : SF_FORMAT_WAV)
            return switch self {
            case .wav16: wav | Int32(SF_FORMAT_PCM_16)
            case .wav24: wav | Int32(SF_FORMAT_PCM_24)
            case .wavFloat: wav | Int32(SF_FORMAT_FLOAT)
            case .flac16: Int32(SF_FORMAT_FLAC) | Int32(SF_FORMAT_PCM_16)
            case .flac24: Int32(SF_FORMAT_FLAC) | Int32(SF_FORMAT_PCM_24)
            }
        }
    }

    /// What was written.
    public struct Summary: Sendable, Hashable {
        public var frames: Int64
        /// Samples beyond full scale that were cut to it; always 0 for float.
        public var clippedSamples: Int64
        /// The greatest absolute sample given; 1 is full scale.
        public var peak: Float
    }

    /// The file, or `standard output`.
    public let path: String
    /// Whether the bytes are given to standard output, a pipe or a device once they are complete, and no file is made.
    public var isHandedOn: Bool { output.isHandedOn }
    public let format: Format
    /// What was written so far.
    public private(set) var summary = Summary(frames: 0, clippedSamples: 0, peak: 0)
    private let output: OutputFile
    private var handle: OpaquePointer?
    private var quantiser: Quantiser
    /// Where the sound comes at another rate.
    private var rate: OutputRate?
    private static let block = 1024

    /// - Parameters:
    ///   - path: the file to make; one that stands there is replaced on ``finish()``, a link is followed. `-` is standard
    ///     output; that, a pipe or a device gets the complete bytes.
    ///   - sampleRate: frames per second, 8000…384000.
    ///   - inputRate: of the frames that are given, if it is another; 8000…384000.
    ///   - timeLine: where the file belongs, for WAV files.
    ///   - expectedFrames: length to be written, as far as known: a WAV file beyond 4 GiB has to be an RF64 file from the start.
    ///   - dithers: whether integer samples get triangular dither of ±1 step; float never does.
    ///   - isInterrupted: asked while a pipe holds the writing up; then it ends with ``FileError/interrupted(path:)``.
    /// - Throws: ``FileError/noSuchFolder(path:)``, ``FileError/notPermitted(path:reason:)``, ``FileError/folder(path:)``,
    ///   ``FileError/diskFull(path:)``, ``FileError/cannotWrite(path:reason:)``.
    public convenience init(
        path: String, format: Format, sampleRate: Int, inputRate: Int? = nil, expectedFrames: Int64 = 0,
        dithers: Bool = true, timeLine: TimeLine? = nil, isInterrupted: @escaping () -> Bool = { false }
    ) throws(FileError) {
        try self.init(
            path: path, format: format, sampleRate: sampleRate, expectedFrames: expectedFrames, dithers: dithers,
            timeLine: timeLine, isInterrupted: isInterrupted, write: OutputFile.systemWrite)
        guard let inputRate, inputRate != sampleRate else { return }
        rate = OutputRate(from: inputRate, to: sampleRate)
        guard rate == nil else { return }
        cancel()
        throw .cannotWrite(path: path, reason: "there is no memory for another sample rate")
    }

    /// The same with another `write(2)`, which can fail.
    init(
        path: String, format: Format, sampleRate: Int, expectedFrames: Int64 = 0, dithers: Bool,
        timeLine: TimeLine? = nil, isInterrupted: @escaping () -> Bool = { false }, write: @escaping OutputFile.Write
    ) throws(FileError) {
        let isStandardOutput = path == "-"
        self.path = isStandardOutput ? "standard output" : path
        self.format = format
        quantiser = Quantiser(bits: format.bits ?? 24, dithers: dithers)
        output = try OutputFile(
            path: self.path, isStandardOutput: isStandardOutput, isInterrupted: isInterrupted, write: write)
        var info = SF_INFO()
        info.samplerate = Int32(clamping: sampleRate)
        info.channels = 2
        info.format = format.code(frames: expectedFrames)
        guard let opened = output.openHandle(&info) else {
            let reason = String(cString: sf_strerror(nil))
            let failure = output.failure.map { FileError.writing(path, $0) }
            output.discard()
            throw failure ?? .cannotWrite(path: path, reason: reason)
        }
        handle = opened
        // The PEAK chunk of a float WAV holds the time of writing.
        sf_command(opened, Int32(SFC_SET_ADD_PEAK_CHUNK), nil, Int32(SF_FALSE))
        sf_command(opened, Int32(SFC_RF64_AUTO_DOWNGRADE), nil, Int32(SF_TRUE))
        if format.fileExtension == "wav" { timeLine?.write(to: opened) }
    }

    deinit { cancel() }

    /// Adds `frames` frames of planar floats, nominal range ±1. NaN becomes 0 in integer formats; float is written bit for bit.
    /// - Throws: ``FileError/diskFull(path:)``, ``FileError/cannotWrite(path:reason:)``; nothing is left then.
    public func write(
        left: UnsafePointer<Float>, right: UnsafePointer<Float>, frames: Int
    ) throws(FileError) {
        guard let rate else { return try writePlain(left, right, frames) }
        try rate.add(left, right, frames: frames) { l, r, count throws(FileError) in try writePlain(l, r, count) }
    }

    private func writePlain(
        _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, _ frames: Int
    ) throws(FileError) {
        var done = 0
        while done < frames {
            let count = min(Self.block, frames - done)
            let written = writeBlock(left + done, right + done, count)
            guard written == count, output.failure == nil else {
                let failure = currentFailure
                cancel()
                throw failure
            }
            done += count
            summary.frames += Int64(count)
        }
    }

    /// Completes the file and gives it its name.
    /// - Throws: as ``write(left:right:frames:)``; nothing is left then.
    @discardableResult
    public func finish() throws(FileError) -> Summary {
        try rate?.finish { l, r, count throws(FileError) in try writePlain(l, r, count) }
        rate = nil
        guard let handle else { throw .cannotWrite(path: path, reason: "it was finished or cancelled before") }
        let closing = sf_close(handle)
        self.handle = nil
        if closing != 0 || output.failure != nil {
            let failure = currentFailure
            output.discard()
            throw failure
        }
        try output.finish()
        return summary
    }

    /// Gives up: nothing is left of the file. Does nothing after ``finish()``.
    public func cancel() {
        guard let handle else { return }
        sf_close(handle)
        self.handle = nil
        output.discard()
    }

    private var currentFailure: FileError {
        if let code = output.failure { return .writing(path, code) }
        return .cannotWrite(path: path, reason: String(cString: sf_strerror(handle)))
    }

    private func writeBlock(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, _ count: Int) -> Int {
        guard let handle else { return 0 }
        summary.peak = max(summary.peak, greatestMagnitude(left, count), greatestMagnitude(right, count))
        // Words of the samples, and room for their bytes as a WAV file has them: little-endian, as are our machines.
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: 4 * count + 1) { buffer in
            guard let words = buffer.baseAddress else { return 0 }
            let bytes = UnsafeMutableRawPointer(words + 2 * count)
            if format.bits != nil {
                summary.clippedSamples += quantiser.interleave(left, right, frames: count, into: words)
            }
            switch format {
            case .flac16, .flac24: return Int(sf_writef_int(handle, words, sf_count_t(count)))
            case .wav16: pack_bytes16(words, bytes.bindMemory(to: Int16.self, capacity: 2 * count), 2 * count)
            case .wav24: pack_bytes24(words, bytes.bindMemory(to: UInt8.self, capacity: 8 * count), 2 * count)
            case .wavFloat: interleave(left, right, bytes.bindMemory(to: Float.self, capacity: 2 * count), count)
            }
            let size = count * Int(format.frameBytes)
            return Int(sf_write_raw(handle, bytes, sf_count_t(size))) / Int(format.frameBytes)
        }
    }
}

private func interleave(
    _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, _ count: Int
) {
    for index in 0..<count {
        output[2 * index] = left[index]
        output[2 * index + 1] = right[index]
    }
}

/// The greatest absolute value; NaN is passed over. Compared as integers, which the processor does side by side.
func greatestMagnitude(_ samples: UnsafePointer<Float>, _ count: Int) -> Float {
    var bits: Int32 = 0
    for index in 0..<count { bits = max(bits, Int32(bitPattern: samples[index].bitPattern & 0x7FFF_FFFF)) }
    let greatest = Float(bitPattern: UInt32(bitPattern: bits))
    guard greatest.isNaN else { return greatest }
    return (0..<count).reduce(0) { samples[$1].magnitude > $0 ? samples[$1].magnitude : $0 }
}
