import DSP
import Memory
import Vectors

/// The rows in which groups pass sound on.
///
/// - Thread: audio and its workers, each for groups of its own; setup makes it.
struct GroupRows: ~Copyable {
    /// Inputs: the rows hold frames that are not contiguous in a ring, and the sums that feed buses.
    let inputs: RowTable
    /// Sound before the faders; no rows if nothing can need it.
    let before: RowTable
    /// What comes after the faders.
    let outputs: RowTable
    /// By group: sixteen gains, for outputs that are not written.
    private let gains: FixedMemory<Float>
    /// Somebody may want what comes before the faders.
    let hasBefore: Bool

    init(groups: Int, hasBefore: Bool) {
        inputs = RowTable(groups: groups)
        before = RowTable(groups: hasBefore ? groups : 0)
        outputs = RowTable(groups: groups)
        gains = FixedMemory(repeating: 1, count: groups * 16)
        self.hasBefore = hasBefore
    }

    /// Gains of a group: eight left ones and eight right ones.
    @_noLocks @_noAllocation
    func gains(of group: Int) -> UnsafeMutablePointer<Float> { gains + group &* 16 }
}
