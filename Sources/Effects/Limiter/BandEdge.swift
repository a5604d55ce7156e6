import Vectors

/// Peaks of signals close to half the sample rate, where the waveform between samples depends on more of them than the midpoint
/// filter spans.
///
/// Where a pattern of alternating signs begins, ends or turns over, the peak between samples grows with every further sample of
/// the pattern. The strength of the pattern before and behind a midpoint is measured (two running means of 16 over the samples
/// times alternating signs); from their difference follows what the filter misses if the pattern goes on. Steady sound below
/// 0.45 of the sample rate gives next to nothing.
///
/// - Thread: audio; setup makes it.
struct BandEdge: ~Copyable {
    /// Left and right: sums of 4 and 16, then 4 and 16 of those.
    private var rows = SampleRows(rows: 8, past: BandEdge.past + BandEdge.reach)

    /// Frames before a vector's first one that its sums depend on.
    private static let reach = 12

    /// Frames of the past that must be summed again after a pause.
    static var past: Int {
        @_noLocks @_noAllocation @inline(__always) get { 80 }
    }

    /// Share of the pattern's strength by which a midpoint may rise, over the sums' 256: found by trial, so that the worst of
    /// patterns stay below the ceiling.
    private static var share: Float {
        @_noLocks @_noAllocation @inline(__always) get { 0.19 / 256 }
    }

    init() {}

    @_noLocks @_noAllocation
    mutating func reset() { rows.fill(0..<8, with: 0) }

    /// Takes new samples; ``rise(_:_:)`` answers for them until the next call.
    ///
    /// - Parameter isStale: whether those before have not been taken.
    @_noLocks @_noAllocation
    mutating func listen(
        _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, _ frames: Int, isStale: Bool
    ) {
        rows.makeRoom(frames)
        let start = isStale ? 0 &- BandEdge.past : 0
        sum(left, 0, start, frames)
        sum(right, 4, start, frames)
    }

    /// The samples taken last count as past from now on.
    @_noLocks @_noAllocation
    mutating func advance(_ frames: Int) { rows.advance(frames) }

    /// How far eight midpoints may rise; the first lies ``PeakOversampler/delay`` frames before the one given.
    ///
    /// - Parameter channel: 0 left, 1 right.
    @_noLocks @_noAllocation @inline(__always)
    func rise(_ channel: Int, _ start: Int) -> Vector {
        let before = rows.row(channel &* 4 &+ 3) + (start &- PeakOversampler.delay)
        // 31 is odd, so the signs are opposite there: this sum is a difference.
        return (before.octet(0) + before.octet(31)).unsigned * BandEdge.share
    }

    @_noLocks @_noAllocation @inline(__always)
    private func sum(_ samples: UnsafeMutablePointer<Float>, _ first: Int, _ start: Int, _ frames: Int) {
        alternate(samples, rows.row(first), start, frames)
        gather(rows.row(first), rows.row(first &+ 1), start, frames)
        alternate(rows.row(first &+ 1), rows.row(first &+ 2), start, frames)
        gather(rows.row(first &+ 2), rows.row(first &+ 3), start, frames)
    }

    /// Four frames with alternating signs.
    @_noLocks @_noAllocation @inline(__always)
    private func alternate(
        _ from: UnsafeMutablePointer<Float>, _ to: UnsafeMutablePointer<Float>, _ start: Int, _ frames: Int
    ) {
        var index = start
        while index < frames {
            to.put(
                (from.octet(index) - from.octet(index &- 1)) + (from.octet(index &- 2) - from.octet(index &- 3)),
                index)
            index &+= 8
        }
    }

    /// Four sums of four.
    @_noLocks @_noAllocation @inline(__always)
    private func gather(
        _ from: UnsafeMutablePointer<Float>, _ to: UnsafeMutablePointer<Float>, _ start: Int, _ frames: Int
    ) {
        var index = start
        while index < frames {
            to.put(
                (from.octet(index) + from.octet(index &- 4)) + (from.octet(index &- 8) + from.octet(index &- 12)),
                index)
            index &+= 8
        }
    }
}
