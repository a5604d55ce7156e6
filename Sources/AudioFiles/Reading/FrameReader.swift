/// Reads planar frames of one file from any place, at the file's own rate.
///
/// Plain PCM and float are unpacked here; everything else is decoded by libsndfile.
/// - Thread: one at a time.
// Large: what a file is, as it was found on opening, and what was wrong in it.
final class FrameReader {
    let path: String
    /// Length of the file in bytes.
    let bytes: Int64
    /// Length of the file in frames.
    let frames: Int64
    let channels: Int
    /// Whether `frames` is what the file holds, and not what a packed one promises.
    let isLengthExact: Bool
    private(set) var faults: [FileError] = []
    /// Grows with each change of `faults`.
    private(set) var faultChanges = 0

    private let source: OpenedSound.Source
    private let isMPEG: Bool
    /// Reading failed here: from this frame on there is silence.
    private var limit: Int64
    private var notNumbers: (samples: Int64, frame: Int64) = (0, 0)
    private var tooLarge: (samples: Int64, frame: Int64) = (0, 0)

    /// From this magnitude on, 240 dB over full scale, a sample is read as 0: squares and products in a strip's stages would
    /// overflow.
    static let tooLarge: Float = 0x1p40

    init(_ path: String, _ opened: OpenedSound) {
        self.path = path
        bytes = opened.bytes
        frames = opened.shape.frames
        limit = frames
        channels = opened.shape.channels
        isLengthExact = opened.isLengthExact
        isMPEG = opened.isMPEG
        source = opened.source
    }

    /// Whether libsndfile decodes it: reading a second of sound takes about 1 ms then, of plain samples about 0.03 ms.
    var isDecoded: Bool {
        if case .decoded = source { true } else { false }
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
        if end > start {
            let wanted = Int(end - start)
            let outcome =
                switch source {
                case .plain(let file):
                    file.read(at: start, left: left + before, right: right + before, frames: wanted)
                case .decoded(let file):
                    file.read(at: start, left: left + before, right: right + before, frames: wanted)
                }
            done = outcome.frames
            if !outcome.areNumbers { replaceNotNumbers(left + before, right + before, done, at: start) }
            if done < wanted { stop(at: start + Int64(done)) }
        }
        silence(left, right, from: before + done, to: count)
        return done
    }

    private func replaceNotNumbers(
        _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, _ count: Int, at position: Int64
    ) {
        for side in channels == 2 ? [left, right] : [left] {
            for index in 0..<count where !(side[index].magnitude < FrameReader.tooLarge) {
                let frame = position + Int64(index)
                if side[index].isFinite {
                    tooLarge.frame = tooLarge.samples == 0 ? frame : min(tooLarge.frame, frame)
                    tooLarge.samples += 1
                } else {
                    notNumbers.frame = notNumbers.samples == 0 ? frame : min(notNumbers.frame, frame)
                    notNumbers.samples += 1
                }
                side[index] = 0
            }
        }
        if channels == 1 { right.update(from: left, count: count) }
        faults.removeAll { fault in
            switch fault {
            case .notNumbers, .tooLarge: true
            default: false
            }
        }
        if notNumbers.samples > 0 {
            add(.notNumbers(path: path, samples: notNumbers.samples, frame: notNumbers.frame))
        }
        if tooLarge.samples > 0 { add(.tooLarge(path: path, samples: tooLarge.samples, frame: tooLarge.frame)) }
    }

    private func stop(at frame: Int64) {
        limit = frame
        let reason: String? =
            switch source {
            case .plain(let file): file.failure == 0 ? nil : systemReason(file.failure)
            case .decoded(let file): file.failure
            }
        // The length of an MP3 file without a tag is a guess from its bit rate.
        if isMPEG, reason == nil, frames - frame <= max(4608, frames / 100) { return }
        if let reason, !isDecoded || isEndReadable {
            add(.damaged(path: path, frame: frame, reason: reason))
        } else {
            add(.truncated(path: path, promised: frames, found: frame))
        }
    }

    private func add(_ fault: FileError) {
        faults.append(fault)
        faultChanges += 1
    }

    /// Tells damage in the middle from a missing end.
    private var isEndReadable: Bool {
        guard case .decoded(let file) = source, let other = try? file.handle.again(), other.seek(to: frames - 1)
        else {
            return false
        }
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
