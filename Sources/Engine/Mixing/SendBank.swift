import DSP
import Memory
import MixModel
import Vectors

/// Gains of all sends: level, pan and switches of eight nodes at a time.
///
/// - Thread: audio, any of its workers for a group of its own; setup makes it.
struct SendBank: ~Copyable {
    /// By group and send.
    private let sends: FixedMemory<Send>
    /// Two rows for each side of each column of each send that moves: after the fader, and before it.
    private let movingGains: FixedMemory<Float>
    /// By group.
    private let known: FixedMemory<Known>
    private let count: Int
    private let groups: Int

    /// What is known of all sends of a group.
    struct Known {
        /// All gains were constant in the last block, so they stay so while blocks are still.
        var isSettled = false
        /// One of them is taken before the faders.
        var isTakenBefore = false
        /// One of them is taken after the faders.
        var isTakenAfter = false
    }

    /// One send of eight nodes; everything stored is 32 bytes a piece.
    // Large: a vector for each setting and state of a send of eight strips.
    struct Send {
        var on = SwitchFade(frames: SwitchFade.gainFrames)
        var before = SwitchFade(frames: SwitchFade.gainFrames)
        /// Positions from which the gains were made.
        var level = Vector(repeating: .infinity)
        var pan = Vector(repeating: .infinity)
        /// Gains after and before the fader, as of the last frame.
        var leftAfter = Vector(repeating: 0)
        var rightAfter = Vector(repeating: 0)
        var leftBefore = Vector(repeating: 0)
        var rightBefore = Vector(repeating: 0)
        var isFresh = VectorMask(repeating: true)
        /// The gains move over this block.
        var isMoving = VectorMask(repeating: false)
        /// While they move: something is taken after the fader, or before it.
        var isAfterUsed = VectorMask(repeating: false)
        var isBeforeUsed = VectorMask(repeating: false)
    }

    /// All sends of a layout, closed.
    init(layout: Layout) {
        count = layout.sendCount
        groups = layout.groupCount
        sends = FixedMemory(repeating: Send(), count: groups * count)
        known = FixedMemory(repeating: Known(), count: groups)
        movingGains = FixedMemory(unwritten: groups * count * SendBank.rows * Block.frames)
    }

    /// Rows of gains of a send of eight nodes.
    private static var rows: Int {
        @_noLocks @_noAllocation get { 32 }
    }

    /// Bytes of a send of eight nodes, in 32-byte rows.
    static var stateBytes: Int {
        @_noLocks @_noAllocation get { MemoryLayout<Send>.stride }
    }

    /// The state of a group's sends, for exchanging columns.
    @_noLocks @_noAllocation
    func state(of group: Int) -> UnsafeMutableRawPointer { UnsafeMutableRawPointer(sends + group &* count) }

    /// Forgets what was heard.
    @_noLocks @_noAllocation
    func reset() {
        for index in 0..<(groups &* count) { sends[index].isFresh = VectorMask(repeating: true) }
        for group in 0..<groups { known[group].isSettled = false }
    }

    /// The send's gains in a column: `(left, right)` where they are constant, else rows, left and then right.
    @_noLocks @_noAllocation
    func gains(_ group: Int, _ send: Int, column: Int, before: Bool) -> (Float, Float, UnsafePointer<Float>?) {
        let state = sends + (group &* count &+ send)
        if state.pointee.isMoving[0] {
            let isUsed = before ? state.pointee.isBeforeUsed[0] : state.pointee.isAfterUsed[0]
            guard isUsed else { return (0, 0, nil) }
            let row = ((group &* count &+ send) &* 16 &+ column &* 2 &+ (before ? 1 : 0)) &* 2
            return (1, 1, UnsafePointer(movingGains + row &* Block.frames))
        }
        return before
            ? (state.pointee.leftBefore[column], state.pointee.rightBefore[column], nil)
            : (state.pointee.leftAfter[column], state.pointee.rightAfter[column], nil)
    }

    /// Whether a send of a group is taken before the faders in this block.
    @_noLocks @_noAllocation
    func isBeforeUsed(_ group: Int) -> Bool { known[group].isTakenBefore }

    /// Whether a send of a group is taken after the faders in this block.
    @_noLocks @_noAllocation
    func isAfterUsed(_ group: Int) -> Bool { known[group].isTakenAfter }

    @_noLocks @_noAllocation
    private func findTaken(_ group: Int) {
        var (before, after) = (false, false)
        for send in 0..<count {
            let state = sends + (group &* count &+ send)
            let isMoving = state.pointee.isMoving
            let isStandingBefore = (state.pointee.leftBefore .!= 0) .| (state.pointee.rightBefore .!= 0)
            if isAny((isMoving .& state.pointee.isBeforeUsed) .| isStandingBefore) { before = true }
            let isStandingAfter = (state.pointee.leftAfter .!= 0) .| (state.pointee.rightAfter .!= 0)
            if isAny((isMoving .& state.pointee.isAfterUsed) .| isStandingAfter) { after = true }
        }
        known[group].isTakenBefore = before
        known[group].isTakenAfter = after
    }

    /// Makes the gains of a group's sends for a block.
    ///
    /// - Parameters:
    ///   - isStill: nothing that the sends are told differs from the block before.
    ///   - scratch: eight blocks.
    /// - Returns: whether any gain moves, or differs from the block before.
    @_noLocks @_noAllocation
    func render(
        _ group: Int, rows: UnsafePointer<VectorRow>, law: Int, isMono: VectorMask, isStill: Bool, kernel: Kernel,
        scratch: UnsafeMutablePointer<Vector>, frames: Int
    ) -> Bool {
        if isStill && known[group].isSettled { return false }
        known[group].isSettled = true
        var isChanged = false
        for send in 0..<count {
            let first = Role.send1Level.index &+ send &* 4
            let state = sends + (group &* count &+ send)
            let level = rows[first]
            let pan = rows[first &+ 1]
            let isStanding =
                !level.isMoving && !pan.isMoving && isSame(level.first, state.pointee.level)
                && isSame(pan.first, state.pointee.pan) && state.pointee.on.isSettled(rows[first &+ 2])
                && state.pointee.before.isSettled(rows[first &+ 3])
            if isStanding {
                if state.pointee.isMoving[0] { isChanged = true }
                state.pointee.isMoving = VectorMask(repeating: false)
                state.pointee.isFresh = VectorMask(repeating: false)
                continue
            }
            isChanged = true
            known[group].isSettled = false
            let on = state.pointee.on.render(
                rows[first &+ 2], snap: state.pointee.isFresh, scratch: scratch, frames: frames)
            let before = state.pointee.before.render(
                rows[first &+ 3], snap: state.pointee.isFresh, scratch: scratch + Block.frames, frames: frames)
            state.pointee.isFresh = VectorMask(repeating: false)
            let isMoving = level.isMoving || pan.isMoving || on.isMoving || before.isMoving
            state.pointee.isMoving = VectorMask(repeating: isMoving)
            state.pointee.isAfterUsed = VectorMask(repeating: before.isMoving || isAny(before.first .!= 1))
            state.pointee.isBeforeUsed = VectorMask(repeating: before.isMoving || isAny(before.first .!= 0))
            state.pointee.level = level[isMoving && level.isMoving ? frames &- 1 : 0]
            state.pointee.pan = pan[isMoving && pan.isMoving ? frames &- 1 : 0]
            let rooms = scratch + 2 &* Block.frames
            let rows = movingGains + (group &* count &+ send) &* SendBank.rows &* Block.frames
            kernel.sendGains(
                level: level, pan: pan, on: on, before: before, law: law, isMono: isMono, rooms: rooms,
                rows: isMoving ? rows : nil, frames: frames)
            let last = isMoving ? frames &- 1 : 0
            state.pointee.leftAfter = rooms[last]
            state.pointee.rightAfter = rooms[Block.frames &+ last]
            state.pointee.leftBefore = rooms[2 &* Block.frames &+ last]
            state.pointee.rightBefore = rooms[3 &* Block.frames &+ last]
        }
        findTaken(group)
        return isChanged
    }
}
