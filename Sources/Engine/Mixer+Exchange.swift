import Lanes

/// Strips change their lanes, with all that belongs to them.
///
/// - Thread: audio, between two blocks.
extension Mixer {
    /// Lets a pair of strips change places, if that helps.
    @_noLocks @_noAllocation
    mutating func pack(_ parameters: borrowing ParameterPlayers) {
        guard let (lane, other) = packing.nextExchange(layout) else { return }
        exchange(lane, other, parameters)
    }

    @_noLocks @_noAllocation
    private mutating func exchange(_ lane: Int, _ other: Int, _ parameters: borrowing ParameterPlayers) {
        let node = layout.nodes[lane]
        let otherNode = layout.nodes[other]
        layout.nodes[lane] = otherNode
        layout.nodes[other] = node
        if node >= 0 { layout.slots[node] = other }
        if otherNode >= 0 { layout.slots[otherNode] = lane }
        let (group, otherGroup) = (lane / 8, other / 8)
        let (column, otherColumn) = (lane & 7, other & 7)
        LaneExchange.exchange(
            strips.jobs[group].state, column, strips.jobs[otherGroup].state, otherColumn,
            bytes: strips.kernel.stateBytes)
        if layout.sendCount > 0 {
            LaneExchange.exchange(
                strips.sends.state(of: group), column, strips.sends.state(of: otherGroup), otherColumn,
                bytes: SendBank.stateBytes &* layout.sendCount)
        }
        if let monitor {
            let listen = monitor.pointee.listen
            LaneExchange.exchange(
                listen.state(of: group), column, listen.state(of: otherGroup), otherColumn,
                bytes: ListenBank.stateBytes)
        }
        parameters.exchange(group, column, otherGroup, otherColumn)
        audibility.exchange(column, of: group, with: otherColumn, of: otherGroup)
        vcas.exchange(column, of: group, with: otherColumn, of: otherGroup)
        strips.outdate(group)
        strips.outdate(otherGroup)
        strips.jobs[group].isMono = layout.monoLanes(of: group)
        strips.jobs[otherGroup].isMono = layout.monoLanes(of: otherGroup)
    }
}

/// Columns of memory that is made of rows of eight 32-bit numbers.
enum LaneExchange {
    /// Exchanges a column of one memory with a column of another, or of the same.
    @_noLocks @_noAllocation
    static func exchange(
        _ memory: UnsafeMutableRawPointer, _ column: Int, _ other: UnsafeMutableRawPointer, _ otherColumn: Int,
        bytes: Int
    ) {
        let a = memory.assumingMemoryBound(to: UInt32.self) + column
        let b = other.assumingMemoryBound(to: UInt32.self) + otherColumn
        for row in 0..<(bytes / 32) {
            let kept = a[row &* 8]
            a[row &* 8] = b[row &* 8]
            b[row &* 8] = kept
        }
    }
}

extension ParameterPlayers {
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
            // Whatever is to happen to one of the two is looked for in both.
            let quiet = quietUntil[row] < quietUntil[otherRow] ? quietUntil[row] : quietUntil[otherRow]
            quietUntil[row] = quiet
            quietUntil[otherRow] = quiet
            if isBusy(row) || isBusy(otherRow) {
                setBusy(row)
                setBusy(otherRow)
            }
        }
        let quiet =
            groupQuietUntil[group] < groupQuietUntil[otherGroup]
            ? groupQuietUntil[group] : groupQuietUntil[otherGroup]
        groupQuietUntil[group] = quiet
        groupQuietUntil[otherGroup] = quiet
        renew(group)
        renew(otherGroup)
    }

    @_noLocks @_noAllocation
    private func isBusy(_ row: Int) -> Bool {
        let group = row / roles
        let role = row &- group &* roles
        return busy[group &* words &+ role / 64] &>> UInt64(role & 63) & 1 == 1
    }
}
