import Memory

/// Commands that wait for their frame: a heap ordered by frame, and among equals by the order in which they came.
///
/// - Thread: audio; setup makes it.
struct PendingCommands: ~Copyable {
    /// A command with its place in the order.
    struct Entry: BitwiseCopyable {
        var frame: Int64
        var order: UInt64
        var command: EngineCommand

        @_noLocks @_noAllocation
        func isBefore(_ other: Entry) -> Bool {
            frame != other.frame ? frame < other.frame : order < other.order
        }
    }

    private let entries: FixedMemory<Entry>
    private let capacity: Int
    private var count = 0
    private var order: UInt64 = 0

    init(capacity: Int) {
        self.capacity = capacity
        entries = FixedMemory(unwritten: capacity)
    }

    var isFull: Bool {
        @_noLocks @_noAllocation get { count == capacity }
    }

    /// Frame of the next command; `.max` if there is none.
    var nextFrame: Int64 {
        @_noLocks @_noAllocation get { count > 0 ? entries[0].frame : .max }
    }

    /// Whether the next command, which must exist, moves the transport.
    var nextIsTransport: Bool {
        @_noLocks @_noAllocation get { entries[0].command.isTransport }
    }

    /// Adds a command; there must be room. Bound: log₂ of the capacity.
    @_noLocks @_noAllocation
    mutating func insert(_ command: EngineCommand, at frame: Int64) {
        let entry = Entry(frame: frame, order: order, command: command)
        order &+= 1
        var hole = count
        count &+= 1
        while hole > 0 {
            let parent = (hole &- 1) / 2
            guard entry.isBefore(entries[parent]) else { break }
            entries[hole] = entries[parent]
            hole = parent
        }
        entries[hole] = entry
    }

    /// Takes the next command, which must exist.
    @_noLocks @_noAllocation
    mutating func takeNext() -> EngineCommand {
        let taken = entries[0].command
        count &-= 1
        let last = entries[count]
        var hole = 0
        while true {
            var child = 2 &* hole &+ 1
            guard child < count else { break }
            if child &+ 1 < count && entries[child &+ 1].isBefore(entries[child]) { child &+= 1 }
            guard entries[child].isBefore(last) else { break }
            entries[hole] = entries[child]
            hole = child
        }
        entries[hole] = last
        return taken
    }
}
