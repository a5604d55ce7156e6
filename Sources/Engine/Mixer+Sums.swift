import CRealtime
import DSP
import Lanes

/// What feeds what: strips into buses and the master, buses into later ones.
///
/// - Thread: audio.
extension Mixer {
    /// Lists what the strips add to buses and the master, in the order of their numbers.
    ///
    /// - Returns: how many additions.
    @_noLocks @_noAllocation
    func listStrips() -> Int {
        var count = 0
        for strip in 0..<layout.stripCount {
            let slot = layout.slots[strip]
            if strips.results[slot / 8].isHeard { list(strip, slot, &count) }
        }
        return count
    }

    /// Lists what one node adds.
    @_noLocks @_noAllocation
    private func list(_ node: Int, _ slot: Int, _ count: inout Int) {
        let (group, lane) = (slot / 8, slot & 7)
        let place = group &* StripRenderer.rows &+ lane &* StripRenderer.row
        let after = strips.outputs + place
        items[count] = SumItem(
            from: after, rightOffset: 8 &* StripRenderer.row, to: sum(of: layout.outputs[node]), left: 1, right: 1,
            gains: nil)
        count &+= 1
        for send in 0..<layout.sendCount {
            let fed = layout.sends[node &* layout.sendCount &+ send]
            guard fed >= 0 else { continue }
            let (left, right, gains) = strips.sends.gains(group, send, lane: lane, before: false)
            if gains != nil || left != 0 || right != 0 {
                items[count] = SumItem(
                    from: after, rightOffset: 8 &* StripRenderer.row, to: sum(of: fed), left: left, right: right,
                    gains: gains)
                count &+= 1
            }
            guard let before = strips.before else { continue }
            let (l, r, g) = strips.sends.gains(group, send, lane: lane, before: true)
            if g != nil || l != 0 || r != 0 {
                items[count] = SumItem(
                    from: before + place, rightOffset: 8 &* StripRenderer.row, to: sum(of: fed), left: l, right: r,
                    gains: g)
                count &+= 1
            }
        }
    }

    /// The sum that a bus or the master is fed by, which sounds from now on.
    @_noLocks @_noAllocation
    private func sum(of node: Int) -> UnsafeMutablePointer<Float> {
        let bus = node &- layout.stripCount
        isSumSilent[bus] = false
        return sums + 2 &* bus &* Block.frames
    }

    /// Renders a group of buses, or the master, and adds what they feed.
    @_noLocks @_noAllocation
    mutating func renderBuses(_ group: Int, frames: Int, at frame: Int64, _ reports: inout ReportSink) {
        let rows = strips.inputs + group &* StripRenderer.rows
        var isSilent = true
        for lane in 0..<8 {
            let node = layout.nodes[group &* 8 &+ lane]
            guard node >= 0 else { continue }
            let bus = node &- layout.stripCount
            let sum = sums + 2 &* bus &* Block.frames
            if node != layout.master {
                let isSounding = effects[bus].render(
                    strips.jobs[group].rows, lane: lane, left: sum, right: sum + Block.frames, frames: frames,
                    at: frame)
                if isSounding { isSumSilent[bus] = false }
            }
            rt_copy(rows + lane &* StripRenderer.row, sum, frames)
            rt_copy(rows + (lane &+ 8) &* StripRenderer.row, sum + Block.frames, frames)
            if !isSumSilent[bus] { isSilent = false }
        }
        strips.jobs[group].isInputSilent = isSilent
        strips.render(group, worker: 0, frames: frames, at: frame)
        let result = strips.results[group]
        for lane in 0..<8 where result.wild &>> UInt8(lane) & 1 == 1 {
            reports.push(.fault(.notANumber, node: Int32(layout.nodes[group &* 8 &+ lane])))
        }
        guard result.isHeard else { return }
        var count = 0
        for lane in 0..<8 {
            let node = layout.nodes[group &* 8 &+ lane]
            if node >= 0 && node != layout.master { list(node, group &* 8 &+ lane, &count) }
        }
        strips.kernel.sum(items, count: count, from: 0, to: frames)
    }
}
