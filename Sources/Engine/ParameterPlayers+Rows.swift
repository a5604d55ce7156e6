import Lanes

/// Which rows are filled in a block.
///
/// - Thread: audio.
extension ParameterPlayers {
    /// Begins a block at a session frame.
    @_noLocks @_noAllocation
    mutating func begin(at frame: Int64) { self.frame = frame }

    /// Session frame up to which all rows stand where they stood in the block before; the block's own first frame if they do
    /// not.
    var standsUntil: Int64 {
        @_noLocks @_noAllocation get {
            if calmUntil.pointee > frame { return calmUntil.pointee }
            var end = Int64.max
            for group in 0..<groups {
                if groupQuietUntil[group] < end { end = groupQuietUntil[group] }
                for word in 0..<words where busy[group &* words &+ word] | moved[group &* words &+ word] != 0 {
                    return frame
                }
            }
            return end < frame ? frame : end
        }
    }

    /// Completes the rows over the block, or over a stretch through which all of them stand.
    @_noLocks @_noAllocation
    func finish(frames: Int, reports: inout ReportSink) {
        let end = frame &+ Int64(frames)
        if calmUntil.pointee >= end { return }
        for group in 0..<groups {
            if groupQuietUntil[group] < end { wakeRows(group, before: end) }
            for word in 0..<words { finish(group, word, frames: frames, reports: &reports) }
            if trims.used[group] != 0 { addTrims(group, frames: frames) }
        }
        calmUntil.pointee = isAnyChanged ? .min : standsUntil
    }

    /// Whether a row of any group may differ from the block before.
    private var isAnyChanged: Bool {
        @_noLocks @_noAllocation get {
            for place in 0..<(groups &* words) where changed[place] != 0 { return true }
            return false
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
            finish(row: row, isOnGrid: onGrid[word] & bit != 0, frames: frames, reports: &reports)
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
        calmUntil.pointee = .min
        busy[group &* words &+ role / 64] |= 1 &<< UInt64(role & 63)
    }

    @_noLocks @_noAllocation
    private func isBusy(_ row: Int) -> Bool {
        let group = row / roles
        let role = row &- group &* roles
        return busy[group &* words &+ role / 64] &>> UInt64(role & 63) & 1 == 1
    }

    /// Notes that a parameter is no longer as it was made.
    @_noLocks @_noAllocation
    mutating func touch(_ index: Int) {
        guard !isTouched[index] else { return }
        isTouched[index] = true
        if let pair = TrimRows.pair(of: index % roles) { trims.use(pair, places[index] / 8 / roles) }
        touched[touchedCount] = Int32(index)
        touchedCount &+= 1
    }

    /// Lets all rows of a group count as changed in the next block.
    @_noLocks @_noAllocation
    func renew(_ group: Int) {
        calmUntil.pointee = .min
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
            states[row].stale = .max
            quietUntil[row] = .min
            groupQuietUntil[row / roles] = .min
        }
    }

    /// Exchanges the parameters of two lanes.
    @_noLocks @_noAllocation
    func exchange(_ group: Int, _ lane: Int, _ otherGroup: Int, _ otherLane: Int) {
        for role in 0..<roles {
            let row = group &* roles &+ role
            let otherRow = otherGroup &* roles &+ role
            let kept = still[row][lane]
            still[row][lane] = still[otherRow][otherLane]
            still[otherRow][otherLane] = kept
            let place = row &* 8 &+ lane
            let otherPlace = otherRow &* 8 &+ otherLane
            let index = parameters[place]
            let otherIndex = parameters[otherPlace]
            parameters[place] = otherIndex
            parameters[otherPlace] = index
            if index >= 0 { places[Int(index)] = otherPlace }
            if otherIndex >= 0 { places[Int(otherIndex)] = place }
            states[row].stale |= 1 &<< UInt8(lane)
            states[otherRow].stale |= 1 &<< UInt8(otherLane)
            // Whatever is to happen to one of the two is looked for in both.
            let quiet = quietUntil[row] < quietUntil[otherRow] ? quietUntil[row] : quietUntil[otherRow]
            quietUntil[row] = quiet
            quietUntil[otherRow] = quiet
            if isBusy(row) || isBusy(otherRow) {
                setBusy(row)
                setBusy(otherRow)
            }
        }
        trims.exchange(group, otherGroup)
        let quiet =
            groupQuietUntil[group] < groupQuietUntil[otherGroup]
            ? groupQuietUntil[group] : groupQuietUntil[otherGroup]
        groupQuietUntil[group] = quiet
        groupQuietUntil[otherGroup] = quiet
        renew(group)
        renew(otherGroup)
    }
}
