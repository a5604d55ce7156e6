import CRealtime
import Vectors

/// Still blocks after a calm one: no rows to make, no fades, no coefficients to follow.
extension Gate {
    /// Gates a still block in place after one that left ``isCalm``.
    @_noLocks @_noAllocation
    mutating func renderCalm(
        left: UnsafeMutablePointer<Vector>, right: UnsafeMutablePointer<Vector>, frames: Int
    ) {
        var watch = self.watch
        if isAtRest {
            for frame in 0..<frames { watch.hear(left[frame], right[frame], at: frame) }
        }
        renderCalm(watch, left: left, right: right, frames: frames)
    }

    /// The detector of a gate all of whose gains are at rest.
    var watch: Watch {
        @_noLocks @_noAllocation @inline(__always) get {
            Watch(gain: gain, opened: opened, tuning: tuning, standing)
        }
    }

    /// Whether all gains are at rest, at 1 or at the closed gain: then a ``Watch`` is worth while.
    var isAtRest: Bool {
        @_noLocks @_noAllocation @inline(__always) get {
            let isMoving = (gain .!= 1) .& (gain .!= standing.closed)
            return !Ballistics.any(isMoving)
        }
    }

    /// Gates a block that a ``Watch`` has seen: with constant gains, if they are at rest and it was not surprised.
    @_noLocks @_noAllocation @inline(__always)
    mutating func renderCalm(
        _ watch: Watch, left: UnsafeMutablePointer<Vector>, right: UnsafeMutablePointer<Vector>, frames: Int
    ) {
        let g = gain
        if !isAtRest || watch.isSurprised {
            work(
                opening: standing.opening, closing: standing.closing, closed: standing.closed, hearing: left, right,
                left, right, 0, frames)
        } else {
            opened = watch.count
            lowest = Ballistics.smaller(g, lowest)
            if Ballistics.any(g .!= 1) {
                for frame in 0..<frames {
                    left[frame] *= g
                    right[frame] *= g
                }
            }
        }
        opened.replace(with: 0, where: standing.isOut)
    }

    /// Opens and closes as ``Detection`` does, and notices whether any gain has to move.
    struct Watch {
        private(set) var count: SIMD8<Int32>
        private let whole: SIMD8<Int32>
        private let opening: Vector
        private let closing: Vector
        /// Bits of the columns that stay open for the whole block, if the others stay closed.
        private let expected: SIMD8<Int32>
        /// Bits of the columns whose gain can move: those whose closed gain is not 1.
        private let movable: SIMD8<Int32>
        private var surprises = SIMD8<Int32>(repeating: 0)

        @_noLocks @_noAllocation @inline(__always)
        init(gain: Vector, opened: SIMD8<Int32>, tuning: Tuning, _ standing: Standing) {
            count = opened
            whole = tuning.frames
            opening = standing.opening
            closing = standing.closing
            expected = unsafeBitCast(gain .== 1, to: SIMD8<Int32>.self)
            movable = unsafeBitCast(standing.closed .!= 1, to: SIMD8<Int32>.self)
        }

        /// Whether a gain has to move.
        var isSurprised: Bool {
            @_noLocks @_noAllocation @inline(__always) get { rt_any(surprises & movable) }
        }

        @_noLocks @_noAllocation @inline(__always)
        mutating func hear(_ left: Vector, _ right: Vector, at frame: Int) {
            count = rt_count_down(count, whole, Gate.level(left, right), opening, closing)
            surprises = rt_differences(surprises, rt_is_positive(count), expected)
        }
    }
}
