import Memory
import MixModel
import Vectors

/// The rows of eight nodes, and their places among all rows.
struct RowGroup: BitwiseCopyable {
    /// By role: its row, counted from ``first``; −1 where these nodes do not have it.
    let places: UnsafePointer<Int32>
    /// The first of the group's rows.
    let first: Int
    let count: Int
    /// The first of the words that hold a bit for each of its rows.
    let firstWord: Int
    let words: Int
    /// Rows of the fader and of its trim, counted from ``first``; the trims of sends follow that. Without trims: beyond all rows.
    let level: Int
    let trim: Int
}

/// The rows of all groups of eight: first the groups of the layout, each with the roles of its kind of nodes, then foreign parameters
/// of any nodes, eight to a row. Foreign rows do not follow the columns of strips, so strips without any have no memory for them.
///
/// - Thread: audio reads it; ``RowGroupTables`` has its memory.
struct RowGroups {
    // Pointers first, as in ``Layout``.
    let groups: UnsafePointer<RowGroup>
    /// By row: its group.
    let groupOf: UnsafePointer<Int32>
    let count: Int
    let rowCount: Int
    let wordCount: Int
    /// Groups that sound passes: the first ones.
    let soundCount: Int
    /// The first row of foreign parameters.
    let firstForeign: Int

    /// The row of a role in a group that has it, counted from the group's first.
    @_noLocks @_noAllocation @inline(__always)
    func place(of role: Role, in group: Int) -> Int {
        if role.index < RowOrder.sharedCount && group < soundCount { return role.index }
        let place = Int(groups[group].places[role.index])
        assert(place >= 0)
        return place
    }
}

/// The memory of a mix's ``RowGroups``, and their computation.
///
/// - Thread: setup makes it; it must outlive every copy of the groups.
struct RowGroupTables: ~Copyable {
    /// By kind of nodes and role: the row in a group.
    private let places: FixedMemory<Int32>
    private let groups: FixedMemory<RowGroup>
    private let groupOf: FixedMemory<Int32>
    /// What they say; borrowed.
    let rowGroups: RowGroups

    /// Most rows of a group of foreign parameters: the bits of one word.
    private static let foreignRows = 64

    init(table: ParameterTable, layout: Layout) {
        let kinds: [NodeKinds] = [.strips, .buses, .master, .vcas, .monitor]
        let orders = kinds.map { table.rows(of: $0) }
        let roles = Role.allCases.count
        // The last one: no role at all.
        places = FixedMemory(orders.flatMap { $0.rows.map { Int32($0) } } + Array(repeating: -1, count: roles))
        var sizes = (0..<layout.parameterGroupCount).map { group in
            let kind = kinds.firstIndex(of: layout.kind(of: group)) ?? 0
            return (kind: kind, rows: orders[kind].roles.count)
        }
        let foreignCount = (table.foreign.count + 7) / 8
        for first in stride(from: 0, to: foreignCount, by: RowGroupTables.foreignRows) {
            sizes.append((kinds.count, min(RowGroupTables.foreignRows, foreignCount - first)))
        }
        var groups: [RowGroup] = []
        var groupOf: [Int32] = []
        var word = 0
        var firstForeign: Int?
        for size in sizes {
            let places = places + size.kind * roles
            let trim = Int(places[Role.trimFader.index])
            if size.kind == kinds.count, firstForeign == nil { firstForeign = groupOf.count }
            groups.append(
                RowGroup(
                    places: places, first: groupOf.count, count: size.rows, firstWord: word,
                    words: (size.rows + 63) / 64, level: Int(places[Role.fader.index]), trim: trim < 0 ? .max : trim))
            groupOf += Array(repeating: Int32(groups.count - 1), count: size.rows)
            word += (size.rows + 63) / 64
        }
        self.groups = FixedMemory(groups)
        self.groupOf = FixedMemory(groupOf)
        rowGroups = RowGroups(
            groups: self.groups.start, groupOf: self.groupOf.start, count: groups.count, rowCount: groupOf.count,
            wordCount: word, soundCount: layout.groupCount, firstForeign: firstForeign ?? groupOf.count)
    }
}

/// The rows of a block, as the renderer of groups reads them.
///
/// - Thread: audio; the memory is that of the players.
struct ParameterRows {
    private let rows: UnsafePointer<VectorRow>
    private let groups: RowGroups

    init(_ rows: UnsafePointer<VectorRow>, _ groups: RowGroups) {
        self.rows = rows
        self.groups = groups
    }

    /// The first row of a group: what every node with sound has, and the sends, are at their roles' raw values.
    func first(of group: Int) -> UnsafePointer<VectorRow> { rows + groups.groups[group].first }

    /// The row of the bus compressor's first parameter; the rows that only buses and the master have begin with it.
    func bus(of group: Int) -> UnsafePointer<VectorRow> {
        first(of: group) + groups.place(of: .busCompOn, in: group)
    }
}
