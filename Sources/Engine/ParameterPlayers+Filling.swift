import Automation
import DSP
import Lanes
import Synchronization

/// Filling rows along the lines in force.
///
/// - Thread: audio.
extension ParameterPlayers {
    @_noLocks @_noAllocation
    func finish(row: Int, frames: Int, reports: inout ReportSink) {
        let end = frame &+ Int64(frames)
        if !isFilledTogether[row] { fillTogether(row, frames: frames) }
        isFilledTogether[row] = false
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
    }

    /// Fills the lanes in which one line reaches over the whole block, all at once; the others stay to be filled.
    @_noLocks @_noAllocation
    func fillTogether(_ row: Int, frames: Int) {
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
    func fill(_ index: Int, _ place: Int, to end: Int, reports: inout ReportSink) {
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
    func takeBreak(_ index: Int, reports: inout ReportSink) {
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
