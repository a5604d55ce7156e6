import CRealtime
import Lanes
import Memory
import MixModel
import Realtime

/// Reads the strips' rings in step with the session position, eight lanes at a time.
///
/// A ring that has too little gives silence; when its frames come late they are passed over, so that every frame is heard
/// in its place or not at all.
///
/// - Thread: audio, any of its workers for groups of its own; setup makes it. The streams must outlive it.
struct StreamPlayer: ~Copyable {
    /// By slot.
    private let rings: FixedMemory<RingRows>
    private let slots: Int
    /// By lane: frames that were replaced by silence and are still to come.
    private let owed: FixedMemory<Int64>
    /// By group: lanes that owe.
    private let owing: FixedMemory<UInt8>
    /// By lane: of a mono source.
    private let isMono: FixedMemory<Bool>
    private let laneCount: Int

    /// What came out of a group's rings: a bit for each lane.
    struct Found {
        /// Lanes that may sound; none is set if all are silent.
        var sounding: UInt8 = 0
        /// Lanes whose frames were missing, for the first time since all was well.
        var starved: UInt8 = 0
    }

    init(mix: Mix, layout: Layout, streams: PlaybackStreams) {
        let lanes = layout.stripGroupCount * 8
        laneCount = lanes
        owed = FixedMemory(repeating: 0, count: lanes)
        owing = FixedMemory(repeating: 0, count: layout.stripGroupCount)
        let sources = (0..<lanes).map { layout.nodes[$0] >= 0 ? mix.strips[layout.nodes[$0]].source : nil }
        let mono = Set((0..<lanes).filter { sources[$0]?.channels == 1 })
        isMono = FixedMemory(count: lanes) { mono.contains($0) }
        slots = PlaybackStreams.slots
        rings = FixedMemory(count: slots) { slot in
            let ofSlot = (0..<lanes).map { sources[$0] == nil ? nil : streams.rings[slot][layout.nodes[$0]] }
            return RingRows(ofSlot, mono: mono)
        }
    }

    /// Begins anew with rings whose first frame is the session position.
    @_noLocks @_noAllocation
    func reset() {
        for lane in 0..<laneCount { owed[lane] = 0 }
        for group in 0..<(laneCount / 8) { owing[group] = 0 }
        for slot in 0..<slots { rings[slot].forget() }
    }

    /// Goes on with the rings of a slot.
    ///
    /// - Parameter frames: of the rings' beginning that have gone by.
    @_noLocks @_noAllocation
    func reread(slot: Int, skipping frames: Int64) {
        rings[slot].forget()
        for lane in 0..<laneCount {
            owed[lane] = rings[slot].hasRing(lane) ? frames : 0
            note(lane)
        }
    }

    /// Two lanes change their strips, between two blocks.
    @_noLocks @_noAllocation
    func exchange(_ lane: Int, _ other: Int) {
        for slot in 0..<slots { rings[slot].exchange(lane, other) }
        let kept = (owed[lane], isMono[lane])
        (owed[lane], isMono[lane]) = (owed[other], isMono[other])
        (owed[other], isMono[other]) = kept
        note(lane)
        note(other)
    }

    /// Notes whether a lane owes.
    @_noLocks @_noAllocation
    private func note(_ lane: Int) {
        let bit: UInt8 = 1 &<< UInt8(lane & 7)
        owing[lane / 8] = owed[lane] > 0 ? owing[lane / 8] | bit : owing[lane / 8] & ~bit
    }

    /// Finds the next frames of a group: where they lie in the rings, or copied to the rows, with silence where there are none.
    ///
    /// - Parameters:
    ///   - rows: eight left rows and eight right ones, for what does not lie in one piece.
    ///   - found: is told where the frames are; those in the rings stay there until ``pass(_:slot:)``.
    @_noLocks @_noAllocation
    func find(
        _ group: Int, slot: Int, rows: UnsafeMutablePointer<Float>, frames: Int,
        found: UnsafeMutablePointer<UnsafePointer<Float>>
    ) -> Found {
        guard owing[group] == 0, var sounding = rings[slot].find(row: group &* 8, frames: frames, found: found) else {
            return findEach(group, rings[slot], rows: rows, frames: frames, found: found)
        }
        // A group with one lane that sounds is rendered, so the first one will do.
        var candidates = sounding
        while candidates != 0 {
            let lane = candidates.trailingZeroBitCount
            if !rt_is_silent(found[lane], frames) || !rt_is_silent(found[lane &+ 8], frames) { break }
            candidates &= candidates &- 1
            sounding &= ~(1 &<< UInt8(lane))
        }
        return Found(sounding: sounding)
    }

    /// Where a group's next frames are that may sound, `near` where none are known.
    ///
    /// - Returns: whether any are.
    @_noLocks @_noAllocation
    func foresee(
        _ group: Int, slot: Int, near: UnsafePointer<Float>, into rows: UnsafeMutablePointer<UnsafePointer<Float>>
    ) -> Bool { rings[slot].foresee(row: group &* 8, near: near, into: rows) != 0 }

    /// Lets go of frames that were found in the rings of a group.
    @_noLocks @_noAllocation
    func pass(_ group: Int, slot: Int) { rings[slot].pass(row: group &* 8) }

    /// Finds the frames of a group lane by lane: something is missing, or does not lie in one piece.
    @_noLocks @_noAllocation @inline(never)
    private func findEach(
        _ group: Int, _ rings: borrowing RingRows, rows: UnsafeMutablePointer<Float>, frames: Int,
        found: UnsafeMutablePointer<UnsafePointer<Float>>
    ) -> Found {
        var all = Found()
        for column in 0..<8 {
            let lane = group &* 8 &+ column
            let bit: UInt8 = 1 &<< UInt8(column)
            let left = rows + column &* Block.frames
            let right = left + 8 &* Block.frames
            if owed[lane] == 0, let lying = rings.find(lane, frames: frames) {
                found[column] = lying.left
                found[column &+ 8] = lying.right
                let isSilent =
                    rings.isSilent(lane) || (rt_is_silent(lying.left, frames) && rt_is_silent(lying.right, frames))
                if !isSilent { all.sounding |= bit }
                continue
            }
            found[column] = UnsafePointer(left)
            found[column &+ 8] = UnsafePointer(right)
            let isStarved = copy(lane, rings, left, right, frames)
            if isStarved { all.starved |= bit }
            // Of those that starve, the frames before the gap may sound.
            if isStarved || !rt_is_silent(left, frames) || !rt_is_silent(right, frames) { all.sounding |= bit }
        }
        return all
    }

    /// Copies what there is of a lane's frames, with silence behind.
    ///
    /// - Returns: whether frames are missing for the first time since all was well.
    @_noLocks @_noAllocation
    private func copy(
        _ lane: Int, _ rings: borrowing RingRows, _ left: UnsafeMutablePointer<Float>,
        _ right: UnsafeMutablePointer<Float>, _ frames: Int
    ) -> Bool {
        let wasWell = owed[lane] == 0
        if !wasWell { owed[lane] &-= Int64(rings.skip(lane, frames: Int(owed[lane]))) }
        let got = owed[lane] == 0 ? rings.read(lane, left: left, right: right, frames: frames) : 0
        if isMono[lane] { rt_copy(right, left, got) }
        let missing = frames &- got
        if missing > 0 {
            rt_clear(left + got, missing)
            rt_clear(right + got, missing)
            owed[lane] &+= Int64(missing)
        }
        note(lane)
        return missing > 0 && wasWell
    }
}
