import CSamplerate

/// Brings a stereo stream to another sample rate on its way into a file, at the highest quality.
///
/// The output has no delay, and the stream's length in time.
/// - Thread: one at a time.
/// - Source: E. de Castro Lopo, libsamplerate 0.2, SRC_SINC_BEST_QUALITY.
final class OutputRate {
    private let converter: OpaquePointer
    private let ratio: Double
    private var input: [Float] = []
    private var output: [Float]
    private(set) var framesIn: Int64 = 0
    private var framesOut: Int64 = 0

    private static let block = 4096

    /// `nil` if there is no memory for it.
    ///
    /// - Parameters: frames per second.
    init?(from inputRate: Int, to outputRate: Int) {
        var error: Int32 = 0
        guard let made = src_new(Int32(SRC_SINC_BEST_QUALITY), 2, &error) else { return nil }
        converter = made
        ratio = Double(outputRate) / Double(inputRate)
        output = [Float](repeating: 0, count: 2 * (Int(Double(OutputRate.block) * ratio) + 64))
    }

    deinit { src_delete(converter) }

    /// Takes frames, and gives what can be given so far.
    ///
    /// - Parameter receive: left, right, frames; valid during the call.
    func add(
        _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, frames: Int,
        _ receive: (UnsafePointer<Float>, UnsafePointer<Float>, Int) throws(FileError) -> Void
    ) throws(FileError) {
        framesIn += Int64(frames)
        var done = 0
        while done < frames {
            let count = min(OutputRate.block, frames - done)
            input.removeAll(keepingCapacity: true)
            for frame in done..<(done + count) {
                // One non-finite value would spoil all that follow.
                input.append(left[frame].isFinite ? left[frame] : 0)
                input.append(right[frame].isFinite ? right[frame] : 0)
            }
            try convert(isLast: false, receive)
            done += count
        }
    }

    /// Gives the rest.
    func finish(
        _ receive: (UnsafePointer<Float>, UnsafePointer<Float>, Int) throws(FileError) -> Void
    ) throws(FileError) {
        input = []
        try convert(isLast: true, receive)
    }

    private func convert(
        isLast: Bool, _ receive: (UnsafePointer<Float>, UnsafePointer<Float>, Int) throws(FileError) -> Void
    ) throws(FileError) {
        var used = 0
        while true {
            let (taken, made) = step(from: used, isLast: isLast)
            used += taken
            // As long as the sound was, and no longer.
            let wanted = Int64((Double(framesIn) * ratio).rounded(.up))
            let count = Int(min(Int64(made), wanted - framesOut))
            if count > 0 {
                framesOut += Int64(count)
                let left = (0..<count).map { output[2 * $0] }
                let right = (0..<count).map { output[2 * $0 + 1] }
                try receive(left, right, count)
            }
            if made == 0, used >= input.count / 2 || taken == 0 { return }
        }
    }

    private func step(from used: Int, isLast: Bool) -> (taken: Int, made: Int) {
        let room = output.count / 2
        return input.withUnsafeBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                var data = SRC_DATA()
                withUnsafeTemporaryAllocation(of: Float.self, capacity: 2) { nothing in
                    data.data_in = input.baseAddress.map { $0 + 2 * used } ?? UnsafePointer(nothing.baseAddress)
                    data.input_frames = input.count / 2 - used
                    data.data_out = output.baseAddress
                    data.output_frames = room
                    data.src_ratio = ratio
                    data.end_of_input = isLast ? 1 : 0
                    let failure = src_process(converter, &data)
                    assert(failure == 0, "the ratio was checked before")
                }
                return (data.input_frames_used, data.output_frames_gen)
            }
        }
    }
}
