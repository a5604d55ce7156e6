import CRealtime
import DSP
import Memory
import Vectors

/// What feeds what: strips into buses and the master, buses into later ones.
///
/// - Thread: audio.
extension Mixer {
    /// Adds up what the sections have summed, in their order.
    ///
    /// - Parameter cell: of a stretch; 0 in a block.
    @_noLocks @_noAllocation
    func addSections(cell: Int, frames: Int) {
        for bus in 0...layout.busCount where !isSumSilent[bus] {
            rt_clear(sums + 2 &* bus &* Block.frames, 2 &* Block.frames)
            isSumSilent[bus] = true
        }
        for section in 0..<layout.sectionCount {
            for bus in 0...layout.busCount {
                let place = strips.sections.place(section, bus: bus, cell: cell)
                if strips.sections.isSilent[place] { continue }
                strips.kernel.add(
                    strips.sections.sum(at: place), to: sums + 2 &* bus &* Block.frames, frames: frames)
                isSumSilent[bus] = false
            }
        }
    }

    /// Sums the PFL and AFL signals for the monitors, in the order of the nodes.
    @_noLocks @_noAllocation
    func listen(to nodes: Range<Int>, frames: Int) {
        guard let monitor, monitor.pointee.listen.isHeard else { return }
        for node in nodes {
            let slot = layout.slots[node]
            guard strips.notes.results[slot / 8].isHeard else { continue }
            monitor.pointee.listen.add(
                slot / 8, column: slot & 7, before: strips.rows.before.places(of: slot / 8) + (slot & 7),
                after: strips.rows.outputs.places(of: slot / 8) + (slot & 7), kernel: strips.kernel, frames: frames)
        }
    }

    /// Renders a group of buses, or the master, and adds what they feed.
    @_noLocks @_noAllocation
    mutating func renderBuses(_ group: Int, frames: Int, at frame: Int64, _ reports: inout ReportSink) {
        let rows = strips.rows.inputs.samples(of: group)
        var isSilent = true
        for column in 0..<8 {
            let node = layout.nodes[group &* 8 &+ column]
            guard node >= 0 else { continue }
            let bus = node &- layout.stripCount
            let sum = sums + 2 &* bus &* Block.frames
            if node != layout.master {
                let isSounding = effects[bus].render(
                    strips.jobs[group].busRows, column: column, left: sum, right: sum + Block.frames, frames: frames,
                    at: frame)
                if isSounding { isSumSilent[bus] = false }
            }
            rt_copy(rows + column &* StripRenderer.row, sum, frames)
            rt_copy(rows + (column &+ 8) &* StripRenderer.row, sum + Block.frames, frames)
            if !isSumSilent[bus] { isSilent = false }
        }
        strips.jobs[group].isInputSilent = isSilent
        strips.render(group, worker: 0, frames: frames, at: frame)
        let result = strips.notes.results[group]
        for column in 0..<8 where result.nonFinite &>> UInt8(column) & 1 == 1 {
            reports.push(.fault(.notANumber, node: Int32(layout.nodes[group &* 8 &+ column])))
        }
        guard result.isHeard else { return }
        list.clear()
        for column in 0..<8 {
            let node = layout.nodes[group &* 8 &+ column]
            guard node >= 0 && node != layout.master else { continue }
            renderer.pointer.pointee.list(node, group &* 8 &+ column, in: &list)
            listen(to: node..<(node &+ 1), frames: frames)
        }
        for bus in 0...layout.busCount where list.first(of: bus) >= 0 {
            let sum = sums + 2 &* bus &* Block.frames
            strips.kernel.sum(
                list.items.start, first: list.first(of: bus), into: sum, adding: !isSumSilent[bus], frames: frames)
            isSumSilent[bus] = false
        }
    }
}
