import CRealtime
import MixModel
import Realtime

/// Reads the strips' rings in step with the session position.
///
/// A ring that has too little gives silence; when its frames come late they are passed over, so that every frame is heard
/// in its place or not at all.
///
/// - Thread: audio, any of its workers for strips of its own; setup makes it and frees it. The streams must outlive it.
struct StreamPlayer {
    private struct Stream {
        let readers: (SampleRingReader, SampleRingReader)
        let isMono: Bool
        /// Frames that were replaced by silence and are still to come.
        var owed: Int64 = 0
        /// Frames that were found in the ring and are still there.
        var toPass = 0
    }

    /// What came out of the ring.
    enum Outcome {
        case sound, silence
        /// Frames were missing, for the first time since all was well.
        case starved
    }

    private let streams: UnsafeMutablePointer<Stream?>
    private let count: Int

    init(mix: Mix, streams source: PlaybackStreams) {
        count = mix.strips.count
        streams = .allocate(capacity: max(1, count))
        for (index, strip) in mix.strips.enumerated() {
            let stream = strip.source.map {
                Stream(
                    readers: (source.rings[0][index].reader, source.rings[1][index].reader), isMono: $0.channels == 1)
            }
            (streams + index).initialize(to: stream)
        }
    }

    /// Frees the table; nobody may use a copy any more.
    func free() {
        streams.deinitialize(count: count)
        streams.deallocate()
    }

    /// Begins anew with rings whose first frame is the session position.
    @_noLocks @_noAllocation
    func reset() {
        for index in 0..<count { streams[index]?.owed = 0 }
    }

    /// Finds the next frames of a strip: where they lie in the ring, or copied to the rows, with silence where there are none.
    ///
    /// - Parameters:
    ///   - left: room for a row, for when they do not lie in one piece; likewise `right`.
    ///   - found: is told where the frames are; those in the ring stay there until ``pass(strip:slot:frames:)``.
    @_noLocks @_noAllocation
    func find(
        strip: Int, slot: Int, left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int,
        found: UnsafeMutablePointer<UnsafePointer<Float>>
    ) -> Outcome {
        guard let stream = streams[strip] else {
            rt_clear(left, frames)
            found[0] = UnsafePointer(left)
            found[8] = UnsafePointer(left)
            return .silence
        }
        let reader = slot == 0 ? stream.readers.0 : stream.readers.1
        if stream.owed == 0, let lying = reader.peek(frames: frames) {
            found[0] = lying.left
            found[8] = stream.isMono ? lying.left : lying.right
            streams[strip]?.toPass = frames
            return rt_is_silent(found[0], frames) && rt_is_silent(found[8], frames) ? .silence : .sound
        }
        found[0] = UnsafePointer(left)
        found[8] = UnsafePointer(right)
        return copy(stream, strip, reader, left, right, frames)
    }

    /// Lets go of frames that were found in the ring.
    @_noLocks @_noAllocation
    func pass(strip: Int, slot: Int) {
        guard let stream = streams[strip], stream.toPass > 0 else { return }
        _ = (slot == 0 ? stream.readers.0 : stream.readers.1).skip(frames: stream.toPass)
        streams[strip]?.toPass = 0
    }

    @_noLocks @_noAllocation
    private func copy(
        _ stream: Stream, _ strip: Int, _ reader: SampleRingReader, _ left: UnsafeMutablePointer<Float>,
        _ right: UnsafeMutablePointer<Float>, _ frames: Int
    ) -> Outcome {
        var owed = stream.owed
        if owed > 0 { owed &-= Int64(reader.skip(frames: Int(owed))) }
        let got = owed == 0 ? reader.read(left: left, right: right, frames: frames) : 0
        if stream.isMono { rt_copy(right, left, got) }
        let wasWell = stream.owed == 0
        let missing = frames &- got
        if missing > 0 {
            rt_clear(left + got, missing)
            rt_clear(right + got, missing)
            owed &+= Int64(missing)
        }
        if owed != stream.owed { streams[strip]?.owed = owed }
        if missing > 0 && wasWell { return .starved }
        return rt_is_silent(left, frames) && rt_is_silent(right, frames) ? .silence : .sound
    }
}
