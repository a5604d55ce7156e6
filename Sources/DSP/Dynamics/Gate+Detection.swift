import CRealtime
import Vectors

extension Gate {
    /// Levels, and whether the gate is open, frame by frame.
    @_noLocks @_noAllocation
    mutating func detect(
        _ left: UnsafePointer<Vector>, _ right: UnsafePointer<Vector>, _ rows: Rows,
        states: UnsafeMutablePointer<Vector>, level: UnsafeMutablePointer<Vector>, _ start: Int, _ end: Int
    ) -> (always: VectorMask, ever: VectorMask) {
        var state = Detection(count: opened, whole: tuning.frames)
        var frame = start
        if rows.opening.isMoving {
            while frame < end {
                let magnitude = Gate.level(left[frame], right[frame])
                level[frame] = magnitude
                states[frame] = state.step(magnitude, rows.opening[frame], rows.closing[frame])
                frame &+= 1
            }
        } else {
            let (opening, closing) = (rows.opening.first, rows.closing.first)
            while frame < end {
                let magnitude = Gate.level(left[frame], right[frame])
                level[frame] = magnitude
                states[frame] = state.step(magnitude, opening, closing)
                frame &+= 1
            }
        }
        opened = state.count
        return (state.always, state.ever)
    }

    @_noLocks @_noAllocation @inline(__always)
    static func level(_ left: Vector, _ right: Vector) -> Vector {
        rt_louder(left, right)
    }

    /// Opens and closes.
    struct Detection {
        var count: SIMD8<Int32>
        let whole: SIMD8<Int32>
        var isOpen: VectorMask
        var always = VectorMask(repeating: true)
        var ever = VectorMask(repeating: false)

        @_noLocks @_noAllocation @inline(__always)
        init(count: SIMD8<Int32>, whole: SIMD8<Int32>) {
            self.count = count
            self.whole = whole
            isOpen = Ballistics.isLeft(count)
        }

        /// - Returns: the bits of the mask of what is open.
        @_noLocks @_noAllocation @inline(__always)
        mutating func step(_ level: Vector, _ opening: Vector, _ closing: Vector) -> Vector {
            // A shorter hold time than before takes over as the old one runs down.
            count = rt_count_down(count, whole, level, opening, closing)
            isOpen = Ballistics.isLeft(count)
            always = always .& isOpen
            ever = ever .| isOpen
            return unsafeBitCast(isOpen, to: Vector.self)
        }
    }
}
