import CRealtime
import DSP

/// What goes into a group of nodes and what comes out of it.
///
/// - Thread: audio.
extension Mixer {
    /// Fills the input rows from the rings.
    ///
    /// - Returns: whether there is any sound.
    @_noLocks @_noAllocation
    func readStrips(_ group: Int, slot: Int, frames: Int, reports: inout ReportSink) -> Bool {
        var hasSound = false
        for lane in 0..<8 {
            let strip = layout.nodes[group &* 8 &+ lane]
            let left = inputs + lane &* Mixer.row
            let right = left + 8 &* Mixer.row
            guard strip >= 0 else {
                rt_clear(left, Mixer.row)
                rt_clear(right, Mixer.row)
                continue
            }
            switch streams.read(strip: strip, slot: slot, left: left, right: right, frames: frames) {
            case .sound: hasSound = true
            case .silence: break
            case .starved:
                // The frames before the gap may sound.
                hasSound = true
                reports.push(.fault(.starved, node: Int32(strip)))
            }
        }
        return hasSound
    }

    /// Fills the input rows of buses, or of the master, from the sums: strips are in them, buses are added now.
    ///
    /// - Returns: whether there is any sound.
    @_noLocks @_noAllocation
    func readSums(_ group: Int, frames: Int) -> Bool {
        var hasSound = false
        for lane in 0..<8 {
            let node = layout.nodes[group &* 8 &+ lane]
            let left = inputs + lane &* Mixer.row
            let right = left + 8 &* Mixer.row
            guard node >= 0 else {
                rt_clear(left, Mixer.row)
                rt_clear(right, Mixer.row)
                continue
            }
            let bus = node &- layout.stripCount
            for feeding in 0..<bus
            where layout.outputs[layout.stripCount &+ feeding] == node && !isBusSilent[feeding] {
                add(
                    busOutputs + 2 &* feeding &* Mixer.row, busOutputs + (2 &* feeding &+ 1) &* Mixer.row, to: bus,
                    frames)
            }
            rt_copy(left, sums + 2 &* bus &* Mixer.row, frames)
            rt_copy(right, sums + (2 &* bus &+ 1) &* Mixer.row, frames)
            if !isSumSilent[bus] { hasSound = true }
        }
        return hasSound
    }

    /// Adds the output rows of strips to what they feed.
    @_noLocks @_noAllocation
    func addStrips(_ group: Int, frames: Int) {
        for lane in 0..<8 {
            let strip = layout.nodes[group &* 8 &+ lane]
            guard strip >= 0 else { continue }
            let left = outputs + lane &* Mixer.row
            add(left, left + 8 &* Mixer.row, to: layout.outputs[strip] &- layout.stripCount, frames)
        }
    }

    @_noLocks @_noAllocation
    private func add(
        _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, to bus: Int, _ frames: Int
    ) {
        rt_add(sums + 2 &* bus &* Mixer.row, left, frames)
        rt_add(sums + (2 &* bus &+ 1) &* Mixer.row, right, frames)
        isSumSilent[bus] = false
    }

    /// Keeps the output rows of buses until what they feed is rendered.
    @_noLocks @_noAllocation
    func keepOutputs(_ group: Int, isHeard: Bool, frames: Int) {
        for lane in 0..<8 {
            let node = layout.nodes[group &* 8 &+ lane]
            guard node >= 0 else { continue }
            let bus = node &- layout.stripCount
            let kept = busOutputs + 2 &* bus &* Mixer.row
            isBusSilent[bus] = !isHeard
            if isHeard {
                rt_copy(kept, outputs + lane &* Mixer.row, frames)
                rt_copy(kept + Mixer.row, outputs + (lane &+ 8) &* Mixer.row, frames)
            } else {
                rt_clear(kept, 2 &* Mixer.row)
            }
        }
    }
}
