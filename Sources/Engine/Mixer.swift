import CRealtime
import DSP
import MixModel
import Realtime

/// Renders all nodes for one block: strips, then buses, then the master.
///
/// Sums are made in the order of the nodes' numbers, whatever lanes they lie in.
///
/// - Thread: audio; setup makes it.
struct Mixer: ~Copyable {
    private let layout: Layout
    private var solo: SoloInPlace
    private let streams: StreamPlayer
    private let groups: UnsafeMutablePointer<StripGroup>
    private let scratchMemory: UnsafeMutablePointer<Lanes>
    private let scratch: StripGroup.Scratch
    /// Rows of a block: `left` of eight, `right` of eight.
    private let inputs: UnsafeMutablePointer<Float>
    private let outputs: UnsafeMutablePointer<Float>
    /// By bus, and last the master: sums of what feeds it, left and right.
    private let sums: UnsafeMutablePointer<Float>
    private let isSumSilent: UnsafeMutablePointer<Bool>
    /// By bus: its output, left and right.
    private let busOutputs: UnsafeMutablePointer<Float>
    private let isBusSilent: UnsafeMutablePointer<Bool>

    /// Floats of a row.
    private static var row: Int {
        @_noLocks @_noAllocation get { Block.frames }
    }

    init(mix: Mix, layout: Layout, streams: PlaybackStreams) {
        self.layout = layout
        solo = SoloInPlace(layout: layout)
        self.streams = StreamPlayer(mix: mix, streams: streams)
        let law: Panner.Law =
            switch mix.panLaw {
            case .minus3: .minus3
            case .minus4point5: .minus4point5
            case .minus6: .minus6
            }
        groups = .allocate(capacity: layout.groupCount)
        for group in 0..<layout.groupCount {
            var mono: UInt8 = 0
            for lane in 0..<8 {
                let node = layout.nodes[group * 8 + lane]
                if (0..<mix.strips.count).contains(node), mix.strips[node].source?.channels == 1 { mono |= 1 << lane }
            }
            (groups + group).initialize(
                to: StripGroup(sampleRate: mix.sampleRate, panner: Panner(law: law, mono: mono)))
        }
        scratchMemory = .allocate(capacity: StripGroup.Scratch.blocks * Block.frames)
        scratchMemory.initialize(repeating: Lanes(repeating: 0), count: StripGroup.Scratch.blocks * Block.frames)
        scratch = StripGroup.Scratch(scratchMemory)
        let silence = { (rows: Int) -> UnsafeMutablePointer<Float> in
            let memory = UnsafeMutablePointer<Float>.allocate(capacity: rows * Mixer.row)
            memory.initialize(repeating: 0, count: rows * Mixer.row)
            return memory
        }
        inputs = silence(16)
        outputs = silence(16)
        sums = silence(2 * (layout.busCount + 1))
        busOutputs = silence(2 * (layout.busCount + 1))
        isSumSilent = .allocate(capacity: layout.busCount + 1)
        isSumSilent.initialize(repeating: true, count: layout.busCount + 1)
        isBusSilent = .allocate(capacity: layout.busCount + 1)
        isBusSilent.initialize(repeating: true, count: layout.busCount + 1)
    }

    deinit {
        groups.deinitialize(count: layout.groupCount)
        groups.deallocate()
        scratchMemory.deallocate()
        inputs.deallocate()
        outputs.deallocate()
        sums.deallocate()
        busOutputs.deallocate()
        isSumSilent.deallocate()
        isBusSilent.deallocate()
    }

    /// Forgets what was heard, and reads rings that begin at the session position.
    @_noLocks @_noAllocation
    func reset() {
        for group in 0..<layout.groupCount { groups[group].reset() }
        streams.reset()
    }

    /// Renders a block that lies in one cell of the session's time line.
    ///
    /// - Parameters:
    ///   - parameters: finished for this block.
    ///   - slot: rings to read.
    ///   - frame: session frame of the first sample.
    @_noLocks @_noAllocation
    mutating func render(
        _ parameters: borrowing ParameterPlayers, slot: Int, frames: Int, at frame: Int64,
        left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, reports: inout ReportSink
    ) {
        solo.render(parameters, frames: frames)
        for bus in 0...layout.busCount where !isSumSilent[bus] {
            rt_clear(sums + 2 &* bus &* Mixer.row, 2 &* Mixer.row)
            isSumSilent[bus] = true
        }
        for group in 0..<layout.groupCount {
            let hasSound =
                group < layout.stripGroupCount
                ? readStrips(group, slot: slot, frames: frames, reports: &reports)
                : readSums(group, frames: frames)
            let isHeard = render(
                group, parameters, silentInput: !hasSound, frames: frames, at: frame, reports: &reports)
            if group < layout.stripGroupCount {
                if isHeard { addStrips(group, frames: frames) }
            } else {
                keepOutputs(group, isHeard: isHeard, frames: frames)
            }
        }
        let master = busOutputs + 2 &* layout.busCount &* Mixer.row
        // Added to zero, so that a silence is never negative: whether it was rendered or skipped cannot be told.
        rt_clear(left, frames)
        rt_clear(right, frames)
        rt_add(left, master, frames)
        rt_add(right, master + Mixer.row, frames)
    }

    /// Lets the meters fall while the transport stands.
    @_noLocks @_noAllocation
    func rest(frames: Int) {
        for group in 0..<layout.groupCount { groups[group].rest(frames: frames) }
    }

    /// Passes the meters on to the board.
    @_noLocks @_noAllocation
    func publish(_ board: borrowing MeterBoard) {
        for group in 0..<layout.groupCount {
            for lane in 0..<8 {
                let node = layout.nodes[group &* 8 &+ lane]
                if node >= 0 { board.publish(groups[group].meter, lane: lane, node: node) }
            }
            groups[group].clearPeaks()
        }
    }
}

extension Mixer {
    /// Fills the input rows from the rings.
    ///
    /// - Returns: whether there is any sound.
    @_noLocks @_noAllocation
    private func readStrips(_ group: Int, slot: Int, frames: Int, reports: inout ReportSink) -> Bool {
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
    private func readSums(_ group: Int, frames: Int) -> Bool {
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

    /// Renders a group from the input rows to the output rows.
    ///
    /// - Returns: false if all is silent; then there are no outputs.
    @_noLocks @_noAllocation
    private func render(
        _ group: Int, _ parameters: borrowing ParameterPlayers, silentInput: Bool, frames: Int, at frame: Int64,
        reports: inout ReportSink
    ) -> Bool {
        let strips = groups + group
        let switches = strips.pointee.renderSwitches(
            parameters, group: group, heard: solo.row(group: group), scratch: scratch, frames: frames, at: frame)
        guard !strips.pointee.isSilent(switches, silentInput: silentInput) else {
            strips.pointee.skip(parameters, group: group, switches: switches, frames: frames, at: frame)
            return false
        }
        Transposition.gather(inputs, into: scratch.left, frames: frames)
        Transposition.gather(inputs + 8 &* Mixer.row, into: scratch.right, frames: frames)
        let wild = strips.pointee.render(
            parameters, group: group, switches: switches, scratch: scratch, frames: frames, at: frame)
        for lane in 0..<8 where wild >> UInt8(lane) & 1 == 1 {
            reports.push(.fault(.notANumber, node: Int32(layout.nodes[group &* 8 &+ lane])))
        }
        Transposition.scatter(scratch.left, into: outputs, frames: frames)
        Transposition.scatter(scratch.right, into: outputs + 8 &* Mixer.row, frames: frames)
        return true
    }

    /// Adds the output rows of strips to what they feed.
    @_noLocks @_noAllocation
    private func addStrips(_ group: Int, frames: Int) {
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
    private func keepOutputs(_ group: Int, isHeard: Bool, frames: Int) {
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
