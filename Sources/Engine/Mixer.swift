import CRealtime
import DSP
import Effects
import Lanes
import MixModel
import Realtime

/// Renders all nodes for one block: strips, then buses, then the master.
///
/// Sums are made in the order of the nodes' numbers, whatever lanes they lie in and whoever rendered them.
///
/// - Thread: audio; setup makes it.
// Large: a member for each part of the mix, in the order of the signal.
struct Mixer: ~Copyable {
    let layout: Layout
    let strips: StripRenderer
    var crew: Crew
    var audibility: Audibility
    var vcas: VCAGains
    var packing: Packing
    private let memberships: Memberships
    /// By bus, and last the master: sums of what feeds it, left and right.
    let sums: UnsafeMutablePointer<Float>
    let isSumSilent: UnsafeMutablePointer<Bool>
    /// What a group of buses adds to what.
    var list: SumList
    /// By bus.
    let effects: UnsafeMutablePointer<BusEffects>
    let limiter: UnsafeMutablePointer<Limiter>
    /// Its look-ahead was in circuit from the start.
    private let isLateFromStart: Bool
    /// `nil` where nothing stands between the mix and the output.
    let monitor: UnsafeMutablePointer<MonitorPath>?
    /// Strips listen to each other, by their keys.
    var isKeyed = false
    /// By group: what solo and VCAs were in the block before.
    private let told: UnsafeMutablePointer<(heard: Lanes, vca: Lanes)>
    /// Strips listened to each other in the block before.
    var wasKeyed = false
    /// Nothing was rendered since keys were forgotten: the first ones are taken at once, later ones at the beginning of a cell.
    var areKeysFresh = true
    /// Cells that are rendered in a row where they can be.
    let stretch: Int

    init(mix: Mix, layout: Layout, streams: PlaybackStreams, rows: GroupRows, options: EngineOptions) {
        self.layout = layout
        stretch = options.stretch
        memberships = Memberships(mix: mix)
        strips = StripRenderer(mix: mix, layout: layout, streams: streams, rows: rows, options: options)
        audibility = Audibility(layout: layout, memberships: memberships)
        vcas = VCAGains(layout: layout, memberships: memberships)
        packing = Packing(layout: layout)
        let count = (layout.busCount + 1) * 2 * Block.frames
        // Aligned, so that two threads that add to the two halves of a row share no line.
        sums = UnsafeMutableRawPointer.allocate(byteCount: count * 4, alignment: 64)
            .bindMemory(to: Float.self, capacity: count)
        sums.initialize(repeating: 0, count: count)
        isSumSilent = .allocate(capacity: layout.busCount + 1)
        isSumSilent.initialize(repeating: true, count: layout.busCount + 1)
        list = SumList(capacity: StripRenderer.itemsPerGroup(layout), busCount: layout.busCount + 1)
        told = .allocate(capacity: layout.groupCount)
        told.initialize(
            repeating: (Lanes(repeating: .nan), Lanes(repeating: .nan)), count: layout.groupCount)
        effects = .allocate(capacity: max(1, layout.busCount))
        for bus in 0..<layout.busCount {
            (effects + bus).initialize(to: BusEffects(sampleRate: mix.sampleRate, tempo: mix.tempo))
        }
        limiter = .allocate(capacity: 1)
        limiter.initialize(
            to: Limiter(
                sampleRate: mix.sampleRate,
                isDelaying: options.isLimiterReady || mix[ParameterID(.master, .limiterOn)] >= 0.5))
        isLateFromStart = limiter.pointee.isDelaying
        if options.isMonitored {
            let path = UnsafeMutablePointer<MonitorPath>.allocate(capacity: 1)
            path.initialize(to: MonitorPath(mix: mix, layout: layout, streams: streams))
            monitor = path
        } else {
            monitor = nil
        }
        crew = Crew(
            strips: strips, workers: options.workers, priority: options.workerPriority)
    }

    deinit {
        strips.free()
        memberships.free()
        sums.deallocate()
        isSumSilent.deallocate()
        told.deallocate()
        list.free()
        effects.deinitialize(count: layout.busCount)
        effects.deallocate()
        limiter.deinitialize(count: 1)
        limiter.deallocate()
        monitor?.deinitialize(count: 1)
        monitor?.deallocate()
    }

    /// Sends the workers home: before the memory that they use goes.
    func dismiss() { crew.dismiss() }

    /// Passes over silence and forgets it: so the first block finds all designs made for the positions as they are. With 256 full
    /// strips it would take four times as long as those that follow.
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
        for strip in 0..<layout.stripCount { strips.keyed[strip] = -1 }
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
    ///   - parameters: finished for this block.
    ///   - slot: rings to read.
    ///   - frame: session frame of the first sample.
    @_noLocks @_noAllocation
    mutating func render(
        _ parameters: borrowing ParameterPlayers, slot: Int, frames: Int, at frame: Int64,
        left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, reports: inout ReportSink
    ) {
        tell(parameters, frames: frames)
        monitor?.pointee.listen.render(
            parameters, isListened: strips.isListened, scratch: strips.scratch, frames: frames)
        // Once more after the last key went: it is let go at the beginning of a cell.
        let listens = isAnyKeyed(parameters) || wasKeyed
        if areKeysFresh && !listens {
            for strip in 0..<layout.stripCount { strips.keyed[strip] = 0 }
        }
        areKeysFresh = false
        if listens { crew.work(.read, slot: slot, frames: frames, at: frame) }
        crew.work(listens ? .listenAndRender : .readAndRender, slot: slot, frames: frames, at: frame)
        if listens {
            crew.work(.pass, slot: slot, frames: frames, at: frame)
            wasKeyed = false
            for group in 0..<layout.stripGroupCount where strips.jobs[group].keys != nil { wasKeyed = true }
        }
        reportFaults(to: &reports)
        packing.note(strips, parameters, frames: frames)
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
        if strips.results[group].isHeard {
            let master = strips.outputs + group &* StripRenderer.rows
            rt_add(left, master, frames)
            rt_add(right, master + 8 &* StripRenderer.row, frames)
        }
        limiter.pointee.render(
            BusEffects.limiter(strips.jobs[group].busRows), left: left, right: right, frames: frames, at: frame)
    }

    /// Frames by which the mix is later than at the start, because the look-ahead was put in circuit since.
    private var lateness: Int {
        @_noLocks @_noAllocation get {
            !isLateFromStart && limiter.pointee.isDelaying ? limiter.pointee.latency : 0
        }
    }

    /// Nothing sounded in the block before, and neither effects nor the limiter hold anything.
    var isSilent: Bool {
        @_noLocks @_noAllocation get {
            for group in 0..<layout.groupCount where strips.results[group].isHeard { return false }
            for bus in 0...layout.busCount where !isSumSilent[bus] { return false }
            for bus in 0..<layout.busCount where !effects[bus].isIdle { return false }
            return limiter.pointee.isIdle(BusEffects.limiter(strips.jobs[layout.groupCount &- 1].busRows))
        }
    }

    /// Tells all groups what is not their own.
    @_noLocks @_noAllocation
    mutating func tell(_ parameters: borrowing ParameterPlayers, frames: Int) {
        audibility.render(parameters, frames: frames)
        vcas.render(parameters, frames: frames)
        for group in 0..<layout.groupCount { tell(group, parameters) }
    }

    /// Tells a group what is not its own, and whether anything is new.
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
        // What moved is new in the next block too.
        told[group] = (isMoving ? Lanes(repeating: .nan) : heard.first, vca.first)
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
            for lane in 0..<8 {
                let node = layout.nodes[group &* 8 &+ lane]
                if node >= 0 { board.publish(meters, lane: lane, node: node) }
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
            let starved = strips.starved[group]
            let wild = strips.wild[group]
            guard starved | wild != 0 else { continue }
            for lane in 0..<8 {
                let node = Int32(layout.nodes[group &* 8 &+ lane])
                if starved &>> UInt8(lane) & 1 == 1 { reports.push(.fault(.starved, node: node)) }
                if wild &>> UInt8(lane) & 1 == 1 { reports.push(.fault(.notANumber, node: node)) }
            }
            strips.starved[group] = 0
            strips.wild[group] = 0
        }
    }
}
