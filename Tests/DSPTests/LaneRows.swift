import DSP
import Foundation
import Vectors

/// Memory for columns. Rows point into it: extend its lifetime beyond their use.
final class LaneMemory {
    let columns: UnsafeMutablePointer<Vector>

    init(_ count: Int = 64) {
        columns = .allocate(capacity: count)
        columns.initialize(repeating: Vector(repeating: 0), count: count)
    }

    deinit { columns.deallocate() }

    /// A row that stands still.
    static func constant(_ value: Vector, in memory: LaneMemory) -> VectorRow {
        memory.columns[0] = value
        return VectorRow(constant: memory.columns)
    }
}

/// Relative error in dB of a gain.
func decibels(_ gain: Double) -> Double { 20 * log10(gain) }
