import Memory
import Vectors

/// Which rows are filled in a block.
///
/// - Thread: audio.
extension ParameterPlayers {
    /// Begins a block at a frame of the play line.
    @_noLocks @_noAllocation
    mutating func begin(at frame: Int64) { self.frame = frame }

    /// Play-line frame up to which all rows are constant at the values of the block before; the block's own first frame if any is not.
    var standsUntil: Int64 {
        @_noLocks @_noAllocation get {
            if calmUntil.pointee > frame { return calmUntil.pointee }
            var end = Int64.max
            for group in 0..<groups where groupQuietUntil[group] < end { end = groupQuietUntil[group] }
            for word in 0..<rowGroups.wordCount where busy[word] | moved[word] != 0 { return frame }
            return end < frame ? frame : end
        }
    }

    /// Completes the rows over the block, or over a stretch in which all of them are constant.
    @_noLocks @_noAllocation
    func finish(frames: Int, reports: inout ReportSink) {
        let end = frame &+ Int64(frames)
        if calmUntil.pointee >= end { return }
        for group in 0..<groups {
            if groupQuietUntil[group] < end { wakeRows(group, before: end) }
            let rowGroup = rowGroups.groups + group
            for word in 0..<rowGroup.pointee.words {
                finish(
                    group, rowGroup.pointee.firstWord &+ word, first: rowGroup.pointee.first &+ word &* 64,
                    frames: frames, reports: &reports)
            }
            if trims.used[group] != 0 { addTrims(group, frames: frames) }
        }
        calmUntil.pointee = isAnyChanged ? .min : standsUntil
    }

    /// Whether a row of any group may differ from the block before.
    private var isAnyChanged: Bool {
        @_noLocks @_noAllocation get {
            for word in 0..<rowGroups.wordCount where changed[word] != 0 { return true }
            return false
        }
    }

    /// Completes up to 64 rows of a group.
    ///
    /// - Parameters:
    ///   - place: index of the word with a bit for each of them.
    ///   - first: the first of them.
    @_noLocks @_noAllocation
    private func finish(_ group: Int, _ place: Int, first: Int, frames: Int, reports: inout ReportSink) {
        let filling = busy[place]
        changed[place] = filling | moved[place]
        guard changed[place] != 0 else { return }
        var settled = moved[place] & ~filling
        while settled != 0 {
            let row = first &+ settled.trailingZeroBitCount
            rows[row] = VectorRow(constant: still + row)
            settled &= settled &- 1
        }
        moved[place] = filling
        var rest = filling
        while rest != 0 {
            let bit = rest & ~(rest &- 1)
            let row = first &+ rest.trailingZeroBitCount
            rows[row] = VectorRow(moving: moving + row &* Block.frames)
            finish(row: row, isOnGrid: onGrid[place] & bit != 0, frames: frames, reports: &reports)
            if quietUntil[row] > frame &+ Int64(frames) {
                busy[place] &= ~bit
                if quietUntil[row] < groupQuietUntil[group] { groupQuietUntil[group] = quietUntil[row] }
            }
            rest &= rest &- 1
        }
    }

    /// Marks as busy the rows that may change before a frame.
    @_noLocks @_noAllocation
    private func wakeRows(_ group: Int, before end: Int64) {
        var quiet = Int64.max
        let rowGroup = rowGroups.groups[group]
        for row in rowGroup.first..<(rowGroup.first &+ rowGroup.count) {
            if quietUntil[row] < end {
                setBusy(row)
            } else if quietUntil[row] < quiet {
                quiet = quietUntil[row]
            }
        }
        groupQuietUntil[group] = quiet
    }

    /// Marks a row to be filled in this block.
    @_noLocks @_noAllocation
    func setBusy(_ row: Int) {
        let group = rowGroups.groups + Int(rowGroups.groupOf[row])
        let place = row &- group.pointee.first
        calmUntil.pointee = .min
        busy[group.pointee.firstWord &+ place / 64] |= 1 &<< UInt64(place & 63)
    }

    @_noLocks @_noAllocation
    private func isBusy(_ row: Int) -> Bool {
        let group = rowGroups.groups + Int(rowGroups.groupOf[row])
        let place = row &- group.pointee.first
        return busy[group.pointee.firstWord &+ place / 64] &>> UInt64(place & 63) & 1 == 1
    }

    /// Notes that a parameter has had a command or a lane: jumps and stops have to visit it.
    @_noLocks @_noAllocation
    mutating func touch(_ index: Int) {
        guard !isTouched[index] else { return }
        isTouched[index] = true
        trims.note(places[index] / 8, rowGroups)
        touched[touchedCount] = Int32(index)
        touchedCount &+= 1
    }

    /// Makes all rows of a group count as changed in the next block.
    @_noLocks @_noAllocation
    func renew(_ group: Int) {
        calmUntil.pointee = .min
        let rowGroup = rowGroups.groups[group]
        for word in 0..<rowGroup.words {
            let rest = rowGroup.count &- word &* 64
            moved[rowGroup.firstWord &+ word] = rest >= 64 ? .max : (1 &<< UInt64(rest)) &- 1
        }
    }

    /// Makes all rows count as changed, and rows of touched parameters be filled: the position jumped, or lines changed in stop.
    @_noLocks @_noAllocation
    func wake() {
        for group in 0..<groups { renew(group) }
        for place in 0..<touchedCount {
            let row = places[Int(touched[place])] / 8
            states[row].stale = .max
            quietUntil[row] = .min
            groupQuietUntil[Int(rowGroups.groupOf[row])] = .min
        }
    }

    /// Exchanges the parameters of two columns of strips.
    @_noLocks @_noAllocation
    func exchange(_ group: Int, _ column: Int, _ otherGroup: Int, _ otherColumn: Int) {
        let first = rowGroups.groups[group].first
        let otherFirst = rowGroups.groups[otherGroup].first
        for place in 0..<rowGroups.groups[group].count {
            let row = first &+ place
            let otherRow = otherFirst &+ place
            let kept = still[row][column]
            still[row][column] = still[otherRow][otherColumn]
            still[otherRow][otherColumn] = kept
            let place = row &* 8 &+ column
            let otherPlace = otherRow &* 8 &+ otherColumn
            let index = parameters[place]
            let otherIndex = parameters[otherPlace]
            parameters[place] = otherIndex
            parameters[otherPlace] = index
            if index >= 0 { places[Int(index)] = otherPlace }
            if otherIndex >= 0 { places[Int(otherIndex)] = place }
            states[row].stale |= 1 &<< UInt8(column)
            states[otherRow].stale |= 1 &<< UInt8(otherColumn)
            // The next change of either of the two is due in both.
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
