import Automation
import DSP
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
    private let roles: Int
    /// Parameter index by row and lane; −1 where no node is.
    private let parameters: UnsafeMutablePointer<Int32>
    /// Row and lane (row · 8 + lane) by parameter index.
    private let places: UnsafeMutablePointer<Int>
    private let rowCount: Int
    /// Position of each row while it stands still.
    private let still: UnsafeMutablePointer<Lanes>
    /// ``Block/frames`` vectors for each row.
    private let moving: UnsafeMutablePointer<Lanes>
    /// Session frame up to which the row stands still.
    private let quietUntil: UnsafeMutablePointer<Int64>
    /// Something happens to the row in this block.
    private let isActive: UnsafeMutablePointer<Bool>
    /// The block's row is in `moving`.
    private let isMoving: UnsafeMutablePointer<Bool>
    /// Frames of the block that are filled, by row and lane.
    private let filled: UnsafeMutablePointer<Int>
    /// Bits of positions as of the last frame rendered, by parameter index.
    private let live: UnsafeMutablePointer<Atomic<UInt32>>
    /// Session frame of the block's first frame.
    private(set) var frame: Int64 = 0

    init(mix: Mix, layout: Layout) {
        let nodes = mix.nodes
        roles = Role.allCases.count
        count = nodes.count * roles
        rowCount = layout.groupCount * roles
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
        isActive[place / 8] = true
        fill(index, place, to: offset, reports: &reports)
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

extension ParameterPlayers {
    @_noLocks @_noAllocation
    private func finish(row: Int, frames: Int, reports: inout ReportSink) {
        let end = frame &+ Int64(frames)
        if !isActive[row] { fillTogether(row, frames: frames) }
        var quiet = Int64.max
        for lane in 0..<8 {
            let place = row &* 8 &+ lane
            let index = Int(parameters[place])
            guard index >= 0 else { continue }
            fill(index, place, to: frames, reports: &reports)
            filled[place] = 0
            let last = moving[row &* Block.frames &+ frames &- 1][lane]
            live[index].store(last.bitPattern, ordering: .relaxed)
            let player = players[index]
            // A target that will be reached at the next frame is rendered once more, so that it is seen too.
            if end >= player.ramp.end || !player.ramp.moves, last == player.ramp.to {
                still[row][lane] = player.ramp.to
                if player.nextBreak < quiet { quiet = player.nextBreak }
            } else {
                quiet = end
            }
        }
        quietUntil[row] = quiet
        isActive[row] = false
    }

    /// Fills the lanes in which one line reaches over the whole block, all at once; the others stay to be filled.
    @_noLocks @_noAllocation
    private func fillTogether(_ row: Int, frames: Int) {
        let end = frame &+ Int64(frames)
        var base = Lanes(repeating: 0)
        var slope = Lanes(repeating: 0)
        var elapsed = Lanes(repeating: 0)
        for lane in 0..<8 {
            let place = row &* 8 &+ lane
            let index = Int(parameters[place])
            guard index >= 0, players[index].nextBreak >= end else { continue }
            let ramp = players[index].ramp
            if frame >= ramp.end {
                base[lane] = ramp.to
            } else if ramp.end >= end {
                let anchor = ramp.anchor(of: frame)
                base[lane] = ramp.position(atAnchor: anchor)
                slope[lane] = ramp.slope
                elapsed[lane] = Float(frame &- anchor)
            } else {
                continue
            }
            filled[place] = frames
        }
        let target = moving + row &* Block.frames
        for offset in 0..<frames { target[offset] = base + slope * (elapsed + Float(offset)) }
    }

    /// Fills one lane of a row up to a frame of the block, through all lines that begin before it.
    @_noLocks @_noAllocation
    private func fill(_ index: Int, _ place: Int, to end: Int, reports: inout ReportSink) {
        var start = filled[place]
        guard start < end else { return }
        filled[place] = end
        let row = place / 8
        let floats =
            UnsafeMutableRawPointer(moving + row &* Block.frames)
            .assumingMemoryBound(to: Float.self) + (place & 7)
        while start < end {
            while players[index].nextBreak <= frame &+ Int64(start) { takeBreak(index, reports: &reports) }
            let ramp = players[index].ramp
            let toBreak = players[index].nextBreak &- frame
            let pieceEnd = toBreak < Int64(end) ? Int(toBreak) : end
            let toEnd = ramp.end &- frame
            let lineEnd = toEnd < Int64(start) ? start : toEnd < Int64(pieceEnd) ? Int(toEnd) : pieceEnd
            if start < lineEnd {
                let anchor = ramp.anchor(of: frame)
                let base = ramp.position(atAnchor: anchor)
                let slope = ramp.slope
                let elapsed = frame &- anchor
                for offset in start..<lineEnd {
                    floats[offset &* 8] = base + slope * Float(elapsed &+ Int64(offset))
                }
            }
            for offset in lineEnd..<pieceEnd { floats[offset &* 8] = ramp.to }
            start = pieceEnd
        }
    }

    /// Goes over to the line that begins by itself.
    @_noLocks @_noAllocation
    private func takeBreak(_ index: Int, reports: inout ReportSink) {
        let now = players[index].nextBreak
        if players[index].isGliding {
            endWriting(index, at: now, reports: &reports)
            players[index].followLane(at: now)
        } else {
            players[index].followNextSegment()
            if players[index].isWriting { reportLine(index, at: now, reports: &reports) }
        }
    }

    /// Reports the line in force as written from a session frame on.
    @_noLocks @_noAllocation
    func reportLine(_ index: Int, at frame: Int64, reports: inout ReportSink) {
        reports.push(.segment(parameter: Int32(index), frame: frame, ramp: players[index].ramp))
    }

    /// Ends writing before a session frame, if it was going on.
    @_noLocks @_noAllocation
    func endWriting(_ index: Int, at frame: Int64, reports: inout ReportSink) {
        guard players[index].isWriting else { return }
        players[index].isWriting = false
        reports.push(.writeEnded(parameter: Int32(index), frame: frame))
    }
}
