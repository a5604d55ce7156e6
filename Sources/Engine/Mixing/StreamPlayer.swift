import CRealtime
import Memory
import MixModel
import Realtime
import Vectors

/// Reads the strips' rings in step with the session position, eight places at a time.
///
/// A ring with too few frames gives silence; frames that come late are passed over, so that every frame is heard in its
/// place or not at all.
///
/// - Thread: audio, any of its workers for groups of its own; setup makes it. The streams must outlive it.
struct StreamPlayer: ~Copyable {
    /// By slot of rings (``PlaybackStreams``).
    private let rings: FixedMemory<RingRows>
    private let slots: Int
    /// By place: frames that were replaced by silence and are still to come.
    private let owed: FixedMemory<Int64>
    /// By group: a bit for each place with owed frames.
    private let owing: FixedMemory<UInt8>
    /// By place: of a mono source.
    private let isMono: FixedMemory<Bool>
    private let placeCount: Int

    /// What came out of a group's rings: a bit for each place.
    struct Found {
        /// Places that may sound; none is set if all are silent.
        var sounding: UInt8 = 0
        /// Places that have begun to lack frames in this block.
        var starved: UInt8 = 0
    }

    init(mix: Mix, layout: Layout, streams: PlaybackStreams) {
        let places = layout.stripGroupCount * 8
        placeCount = places
        owed = FixedMemory(repeating: 0, count: places)
        owing = FixedMemory(repeating: 0, count: layout.stripGroupCount)
        let sources = (0..<places).map { layout.nodes[$0] >= 0 ? mix.strips[layout.nodes[$0]].source : nil }
        let mono = Set((0..<places).filter { sources[$0]?.channels == 1 })
        isMono = FixedMemory(count: places) { mono.contains($0) }
        slots = PlaybackStreams.slots
        rings = FixedMemory(count: slots) { slot in
            let ofSlot = (0..<places).map { sources[$0] == nil ? nil : streams.rings[slot][layout.nodes[$0]] }
            return RingRows(ofSlot, mono: mono)
        }
    }

    /// Begins anew with rings whose first frame is the session position.
    @_noLocks @_noAllocation
    func reset() {
        for place in 0..<placeCount { owed[place] = 0 }
        for group in 0..<(placeCount / 8) { owing[group] = 0 }
        for slot in 0..<slots { rings[slot].forget() }
    }

    /// Goes on with the rings of a slot.
    ///
    /// - Parameter frames: of the rings' beginning that have gone by.
    @_noLocks @_noAllocation
    func reread(slot: Int, skipping frames: Int64) {
        rings[slot].forget()
        for place in 0..<placeCount {
            owed[place] = rings[slot].hasRing(place) ? frames : 0
            note(place)
        }
    }

    /// Two places change their strips, between two blocks.
    @_noLocks @_noAllocation
    func exchange(_ place: Int, _ other: Int) {
        for slot in 0..<slots { rings[slot].exchange(place, other) }
        let kept = (owed[place], isMono[place])
        (owed[place], isMono[place]) = (owed[other], isMono[other])
        (owed[other], isMono[other]) = kept
        note(place)
        note(other)
    }

    /// Notes whether a place has owed frames.
    @_noLocks @_noAllocation
    private func note(_ place: Int) {
        let bit: UInt8 = 1 &<< UInt8(place & 7)
        owing[place / 8] = owed[place] > 0 ? owing[place / 8] | bit : owing[place / 8] & ~bit
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
        // One place that sounds is enough: the whole group is rendered then.
        var candidates = sounding
        while candidates != 0 {
            let place = candidates.trailingZeroBitCount
            if !rt_is_silent(found[place], frames) || !rt_is_silent(found[place &+ 8], frames) { break }
            candidates &= candidates &- 1
            sounding &= ~(1 &<< UInt8(place))
        }
        return Found(sounding: sounding)
    }

    /// Pointers to a group's next frames, as far as they may sound; `near` where none are known.
    ///
    /// - Returns: whether any are.
    @_noLocks @_noAllocation
    func foresee(
        _ group: Int, slot: Int, near: UnsafePointer<Float>, into rows: UnsafeMutablePointer<UnsafePointer<Float>>
    ) -> Bool { rings[slot].foresee(row: group &* 8, near: near, into: rows) != 0 }

    /// Lets go of frames that were found in the rings of a group.
    @_noLocks @_noAllocation
    func pass(_ group: Int, slot: Int) { rings[slot].pass(row: group &* 8) }

    /// Finds the frames of a group place by place: something is missing, or does not lie in one piece.
    @_noLocks @_noAllocation @inline(never)
    private func findEach(
        _ group: Int, _ rings: borrowing RingRows, rows: UnsafeMutablePointer<Float>, frames: Int,
        found: UnsafeMutablePointer<UnsafePointer<Float>>
    ) -> Found {
        var all = Found()
        for column in 0..<8 {
            let place = group &* 8 &+ column
            let bit: UInt8 = 1 &<< UInt8(column)
            let left = rows + column &* Block.frames
            let right = left + 8 &* Block.frames
            if owed[place] == 0, let lying = rings.find(place, frames: frames) {
                found[column] = lying.left
                found[column &+ 8] = lying.right
                let isSilent =
                    rings.isSilent(place) || (rt_is_silent(lying.left, frames) && rt_is_silent(lying.right, frames))
                if !isSilent { all.sounding |= bit }
                continue
            }
            found[column] = UnsafePointer(left)
            found[column &+ 8] = UnsafePointer(right)
            let isStarved = copy(place, rings, left, right, frames)
            if isStarved { all.starved |= bit }
            // Of a starved ring the frames before the gap may sound.
            if isStarved || !rt_is_silent(left, frames) || !rt_is_silent(right, frames) { all.sounding |= bit }
        }
        return all
    }

    /// Copies what there is of a place's frames, with silence behind.
    ///
    /// - Returns: whether it has begun to lack frames in this block.
    @_noLocks @_noAllocation
    private func copy(
        _ place: Int, _ rings: borrowing RingRows, _ left: UnsafeMutablePointer<Float>,
        _ right: UnsafeMutablePointer<Float>, _ frames: Int
    ) -> Bool {
        let wasWell = owed[place] == 0
        if !wasWell { owed[place] &-= Int64(rings.skip(place, frames: Int(owed[place]))) }
        let got = owed[place] == 0 ? rings.read(place, left: left, right: right, frames: frames) : 0
        if isMono[place] { rt_copy(right, left, got) }
        let missing = frames &- got
        if missing > 0 {
            rt_clear(left + got, missing)
            rt_clear(right + got, missing)
            owed[place] &+= Int64(missing)
        }
        note(place)
        return missing > 0 && wasWell
    }
}
