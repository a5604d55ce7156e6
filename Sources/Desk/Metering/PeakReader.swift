import Effects
import Units

/// The limiter's true-peak meter for blocks of any size, whose readings do not depend on them.
///
/// - Thread: one at a time.
final class PeakReader {
    private var meter = TruePeakMeter()
    private var left = [Float](repeating: 0, count: PeakReader.portion)
    private var right = [Float](repeating: 0, count: PeakReader.portion)
    private var filled = 0

    private static let portion = 64

    func add(left newLeft: UnsafePointer<Float>, right newRight: UnsafePointer<Float>, frames: Int) {
        for frame in 0..<frames {
            left[filled] = newLeft[frame].isFinite ? newLeft[frame] : 0
            right[filled] = newRight[frame].isFinite ? newRight[frame] : 0
            filled += 1
            if filled == PeakReader.portion { measure() }
        }
    }

    /// Measures the frames that are still waiting, and silence until the filter has let them out.
    func finish() {
        for _ in 0..<3 {
            for frame in filled..<PeakReader.portion { (left[frame], right[frame]) = (0, 0) }
            measure()
        }
    }

    /// dBTP; `-.infinity` for silence.
    var level: Double { meter.peak > 0 ? Level.decibels(gain: Double(meter.peak)) : -.infinity }

    private func measure() {
        meter.render(left: left, right: right, frames: PeakReader.portion)
        filled = 0
    }
}
