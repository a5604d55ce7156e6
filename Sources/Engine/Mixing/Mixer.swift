import CRealtime
import DSP
import Effects
import Memory
import MixModel
import Realtime
import Vectors

/// Renders all nodes for one block: strips, then buses, then the master.
///
/// Sums are made in the order of the nodes' numbers, whatever columns they are in and whichever thread rendered them.
///
/// - Thread: audio; setup makes it.
// Large: a member for each part of the mix, in the order of the signal.
struct Mixer: ~Copyable {
    let layout: Layout
    /// At an address of its own, since the workers use it too.
    let renderer: FixedValue<StripRenderer>
    var workers: Workers
    var audibility: Audibility
    var vcas: VCAGains
    var packing: Packing
    private let memberships: Memberships
    /// By bus, and last the master: sums of what feeds it, left and right.
    let sums: FixedMemory<Float>
    let isSumSilent: FixedMemory<Bool>
    /// What a group of buses adds to which sums.
    var list: SumList
    /// By bus.
    let effects: FixedMemory<BusEffects>
    let limiter: FixedValue<Limiter>
    /// Its look-ahead was in circuit from the start.
    private let isLateFromStart: Bool
    /// One, or none where nothing stands between the mix and the output.
    private let monitors: FixedMemory<MonitorPath>
    /// Strips listen to each other, by their keys.
    var isKeyed = false
    /// By group: solo and VCA gains of the block before; NaN where they moved.
    private let told: FixedMemory<(heard: Vector, vca: Vector)>
    /// Strips listened to each other in the block before.
    var wasKeyed = false
    /// Nothing was rendered since the keys were reset: the next keys act at once, later ones at the beginning of a cell.
    var areKeysFresh = true
    /// Cells that are rendered in a row where they can be.
    let stretch: Int

    init(mix: Mix, layout: Layout, streams: PlaybackStreams, rows: ParameterRows, options: EngineOptions) {
        self.layout = layout
        stretch = options.stretch
        memberships = Memberships(mix: mix)
        renderer = FixedValue(
            StripRenderer(mix: mix, layout: layout, streams: streams, rows: rows, options: options))
        audibility = Audibility(layout: layout, memberships: memberships)
        vcas = VCAGains(layout: layout, memberships: memberships)
        packing = Packing(layout: layout)
        sums = FixedMemory(repeating: 0, count: (layout.busCount + 1) * 2 * Block.frames)
        isSumSilent = FixedMemory(repeating: true, count: layout.busCount + 1)
        list = SumList(capacity: StripRenderer.itemsPerGroup(layout), busCount: layout.busCount + 1)
        told = FixedMemory(
            repeating: (Vector(repeating: .nan), Vector(repeating: .nan)), count: layout.groupCount)
        effects = FixedMemory(count: layout.busCount) { _ in
            BusEffects(sampleRate: mix.sampleRate, tempo: mix.tempo)
        }
        isLateFromStart = options.isLimiterReady || mix[ParameterID(.master, .limiterOn)] >= 0.5
        limiter = FixedValue(Limiter(sampleRate: mix.sampleRate, isDelaying: isLateFromStart))
        monitors = FixedMemory(count: options.isMonitored ? 1 : 0) { _ in
            MonitorPath(mix: mix, layout: layout, streams: streams)
        }
        workers = Workers(strips: renderer.pointer, workers: options.workers, priority: options.workerPriority)
    }

    /// What renders the groups.
    var strips: StripRenderer {
        @_noLocks @_noAllocation unsafeAddress { UnsafePointer(renderer.pointer) }
    }

    /// `nil` where nothing stands between the mix and the output.
    var monitor: UnsafeMutablePointer<MonitorPath>? {
        @_noLocks @_noAllocation get { monitors.count > 0 ? monitors.start : nil }
    }

    /// Ends the workers, before the memory that they use is freed.
    func dismiss() { workers.dismiss() }

    /// Renders silence and resets, so that the first block finds all designs made. With 256 strips that use all stages it would
    /// otherwise take four times as long as later blocks.
    ///
    /// - Thread: setup.
    mutating func prepare(_ parameters: borrowing ParameterPlayers) {
        let floatMode = rt_enter_float_mode()
        tell(parameters, frames: Block.frames)
        for group in 0..<layout.groupCount {
            strips.jobs[group].isInputSilent = true
            strips.render(group, worker: 0, frames: Block.frames, at: 0)
        }
        reset()
        rt_leave_float_mode(floatMode)
    }

    /// Forgets what was heard, and reads rings that begin at the session position.
    @_noLocks @_noAllocation
    mutating func reset() {
        for bus in 0..<layout.busCount { effects[bus].reset() }
        limiter.pointee.reset()
        monitor?.pointee.reset()
        for group in 0..<layout.groupCount { strips.kernel.reset(strips.jobs[group].state) }
        strips.sends.reset()
        strips.streams.reset()
        strips.keys.set(all: -1, of: layout)
        areKeysFresh = true
    }

    /// Goes on with the rings of a slot; what was heard goes on.
    ///
    /// - Parameter frames: of the rings' beginning that have gone by.
    @_noLocks @_noAllocation
    mutating func reread(slot: Int, skipping frames: Int64) {
        strips.streams.reread(slot: slot, skipping: frames)
        monitor?.pointee.references.reread(skipping: Int(frames))
    }

    /// Renders a block that lies in one cell of the session's time line.
    ///
    /// - Parameters:
    ///   - parameters: their rows are complete for this block.
    ///   - slot: rings to read.
    ///   - frame: play-line frame of the first sample.
    @_noLocks @_noAllocation
    mutating func render(
        _ parameters: borrowing ParameterPlayers, slot: Int, frames: Int, at frame: Int64,
        left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, reports: inout ReportSink
    ) {
        tell(parameters, frames: frames)
        monitor?.pointee.listen.render(
            parameters, isListened: strips.notes.isListened.start, scratch: strips.rooms.scratch(of: 0),
            frames: frames)
        // For one more block after the last key was switched off: keys change at the beginning of a cell.
        let listens = isAnyKeyed(parameters) || wasKeyed
        if areKeysFresh && !listens {
            strips.keys.set(all: 0, of: layout)
        }
        areKeysFresh = false
        if listens { workers.work(.read, slot: slot, frames: frames, at: frame) }
        workers.work(listens ? .listenAndRender : .readAndRender, slot: slot, frames: frames, at: frame)
        if listens {
            workers.work(.pass, slot: slot, frames: frames, at: frame)
            wasKeyed = false
            for group in 0..<layout.stripGroupCount where strips.jobs[group].keys != nil { wasKeyed = true }
        }
        reportFaults(to: &reports)
        packing.note(renderer.pointer.pointee, parameters, frames: frames)
        listen(to: 0..<layout.stripCount, frames: frames)
        addSections(cell: 0, frames: frames)
        renderMaster(frames: frames, at: frame, left: left, right: right, &reports)
        if let monitor {
            monitor.pointee.render(
                parameters, slot: slot, lateness: lateness, left: left, right: right, frames: frames,
                reports: &reports)
            if monitor.pointee.takeRunaway() { reports.push(.fault(.runaway, node: Int32(layout.master))) }
        }
    }

    /// Renders the buses and the master from their sums, and what comes out.
    @_noLocks @_noAllocation
    mutating func renderMaster(
        frames: Int, at frame: Int64, left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>,
        _ reports: inout ReportSink
    ) {
        for group in layout.stripGroupCount..<layout.groupCount {
            renderBuses(group, frames: frames, at: frame, &reports)
        }
        // Added to zero, so that a silence is never negative: whether it was rendered or skipped cannot be told.
        rt_clear(left, frames)
        rt_clear(right, frames)
        let group = layout.groupCount &- 1
        if strips.notes.results[group].isHeard {
            let master = strips.rows.outputs.samples(of: group)
            rt_add(left, master, frames)
            rt_add(right, master + 8 &* StripRenderer.row, frames)
        }
        limiter.pointee.render(
            BusEffects.limiter(strips.jobs[group].busRows), left: left, right: right, frames: frames, at: frame)
    }

    /// Frames of latency that were added since the start, when the look-ahead was put in circuit.
    private var lateness: Int {
        @_noLocks @_noAllocation get {
            !isLateFromStart && limiter.pointee.isDelaying ? limiter.pointee.latency : 0
        }
    }

    /// Nothing sounded in the block before, and neither effects nor the limiter hold anything.
    var isSilent: Bool {
        @_noLocks @_noAllocation get {
            for group in 0..<layout.groupCount where strips.notes.results[group].isHeard { return false }
            for bus in 0...layout.busCount where !isSumSilent[bus] { return false }
            for bus in 0..<layout.busCount where !effects[bus].isIdle { return false }
            return limiter.pointee.isIdle(BusEffects.limiter(strips.jobs[layout.groupCount &- 1].busRows))
        }
    }

    /// Gives all groups their solo and VCA gains.
    @_noLocks @_noAllocation
    mutating func tell(_ parameters: borrowing ParameterPlayers, frames: Int) {
        audibility.render(parameters, memberships: memberships, frames: frames)
        vcas.render(parameters, memberships: memberships, frames: frames)
        for group in 0..<layout.groupCount { tell(group, parameters) }
    }

    /// Gives a group its solo and VCA gains, and finds whether the block is still.
    @_noLocks @_noAllocation
    private func tell(_ group: Int, _ parameters: borrowing ParameterPlayers) {
        let heard = audibility.row(group: group)
        let vca = vcas.row(group: group)
        let job = strips.jobs + group
        job.pointee.heard = heard
        job.pointee.vca = vca
        let isMoving = heard.isMoving || vca.isMoving
        job.pointee.isStill =
            !isMoving && !parameters.hasChanged(group) && isSame(heard.first, told[group].heard)
            && isSame(vca.first, told[group].vca)
        // After a movement the next block is not still either.
        told[group] = (isMoving ? Vector(repeating: .nan) : heard.first, vca.first)
    }

    /// Lets the meters fall while the transport stands.
    @_noLocks @_noAllocation
    func rest(frames: Int) {
        for group in 0..<layout.groupCount { strips.kernel.rest(strips.jobs[group].state, frames: frames) }
    }

    /// Passes the meters on to the board.
    @_noLocks @_noAllocation
    func publish(_ board: borrowing MeterBoard) {
        for group in 0..<layout.groupCount {
            let meters = strips.kernel.takeMeters(strips.jobs[group].state)
            for column in 0..<8 {
                let node = layout.nodes[group &* 8 &+ column]
                if node >= 0 { board.publish(meters, column: column, node: node) }
            }
        }
        board.publish(limiter: limiter.pointee.reduction, node: layout.master)
        limiter.pointee.clearReduction()
    }

    /// Whether a strip listens to another one in this block.
    @_noLocks @_noAllocation
    private mutating func isAnyKeyed(_ parameters: borrowing ParameterPlayers) -> Bool {
        var isTouched = false
        for group in 0..<layout.stripGroupCount where parameters.isChanged(.compKey, group: group) {
            isTouched = true
        }
        guard isTouched else { return isKeyed }
        isKeyed = false
        for group in 0..<layout.stripGroupCount {
            let row = parameters.row(.compKey, group: group)
            if row.isMoving || isAny(row.first .>= 1) { isKeyed = true }
        }
        return isKeyed
    }

    @_noLocks @_noAllocation
    func reportFaults(to reports: inout ReportSink) {
        for group in 0..<layout.stripGroupCount {
            let starved = strips.notes.starved[group]
            let nonFinite = strips.notes.nonFinite[group]
            guard starved | nonFinite != 0 else { continue }
            for column in 0..<8 {
                let node = Int32(layout.nodes[group &* 8 &+ column])
                if starved &>> UInt8(column) & 1 == 1 { reports.push(.fault(.starved, node: node)) }
                if nonFinite &>> UInt8(column) & 1 == 1 { reports.push(.fault(.notANumber, node: node)) }
            }
            strips.notes.starved[group] = 0
            strips.notes.nonFinite[group] = 0
        }
    }
}
