import Lanes
import MixModel

/// Where the rows of eight nodes are among all rows, and which they are.
struct RowGroup: BitwiseCopyable {
    /// By role: its row, counted from ``first``; −1 where these nodes do not have it.
    let places: UnsafePointer<Int32>
    /// The first of the group's rows.
    let first: Int
    let count: Int
    /// The first of the numbers that hold a bit for each of its rows.
    let firstWord: Int
    let words: Int
    /// Rows of the fader and of its trim, counted from ``first``; the trims of sends follow that. Without trims: beyond all rows.
    let level: Int
    let trim: Int
}

/// The rows of all groups of eight: first the groups of the layout, each with what its kind of nodes has, then foreign parameters,
/// of any node, eight to a row. Those have no lanes in common with strips, so strips that have none pay nothing.
///
/// - Thread: setup makes it and frees it; audio reads it.
struct RowGroups {
    // Pointers first, as in ``Layout``.
    let groups: UnsafeMutablePointer<RowGroup>
    /// By row: its group.
    let groupOf: UnsafeMutablePointer<Int32>
    /// By kind of nodes and role: the row in a group.
    private let tables: UnsafeMutablePointer<Int32>
    let count: Int
    let rowCount: Int
    let wordCount: Int
    /// Groups that sound passes: the first ones.
    let soundCount: Int
    /// The first row of foreign parameters.
    let firstForeign: Int

    /// Rows of a group of foreign parameters at most: a number of bits.
    private static let foreignRows = 64

    init(table: ParameterTable, layout: Layout) {
        soundCount = layout.groupCount
        let kinds: [NodeKinds] = [.strips, .buses, .master, .vcas, .monitor]
        let orders = kinds.map { table.rows(of: $0) }
        let roles = Role.allCases.count
        // The last one: no role at all.
        tables = .allocate(capacity: (kinds.count + 1) * roles)
        tables.initialize(repeating: -1, count: (kinds.count + 1) * roles)
        for (kind, order) in orders.enumerated() {
            for role in 0..<roles { tables[kind * roles + role] = Int32(order.rows[role]) }
        }
        var sizes = (0..<layout.parameterGroupCount).map { group in
            let kind = kinds.firstIndex(of: layout.kind(of: group)) ?? 0
            return (kind: kind, rows: orders[kind].roles.count)
        }
        let foreignCount = (table.foreign.count + 7) / 8
        for first in stride(from: 0, to: foreignCount, by: RowGroups.foreignRows) {
            sizes.append((kinds.count, min(RowGroups.foreignRows, foreignCount - first)))
        }
        count = sizes.count
        rowCount = sizes.reduce(0) { $0 + $1.rows }
        groups = .allocate(capacity: count)
        groupOf = .allocate(capacity: rowCount)
        var row = 0
        var word = 0
        var firstForeign = rowCount
        for (group, size) in sizes.enumerated() {
            let places = tables + size.kind * roles
            let trim = Int(places[Role.trimFader.index])
            (groups + group).initialize(
                to: RowGroup(
                    places: places, first: row, count: size.rows, firstWord: word, words: (size.rows + 63) / 64,
                    level: Int(places[Role.fader.index]), trim: trim < 0 ? .max : trim))
            if size.kind == kinds.count { firstForeign = min(firstForeign, row) }
            (groupOf + row).initialize(repeating: Int32(group), count: size.rows)
            row += size.rows
            word += (size.rows + 63) / 64
        }
        wordCount = word
        self.firstForeign = firstForeign
    }

    /// Frees the tables; nobody may use a copy any more.
    func free() {
        groups.deallocate()
        groupOf.deallocate()
        tables.deallocate()
    }

    /// The row of a role in a group that has it, counted from the group's first.
    @_noLocks @_noAllocation @inline(__always)
    func place(of role: Role, in group: Int) -> Int {
        if role.index < RowOrder.sharedCount && group < soundCount { return role.index }
        let place = Int(groups[group].places[role.index])
        assert(place >= 0)
        return place
    }
}

/// The rows of a block as those want them who render groups.
///
/// - Thread: audio; the memory is that of the players.
struct ParameterRows {
    private let rows: UnsafePointer<LaneRow>
    private let groups: RowGroups

    init(_ rows: UnsafePointer<LaneRow>, _ groups: RowGroups) {
        self.rows = rows
        self.groups = groups
    }

    /// The first row of a group: what every node with sound has, and the sends, are at their roles' raw values.
    func first(of group: Int) -> UnsafePointer<LaneRow> { rows + groups.groups[group].first }

    /// The row of the bus compressor's first parameter, behind which is what else is a bus's or the master's alone.
    func bus(of group: Int) -> UnsafePointer<LaneRow> {
        first(of: group) + groups.place(of: .busCompOn, in: group)
    }
}
