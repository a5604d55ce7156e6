import Memory
import Vectors

/// What is noted of each group, in tables by group. Notes of all groups share a few lines of the cache: written only when they change,
/// they stay with all threads.
///
/// - Thread: audio and its workers, each for groups of its own; setup makes it.
struct GroupNotes: ~Copyable {
    /// What became of it in this block.
    let results: FixedMemory<GroupResult>
    /// A bit for each column whose ring ran empty, until it is reported.
    let starved: FixedMemory<UInt8>
    /// A bit for each column in which something came up that is no sound, until it is reported.
    let nonFinite: FixedMemory<UInt8>
    /// A bit for each column that brought sound into this block.
    let sounding: FixedMemory<UInt8>
    /// What the monitors want of it.
    let isListened: FixedMemory<ListenBank.Listening>

    init(groups: Int) {
        results = FixedMemory(repeating: GroupResult(isHeard: false, nonFinite: 0), count: groups)
        starved = FixedMemory(repeating: 0, count: groups)
        nonFinite = FixedMemory(repeating: 0, count: groups)
        sounding = FixedMemory(repeating: 0, count: groups)
        isListened = FixedMemory(repeating: ListenBank.Listening(), count: groups)
    }
}
