import Memory
import Vectors

/// Notes on each group, in tables by group. They share a few cache lines, so they are written only when they change: the lines then
/// stay valid in all threads' caches.
///
/// - Thread: audio and its workers, each for groups of its own; setup makes it.
struct GroupNotes: ~Copyable {
    /// Outcome of this block.
    let results: FixedMemory<GroupResult>
    /// A bit for each column whose ring ran empty, until it is reported.
    let starved: FixedMemory<UInt8>
    /// A bit for each column with a non-finite sample, until it is reported.
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
