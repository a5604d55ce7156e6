import Automation
import DSP
import Lanes
import MixModel
import Synchronization
import Units

/// All parameters of the mix on the audio thread: makes a row of positions for every role of every eight nodes.
///
/// A *row* holds the positions of one role of eight nodes over a block of one cell of the session's time line. Rows that
/// stand still are one vector and are not touched. A row in which something happens is filled as far as the events'
/// frames, in their order, and completed by ``finish(frames:reports:)``.
///
/// - Thread: audio; setup makes it. Live positions may be read by any.
struct ParameterPlayers: ~Copyable {
    /// By parameter index.
    let players: UnsafeMutablePointer<ParameterPlayer>
    let count: Int
    /// Roles of a node: rows of a group.
    let roles: Int
    /// Parameter index by row and lane; −1 where no node is.
    let parameters: UnsafeMutablePointer<Int32>
    /// Row and lane (row · 8 + lane) by parameter index.
    let places: UnsafeMutablePointer<Int>
    let rowCount: Int
    /// Position of each row while it stands still.
    let still: UnsafeMutablePointer<Lanes>
    /// ``Block/frames`` vectors for each row.
    let moving: UnsafeMutablePointer<Lanes>
    /// Session frame up to which the row stands still.
    let quietUntil: UnsafeMutablePointer<Int64>
    /// By group: session frame up to which rows that are not busy stand still.
    let groupQuietUntil: UnsafeMutablePointer<Int64>
    /// Rows of a group to be filled in this block, a bit each: ``words`` numbers a group.
    let busy: UnsafeMutablePointer<UInt64>
    /// Rows of a group that were filled in the block before, or whose standing positions were changed since.
    let moved: UnsafeMutablePointer<UInt64>
    /// Rows of a group that may differ from the block before, a bit each, ``words`` numbers a group: those that move, that moved in
    /// the block before, and all of them after a jump or where lanes were exchanged. A row whose bit is clear stands still, at the
    /// same bits as in the block before.
    let changed: UnsafeMutablePointer<UInt64>
    /// What each row is in this block, for whoever renders.
    let rows: UnsafeMutablePointer<LaneRow>
    /// Parameters that have a lane or were moved: the only ones that a jump concerns.
    let touched: UnsafeMutablePointer<Int32>
    let isTouched: UnsafeMutablePointer<Bool>
    var touchedCount = 0
    let groups: Int
    /// Words of bits for the rows of a group.
    let words: Int
    /// Lanes of the row with one line for the whole block are filled.
    let isFilledTogether: UnsafeMutablePointer<Bool>
    /// Frames of the block that are filled, by row and lane.
    let filled: UnsafeMutablePointer<Int>
    /// Bits of positions as of the last frame rendered, by parameter index.
    let live: UnsafeMutablePointer<Atomic<UInt32>>
    /// Session frame of the block's first frame.
    var frame: Int64 = 0

    init(mix: Mix, layout: Layout) {
        let nodes = mix.nodes
        roles = Role.allCases.count
        count = nodes.count * roles
        rowCount = layout.parameterGroupCount * roles
        players = .allocate(capacity: count)
        places = .allocate(capacity: count)
        live = .allocate(capacity: count)
        parameters = .allocate(capacity: rowCount * 8)
        parameters.initialize(repeating: -1, count: rowCount * 8)
        filled = .allocate(capacity: rowCount * 8)
        filled.initialize(repeating: 0, count: rowCount * 8)
        still = .allocate(capacity: rowCount)
        still.initialize(repeating: Lanes(repeating: 0), count: rowCount)
        // Not initialised, for most of it is never used; a row is filled in all lanes before it is read.
        moving = .allocate(capacity: rowCount * Block.frames)
        quietUntil = .allocate(capacity: rowCount)
        quietUntil.initialize(repeating: .max, count: rowCount)
        isFilledTogether = .allocate(capacity: rowCount)
        isFilledTogether.initialize(repeating: false, count: rowCount)
        groups = layout.parameterGroupCount
        words = (roles + 63) / 64
        groupQuietUntil = .allocate(capacity: groups)
        groupQuietUntil.initialize(repeating: .max, count: groups)
        busy = .allocate(capacity: groups * words)
        busy.initialize(repeating: 0, count: groups * words)
        moved = .allocate(capacity: groups * words)
        moved.initialize(repeating: 0, count: groups * words)
        changed = .allocate(capacity: groups * words)
        changed.initialize(repeating: 0, count: groups * words)
        rows = .allocate(capacity: rowCount)
        for row in 0..<rowCount { (rows + row).initialize(to: LaneRow(constant: still + row)) }
        touched = .allocate(capacity: count)
        isTouched = .allocate(capacity: count)
        isTouched.initialize(repeating: false, count: count)
        // Empty lanes stand where they ask for nothing.
        for row in 0..<rowCount {
            still[row] = Lanes(repeating: Role.specs[row % roles].initialPosition)
        }
        for (node, name) in nodes.enumerated() {
            for role in Role.allCases {
                let index = node * roles + role.rawValue
                let spec = role.spec
                let rest = spec.clamped(mix[ParameterID(name, role)])
                (players + index).initialize(to: ParameterPlayer(rest: rest, isStepped: spec.isStepped))
                (live + index).initialize(to: Atomic(rest.bitPattern))
                let slot = layout.slots[node]
                let row = slot / 8 * roles + role.rawValue
                places[index] = row * 8 + slot % 8
                parameters[places[index]] = Int32(index)
                still[row][slot % 8] = rest
            }
        }
        for group in 0..<groups { renew(group) }
    }

    deinit {
        for index in 0..<count {
            if let table = players[index].table { LaneTable.free(table) }
        }
        players.deallocate()
        places.deallocate()
        live.deinitialize(count: count)
        live.deallocate()
        parameters.deallocate()
        filled.deallocate()
        still.deallocate()
        moving.deallocate()
        quietUntil.deallocate()
        isFilledTogether.deallocate()
        groupQuietUntil.deallocate()
        busy.deallocate()
        moved.deallocate()
        changed.deallocate()
        rows.deallocate()
        touched.deallocate()
        isTouched.deallocate()
    }

    /// The row of a role of a group of eight nodes, for the block that was finished.
    @_noLocks @_noAllocation
    func row(_ role: Role, group: Int) -> LaneRow { rows[group &* roles &+ role.index] }

    /// Whether a row of a group may differ from what it was in the block before.
    @_noLocks @_noAllocation
    func hasChanged(_ group: Int) -> Bool {
        for word in 0..<words where changed[group &* words &+ word] != 0 { return true }
        return false
    }

    /// A parameter's position as of the end of the last block.
    ///
    /// - Thread: any.
    func livePosition(of index: Int) -> Float { Float(bitPattern: live[index].load(ordering: .relaxed)) }

    /// Begins a block at a session frame.
    @_noLocks @_noAllocation
    mutating func begin(at frame: Int64) { self.frame = frame }

    /// Prepares a parameter for an event inside the block: everything before is rendered, and a line that begins by itself
    /// at that frame has begun.
    @_noLocks @_noAllocation
    func bring(_ index: Int, to offset: Int, reports: inout ReportSink) {
        let place = places[index]
        let row = place / 8
        setBusy(row)
        if offset > 0 && !isFilledTogether[row] {
            isFilledTogether[row] = true
            fillTogether(row, frames: Block.frames &- Int(frame & Int64(Block.frames &- 1)))
        }
        fill(index, place, to: offset, reports: &reports)
        // What lies behind was the line until now; it is filled anew.
        filled[place] = offset
        while players[index].nextBreak <= frame &+ Int64(offset) { takeBreak(index, reports: &reports) }
    }

    /// Completes the rows over the block.
    @_noLocks @_noAllocation
    func finish(frames: Int, reports: inout ReportSink) {
        let end = frame &+ Int64(frames)
        for group in 0..<groups {
            if groupQuietUntil[group] < end { wakeRows(group, before: end) }
            for word in 0..<words { finish(group, word, frames: frames, reports: &reports) }
        }
    }

    /// Completes up to 64 rows of a group.
    @_noLocks @_noAllocation
    private func finish(_ group: Int, _ word: Int, frames: Int, reports: inout ReportSink) {
        let place = group &* words &+ word
        let filling = busy[place]
        changed[place] = filling | moved[place]
        guard changed[place] != 0 else { return }
        let first = group &* roles &+ word &* 64
        var settled = moved[place] & ~filling
        while settled != 0 {
            let row = first &+ settled.trailingZeroBitCount
            rows[row] = LaneRow(constant: still + row)
            settled &= settled &- 1
        }
        moved[place] = filling
        var rest = filling
        while rest != 0 {
            let bit = rest & ~(rest &- 1)
            let row = first &+ rest.trailingZeroBitCount
            rows[row] = LaneRow(moving: moving + row &* Block.frames)
            finish(row: row, frames: frames, reports: &reports)
            if quietUntil[row] > frame &+ Int64(frames) {
                busy[place] &= ~bit
                if quietUntil[row] < groupQuietUntil[group] { groupQuietUntil[group] = quietUntil[row] }
            }
            rest &= rest &- 1
        }
    }

    /// Finds the rows in which something begins before a frame.
    @_noLocks @_noAllocation
    private func wakeRows(_ group: Int, before end: Int64) {
        var quiet = Int64.max
        for role in 0..<roles {
            let row = group &* roles &+ role
            if quietUntil[row] < end {
                setBusy(row)
            } else if quietUntil[row] < quiet {
                quiet = quietUntil[row]
            }
        }
        groupQuietUntil[group] = quiet
    }

    /// Lets a row be filled in this block.
    @_noLocks @_noAllocation
    func setBusy(_ row: Int) {
        let group = row / roles
        let role = row &- group &* roles
        busy[group &* words &+ role / 64] |= 1 &<< UInt64(role & 63)
    }

    /// Notes that a parameter is no longer as it was made.
    @_noLocks @_noAllocation
    mutating func touch(_ index: Int) {
        guard !isTouched[index] else { return }
        isTouched[index] = true
        touched[touchedCount] = Int32(index)
        touchedCount &+= 1
    }

    /// Lets all rows of a group count as changed in the next block.
    @_noLocks @_noAllocation
    func renew(_ group: Int) {
        for word in 0..<words {
            let rest = roles &- word &* 64
            moved[group &* words &+ word] = rest >= 64 ? .max : (1 &<< UInt64(rest)) &- 1
        }
    }

    /// Lets every row be looked at again: the session position jumped, or lines changed while the transport stood.
    @_noLocks @_noAllocation
    func wake() {
        for group in 0..<groups { renew(group) }
        for place in 0..<touchedCount {
            let row = places[Int(touched[place])] / 8
            quietUntil[row] = .min
            groupQuietUntil[row / roles] = .min
        }
    }

    /// Makes a position visible to other threads while the transport stands.
    @_noLocks @_noAllocation
    func publish(_ index: Int, at frame: Int64) {
        live[index].store(players[index].ramp.position(at: frame).bitPattern, ordering: .relaxed)
    }
}
