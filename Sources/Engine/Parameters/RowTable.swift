import DSP
import Memory
import Vectors

/// Rows of samples of all groups, eight left ones and eight right ones each, and pointers to where the samples are: in these rows, or
/// elsewhere, for example in a ring.
///
/// - Thread: audio and its workers, each for groups of its own; setup makes it.
struct RowTable: ~Copyable {
    private let samples: FixedMemory<Float>
    private let places: FixedMemory<UnsafePointer<Float>>

    /// Silence.
    init(groups: Int) {
        let samples = FixedMemory<Float>(repeating: 0, count: groups * StripRenderer.rows, placement: .walked)
        places = FixedMemory(count: groups * 16) { UnsafePointer(samples + $0 * StripRenderer.row) }
        self.samples = samples
    }

    /// A group's own rows.
    @_noLocks @_noAllocation
    func samples(of group: Int) -> UnsafeMutablePointer<Float> { samples + group &* StripRenderer.rows }

    /// Where the sixteen rows of a group are.
    @_noLocks @_noAllocation
    func places(of group: Int) -> UnsafeMutablePointer<UnsafePointer<Float>> { places + group &* 16 }
}
