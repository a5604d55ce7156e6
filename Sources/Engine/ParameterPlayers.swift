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
    /// Something happens to the row in this block.
    let isActive: UnsafeMutablePointer<Bool>
    /// Lanes of the row with one line for the whole block are filled.
    let isFilledTogether: UnsafeMutablePointer<Bool>
    /// The block's row is in `moving`.
    let isMoving: UnsafeMutablePointer<Bool>
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
        moving = .allocate(capacity: rowCount * Block.frames)
        moving.initialize(repeating: Lanes(repeating: 0), count: rowCount * Block.frames)
        quietUntil = .allocate(capacity: rowCount)
        quietUntil.initialize(repeating: .min, count: rowCount)
        isActive = .allocate(capacity: rowCount)
        isActive.initialize(repeating: false, count: rowCount)
        isFilledTogether = .allocate(capacity: rowCount)
        isFilledTogether.initialize(repeating: false, count: rowCount)
        isMoving = .allocate(capacity: rowCount)
        isMoving.initialize(repeating: false, count: rowCount)
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
        isActive.deallocate()
        isFilledTogether.deallocate()
        isMoving.deallocate()
    }

    /// The row of a role of a group of eight nodes, for the block that was finished.
    @_noLocks @_noAllocation
    func row(_ role: Role, group: Int) -> LaneRow {
        let row = group &* roles &+ role.rawValue
        return isMoving[row] ? LaneRow(moving: moving + row &* Block.frames) : LaneRow(constant: still + row)
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
        isActive[row] = true
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
        for row in 0..<rowCount {
            isMoving[row] = isActive[row] || quietUntil[row] < end
            guard isMoving[row] else { continue }
            finish(row: row, frames: frames, reports: &reports)
        }
    }

    /// Lets every row be looked at again: the session position jumped, or lines changed while the transport stood.
    @_noLocks @_noAllocation
    func wake() {
        for row in 0..<rowCount { quietUntil[row] = .min }
    }

    /// Makes a position visible to other threads while the transport stands.
    @_noLocks @_noAllocation
    func publish(_ index: Int, at frame: Int64) {
        live[index].store(players[index].ramp.position(at: frame).bitPattern, ordering: .relaxed)
    }
}
