internal import CRealtime
internal import Memory
internal import Synchronization

/// The reading ends of rings that are read in step, eight side by side: hundreds of them in a block. It keeps copies of the rings'
/// counters, and reads the writers' own only when the frames it knows of have been read.
///
/// A ring may be emptied (``SampleRing/reset()``) while no unread frames of it are known here, or before ``forget()``. Nobody else
/// may read it.
///
/// - Thread: the reading ones, each for rows of eight of its own; setup makes it. The rings must outlive it.
// @unchecked: the pointers never change, what they point at belongs to the reading threads.
// Large: a table by place for each property of a ring, read eight places at a time.
public struct RingRows: ~Copyable, @unchecked Sendable {
    /// By place: frames that were read, modulo 2³².
    private let position: FixedMemory<Int32>
    /// Frames that are known to be written.
    private let end: FixedMemory<Int32>
    /// Of those, frames up to the end of the last piece with sound in it, or more.
    private let sounding: FixedMemory<Int32>
    /// Frames that were found and not yet passed.
    private let toPass: FixedMemory<Int32>
    /// Mask: −1 at places with a ring, 0 at others.
    private let isThere: FixedMemory<Int32>
    /// Pointers to the starts of the rings: for each eight places, eight left sides and then eight right sides.
    private let starts: FixedMemory<UnsafePointer<Float>>
    private let readers: FixedMemory<SampleRingReader?>
    /// The rings' counters of frames read; at a place without a ring, a dummy.
    private let read: FixedMemory<UnsafeMutablePointer<Atomic<Int>>>
    private let unread: FixedValue<Atomic<Int>>
    /// Zeros that are read at places without a ring: as long as a ring and a vector.
    private let silence: LargeMemory
    private let mask: Int
    private let count: Int

    /// - Parameters:
    ///   - rings: by place, all of one size; `nil` where there is none. Their number is a multiple of eight.
    ///   - mono: places whose rings are read from the left side alone.
    public init(_ rings: [SampleRing?], mono: Set<Int>) {
        precondition(rings.count % 8 == 0, "places come in rows of eight")
        count = rings.count
        let size = rings.lazy.compactMap(\.self).first?.capacityFrames ?? 1
        precondition(rings.allSatisfy { $0 == nil || $0?.capacityFrames == size }, "rings read in step have one size")
        mask = size - 1
        position = FixedMemory(repeating: 0, count: count)
        // Places without a ring never run out.
        end = FixedMemory(repeating: 0, count: count)
        sounding = FixedMemory(repeating: 0, count: count)
        toPass = FixedMemory(repeating: 0, count: count)
        isThere = FixedMemory(repeating: 0, count: count)
        silence = LargeMemory(byteCount: (size + 8) * MemoryLayout<Float>.stride)
        let zeros = silence.base.bindMemory(to: Float.self, capacity: size + 8)
        starts = FixedMemory(repeating: UnsafePointer(zeros), count: 2 * count)
        readers = FixedMemory(repeating: nil, count: count)
        unread = FixedValue(Atomic(0))
        read = FixedMemory(repeating: unread.pointer, count: count)
        for (place, ring) in rings.enumerated() {
            guard let reader = ring?.reader else {
                end[place] = .max
                continue
            }
            readers[place] = reader
            read[place] = reader.read
            isThere[place] = -1
            starts[RingRows.side(place)] = UnsafePointer(reader.left)
            starts[RingRows.side(place) + 8] = UnsafePointer(mono.contains(place) ? reader.left : reader.right)
        }
    }

    /// Index in `starts` of a place's left side.
    @_noLocks @_noAllocation
    private static func side(_ place: Int) -> Int { place &+ (place & ~7) }

    /// Looks at all counters again before anything else is read.
    @_noLocks @_noAllocation
    public func forget() {
        for place in 0..<count where isThere[place] != 0 { end[place] = position[place] }
    }

    /// Two places exchange their rings, with all that is known of them.
    @_noLocks @_noAllocation
    public func exchange(_ a: Int, _ b: Int) {
        (position[a], position[b]) = (position[b], position[a])
        (end[a], end[b]) = (end[b], end[a])
        (sounding[a], sounding[b]) = (sounding[b], sounding[a])
        (toPass[a], toPass[b]) = (toPass[b], toPass[a])
        (isThere[a], isThere[b]) = (isThere[b], isThere[a])
        (readers[a], readers[b]) = (readers[b], readers[a])
        (read[a], read[b]) = (read[b], read[a])
        for right in 0..<2 {
            let (first, second) = (RingRows.side(a) &+ 8 &* right, RingRows.side(b) &+ 8 &* right)
            (starts[first], starts[second]) = (starts[second], starts[first])
        }
    }

    // MARK: Eight at a time

    /// Finds the next frames of eight places where they lie; they stay until ``pass(row:)``.
    ///
    /// - Parameters:
    ///   - row: the first of eight places.
    ///   - found: is told where the frames are, eight left sides and eight right ones. Up to seven floats behind them may be read,
    ///     without meaning.
    /// - Returns: a bit for each place that may sound; `nil` if one of them has too little, or goes round its ring's end: then
    ///   nothing was found.
    @_noLocks @_noAllocation
    public func find(
        row: Int, frames: Int, found: UnsafeMutablePointer<UnsafePointer<Float>>
    ) -> UInt8? {
        let bits = rt_find_rows(
            position + row, end + row, sounding + row, starts + 2 &* row, Int32(truncatingIfNeeded: mask),
            Int32(truncatingIfNeeded: frames), found)
        guard bits >= 0 else { return nil }
        rt_step_rows(toPass + row, isThere + row, Int32(truncatingIfNeeded: frames))
        return UInt8(truncatingIfNeeded: bits)
    }

    /// Where the next frames of eight places are, to ask for them before they are read.
    ///
    /// - Parameter near: stands in for places of which no sound is known: memory that is in the cache already.
    /// - Returns: a bit for each place that may sound.
    @_noLocks @_noAllocation
    public func foresee(
        row: Int, near: UnsafePointer<Float>, into rows: UnsafeMutablePointer<UnsafePointer<Float>>
    ) -> UInt8 {
        UInt8(
            truncatingIfNeeded: rt_foresee_rows(
                position + row, sounding + row, starts + 2 &* row, Int32(truncatingIfNeeded: mask), near, rows))
    }

    /// Passes over the frames of eight places that were found.
    @_noLocks @_noAllocation
    public func pass(row: Int) {
        for place in row..<(row &+ 8) { tell(place, frames: Int(toPass[place])) }
        rt_pass_rows(position + row, toPass + row)
    }

    // MARK: One at a time

    /// Whether a place has a ring.
    @_noLocks @_noAllocation
    public func hasRing(_ place: Int) -> Bool { isThere[place] != 0 }

    /// Frames of a place that can be read, if they are fewer than wanted; else as many as wanted.
    @_noLocks @_noAllocation
    private func available(_ place: Int, wanted: Int) -> Int {
        if Int(end[place] &- position[place]) < wanted { look(place) }
        let known = Int(end[place] &- position[place])
        return known < wanted ? known : wanted
    }

    @_noLocks @_noAllocation
    private func look(_ place: Int) {
        guard let reader = readers[place] else { return }
        position[place] = Int32(truncatingIfNeeded: reader.read.pointee.load(ordering: .relaxed))
        end[place] = Int32(truncatingIfNeeded: reader.written.pointee.load(ordering: .acquiring))
        // Read after the end was acquired, so no sound before it is missed; what is written meanwhile may count too.
        sounding[place] = Int32(truncatingIfNeeded: reader.sounding.pointee.load(ordering: .relaxed))
    }

    /// Finds the next frames of a place where they lie, if there are as many and none goes round the ring's end; they stay until
    /// ``pass(row:)``.
    @_noLocks @_noAllocation
    public func find(_ place: Int, frames: Int) -> (left: UnsafePointer<Float>, right: UnsafePointer<Float>)? {
        guard available(place, wanted: frames) == frames else { return nil }
        let start = Int(position[place]) & mask
        guard start &+ frames <= mask &+ 1 else { return nil }
        if isThere[place] != 0 { toPass[place] = Int32(truncatingIfNeeded: frames) }
        let side = RingRows.side(place)
        return (starts[side] + start, starts[side &+ 8] + start)
    }

    /// Whether all frames are zeros that a place knows of; pieces of sound that begin or end with zeros are not.
    @_noLocks @_noAllocation
    public func isSilent(_ place: Int) -> Bool { sounding[place] &- position[place] <= 0 }

    @_noLocks @_noAllocation
    private func pass(_ place: Int, frames: Int) {
        guard isThere[place] != 0 else { return }
        position[place] = position[place] &+ Int32(truncatingIfNeeded: frames)
        tell(place, frames: frames)
    }

    /// Tells a ring's writer that so many frames more have been read.
    @_noLocks @_noAllocation @inline(__always)
    private func tell(_ place: Int, frames: Int) {
        // Only this thread writes the counter.
        let counter = read[place]
        counter.pointee.store(counter.pointee.load(ordering: .relaxed) &+ frames, ordering: .releasing)
    }

    /// Passes over up to `frames` frames of a place without reading them.
    ///
    /// - Returns: frames passed over: fewer when the ring is empty.
    @_noLocks @_noAllocation
    public func skip(_ place: Int, frames: Int) -> Int {
        let count = available(place, wanted: frames)
        if count > 0 { pass(place, frames: count) }
        return count
    }

    /// Takes up to `frames` frames of a place.
    ///
    /// - Returns: frames read: fewer when the ring is empty.
    @_noLocks @_noAllocation
    public func read(
        _ place: Int, left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int
    ) -> Int {
        let count = available(place, wanted: frames)
        guard count > 0, let reader = readers[place] else { return 0 }
        reader.copy(from: Int(position[place]), left: left, right: right, frames: count)
        pass(place, frames: count)
        return count
    }
}
