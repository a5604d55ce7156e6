import Vectors

/// Adding rows of plain floats: some frames of both sides stay in registers while all rows are added.
///
/// - Thread: audio.
enum SumRows {
    /// Frames added up together.
    static var frames: Int {
        @_noLocks @_noAllocation @inline(__always) get { 32 }
    }

    /// Four vectors of each side.
    private struct Sum {
        var left = (Vector(repeating: 0), Vector(repeating: 0), Vector(repeating: 0), Vector(repeating: 0))
        var right = (Vector(repeating: 0), Vector(repeating: 0), Vector(repeating: 0), Vector(repeating: 0))

        @_noLocks @_noAllocation @inline(__always)
        init() {}
    }

    /// - Parameters:
    ///   - sum: left row, the right one ``Block/frames`` floats behind.
    ///   - start: first frame in the rows of the items.
    @_noLocks @_noAllocation @inline(__always)
    static func add(
        _ items: UnsafePointer<SumItem>, first: Int, adding: Bool, sum: UnsafeMutablePointer<Float>, _ start: Int
    ) {
        let (toLeft, toRight) = (sum, sum + Block.frames)
        var total = Sum()
        if adding {
            total.left = (row(toLeft, 0), row(toLeft, 1), row(toLeft, 2), row(toLeft, 3))
            total.right = (row(toRight, 0), row(toRight, 1), row(toRight, 2), row(toRight, 3))
        }
        var place = first
        while place >= 0 {
            let item = items[place]
            let left = item.rows[0] + start
            let right = item.rows[8] + start
            if let gains = item.gains {
                let leftGains = gains + start
                let rightGains = leftGains + item.gainsOffset
                total.left.0 += row(left, 0) * row(leftGains, 0)
                total.left.1 += row(left, 1) * row(leftGains, 1)
                total.left.2 += row(left, 2) * row(leftGains, 2)
                total.left.3 += row(left, 3) * row(leftGains, 3)
                total.right.0 += row(right, 0) * row(rightGains, 0)
                total.right.1 += row(right, 1) * row(rightGains, 1)
                total.right.2 += row(right, 2) * row(rightGains, 2)
                total.right.3 += row(right, 3) * row(rightGains, 3)
            } else {
                let leftGain = Vector(repeating: item.left)
                let rightGain = Vector(repeating: item.right)
                total.left.0 += row(left, 0) * leftGain
                total.left.1 += row(left, 1) * leftGain
                total.left.2 += row(left, 2) * leftGain
                total.left.3 += row(left, 3) * leftGain
                total.right.0 += row(right, 0) * rightGain
                total.right.1 += row(right, 1) * rightGain
                total.right.2 += row(right, 2) * rightGain
                total.right.3 += row(right, 3) * rightGain
            }
            place = item.next
        }
        keep(total.left.0, toLeft, 0)
        keep(total.left.1, toLeft, 1)
        keep(total.left.2, toLeft, 2)
        keep(total.left.3, toLeft, 3)
        keep(total.right.0, toRight, 0)
        keep(total.right.1, toRight, 1)
        keep(total.right.2, toRight, 2)
        keep(total.right.3, toRight, 3)
    }

    @_noLocks @_noAllocation @inline(__always)
    private static func row(_ floats: UnsafePointer<Float>, _ index: Int) -> Vector {
        UnsafeRawPointer(floats + 8 &* index).loadUnaligned(as: Vector.self)
    }

    @_noLocks @_noAllocation @inline(__always)
    private static func keep(_ columns: Vector, _ floats: UnsafeMutablePointer<Float>, _ index: Int) {
        UnsafeMutableRawPointer(floats + 8 &* index).storeBytes(of: columns, as: Vector.self)
    }
}
