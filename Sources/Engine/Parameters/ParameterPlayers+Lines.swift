import Automation
import Memory

/// Going from line to line.
///
/// - Thread: audio.
extension ParameterPlayers {
    /// Goes over to the line that begins by itself.
    @_noLocks @_noAllocation
    func takeBreak(_ index: Int, reports: inout ReportSink) {
        let now = players[index].nextBreak
        if players[index].isGliding {
            endWriting(index, at: now, reports: &reports)
            players[index].followLane(at: now, map)
        } else if players[index].glideToCome > 0 {
            players[index].beginGlide(map)
            if players[index].isWriting { reportLine(index, at: now, reports: &reports) }
        } else {
            players[index].followNextSegment(map)
            if players[index].isWriting { reportLine(index, at: now, reports: &reports) }
        }
    }

    /// Reports the line in force as written from a frame of the play line on.
    @_noLocks @_noAllocation
    func reportLine(_ index: Int, at frame: Int64, reports: inout ReportSink) {
        reports.push(
            .segment(
                parameter: Int32(index), frame: map.session(at: frame),
                ramp: map.written(players[index].ramp, from: frame)))
    }

    /// Ends writing before a frame of the play line, if it was going on.
    @_noLocks @_noAllocation
    func endWriting(_ index: Int, at frame: Int64, reports: inout ReportSink) {
        guard players[index].isWriting else { return }
        players[index].isWriting = false
        reports.push(.writeEnded(parameter: Int32(index), frame: map.session(at: frame)))
    }
}
