import DSP
import Memory
import Vectors

/// The sound of all groups where it is handed on.
///
/// - Thread: audio and its workers, each for groups of its own; setup makes it.
struct GroupRows: ~Copyable {
    /// What comes in: the rows have room for what does not lie in one piece in a ring, and for what feeds buses.
    let inputs: RowTable
    /// What comes before the faders, if anybody may want it; else no rows.
    let before: RowTable
    /// What comes after the faders.
    let outputs: RowTable
    /// By group: sixteen gains, for what is not written.
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
