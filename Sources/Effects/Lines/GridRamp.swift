import Vectors

/// A number that moves in straight lines from one point of the coefficient grid to the next.
///
/// At each point it learns where to be at the next one, so it lags by ``Block/coefficientFrames`` frames; a jump becomes a
/// ramp of that length.
///
/// - Thread: audio.
struct GridRamp {
    private var start: Float = 0
    private var step: Float = 0
    private var goal: Float = 0

    @_noLocks @_noAllocation
    init() {}

    @_noLocks @_noAllocation
    mutating func snap(to value: Float) {
        start = value
        step = 0
        goal = value
    }

    /// At a point of the grid: where to be at the next.
    @_noLocks @_noAllocation
    mutating func aim(at value: Float) {
        start = goal
        step = (value - start) * 0.03125
        goal = value
    }

    /// Stops where it is: the time line has jumped.
    @_noLocks @_noAllocation
    mutating func hold(at phase: Int) { snap(to: start + step * Float(phase)) }

    /// Eight frames from a frame of the cell on.
    @_noLocks @_noAllocation @inline(__always)
    func values(from phase: Int) -> Vector {
        start + step * (Vector(0, 1, 2, 3, 4, 5, 6, 7) + Float(phase))
    }

    /// The value at a frame of the cell.
    @_noLocks @_noAllocation @inline(__always)
    func value(at phase: Int) -> Float { start + step * Float(phase) }

    /// Whether it is 0 and stays so over the cell.
    var isZero: Bool {
        @_noLocks @_noAllocation get { start == 0 && step == 0 }
    }
}
