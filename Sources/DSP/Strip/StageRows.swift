import Lanes
import MixModel

/// The rows of a group as the stages want them.
///
/// - Thread: audio.
struct StageRows {
    private let rows: UnsafePointer<LaneRow>

    @_noLocks @_noAllocation @inline(__always)
    init(_ rows: UnsafePointer<LaneRow>) { self.rows = rows }

    @inline(__always)
    subscript(role: Role) -> LaneRow {
        @_noLocks @_noAllocation get { rows[role.index] }
    }
}

/// The high-pass filter with its switches.
struct FilterStage {
    private var filter: HighPass
    private var filtered = SwitchFade(frames: SwitchFade.stageFrames)
    private var steepness = SwitchFade(frames: SwitchFade.stageFrames)
    private var isFresh = LaneMask(repeating: true)

    init(sampleRate: Int) { filter = HighPass(sampleRate: sampleRate) }

    @_noLocks @_noAllocation
    mutating func reset() {
        filter.reset()
        isFresh = LaneMask(repeating: true)
    }

    @_noLocks @_noAllocation
    mutating func reset(_ lanes: LaneMask) { filter.reset(lanes) }

    @_noLocks @_noAllocation
    func isIdle(_ rows: StageRows) -> Bool { filter.isIdle }

    @_noLocks @_noAllocation
    private mutating func switches(_ rows: StageRows, _ scratch: UnsafeMutablePointer<Lanes>, _ frames: Int) -> (
        LaneRow, LaneRow
    ) {
        let slope = rows[.hpfSlope]
        let steep = scratch + 2 &* Block.frames
        for offset in 0..<(slope.isMoving ? frames : 1) {
            steep[offset] = Lanes(repeating: 0).replacing(with: 1, where: slope[offset] .>= 18)
        }
        let on = filtered.render(rows[.hpfOn], snap: isFresh, scratch: scratch, frames: frames)
        let steps = steepness.render(
            slope.isMoving ? LaneRow(moving: steep) : LaneRow(constant: steep), snap: isFresh,
            scratch: scratch + Block.frames, frames: frames)
        isFresh = LaneMask(repeating: false)
        return (on, steps)
    }

    @_noLocks @_noAllocation
    mutating func skip(_ rows: StageRows, scratch: UnsafeMutablePointer<Lanes>, frames: Int, at frame: Int64) {
        let (_, steps) = switches(rows, scratch, frames)
        filter.skip(frames: frames, at: frame, frequency: rows[.hpfFrequency], steepness: steps)
    }

    @_noLocks @_noAllocation
    mutating func render(
        _ rows: StageRows, left: UnsafeMutablePointer<Lanes>, right: UnsafeMutablePointer<Lanes>,
        scratch: UnsafeMutablePointer<Lanes>, frames: Int, at frame: Int64
    ) {
        let (on, steps) = switches(rows, scratch, frames)
        filter.render(
            left: left, right: right, frames: frames, at: frame, frequency: rows[.hpfFrequency], mix: on,
            steepness: steps)
    }
}
