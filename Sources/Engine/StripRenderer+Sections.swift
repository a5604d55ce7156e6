import CRealtime
import DSP
import Lanes

/// What a section of 64 strips does in a block, all by one thread.
///
/// - Thread: audio and its workers, each for sections of its own.
extension StripRenderer {
    /// The groups of a section.
    @_noLocks @_noAllocation
    private func groups(of section: Int) -> Range<Int> {
        let first = section &* Layout.sectionGroups
        let end = first &+ Layout.sectionGroups
        return first..<(end < layout.stripGroupCount ? end : layout.stripGroupCount)
    }

    /// Reads the rings of a section.
    @_noLocks @_noAllocation
    func readSection(_ section: Int, slot: Int, frames: Int) {
        for group in groups(of: section) { read(group, slot: slot, frames: frames) }
    }

    /// Renders and sums a section.
    ///
    /// - Parameter listens: strips may listen to each other; then all rings have been read, and are let go of later.
    @_noLocks @_noAllocation
    func renderSection(_ section: Int, listens: Bool, slot: Int, worker: Int, frames: Int, at frame: Int64) {
        for group in groups(of: section) {
            if listens {
                listen(group, at: frame)
                render(group, worker: worker, frames: frames, at: frame)
            } else {
                read(group, slot: slot, frames: frames)
                jobs[group].keys = nil
                render(group, worker: worker, frames: frames, at: frame)
                pass(group, slot: slot)
            }
        }
        sumSection(section, frames: frames)
    }

    /// Lets go of what was found in the rings of a section.
    @_noLocks @_noAllocation
    func passSection(_ section: Int, slot: Int) {
        for group in groups(of: section) { pass(group, slot: slot) }
    }

    /// Sums what the strips of a section send where, in the order of their numbers.
    @_noLocks @_noAllocation
    private func sumSection(_ section: Int, frames: Int) {
        let first = section &* (layout.busCount &+ 1)
        for bus in 0...layout.busCount where !isSumSilent[first &+ bus] {
            rt_clear(sums + (first &+ bus) &* 2 &* Block.frames, 2 &* Block.frames)
            isSumSilent[first &+ bus] = true
        }
        let list = items + section &* StripRenderer.itemCapacity(layout)
        var count = 0
        let begin = section &* Layout.sectionGroups &* 8
        let end = begin &+ Layout.sectionGroups &* 8
        for strip in begin..<(end < layout.stripCount ? end : layout.stripCount) {
            let slot = layout.slots[strip]
            if results[slot / 8].isHeard {
                self.list(strip, slot, in: list, &count, sums: sums + first &* 2 &* Block.frames, isSumSilent + first)
            }
        }
        if count > 0 { kernel.sum(list, count: count, from: 0, to: frames) }
    }

    /// Lists what one node adds: to its output, and to what its sends feed.
    ///
    /// - Parameter sums: by bus, two rows each.
    @_noLocks @_noAllocation
    func list(
        _ node: Int, _ slot: Int, in list: UnsafeMutablePointer<SumItem>, _ count: inout Int,
        sums: UnsafeMutablePointer<Float>, _ isSumSilent: UnsafeMutablePointer<Bool>
    ) {
        let (group, lane) = (slot / 8, slot & 7)
        let place = group &* StripRenderer.rows &+ lane &* StripRenderer.row
        let output = layout.outputs[node] &- layout.stripCount
        isSumSilent[output] = false
        list[count] = SumItem(
            from: outputs + place, rightOffset: 8 &* StripRenderer.row, to: sums + output &* 2 &* Block.frames,
            left: 1,
            right: 1, gains: nil)
        count &+= 1
        for send in 0..<layout.sendCount {
            let fed = layout.sends[node &* layout.sendCount &+ send] &- layout.stripCount
            guard fed >= 0 else { continue }
            for isBefore in 0..<2 {
                let (left, right, gains) = sends.gains(group, send, lane: lane, before: isBefore == 1)
                guard gains != nil || left != 0 || right != 0 else { continue }
                var from = outputs + place
                if isBefore == 1 {
                    guard jobs[group].before != nil, let before else { continue }
                    from = before + place
                }
                isSumSilent[fed] = false
                list[count] = SumItem(
                    from: from, rightOffset: 8 &* StripRenderer.row, to: sums + fed &* 2 &* Block.frames, left: left,
                    right: right, gains: gains)
                count &+= 1
            }
        }
    }
}
