import Memory
import Vectors

/// What nodes add to buses: for each bus its items, in the order in which they were listed.
///
/// - Thread: audio, one thread at a time; setup makes it.
struct SumList: ~Copyable {
    let items: FixedMemory<SumItem>
    /// By bus, the master last: places of the first and the last item, −1 where there is none.
    private let ends: FixedMemory<(first: Int, last: Int)>
    /// Buses and the master.
    let busCount: Int
    private var count = 0
    /// What was listed still holds.
    var isValid = false

    /// - Parameters:
    ///   - capacity: items at most.
    ///   - busCount: buses and the master.
    init(capacity: Int, busCount: Int) {
        self.busCount = busCount
        items = FixedMemory(unwritten: capacity)
        ends = FixedMemory(repeating: (-1, -1), count: busCount)
    }

    /// Place of a bus's first item; −1: nothing is added to it.
    @_noLocks @_noAllocation
    func first(of bus: Int) -> Int { ends[bus].first }

    @_noLocks @_noAllocation
    mutating func clear() {
        count = 0
        for bus in 0..<busCount { ends[bus] = (-1, -1) }
    }

    @_noLocks @_noAllocation
    mutating func append(_ item: SumItem, to bus: Int) {
        items[count] = item
        if ends[bus].first < 0 { ends[bus].first = count } else { items[ends[bus].last].next = count }
        ends[bus].last = count
        count &+= 1
    }
}
