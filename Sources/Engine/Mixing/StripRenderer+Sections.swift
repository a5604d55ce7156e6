import CRealtime
import DSP
import Memory
import Vectors

/// What a section of 64 strips does in a block or a stretch, all by one thread.
///
/// - Thread: audio and its workers, each for sections of its own.
extension StripRenderer {
    /// Groups by which prefetching is ahead of rendering.
    private static var sight: Int {
        @_noLocks @_noAllocation get { 2 }
    }

    /// Reads the rings of a section.
    @_noLocks @_noAllocation
    func readSection(_ section: Int, slot: Int, frames: Int) {
        let groups = layout.groups(of: section)
        for place in 0..<groups.count { read(groups[place], slot: slot, frames: frames) }
    }

    /// The group that is prefetched while one of a section is rendered; −1: there is none.
    @_noLocks @_noAllocation
    private func groupAhead(of place: Int, _ groups: Layout.Groups, _ section: Int, isLastCell: Bool) -> Int {
        let place = place &+ StripRenderer.sight
        if place < groups.count { return groups[place] }
        // The next section is another thread's where there are several.
        let next = section == layout.commonSection ? 0 : section &+ 1
        guard rooms.isAlone && isLastCell && next < layout.sectionCount else { return -1 }
        let following = layout.groups(of: next)
        return place &- groups.count < following.count ? following[place &- groups.count] : -1
    }

    /// Renders and sums a section: a block, or some whole cells in a row through which nothing moves. The common groups are
    /// rendered alone: the sections sum them.
    ///
    /// - Parameters:
    ///   - listens: strips may listen to each other; then all rings have been read, and are let go of later.
    ///   - frames: of a block, or of each of several cells.
    ///   - cells: 1 where strips listen.
    ///   - frame: play-line frame of the first sample.
    @_noLocks @_noAllocation
    func renderSection(
        _ section: Int, listens: Bool, slot: Int, worker: Int, frames: Int, cells: Int, at frame: Int64
    ) {
        let groups = layout.groups(of: section)
        for cell in 0..<cells {
            let begin = frame &+ Int64(cell &* frames)
            for place in 0..<groups.count {
                let group = groups[place]
                // In a stretch nothing changes: from the second cell on blocks are still.
                if cell == 1 { jobs[group].isStill = true }
                jobs[group].ahead = nil
                if listens {
                    listen(group, at: begin)
                    render(group, worker: worker, frames: frames, at: begin)
                } else {
                    read(group, slot: slot, frames: frames)
                    let next = groupAhead(of: place, groups, section, isLastCell: cell == cells &- 1)
                    if next >= 0 { foresee(next, while: group, slot: slot, worker: worker, frames: frames) }
                    jobs[group].keys = nil
                    render(group, worker: worker, frames: frames, at: begin)
                }
            }
            if section == layout.commonSection { continue }
            sumSection(section, cell: cell, frames: frames)
            // The sums have read the inputs of bare groups, too.
            if !listens { passSection(section, slot: slot) }
        }
    }

    /// Lets go of what was found in the rings of a section.
    @_noLocks @_noAllocation
    func passSection(_ section: Int, slot: Int) {
        let groups = layout.groups(of: section)
        for place in 0..<groups.count { pass(groups[place], slot: slot) }
    }

    /// Sums what the strips of a section send where, in the order of their numbers.
    @_noLocks @_noAllocation
    private func sumSection(_ section: Int, cell: Int, frames: Int) {
        if !sections.lists[section].isValid { listSection(section) }
        let items = sections.lists[section].items.start
        // All sums of some frames, then those of the next: so much of all rows stays in the nearest cache.
        var start = 0
        while start < frames {
            let end = start &+ StripKernel.sumFrames
            for bus in 0...layout.busCount {
                let place = sections.place(section, bus: bus, cell: cell)
                let first = sections.lists[section].first(of: bus)
                sections.isSilent[place] = first < 0
                if first < 0 { continue }
                kernel.sum(
                    items, first: first, into: sections.sum(at: place), adding: false, from: start,
                    frames: end < frames ? end : frames)
            }
            start = end
        }
    }

    @_noLocks @_noAllocation
    private func listSection(_ section: Int) {
        sections.lists[section].clear()
        for strip in layout.strips(of: section) {
            let slot = layout.slots[strip]
            if notes.results[slot / 8].isHeard { list(strip, slot, in: &sections.lists[section]) }
        }
        sections.lists[section].isValid = true
    }

    /// Lists what one node adds: to its output, and to what its sends feed.
    @_noLocks @_noAllocation
    func list(_ node: Int, _ slot: Int, in list: inout SumList) {
        let (group, column) = (slot / 8, slot & 7)
        let outputs = rows.outputs.places(of: group) + column
        var output = SumItem(rows: outputs, left: 1, right: 1, gains: nil, gainsOffset: 0)
        if notes.results[group].isBare {
            let gains = jobs[group].gains
            output = SumItem(
                rows: rows.inputs.places(of: group) + column, left: gains[column], right: gains[column &+ 8],
                gains: nil,
                gainsOffset: 0)
        }
        list.append(output, to: layout.outputs[node] &- layout.stripCount)
        for send in 0..<layout.sendCount {
            let fed = layout.sends[node &* layout.sendCount &+ send] &- layout.stripCount
            guard fed >= 0 else { continue }
            for isBefore in 0..<2 {
                let (left, right, gains) = sends.gains(group, send, column: column, before: isBefore == 1)
                guard gains != nil || left != 0 || right != 0 else { continue }
                if isBefore == 1 && jobs[group].before == nil { continue }
                let sent = isBefore == 1 ? rows.before.places(of: group) + column : outputs
                let item = SumItem(
                    rows: sent, left: left, right: right, gains: gains, gainsOffset: StripRenderer.row)
                list.append(item, to: fed)
            }
        }
    }
}
