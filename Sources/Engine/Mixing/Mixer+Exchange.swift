import Memory
import Vectors

/// Strips change their slots, with all that belongs to them.
///
/// - Thread: audio, between two blocks.
extension Mixer {
    /// Lets a pair of strips change places, if that helps.
    @_noLocks @_noAllocation
    mutating func pack(_ parameters: borrowing ParameterPlayers) {
        guard let (slot, other) = packing.nextExchange(layout) else { return }
        exchange(slot, other, parameters)
    }

    @_noLocks @_noAllocation
    private mutating func exchange(_ slot: Int, _ other: Int, _ parameters: borrowing ParameterPlayers) {
        let node = layout.nodes[slot]
        let otherNode = layout.nodes[other]
        layout.nodes[slot] = otherNode
        layout.nodes[other] = node
        if node >= 0 { layout.slots[node] = other }
        if otherNode >= 0 { layout.slots[otherNode] = slot }
        let (group, otherGroup) = (slot / 8, other / 8)
        let (column, otherColumn) = (slot & 7, other & 7)
        ColumnExchange.exchange(
            strips.jobs[group].state, column, strips.jobs[otherGroup].state, otherColumn,
            bytes: strips.kernel.stateBytes)
        if layout.sendCount > 0 {
            ColumnExchange.exchange(
                strips.sends.state(of: group), column, strips.sends.state(of: otherGroup), otherColumn,
                bytes: SendBank.stateBytes &* layout.sendCount)
        }
        if let monitor {
            ColumnExchange.exchange(
                monitor.pointee.listen.state(of: group), column, monitor.pointee.listen.state(of: otherGroup),
                otherColumn, bytes: ListenBank.stateBytes)
        }
        strips.streams.exchange(slot, other)
        parameters.exchange(group, column, otherGroup, otherColumn)
        audibility.exchange(column, of: group, with: otherColumn, of: otherGroup)
        vcas.exchange(column, of: group, with: otherColumn, of: otherGroup)
        packing.exchange(column, of: group, with: otherColumn, of: otherGroup)
        strips.outdate(group)
        strips.outdate(otherGroup)
        strips.jobs[group].isMono = layout.monoLanes(of: group)
        strips.jobs[otherGroup].isMono = layout.monoLanes(of: otherGroup)
    }
}

/// Columns of memory that is made of rows of eight 32-bit numbers.
enum ColumnExchange {
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
