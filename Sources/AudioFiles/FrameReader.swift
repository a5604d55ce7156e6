import CSndfile

/// Reads planar frames of one file from any place, at the file's own rate.
///
/// Plain PCM and float are unpacked here; everything else is decoded by libsndfile.
/// - Thread: one at a time.
final class FrameReader {
    let path: String
    let properties: SF_INFO
    /// Length of the file in bytes.
    let bytes: Int64
    /// Length of the file in frames.
    let frames: Int64
    let channels: Int
    private(set) var faults: [FileError] = []
    /// Grows with each change of `faults`.
    private(set) var faultChanges = 0

    private enum Source {
        case plain(PlainFile)
        case decoded(DecodedFile)
    }

    private let source: Source
    /// Reading failed here: from this frame on there is silence.
    private var limit: Int64
    private var notNumbers: (samples: Int64, frame: Int64) = (0, 0)

    /// - Parameter isMapped: whether a plain file is mapped into memory.
    init(handle: SoundHandle, frames: Int64, isMapped: Bool) {
        path = handle.path
        properties = handle.properties
        bytes = handle.bytes
        self.frames = frames
        limit = frames
        channels = Int(handle.properties.channels)
        source = PlainFile(of: handle, isMapped: isMapped).map { .plain($0) } ?? .decoded(DecodedFile(handle: handle))
    }

    /// Whether a second of it costs a thousandth of a second or so to read, and not a thirty-thousandth.
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
        for index in 0..<count where !left[index].isFinite || !right[index].isFinite {
            if notNumbers.samples == 0 { notNumbers.frame = position + Int64(index) }
            if !left[index].isFinite { notNumbers.samples += 1 }
            if channels == 2, !right[index].isFinite { notNumbers.samples += 1 }
            if !left[index].isFinite { left[index] = 0 }
            if !right[index].isFinite { right[index] = 0 }
        }
        faults.removeAll { if case .notNumbers = $0 { true } else { false } }
        add(.notNumbers(path: path, samples: notNumbers.samples, frame: notNumbers.frame))
    }

    private func stop(at frame: Int64) {
        limit = frame
        let reason: String? =
            switch source {
            case .plain(let file): file.failure == 0 ? nil : systemReason(file.failure)
            case .decoded(let file): file.failure
            }
        // The length of an MP3 file without a tag is a guess from its bit rate.
        if properties.isMPEG, reason == nil, frames - frame <= max(4608, frames / 100) { return }
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
        guard let other = try? SoundHandle(path: path), other.seek(to: frames - 1) else { return false }
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

extension SF_INFO {
    var isMPEG: Bool { Int(format) & Int(SF_FORMAT_TYPEMASK) == Int(SF_FORMAT_MPEG) }
}
