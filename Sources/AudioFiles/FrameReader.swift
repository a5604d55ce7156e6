import CSndfile

/// Reads planar frames of one file from any place, at the file's own rate.
///
/// Plain PCM and float are read as bytes and unpacked here, which costs less than half of libsndfile's way through its own buffers;
/// everything else is decoded by libsndfile. Either seeks only when the position jumps.
/// - Thread: one at a time.
final class FrameReader {
    let handle: SoundHandle
    /// Length of the file in frames.
    let frames: Int64
    let channels: Int
    private(set) var faults: [FileError] = []

    private let plain: PlainSamples?
    /// Frames that are decoded and dropped before the first one wanted, after a jump.
    private let runIn: Int64
    /// Frame that the handle reads next; `nil` after a failed seek.
    private var next: Int64? = 0
    /// Reading failed here: from this frame on there is silence.
    private var limit: Int64
    private var notNumbers: (samples: Int64, frame: Int64) = (0, 0)

    private static let block = 2048

    init(handle: SoundHandle, frames: Int64) {
        self.handle = handle
        self.frames = frames
        limit = frames
        channels = Int(handle.properties.channels)
        plain = PlainSamples(of: handle)
        runIn = handle.properties.isLossless ? 0 : 16384
    }

    /// Reads `frames` frames from `position` on; outside the file there is silence.
    /// - Returns: how many frames could be read.
    func read(
        at position: Int64, left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames count: Int
    ) -> Int {
        let start = min(max(position, 0), limit)
        let end = min(max(position + Int64(count), start), limit)
        let before = min(count, max(0, Int(clamping: -position)))
        silence(left, right, from: 0, to: before)
        var done = 0
        if end > start, seek(to: start) {
            withUnsafeTemporaryAllocation(byteCount: Self.block * channels * 4 + 4, alignment: 16) { bytes in
                guard let base = bytes.baseAddress else { return }
                while done < Int(end - start) {
                    let wanted = min(Self.block, Int(end - start) - done)
                    let got = readBlock(base, left + before + done, right + before + done, wanted)
                    replaceNotNumbers(left + before + done, right + before + done, got, at: start + Int64(done))
                    done += got
                    next = start + Int64(done)
                    guard got == wanted else {
                        stop(at: start + Int64(done))
                        break
                    }
                }
            }
        }
        silence(left, right, from: before + done, to: count)
        return done
    }

    private func seek(to frame: Int64) -> Bool {
        if next == frame { return true }
        let start = max(0, frame - runIn)
        guard handle.seek(to: start) else {
            next = nil
            stop(at: frame)
            return false
        }
        next = frame
        return skip(frame - start) || stopped(at: frame)
    }

    /// Decodes and drops: an Ogg Vorbis stream gives wrong samples for some hundred frames after a seek (libsndfile 1.2.0), and
    /// MP3 and Opus are exact only when the frames before have been decoded.
    private func skip(_ frames: Int64) -> Bool {
        guard frames > 0 else { return true }
        return withUnsafeTemporaryAllocation(of: Float.self, capacity: Self.block * channels) { buffer in
            guard let base = buffer.baseAddress else { return false }
            var left = Int(frames)
            while left > 0 {
                let got = handle.read(base, frames: min(left, Self.block))
                guard got > 0 else { return false }
                left -= got
            }
            return true
        }
    }

    private func readBlock(
        _ bytes: UnsafeMutableRawPointer, _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>,
        _ count: Int
    ) -> Int {
        if let plain {
            let width = plain.bytesPerSample * channels
            let got = handle.readRaw(bytes, bytes: count * width) / width
            plain.unpack(bytes, left: left, right: right, frames: got, channels: channels)
            return got
        }
        let samples = bytes.bindMemory(to: Float.self, capacity: count * channels)
        var got = 0
        while got < count {
            let more = handle.read(samples + got * channels, frames: count - got)
            guard more > 0 else { break }
            got += more
        }
        deinterleave(samples, left: left, right: right, frames: got, channels: channels)
        return got
    }

    private func replaceNotNumbers(
        _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, _ count: Int, at position: Int64
    ) {
        guard plain?.canHoldNotNumbers ?? true, !areFinite(left, count) || !areFinite(right, count) else { return }
        for index in 0..<count where !left[index].isFinite || !right[index].isFinite {
            if notNumbers.samples == 0 { notNumbers.frame = position + Int64(index) }
            if !left[index].isFinite { notNumbers.samples += 1 }
            if channels == 2, !right[index].isFinite { notNumbers.samples += 1 }
            if !left[index].isFinite { left[index] = 0 }
            if !right[index].isFinite { right[index] = 0 }
        }
        let fault = FileError.notNumbers(path: handle.path, samples: notNumbers.samples, frame: notNumbers.frame)
        faults.removeAll { if case .notNumbers = $0 { true } else { false } }
        faults.append(fault)
    }

    private func stopped(at frame: Int64) -> Bool {
        next = nil
        stop(at: frame)
        return false
    }

    private func stop(at frame: Int64) {
        guard frame < limit else { return }
        limit = frame
        next = nil
        let reason = handle.failure
        // The length of an MP3 file without a tag is a guess from its bit rate.
        if handle.properties.isMPEG, reason == nil, frames - frame <= max(4608, frames / 100) { return }
        if let reason, isEndReadable {
            faults.append(.damaged(path: handle.path, frame: frame, reason: reason))
        } else {
            faults.append(.truncated(path: handle.path, promised: frames, found: frame))
        }
    }

    /// Tells damage in the middle from a missing end.
    private var isEndReadable: Bool {
        guard let other = try? SoundHandle(path: handle.path), other.seek(to: frames - 1) else { return false }
        return withUnsafeTemporaryAllocation(of: Float.self, capacity: channels) { buffer in
            buffer.baseAddress.map { other.read($0, frames: 1) == 1 } ?? false
        }
    }
}

private func silence(
    _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, from start: Int, to end: Int
) {
    guard end > start else { return }
    (left + start).update(repeating: 0, count: end - start)
    (right + start).update(repeating: 0, count: end - start)
}

/// Whether no sample is NaN or infinite: the exponent bits of none are all ones.
private func areFinite(_ samples: UnsafeMutablePointer<Float>, _ count: Int) -> Bool {
    var worst: UInt32 = 0
    for index in 0..<count { worst = max(worst, samples[index].bitPattern & 0x7FFF_FFFF) }
    return worst < 0x7F80_0000
}

/// Takes interleaved samples apart; a mono file gives the same to both sides.
func deinterleave(
    _ samples: UnsafePointer<Float>, left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>,
    frames: Int, channels: Int
) {
    if channels == 1 {
        left.update(from: samples, count: frames)
        right.update(from: samples, count: frames)
    } else {
        for frame in 0..<frames {
            left[frame] = samples[2 * frame]
            right[frame] = samples[2 * frame + 1]
        }
    }
}

extension SF_INFO {
    var isMPEG: Bool { Int(format) & Int(SF_FORMAT_TYPEMASK) == Int(SF_FORMAT_MPEG) }

    /// Whether a frame reads the same wherever reading began.
    fileprivate var isLossless: Bool {
        sampleWidth != nil || Int(format) & Int(SF_FORMAT_TYPEMASK) == Int(SF_FORMAT_FLAC)
    }
}
