import Automation
import DSP
import Memory
import Synchronization
import Vectors

/// Filling rows along the lines in force: all columns at once; a column with an event in the block is then filled again alone, from
/// the event on.
///
/// - Thread: audio.
extension ParameterPlayers {
    /// Prepares a parameter for an event inside the block: fills its column up to there, and takes a line that begins by itself at
    /// that frame.
    @_noLocks @_noAllocation
    func bring(_ index: Int, to offset: Int, reports: inout ReportSink) {
        let place = places[index]
        let row = place / 8
        let bit: UInt8 = 1 &<< UInt8(place & 7)
        setBusy(row)
        if offset > 0 && !states[row].isFilled {
            // How long the block will be is not known yet.
            let frames = Block.frames &- Int(frame & Int64(Block.frames &- 1))
            fillLines(row, isOnGrid: false, frames: frames, reports: &reports)
        }
        if states[row].isFilled {
            if states[row].alone & bit != 0 { fill(index, place, to: offset, reports: &reports) }
            states[row].alone |= bit
            // From here on the row follows the old line; it is filled anew.
            filled[place] = offset
        } else {
            states[row].stale |= bit
        }
        while players[index].nextBreak <= frame &+ Int64(offset) { takeBreak(index, reports: &reports) }
    }

    /// Completes a row over the block.
    @_noLocks @_noAllocation
    func finish(row: Int, isOnGrid: Bool, frames: Int, reports: inout ReportSink) {
        let state = states + row
        if !state.pointee.isFilled { fillLines(row, isOnGrid: isOnGrid, frames: frames, reports: &reports) }
        state.pointee.isFilled = false
        let alone = state.pointee.alone
        let isMoving = state.pointee.moving & ~alone != 0
        let end = frame &+ Int64(frames)
        quietUntil[row] = end
        if alone != 0 || !isMoving { settle(row, frames: frames, isMoving: isMoving, reports: &reports) }
        publish(columns: state.pointee.moving | state.pointee.fresh | alone, of: row, frames: frames)
        state.pointee.fresh = 0
        state.pointee.stale |= alone
        state.pointee.alone = 0
    }

    /// Fills the columns with events alone, and finds up to which frame the row stays constant.
    ///
    /// - Parameter isMoving: whether other columns move on.
    @_noLocks @_noAllocation
    private func settle(_ row: Int, frames: Int, isMoving: Bool, reports: inout ReportSink) {
        let end = frame &+ Int64(frames)
        let last = floats(of: row) + (frames &- 1) &* 8
        var quiet = isMoving ? end : Int64.max
        for column in 0..<8 {
            let place = row &* 8 &+ column
            if states[row].alone &>> UInt8(column) & 1 == 0 {
                if lineEnd[place] < quiet { quiet = lineEnd[place] }
                continue
            }
            let index = Int(parameters[place])
            fill(index, place, to: frames, reports: &reports)
            let ramp = players[index].ramp
            // A target that is reached at the next frame takes one more block, so that it is published too.
            if end >= ramp.end || !ramp.moves, last[column] == ramp.to {
                still[row][column] = ramp.to
                if players[index].nextBreak < quiet { quiet = players[index].nextBreak }
            } else {
                quiet = end
            }
        }
        quietUntil[row] = isMoving ? end : quiet
    }

    /// Makes the positions of the block's last frame visible to other threads.
    @_noLocks @_noAllocation
    private func publish(columns: UInt8, of row: Int, frames: Int) {
        let last = floats(of: row) + (frames &- 1) &* 8
        var rest = columns
        while rest != 0 {
            let column = rest.trailingZeroBitCount
            let index = Int(parameters[row &* 8 &+ column])
            if index >= 0 { live[index].store(last[column].bitPattern, ordering: .relaxed) }
            rest &= rest &- 1
        }
    }

    /// Makes a position visible to other threads while the transport stands.
    @_noLocks @_noAllocation
    func publish(_ index: Int, at frame: Int64) {
        live[index].store(players[index].ramp.position(at: frame).bitPattern, ordering: .relaxed)
    }

    /// Fills all columns along their lines; marks those whose line ends in the block to be filled alone from there.
    @_noLocks @_noAllocation
    private func fillLines(_ row: Int, isOnGrid: Bool, frames: Int, reports: inout ReportSink) {
        let state = states + row
        let end = frame &+ Int64(frames)
        if state.pointee.stale == .max { lines[row] = RowLine() }
        lines[row].enter(cellOf: frame)
        if state.pointee.stale != 0 || state.pointee.lineEnd <= frame { takeLines(row, reports: &reports) }
        let phase = Int(frame & Int64(Block.frames &- 1))
        if isOnGrid {
            lines[row].fillGrid(moving + row &* Block.frames, phase: phase, frames: frames)
        } else {
            lines[row].fill(moving + row &* Block.frames, phase: phase, frames: frames)
        }
        state.pointee.isFilled = true
        guard state.pointee.lineEnd < end else { return }
        for column in 0..<8 {
            let place = row &* 8 &+ column
            guard lineEnd[place] < end else { continue }
            filled[place] = Int(lineEnd[place] &- frame)
            state.pointee.alone |= 1 &<< UInt8(column)
        }
    }

    /// Takes the players' lines in columns where the line is stale, or has ended.
    @_noLocks @_noAllocation
    private func takeLines(_ row: Int, reports: inout ReportSink) {
        let stale = states[row].stale
        states[row].stale = 0
        var first = Int64.max
        for column in 0..<8 {
            let place = row &* 8 &+ column
            let bit: UInt8 = 1 &<< UInt8(column)
            if stale & bit != 0 || lineEnd[place] <= frame {
                takeLine(row, column, reports: &reports)
                states[row].fresh |= bit
            }
            if lineEnd[place] < first { first = lineEnd[place] }
        }
        states[row].lineEnd = first
    }

    /// Takes the line of a column's player.
    @_noLocks @_noAllocation
    private func takeLine(_ row: Int, _ column: Int, reports: inout ReportSink) {
        let place = row &* 8 &+ column
        let bit: UInt8 = 1 &<< UInt8(column)
        let index = Int(parameters[place])
        states[row].moving &= ~bit
        guard index >= 0 else {
            lines[row].hold(still[row][column], in: column)
            lineEnd[place] = .max
            return
        }
        while players[index].nextBreak <= frame { takeBreak(index, reports: &reports) }
        let ramp = players[index].ramp
        let nextBreak = players[index].nextBreak
        guard frame < ramp.end && ramp.moves else {
            lines[row].hold(ramp.to, in: column)
            still[row][column] = ramp.to
            lineEnd[place] = nextBreak
            return
        }
        lines[row].follow(ramp, in: column, at: frame)
        lineEnd[place] = nextBreak < ramp.end ? nextBreak : ramp.end
        states[row].moving |= bit
        // A line that begins later is taken again then.
        if ramp.start > frame { states[row].stale |= bit }
    }

    /// Fills one column of a row up to a frame of the block, through all lines that begin before it.
    @_noLocks @_noAllocation
    private func fill(_ index: Int, _ place: Int, to end: Int, reports: inout ReportSink) {
        var start = filled[place]
        guard start < end else { return }
        filled[place] = end
        let floats = floats(of: place / 8) + (place & 7)
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

    @_noLocks @_noAllocation
    private func floats(of row: Int) -> UnsafeMutablePointer<Float> {
        UnsafeMutableRawPointer(moving + row &* Block.frames).assumingMemoryBound(to: Float.self)
    }
}
