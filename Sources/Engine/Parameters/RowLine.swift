import Automation
import CRealtime
import Lanes

/// The lines in force in the eight lanes of a row, side by side, so that a block of them is filled by whole vectors: the same
/// bits as ``Ramp/position(at:)`` gives for each.
///
/// A lane that stands still is a line without slope. Numbers change at events only, and ``base`` once a cell.
///
/// - Thread: audio.
struct RowLine: BitwiseCopyable {
    /// Positions at the lines' beginnings, what is to be added up to their ends, frames from one to the other, and the session
    /// frames of the beginnings: whole numbers, exact below 2⁵³.
    private var from = SIMD8<Double>(repeating: 0)
    private var change = SIMD8<Double>(repeating: 0)
    private var length = SIMD8<Double>(repeating: 1)
    private var start = SIMD8<Double>(repeating: 0)
    /// Positions at the anchors of ``cell``.
    private var base = Lanes(repeating: 0)
    /// Change of position per frame.
    private var slope = Lanes(repeating: 0)
    /// Frames from the anchors to the beginning of ``cell``: below 0 where a line began inside it.
    private var shift = Lanes(repeating: 0)
    /// First frame of the cell that ``base`` belongs to.
    private var cell: Int64 = 0
    /// Some line began inside ``cell``.
    private var isShifted = false

    @_noLocks @_noAllocation
    init() {}

    /// Lets a lane stand still.
    @_noLocks @_noAllocation
    mutating func hold(_ position: Float, in lane: Int) {
        from[lane] = Double(position)
        change[lane] = 0
        length[lane] = 1
        start[lane] = 0
        base[lane] = position
        slope[lane] = 0
        shift[lane] = 0
    }

    /// Lets a lane follow a ramp that moves at a session frame, of whose cell the row is.
    @_noLocks @_noAllocation
    mutating func follow(_ ramp: Ramp, in lane: Int, at frame: Int64) {
        from[lane] = Double(ramp.from)
        change[lane] = Double(ramp.to) - Double(ramp.from)
        length[lane] = Double(ramp.length)
        start[lane] = Double(ramp.start)
        let anchor = ramp.anchor(of: frame)
        base[lane] = ramp.position(atAnchor: anchor)
        slope[lane] = ramp.slope
        shift[lane] = Float(cell &- anchor)
        if anchor != cell { isShifted = true }
    }

    /// Brings the anchors to the cell of a session frame.
    @_noLocks @_noAllocation @inline(__always)
    mutating func enter(cellOf frame: Int64) {
        let first = frame & ~Int64(Block.frames &- 1)
        guard first != cell else { return }
        cell = first
        // Every line that is followed still began before this cell.
        let elapsed = Double(first) - start
        base = rt_narrow(from + change * (elapsed / length))
        if isShifted {
            shift = Lanes(repeating: 0)
            isShifted = false
        }
    }

    /// Positions at a frame of the cell.
    @_noLocks @_noAllocation @inline(__always)
    func position(phase: Int) -> Lanes { base + slope * (shift + Float(phase)) }

    /// Fills a block.
    ///
    /// - Parameter phase: the first frame's place in the cell.
    @_noLocks @_noAllocation @inline(__always)
    func fill(_ target: UnsafeMutablePointer<Lanes>, phase: Int, frames: Int) {
        let (base, slope) = (base, slope)
        if isShifted {
            for offset in 0..<frames { target[offset] = position(phase: phase &+ offset) }
            return
        }
        // Converted anew for each frame: adding ones would be a chain.
        for offset in 0..<frames { target[offset] = base + slope * Float(phase &+ offset) }
    }

    /// Fills the frames of a block at which coefficients are made, the first and the last.
    ///
    /// - Parameter phase: the first frame's place in the cell.
    @_noLocks @_noAllocation @inline(__always)
    func fillGrid(_ target: UnsafeMutablePointer<Lanes>, phase: Int, frames: Int) {
        target[0] = position(phase: phase)
        target[frames &- 1] = position(phase: phase &+ frames &- 1)
        var offset = Block.coefficientFrames &- phase & (Block.coefficientFrames &- 1)
        while offset < frames {
            target[offset] = position(phase: phase &+ offset)
            offset &+= Block.coefficientFrames
        }
    }
}
