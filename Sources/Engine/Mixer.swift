import CRealtime
import DSP
import Lanes
import MixModel
import Realtime

/// Renders all nodes for one block: strips, then buses, then the master.
///
/// Sums are made in the order of the nodes' numbers, whatever lanes they lie in.
///
/// - Thread: audio; setup makes it.
struct Mixer: ~Copyable {
    let layout: Layout
    var solo: SoloInPlace
    let streams: StreamPlayer
    let groups: UnsafeMutablePointer<StripGroup>
    let scratchMemory: UnsafeMutablePointer<Lanes>
    let scratch: StripGroup.Scratch
    /// Rows of a block: `left` of eight, `right` of eight.
    let inputs: UnsafeMutablePointer<Float>
    let outputs: UnsafeMutablePointer<Float>
    /// By bus, and last the master: sums of what feeds it, left and right.
    let sums: UnsafeMutablePointer<Float>
    let isSumSilent: UnsafeMutablePointer<Bool>
    /// By bus: its output, left and right.
    let busOutputs: UnsafeMutablePointer<Float>
    let isBusSilent: UnsafeMutablePointer<Bool>

    /// Floats of a row.
    static var row: Int {
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
}
