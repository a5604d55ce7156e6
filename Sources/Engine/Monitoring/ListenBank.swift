import CRealtime
import DSP
import Memory
import MixModel
import Vectors

/// PFL and AFL: the sum of nodes that are listened to before or after their faders, for the monitors alone.
///
/// - Thread: audio; setup makes it.
struct ListenBank: ~Copyable {
    /// By group: fades of the switches, before the fader and after it.
    private let fades: FixedMemory<Fades>
    /// By group: a row of gains for each column, before and after; used while a switch fades.
    private let gains: FixedMemory<Float>
    /// The sum, left and right.
    let sum: FixedMemory<Float>
    /// 1 while anything is listened to, a row.
    private let listened: FixedMemory<Float>
    /// By group: nothing in it is listened to, and its switches were constant in the block in which that was found.
    private let isCalm: FixedMemory<Bool>
    private let groups: Int
    /// Something is listened to in this block.
    private(set) var isHeard = true

    /// What the monitors need of a group.
    struct Listening {
        /// What comes before its faders, and after them.
        var before = false
        var after = false
    }

    /// Everything stored is 32 bytes a piece.
    struct Fades {
        var before = SwitchFade(frames: SwitchFade.gainFrames)
        var after = SwitchFade(frames: SwitchFade.gainFrames)
        var isFresh = VectorMask(repeating: true)
        /// The fades move over this block.
        var isMoving = VectorMask(repeating: false)
        var first = (before: Vector(repeating: 0), after: Vector(repeating: 0))
    }

    init(layout: Layout) {
        groups = layout.groupCount
        fades = FixedMemory(repeating: Fades(), count: groups)
        gains = FixedMemory(repeating: 0, count: groups * 16 * Block.frames)
        sum = FixedMemory(repeating: 0, count: 2 * Block.frames)
        listened = FixedMemory(repeating: 0, count: Block.frames)
        isCalm = FixedMemory(repeating: false, count: groups)
    }

    /// Bytes of a group's state, in 32-byte rows.
    static var stateBytes: Int {
        @_noLocks @_noAllocation get { MemoryLayout<Fades>.stride }
    }

    /// The state of a group, for exchanging columns.
    @_noLocks @_noAllocation
    func state(of group: Int) -> UnsafeMutableRawPointer { UnsafeMutableRawPointer(fades + group) }

    /// Forgets what was heard.
    @_noLocks @_noAllocation
    func reset() {
        for group in 0..<groups {
            fades[group].isFresh = VectorMask(repeating: true)
            isCalm[group] = false
        }
    }

    /// Reads the switches over a block and clears the sum.
    ///
    /// - Parameters:
    ///   - isListened: is told by group what is wanted of it.
    ///   - scratch: two blocks.
    @_noLocks @_noAllocation
    mutating func render(
        _ parameters: borrowing ParameterPlayers, isListened: UnsafeMutablePointer<Listening>,
        scratch: UnsafeMutablePointer<Vector>, frames: Int
    ) {
        if isHeard {
            rt_clear(sum.start, 2 &* Block.frames)
            rt_clear(listened.start, Block.frames)
            isHeard = false
        }
        for group in 0..<groups {
            if isCalm[group] && !parameters.isChanged(.pfl, group: group) && !parameters.isChanged(.afl, group: group)
            {
                continue
            }
            let pfl = parameters.row(.pfl, group: group)
            let afl = parameters.row(.afl, group: group)
            let state = fades + group
            let before = state.pointee.before.render(
                pfl, snap: state.pointee.isFresh, scratch: scratch, frames: frames)
            let after = state.pointee.after.render(
                afl, snap: state.pointee.isFresh, scratch: scratch + Block.frames, frames: frames)
            state.pointee.isFresh = VectorMask(repeating: false)
            let isMoving = before.isMoving || after.isMoving
            state.pointee.isMoving = VectorMask(repeating: isMoving)
            state.pointee.first = (before.first, after.first)
            let isQuiet = !isMoving && !isAny((before.first .!= 0) .| (after.first .!= 0))
            isListened[group] = Listening(
                before: isMoving || isAny(before.first .!= 0), after: isMoving || isAny(after.first .!= 0))
            isCalm[group] = isQuiet && !pfl.isMoving && !afl.isMoving
            if isCalm[group] { continue }
            isHeard = true
            for frame in 0..<frames where isAny((pfl[frame] .>= 0.5) .| (afl[frame] .>= 0.5)) { listened[frame] = 1 }
            guard isMoving else { continue }
            for column in 0..<8 {
                let row = gains + (group &* 16 &+ column) &* Block.frames
                for frame in 0..<frames {
                    row[frame] = before[frame][column]
                    row[frame &+ 8 &* Block.frames] = after[frame][column]
                }
            }
        }
    }

    /// Whether anything is listened to, over the block.
    var row: Row {
        @_noLocks @_noAllocation get { Row(listened.start, stride: 1) }
    }

    /// Adds a column of a group that was rendered.
    ///
    /// - Parameters:
    ///   - before: where its left row before the fader is, and eight places on where its right one is; likewise `after`.
    @_noLocks @_noAllocation
    func add(
        _ group: Int, column: Int, before: UnsafePointer<UnsafePointer<Float>>,
        after: UnsafePointer<UnsafePointer<Float>>, kernel: Kernel, frames: Int
    ) {
        let state = fades + group
        for isAfter in 0..<2 {
            let gain = isAfter == 1 ? state.pointee.first.after[column] : state.pointee.first.before[column]
            let isMoving = state.pointee.isMoving[0]
            guard isMoving || gain != 0 else { continue }
            // Both sides have the same gain.
            let row = gains + (group &* 16 &+ isAfter &* 8 &+ column) &* Block.frames
            var item = SumItem(
                rows: isAfter == 1 ? after : before, left: gain, right: gain, gains: isMoving ? row : nil,
                gainsOffset: 0)
            kernel.sum(&item, first: 0, into: sum.start, adding: true, frames: frames)
        }
    }
}
