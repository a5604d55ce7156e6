import Automation
import DSP
import Memory
import MixModel
import Synchronization
import Units
import Vectors

/// All parameters of the mix on the audio thread: makes their rows of positions.
///
/// A *row* holds the positions of one role of eight nodes, or of eight foreign parameters, over a block inside one cell of the play
/// line. A constant row is one vector and costs nothing. A row with events is filled up to each event's frame, in their order, and
/// completed by ``finish(frames:reports:)``.
///
/// - Thread: audio; setup makes it. Live positions may be read by any.
// Large: a table by parameter, row or group for each property of them.
struct ParameterPlayers: ~Copyable {
    /// By parameter index.
    let players: FixedMemory<ParameterPlayer>
    private let tables: RowGroupTables
    /// The rows, by group.
    let rowGroups: RowGroups
    /// Parameter index by row and column; −1 in empty columns.
    let parameters: FixedMemory<Int32>
    /// Row and column (row · 8 + column) by parameter index.
    let places: FixedMemory<Int>
    /// Positions of each row while it is constant.
    let still: FixedMemory<Vector>
    /// ``Block/frames`` vectors for each row.
    let moving: FixedMemory<Vector>
    /// Play-line frame up to which the row is constant.
    let quietUntil: FixedMemory<Int64>
    /// By group: play-line frame up to which all rows that are not busy are constant.
    let groupQuietUntil: FixedMemory<Int64>
    /// Play-line frame up to which no row of any group has to be filled or counts as changed; `.min`: unknown.
    let calmUntil: FixedValue<Int64>
    /// Rows of a group to be filled in this block, a bit each: ``RowGroup/words`` words a group.
    let busy: FixedMemory<UInt64>
    /// Rows of a group that were filled in the block before, or whose ``still`` positions were changed since.
    let moved: FixedMemory<UInt64>
    /// Rows of a group that may differ from the block before, a bit each, words as above: ``busy`` or ``moved``. A row whose bit is
    /// clear is constant, with the bits of the block before.
    let changed: FixedMemory<UInt64>
    /// Rows that are read only at the frames at which coefficients are made (``rolesOnGrid``): a bit each, words as above.
    let onGrid: FixedMemory<UInt64>
    /// Each row of this block, as the stages read it.
    let rows: FixedMemory<VectorRow>
    /// Parameters that have a lane, or have had a command: the only ones that a jump concerns.
    let touched: FixedMemory<Int32>
    let isTouched: FixedMemory<Bool>
    var touchedCount = 0
    /// The lines in force in each row; nothing before the row was first filled.
    let lines: FixedMemory<RowLine>
    /// By row and column: play-line frame up to which the line in ``lines`` is in force.
    let lineEnd: FixedMemory<Int64>
    /// By row: the state of its columns.
    let states: FixedMemory<RowState>
    /// By row and column: frames of the block that are filled, where a column is filled alone.
    let filled: FixedMemory<Int>
    /// Levels with their trims added.
    let trims: TrimRows
    /// Bits of positions as of the last frame rendered, by parameter index.
    let live: FixedMemory<Atomic<UInt32>>
    /// Frame of the play line of the block's first frame.
    var frame: Int64 = 0
    /// Where the song is at frames of the play line.
    var map = PlayMap()

    // Large: allocation of the members, in their order.
    init(mix: Mix, table: ParameterTable, layout: Layout) {
        tables = RowGroupTables(table: table, layout: layout)
        rowGroups = tables.rowGroups
        let (count, rowCount, groups) = (table.count, rowGroups.rowCount, rowGroups.count)
        trims = TrimRows(groups: groups, count: 1 + table.sendCount)
        players = FixedMemory(unwritten: count)
        places = FixedMemory(unwritten: count)
        live = FixedMemory(count: count) { _ in Atomic(0) }
        parameters = FixedMemory(repeating: -1, count: rowCount * 8)
        filled = FixedMemory(repeating: 0, count: rowCount * 8)
        still = FixedMemory(repeating: Vector(repeating: 0), count: rowCount)
        // Most of it is never used; a row is filled in all columns before it is read.
        moving = FixedMemory(unwritten: rowCount * Block.frames)
        quietUntil = FixedMemory(repeating: .max, count: rowCount)
        // A row is given its lines before it is first filled.
        lines = FixedMemory(unwritten: rowCount)
        lineEnd = FixedMemory(unwritten: rowCount * 8)
        states = FixedMemory(repeating: RowState(), count: rowCount)
        groupQuietUntil = FixedMemory(repeating: .max, count: groups)
        calmUntil = FixedValue(.min)
        let words = rowGroups.wordCount
        busy = FixedMemory(repeating: 0, count: words)
        moved = FixedMemory(repeating: 0, count: words)
        changed = FixedMemory(repeating: 0, count: words)
        onGrid = FixedMemory(repeating: 0, count: words)
        let positions = still.start
        rows = FixedMemory(count: rowCount) { VectorRow(constant: positions + $0) }
        touched = FixedMemory(unwritten: count)
        isTouched = FixedMemory(repeating: false, count: count)
        for group in 0..<groups {
            let rowGroup = rowGroups.groups[group]
            for place in ParameterPlayers.rolesOnGrid.map({ Int(rowGroup.places[$0.index]) }) where place >= 0 {
                onGrid[rowGroup.firstWord + place / 64] |= 1 << UInt64(place % 64)
            }
        }
        rest(mix, table, layout)
        for group in 0..<groups { renew(group) }
    }

    /// Parameters of the mix.
    var count: Int {
        @_noLocks @_noAllocation @inline(__always) get { players.count }
    }

    /// Rows of all groups.
    var rowCount: Int {
        @_noLocks @_noAllocation @inline(__always) get { rowGroups.rowCount }
    }

    /// Groups of rows.
    var groups: Int {
        @_noLocks @_noAllocation @inline(__always) get { rowGroups.count }
    }

    deinit {
        for index in 0..<count {
            if let table = players[index].table { LaneTable.free(table) }
        }
    }

    /// Makes all players, each at its rest position, in the column that its node has.
    private func rest(_ mix: Mix, _ table: ParameterTable, _ layout: Layout) {
        // Empty columns get positions at which no stage has anything to do.
        for group in 0..<layout.parameterGroupCount {
            let first = rowGroups.groups[group].first
            for (place, role) in table.rows(of: layout.kind(of: group)).roles.enumerated() {
                still[first + place] = Vector(repeating: role.spec.initialPosition)
            }
        }
        var index = 0
        for (node, name) in mix.nodes.enumerated() {
            let slot = layout.slots[node]
            let first = rowGroups.groups[slot / 8].first
            for (place, role) in table.rows(of: name.kind).roles.enumerated() {
                let spec = role.spec
                rest(index, at: spec.clamped(mix[ParameterID(name, role)]), spec, in: (first + place) * 8 + slot % 8)
                index += 1
            }
        }
        for (offset, one) in table.foreign.enumerated() {
            rest(index + offset, at: one.rest, one.spec, in: rowGroups.firstForeign * 8 + offset)
        }
    }

    /// Makes a player.
    private func rest(_ index: Int, at rest: Float, _ spec: ParameterSpec, in place: Int) {
        players[index] = ParameterPlayer(rest: rest, isStepped: spec.isStepped)
        live[index].store(rest.bitPattern, ordering: .relaxed)
        places[index] = place
        parameters[place] = Int32(index)
        still[place / 8][place % 8] = rest
        if rest != 0 { trims.note(place / 8, rowGroups) }
    }

    /// The row of a role of a group of eight nodes that have it, for the block that was finished.
    @_noLocks @_noAllocation @inline(__always)
    func row(_ role: Role, group: Int) -> VectorRow {
        rows[rowGroups.groups[group].first &+ rowGroups.place(of: role, in: group)]
    }

    /// One parameter, wherever its row is, for the block that was finished.
    ///
    /// - Parameter index: its place in the table of the mix.
    @_noLocks @_noAllocation
    func row(at index: Int) -> Row { rows[places[index] / 8].column(places[index] & 7) }

    /// Whether the row of a role of a group that has it may differ from the block before.
    @_noLocks @_noAllocation @inline(__always)
    func isChanged(_ role: Role, group: Int) -> Bool {
        let place = rowGroups.place(of: role, in: group)
        return changed[rowGroups.groups[group].firstWord &+ place / 64] &>> UInt64(place & 63) & 1 == 1
    }

    /// Whether a row of a group may differ from what it was in the block before.
    @_noLocks @_noAllocation
    func hasChanged(_ group: Int) -> Bool {
        let first = rowGroups.groups[group].firstWord
        for word in first..<(first &+ rowGroups.groups[group].words) where changed[word] != 0 { return true }
        return false
    }

    /// A parameter's position as of the end of the last block.
    ///
    /// - Thread: any.
    func livePosition(of index: Int) -> Float { Float(bitPattern: live[index].load(ordering: .relaxed)) }

    /// Roles that filters and the times of gates and compressors are made of: the stages of a strip read them at the first
    /// frame of a block and at multiples of ``Block/coefficientFrames``. In between their rows hold nothing.
    static let rolesOnGrid: [Role] = [
        .hpfFrequency, .lpfFrequency, .gateAttack, .gateHold, .gateRelease, .gateSidechainHPF, .gateSidechainLPF,
        .eq1Frequency, .eq1Gain, .eq1Q, .eq2Frequency, .eq2Gain, .eq2Q, .eq3Frequency, .eq3Gain, .eq3Q,
        .eq4Frequency, .eq4Gain, .eq4Q, .compAttack, .compRelease, .compSidechainHPF, .deEsserFrequency,
        .busCompAttack, .busCompRelease, .busCompSidechainHPF,
    ]
}
