/// One strip's sound by session position: stereo planar floats at the session's rate.
///
/// A mono file plays on both sides. Before 0 and from ``frames`` on there is silence, unless it repeats. Any read gives the same bits for a
/// place, wherever reading began.
/// - Thread: one at a time.
public final class StemReader {
    public let file: AudioFile
    /// Length in session frames, rounded up as `Source.frames(at:)` does.
    public let frames: Int64
    private let converter: RateConverter?
    private let repeats: Bool
    private let delay: Int64

    /// Frames below which a file is not repeated: it would be a tone.
    public static let leastRepeated = 4096

    /// - Parameters:
    ///   - sessionRate: frames per second, 4000…768000.
    ///   - repeats: begins again at its end, if it is ``leastRepeated`` frames or longer.
    ///   - delay: session frames by which it is late.
    /// - Throws: ``FileError/notReadable(path:reason:)`` if there is no memory for the conversion of the rate.
    public init(file: AudioFile, sessionRate: Int, repeats: Bool = false, delay: Int64 = 0) throws(FileError) {
        self.file = file
        self.delay = delay
        let fileRate = file.properties.sampleRate
        if fileRate == sessionRate {
            frames = file.properties.frames
            converter = nil
        } else {
            // No overflow: at most 2⁴⁰ times 2²⁰.
            let scaled = file.properties.frames * Int64(sessionRate)
            frames = (scaled + Int64(fileRate) - 1) / Int64(fileRate)
            converter = RateConverter(reader: file.reader, from: fileRate, to: sessionRate)
            guard converter != nil else {
                throw .notReadable(path: file.properties.path, reason: "no memory for converting its sample rate")
            }
        }
        self.repeats = repeats && frames >= StemReader.leastRepeated
    }

    /// Bytes that the reader keeps beyond the file's own handle.
    public var memoryBytes: Int { converter?.memoryBytes ?? 0 }

    /// Whether the file is decoded or converted, which costs ten times as much as reading plain samples, and more.
    var isCostly: Bool { converter != nil || file.reader.isDecoded }

    /// Grows with each change of `faults`.
    var faultChanges: Int { file.reader.faultChanges }

    /// Faults found on opening and in what has been read so far. A header with another length is reported only when the file is
    /// verified, once: a session knows the true length.
    public var faults: [FileError] {
        (file.openingFault.map { [$0] } ?? []).filter { !$0.isHarmless } + file.readingFaults
    }

    /// Reads `frames` frames from session position `position` on, which may be anywhere.
    ///
    /// - Parameters:
    ///   - left: room for `frames` samples; likewise `right`, not overlapping.
    public func read(
        at position: Int64, left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames count: Int
    ) {
        guard repeats else {
            readOnce(at: position - delay, left: left, right: right, frames: count)
            return
        }
        var done = 0
        while done < count {
            let place = position - delay + Int64(done)
            let inside = place < 0 ? place : place % frames
            let piece = Int(min(Int64(count - done), (place < 0 ? 0 : frames) - inside))
            readOnce(at: inside, left: left + done, right: right + done, frames: piece)
            done += piece
        }
    }

    private func readOnce(
        at position: Int64, left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames count: Int
    ) {
        guard let converter else {
            file.read(at: position, left: left, right: right, frames: count)
            return
        }
        let start = min(max(position, 0), frames)
        let end = min(max(position + Int64(count), start), frames)
        let before = end > start ? Int(start - position) : 0
        let sounding = Int(end - start)
        left.update(repeating: 0, count: before)
        right.update(repeating: 0, count: before)
        if sounding > 0 {
            converter.read(at: start, left: left + before, right: right + before, frames: sounding)
        }
        (left + before + sounding).update(repeating: 0, count: count - before - sounding)
        (right + before + sounding).update(repeating: 0, count: count - before - sounding)
    }
}
