import CRealtime
import Lanes
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
        /// Whether the strip has a source.
        let isThere: Bool
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

    private let streams: UnsafeMutablePointer<Stream>
    /// By slot and strip, each in a line of the cache.
    private let cursors: UnsafeMutablePointer<SampleRingCursor>
    private let count: Int
    /// Cursors of a strip.
    private let slots = PlaybackStreams.slots

    init(mix: Mix, streams source: PlaybackStreams) {
        count = mix.strips.count
        streams = .allocate(capacity: max(1, count))
        let cursorCount = count * PlaybackStreams.slots
        cursors = UnsafeMutableRawPointer.allocate(
            byteCount: max(1, cursorCount) * MemoryLayout<SampleRingCursor>.stride, alignment: 64
        ).bindMemory(to: SampleRingCursor.self, capacity: cursorCount)
        for (index, strip) in mix.strips.enumerated() {
            let stream = Stream(isThere: strip.source != nil, isMono: strip.source?.channels == 1)
            (streams + index).initialize(to: stream)
            for slot in 0..<PlaybackStreams.slots {
                (cursors + slot * count + index).initialize(to: SampleRingCursor(source.rings[slot][index]))
            }
        }
    }

    /// Frees the table; nobody may use a copy any more.
    func free() {
        streams.deallocate()
        cursors.deallocate()
    }

    /// Begins anew with rings whose first frame is the session position.
    @_noLocks @_noAllocation
    func reset() {
        for index in 0..<count { streams[index].owed = 0 }
        for index in 0..<(count &* slots) { cursors[index].forget() }
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
        let stream = streams + strip
        guard stream.pointee.isThere else {
            rt_clear(left, frames)
            found[0] = UnsafePointer(left)
            found[8] = UnsafePointer(left)
            return .silence
        }
        let cursor = cursors + (slot &* count &+ strip)
        if stream.pointee.owed == 0, let lying = cursor.pointee.peek(frames: frames) {
            let isMono = stream.pointee.isMono
            found[0] = lying.left
            found[8] = isMono ? lying.left : lying.right
            stream.pointee.toPass = frames
            if cursor.pointee.isSilent { return .silence }
            return rt_is_silent(found[0], frames) && rt_is_silent(found[8], frames) ? .silence : .sound
        }
        found[0] = UnsafePointer(left)
        found[8] = UnsafePointer(right)
        return copy(stream, cursor, left, right, frames)
    }

    /// Asks for the next frames of a strip once more, to the nearest cache: between two blocks they may have had to give way.
    @_noLocks @_noAllocation
    func prefetch(strip: Int, slot: Int, frames: Int) {
        guard streams[strip].isThere else { return }
        cursors[slot &* count &+ strip].prefetch(frames: frames, sides: streams[strip].isMono ? 1 : 2)
    }

    /// Lets go of frames that were found in the ring.
    @_noLocks @_noAllocation
    func pass(strip: Int, slot: Int) {
        let stream = streams + strip
        guard stream.pointee.toPass > 0 else { return }
        cursors[slot &* count &+ strip].pass(frames: stream.pointee.toPass)
        stream.pointee.toPass = 0
    }

    @_noLocks @_noAllocation
    private func copy(
        _ stream: UnsafeMutablePointer<Stream>, _ cursor: UnsafeMutablePointer<SampleRingCursor>,
        _ left: UnsafeMutablePointer<Float>,
        _ right: UnsafeMutablePointer<Float>, _ frames: Int
    ) -> Outcome {
        var owed = stream.pointee.owed
        if owed > 0 { owed &-= Int64(cursor.pointee.skip(frames: Int(owed))) }
        let got = owed == 0 ? cursor.pointee.read(left: left, right: right, frames: frames) : 0
        if stream.pointee.isMono { rt_copy(right, left, got) }
        let wasWell = stream.pointee.owed == 0
        let missing = frames &- got
        if missing > 0 {
            rt_clear(left + got, missing)
            rt_clear(right + got, missing)
            owed &+= Int64(missing)
        }
        stream.pointee.owed = owed
        if missing > 0 && wasWell { return .starved }
        return rt_is_silent(left, frames) && rt_is_silent(right, frames) ? .silence : .sound
    }
}
