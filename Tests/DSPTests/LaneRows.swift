import DSP
import Foundation
import Lanes

/// Memory for lanes. Rows point into it: extend its lifetime beyond their use.
final class LaneMemory {
    let lanes: UnsafeMutablePointer<Lanes>

    init(_ count: Int = 64) {
        lanes = .allocate(capacity: count)
        lanes.initialize(repeating: Lanes(repeating: 0), count: count)
    }

    deinit { lanes.deallocate() }

    /// A row that stands still.
    static func constant(_ value: Lanes, in memory: LaneMemory) -> LaneRow {
        memory.lanes[0] = value
        return LaneRow(constant: memory.lanes)
    }
}

/// Relative error in dB of a gain.
func decibels(_ gain: Double) -> Double { 20 * log10(gain) }
