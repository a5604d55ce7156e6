import CRealtime
import Vectors

extension Section {
    /// Renders frames of one cell, in place.
    ///
    /// - Parameters:
    ///   - scratch: room for six rows of a cell.
    ///   - phase: place of the first frame in the cell, 0…31.
    ///   - count: 1 or more, not beyond the cell.
    @_noLocks @_noAllocation
    mutating func render(
        _ left: UnsafeMutablePointer<Vector>, _ right: UnsafeMutablePointer<Vector>,
        _ scratch: UnsafeMutablePointer<Vector>, phase: Int, count: Int
    ) {
        if isMoving {
            layOut(scratch, phase: phase, count: count)
            renderMoving(left, right, scratch, count: count)
            return
        }
        renderStanding(left, right, count: count)
    }

    /// Stores the state. A column at rest passes its samples through the first integrator, which is cleared.
    @_noLocks @_noAllocation @inline(__always)
    mutating func keep(_ next: State) {
        state = next
        let isResting = current.k .== 0
        state.left1.replace(with: 0, where: isResting)
        state.right1.replace(with: 0, where: isResting)
    }

    /// Fills the moving coefficients of every frame: six rows of a cell; the last one has the factors for the first integrator.
    @_noLocks @_noAllocation
    private mutating func layOut(_ scratch: UnsafeMutablePointer<Vector>, phase: Int, count: Int) {
        let way = Block.coefficientFrames &- phase
        let length = Block.coefficientFrames
        Section.layOut(scratch, current.a, target.a, way, count)
        Section.layOut(scratch + length, current.k, target.k, way, count)
        Section.layOut(scratch + 2 &* length, current.c1, target.c1, way, count)
        Section.layOut(scratch + 3 &* length, current.c3, target.c3, way, count)
        Section.layOut(scratch + 4 &* length, current.d, target.d, way, count)
        let toStart = Float(way) * 0.03125
        var before = Section.strength(
            target.a - (target.a - current.a) * toStart, target.k - (target.k - current.k) * toStart)
        for frame in 0..<count {
            let now = Section.strength(scratch[frame], scratch[length &+ frame])
            scratch[5 &* length &+ frame] = rt_sqrt(before / now).replacing(with: 1, where: before .== now)
            before = now
        }
    }

    /// Four times the square of sin ω₀, where ω₀ is the pole's angle, less with damping: its root is the ratio of the first
    /// integrator's amplitude to the second's while both ring. When it changes, the first one is scaled, so that the ringing keeps
    /// its amplitude.
    @_noLocks @_noAllocation @inline(__always)
    private static func strength(_ a: Vector, _ k: Vector) -> Vector { k * (2 * (1 + a) - k) }

    /// A straight line that arrives at `to` exactly; where both ends are the same, their bits are kept.
    ///
    /// - Parameter way: frames from the one before the first up to the end of the cell.
    @_noLocks @_noAllocation
    private static func layOut(
        _ row: UnsafeMutablePointer<Vector>, _ from: Vector, _ to: Vector, _ way: Int, _ count: Int
    ) {
        let change = to - from
        // Exact in binary, so it does not matter where a block begins.
        var rest = Vector(repeating: Float(way) * 0.03125)
        for frame in 0..<count {
            rest -= 0.03125
            row[frame] = to - change * rest
        }
    }

    @_noLocks @_noAllocation
    private mutating func renderMoving(
        _ left: UnsafeMutablePointer<Vector>, _ right: UnsafeMutablePointer<Vector>,
        _ rows: UnsafeMutablePointer<Vector>, count: Int
    ) {
        let length = Block.coefficientFrames
        var s = state
        var c = current
        for frame in 0..<count {
            c.a = rows[frame]
            c.k = rows[frame &+ length]
            c.c1 = rows[frame &+ 2 &* length]
            c.c3 = rows[frame &+ 3 &* length]
            c.d = rows[frame &+ 4 &* length]
            let stretch = rows[frame &+ 5 &* length]
            s.left1 *= stretch
            s.right1 *= stretch
            left[frame] = Section.filter(c, &s.left1, &s.left2, left[frame])
            right[frame] = Section.filter(c, &s.right1, &s.right2, right[frame])
        }
        keep(s)
    }
}

extension Section.Coefficients {
    /// Whether d is 0 in all columns, as in a high-pass.
    var isBare: Bool {
        @_noLocks @_noAllocation @inline(__always) get { isSame(d, Vector(repeating: 0)) }
    }

    /// Whether d is 1 in all columns.
    var isPlain: Bool {
        @_noLocks @_noAllocation @inline(__always) get { isSame(d, Vector(repeating: 1)) }
    }
}
