import CSndfile

/// A file that libsndfile decodes; it seeks only when the position jumps.
/// - Thread: one at a time.
final class DecodedFile {
    let handle: SoundHandle
    private let channels: Int
    /// Frames that are decoded and dropped before the first one wanted, after a jump.
    private let runIn: Int64
    /// Frame that the handle reads next; `nil` after a failed seek.
    private var next: Int64? = 0

    private static let block = 2048

    init(handle: SoundHandle) {
        self.handle = handle
        channels = Int(handle.properties.channels)
        runIn = handle.properties.isLossless ? 0 : 16384
    }

    /// Why the last read gave too little; `nil` where the file just ended.
    var failure: String? { handle.failure }

    /// Reads planar frames from a place within the file.
    /// - Parameter left: room for `frames` samples; likewise `right`, not overlapping.
    /// - Returns: fewer frames than wanted where the file ends or fails.
    func read(
        at position: Int64, left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int
    ) -> PlainFile.Outcome {
        var outcome = PlainFile.Outcome(frames: 0, areNumbers: true)
        guard seek(to: position) else { return outcome }
        withUnsafeTemporaryAllocation(of: Float.self, capacity: Self.block * channels) { buffer in
            guard let samples = buffer.baseAddress else { return }
            while outcome.frames < frames {
                let wanted = min(Self.block, frames - outcome.frames)
                let got = decode(samples, wanted)
                if !areFinite(samples, got * channels) { outcome.areNumbers = false }
                deinterleave(
                    samples, left: left + outcome.frames, right: right + outcome.frames, frames: got,
                    channels: channels)
                outcome.frames += got
                next = position + Int64(outcome.frames)
                guard got == wanted else {
                    next = nil
                    break
                }
            }
        }
        return outcome
    }

    private func decode(_ samples: UnsafeMutablePointer<Float>, _ frames: Int) -> Int {
        var done = 0
        while done < frames {
            let more = handle.read(samples + done * channels, frames: frames - done)
            guard more > 0 else { break }
            done += more
        }
        return done
    }

    private func seek(to frame: Int64) -> Bool {
        if next == frame { return true }
        let start = max(0, frame - runIn)
        next = handle.seek(to: start) && skip(frame - start) ? frame : nil
        return next != nil
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
}

/// Whether no sample is NaN, infinite or ``FrameReader/tooLarge``.
private func areFinite(_ samples: UnsafeMutablePointer<Float>, _ count: Int) -> Bool {
    var wild: UInt32 = 0
    let carry = 0x8000_0000 - FrameReader.tooLarge.bitPattern
    for index in 0..<count { wild |= (samples[index].bitPattern & 0x7FFF_FFFF) &+ carry }
    return wild & 0x8000_0000 == 0
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
    /// Whether a frame reads the same wherever reading began.
    fileprivate var isLossless: Bool {
        sampleWidth != nil || Int(format) & Int(SF_FORMAT_TYPEMASK) == Int(SF_FORMAT_FLAC)
    }
}
