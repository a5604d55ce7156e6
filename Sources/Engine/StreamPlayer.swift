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

    /// Reads the next frames of a strip; overwritten with silence where there are none.
    @_noLocks @_noAllocation
    func read(
        strip: Int, slot: Int, left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int
    ) -> Outcome {
        guard let stream = streams[strip] else {
            rt_clear(left, frames)
            rt_clear(right, frames)
            return .silence
        }
        let reader = slot == 0 ? stream.readers.0 : stream.readers.1
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
