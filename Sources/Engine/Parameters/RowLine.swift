import Automation
import CRealtime
import Vectors

/// The lines in force in the eight columns of a row, side by side, so that a block of them is filled by whole vectors: the same
/// bits as ``Ramp/position(at:)`` gives for each.
///
/// A constant column is a line without slope. Members change at events only, ``base`` also once a cell.
///
/// - Thread: audio.
struct RowLine: BitwiseCopyable {
    /// Positions at the lines' beginnings, their change up to the ends, their lengths in frames, and the play-line frames of the
    /// beginnings: whole numbers, exact below 2⁵³.
    private var from = SIMD8<Double>(repeating: 0)
    private var change = SIMD8<Double>(repeating: 0)
    private var length = SIMD8<Double>(repeating: 1)
    private var start = SIMD8<Double>(repeating: 0)
    /// Positions at the anchors of ``cell``.
    private var base = Vector(repeating: 0)
    /// Change of position per frame.
    private var slope = Vector(repeating: 0)
    /// Frames from the anchors to the beginning of ``cell``: below 0 where a line began inside it.
    private var shift = Vector(repeating: 0)
    /// First frame of the cell that ``base`` belongs to.
    private var cell: Int64 = 0
    /// Some line began inside ``cell``.
    private var isShifted = false

    @_noLocks @_noAllocation
    init() {}

    /// Makes a column constant.
    @_noLocks @_noAllocation
    mutating func hold(_ position: Float, in column: Int) {
        from[column] = Double(position)
        change[column] = 0
        length[column] = 1
        start[column] = 0
        base[column] = position
        slope[column] = 0
        shift[column] = 0
    }

    /// Makes a column follow a ramp that moves at a play-line frame, which lies in the present ``cell``.
    @_noLocks @_noAllocation
    mutating func follow(_ ramp: Ramp, in column: Int, at frame: Int64) {
        from[column] = Double(ramp.from)
        change[column] = Double(ramp.to) - Double(ramp.from)
        length[column] = Double(ramp.length)
        start[column] = Double(ramp.start)
        let anchor = ramp.anchor(of: frame)
        base[column] = ramp.position(atAnchor: anchor)
        slope[column] = ramp.slope
        shift[column] = Float(cell &- anchor)
        if anchor != cell { isShifted = true }
    }

    /// Brings the anchors to the cell of a play-line frame.
    @_noLocks @_noAllocation @inline(__always)
    mutating func enter(cellOf frame: Int64) {
        let first = frame & ~Int64(Block.frames &- 1)
        guard first != cell else { return }
        cell = first
        // All lines that are still in force began before this cell.
        let elapsed = Double(first) - start
        base = rt_narrow(from + change * (elapsed / length))
        if isShifted {
            shift = Vector(repeating: 0)
            isShifted = false
        }
    }

    /// Positions at a frame of the cell.
    @_noLocks @_noAllocation @inline(__always)
    func position(phase: Int) -> Vector { base + slope * (shift + Float(phase)) }

    /// Fills a block.
    ///
    /// - Parameter phase: the first frame's place in the cell.
    @_noLocks @_noAllocation @inline(__always)
    func fill(_ target: UnsafeMutablePointer<Vector>, phase: Int, frames: Int) {
        let (base, slope) = (base, slope)
        if isShifted {
            for offset in 0..<frames { target[offset] = position(phase: phase &+ offset) }
            return
        }
        // Converted for each frame: counting up would make a chain of dependent additions.
        for offset in 0..<frames { target[offset] = base + slope * Float(phase &+ offset) }
    }

    /// Fills the frames of a block at which coefficients are made, the first and the last.
    ///
    /// - Parameter phase: the first frame's place in the cell.
    @_noLocks @_noAllocation @inline(__always)
    func fillGrid(_ target: UnsafeMutablePointer<Vector>, phase: Int, frames: Int) {
        target[0] = position(phase: phase)
        target[frames &- 1] = position(phase: phase &+ frames &- 1)
        var offset = Block.coefficientFrames &- phase & (Block.coefficientFrames &- 1)
        while offset < frames {
            target[offset] = position(phase: phase &+ offset)
            offset &+= Block.coefficientFrames
        }
    }
}
