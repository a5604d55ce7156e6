import CSamplerate

/// A file's frames at another sample rate, by place: the same bits wherever reading began.
///
/// The ratio of the rates is reduced to *up : down*. Output is cut in chunks of a whole multiple of *up* frames at fixed places,
/// so that each begins exactly on a frame of the file. A chunk comes from a reset converter, which is fed as much of the file before
/// and after the chunk as the filter spans; output outside the chunk is discarded. A ratio that does not reduce (44100 to 48001 Hz)
/// has chunks of *up* frames, about a second.
/// - Thread: one at a time.
/// - Source: E. de Castro Lopo, libsamplerate 0.2 (J. O. Smith, "Digital Audio Resampling", 2002).
final class RateConverter {
    private let reader: FrameReader
    private let up: Int
    private let down: Int
    /// Frames of a chunk at the session's rate and at the file's.
    private let chunkFrames: Int
    private let chunkInput: Int
    /// Frames of the file before and after a chunk; `before` is a multiple of `down`.
    private let before: Int
    private let after: Int
    private let converter: OpaquePointer
    private var chunks: [Chunk] = []
    private var uses = 0

    private struct Chunk {
        var number: Int64
        var lastUse: Int
        var left: [Float]
        var right: [Float]
    }

    /// Half the length of the filter of SRC_SINC_MEDIUM_QUALITY in input frames, rounded up, when the rate goes up.
    private static let reach = 48
    /// One for each slot, and the one before it.
    private static let cached = 4

    /// `nil` if there is no memory for a converter.
    init?(reader: FrameReader, from fileRate: Int, to sessionRate: Int) {
        self.reader = reader
        let divisor = greatestCommonDivisor(fileRate, sessionRate)
        up = sessionRate / divisor
        down = fileRate / divisor
        chunkFrames = up * ((4096 + up - 1) / up)
        chunkInput = chunkFrames / up * down
        let reach = Self.reach * max(1, (down + up - 1) / up) + 2
        before = (reach + down - 1) / down * down
        after = 2 * reach
        var error: Int32 = 0
        guard let made = src_new(Int32(SRC_SINC_MEDIUM_QUALITY), Int32(reader.channels), &error) else { return nil }
        converter = made
    }

    deinit { src_delete(converter) }

    var memoryBytes: Int { Self.cached * 2 * chunkFrames * 4 + 48 * 256 * 2 * 4 * reader.channels }

    /// Frames from `position` on at the session's rate; `frames` of them, all within the length of the source.
    func read(
        at position: Int64, left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int
    ) {
        var done = 0
        while done < frames {
            let place = position + Int64(done)
            let number = place / Int64(chunkFrames)
            let offset = Int(place - number * Int64(chunkFrames))
            let count = min(frames - done, chunkFrames - offset)
            let index = chunk(number)
            chunks[index].left.withUnsafeBufferPointer {
                if let base = $0.baseAddress { (left + done).update(from: base + offset, count: count) }
            }
            chunks[index].right.withUnsafeBufferPointer {
                if let base = $0.baseAddress { (right + done).update(from: base + offset, count: count) }
            }
            done += count
        }
    }

    private func chunk(_ number: Int64) -> Int {
        uses += 1
        if let index = chunks.firstIndex(where: { $0.number == number }) {
            chunks[index].lastUse = uses
            return index
        }
        if chunks.count < Self.cached {
            let empty = [Float](repeating: 0, count: chunkFrames)
            chunks.append(Chunk(number: number, lastUse: uses, left: empty, right: empty))
            convert(into: chunks.count - 1)
            return chunks.count - 1
        }
        let oldest = chunks.indices.min { chunks[$0].lastUse < chunks[$1].lastUse } ?? 0
        chunks[oldest].number = number
        chunks[oldest].lastUse = uses
        convert(into: oldest)
        return oldest
    }

    private func convert(into index: Int) {
        let inputFrames = before + chunkInput + after
        let skipped = before / down * up
        let outputFrames = skipped + chunkFrames
        let first = chunks[index].number * Int64(chunkInput) - Int64(before)
        let channels = reader.channels
        withUnsafeTemporaryAllocation(of: Float.self, capacity: (2 + channels) * inputFrames) { memory in
            guard let left = memory.baseAddress else { return }
            let right = left + inputFrames
            let input = right + inputFrames
            _ = reader.read(at: first, left: left, right: right, frames: inputFrames)
            if channels == 1 {
                input.update(from: left, count: inputFrames)
            } else {
                for frame in 0..<inputFrames {
                    input[2 * frame] = left[frame]
                    input[2 * frame + 1] = right[frame]
                }
            }
            withUnsafeTemporaryAllocation(of: Float.self, capacity: outputFrames * channels) { output in
                guard let base = output.baseAddress else { return }
                let made = process(input, inputFrames, base, outputFrames)
                (base + made * channels).update(repeating: 0, count: (outputFrames - made) * channels)
                keep(base + skipped * channels, in: index)
            }
        }
    }

    private func process(
        _ input: UnsafePointer<Float>, _ inputFrames: Int, _ output: UnsafeMutablePointer<Float>, _ outputFrames: Int
    ) -> Int {
        src_reset(converter)
        var data = SRC_DATA()
        data.data_in = input
        data.data_out = output
        data.input_frames = inputFrames
        data.output_frames = outputFrames
        data.src_ratio = Double(up) / Double(down)
        let failure = src_process(converter, &data)
        assert(failure == 0 && data.output_frames_gen == outputFrames, "the context after a chunk is too short")
        return failure == 0 ? Int(data.output_frames_gen) : 0
    }

    private func keep(_ samples: UnsafePointer<Float>, in index: Int) {
        let frames = chunkFrames
        let channels = reader.channels
        chunks[index].left.withUnsafeMutableBufferPointer { left in
            chunks[index].right.withUnsafeMutableBufferPointer { right in
                guard let left = left.baseAddress, let right = right.baseAddress else { return }
                deinterleave(samples, left: left, right: right, frames: frames, channels: channels)
            }
        }
    }
}

private func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : greatestCommonDivisor(b, a % b) }
