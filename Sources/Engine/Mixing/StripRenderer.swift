import CRealtime
import DSP
import Memory
import MixModel
import Realtime
import Vectors

/// Renders groups of eight nodes, each from its inputs to its outputs. It has one owner and a fixed address, which all workers know.
///
/// - Thread: audio and its workers, each for groups of its own; setup makes it.
struct StripRenderer: ~Copyable {
    /// By group.
    let jobs: FixedMemory<GroupJob>
    /// By group, ``Kernel/stateBytes`` each.
    private let states: FixedMemory<Kernel.StateRow>
    let notes: GroupNotes
    let rows: GroupRows
    let keys: KeyTable
    let rooms: WorkerRooms
    let sections: SectionSums
    let streams: StreamPlayer
    let sends: SendBank
    let kernel: Kernel
    let layout: Layout

    /// Floats of a row.
    static var row: Int {
        @_noLocks @_noAllocation get { Block.frames }
    }
    /// Floats of a group's rows.
    static var rows: Int {
        @_noLocks @_noAllocation get { 16 &* Block.frames }
    }

    init(
        mix: Mix, layout: Layout, streams: PlaybackStreams, rows parameters: ParameterRows, options: EngineOptions
    ) {
        let groups = layout.groupCount
        let kernel = Kernel(options.kernel)
        let states = kernel.makeStates(groups, sampleRate: mix.sampleRate)
        let rows = GroupRows(groups: groups, hasBefore: layout.sendCount > 0 || options.isMonitored)
        let rooms = WorkerRooms(workers: options.workers, near: rows.inputs.samples(of: 0))
        let law = PanLaw.allCases.firstIndex(of: mix.panLaw) ?? 0
        jobs = FixedMemory(count: groups) { group in
            let first = parameters.first(of: group)
            var job = GroupJob(
                state: UnsafeMutableRawPointer(states.start) + group * kernel.stateBytes, rows: first,
                heard: first[0], vca: first[0], inputs: rows.inputs.places(of: group),
                outputs: rows.outputs.samples(of: group), gains: rows.gains(of: group),
                scratch: rooms.scratch(of: 0), isMono: layout.monoLanes(of: group), panLaw: law,
                isBus: group >= layout.stripGroupCount)
            if job.isBus { job.busRows = parameters.bus(of: group) }
            return job
        }
        notes = GroupNotes(groups: groups)
        keys = KeyTable(layout: layout, sound: rows.inputs)
        sections = SectionSums(layout: layout, cells: options.stretch)
        sends = SendBank(layout: layout)
        self.streams = StreamPlayer(mix: mix, layout: layout, streams: streams)
        self.states = states
        self.rows = rows
        self.rooms = rooms
        self.kernel = kernel
        self.layout = layout
    }

    /// Additions that a group may make.
    @_noLocks @_noAllocation
    static func itemsPerGroup(_ layout: Layout) -> Int { 8 &* (1 &+ 2 &* layout.sendCount) }

    /// Reads the rings of a group's strips.
    @_noLocks @_noAllocation
    func read(_ group: Int, slot: Int, frames: Int) {
        let heard = streams.find(
            group, slot: slot, rows: rows.inputs.samples(of: group), frames: frames,
            found: rows.inputs.places(of: group))
        if notes.sounding[group] != heard.sounding { notes.sounding[group] = heard.sounding }
        if heard.starved != 0 { notes.starved[group] |= heard.starved }
        jobs[group].isInputSilent = heard.sounding == 0
    }

    /// Prefetches what a group will read while another one is rendered.
    ///
    /// The processor allows few outstanding fetches. A bare group takes so little time that it prefetches row by row in its own loop
    /// (``GroupJob/ahead``); while any other renders, there is time to prefetch all rows at once.
    @_noLocks @_noAllocation
    func foresee(_ group: Int, while current: Int, slot: Int, worker: Int, frames: Int) {
        let ahead = rooms.ahead(of: worker)
        // Where there is nothing to fetch: memory that is in the cache.
        guard streams.foresee(group, slot: slot, near: rows.outputs.samples(of: 0), into: ahead) else { return }
        if notes.results[current].isBare {
            jobs[current].ahead = UnsafePointer(ahead)
        } else {
            for row in 0..<16 { rt_prefetch(ahead[row], frames) }
        }
    }

    /// Finds what a group's compressors listen to, after all inputs were read. A key changes at the beginning of a cell.
    @_noLocks @_noAllocation
    func listen(_ group: Int, at frame: Int64) {
        let numbers = jobs[group].rows[Role.compKey.index].first
        let isCellBegin = frame & Int64(Block.frames &- 1) == 0
        let heard = keys.places(of: group)
        let found = rows.inputs.places(of: 0)
        var isKeyed = VectorMask(repeating: false)
        for column in 0..<8 {
            var source = group &* 16 &+ column
            let strip = layout.nodes[group &* 8 &+ column]
            if strip >= 0 {
                // A number that no strip has, or a NaN, selects the strip's own sound.
                let number = numbers[column]
                let isStrip = number >= 1 && number <= Float(layout.stripCount)
                if isCellBegin || keys.numbers[strip] < 0 { keys.numbers[strip] = isStrip ? Int32(number) : 0 }
                if keys.numbers[strip] > 0 {
                    let slot = layout.slots[Int(keys.numbers[strip]) &- 1]
                    source = slot / 8 &* 16 &+ (slot & 7)
                    isKeyed[column] = true
                    // A compressor follows its key even while its strip is silent.
                    if notes.sounding[slot / 8] &>> UInt8(slot & 7) & 1 == 1 { jobs[group].isInputSilent = false }
                }
            }
            heard[column] = found[source]
            heard[column &+ 8] = found[source &+ 8]
        }
        jobs[group].isKeyed = isKeyed
        jobs[group].keys = isAny(isKeyed) ? UnsafePointer(heard) : nil
    }

    /// Lets go of what was found in the rings of a group's strips: when everybody has read it.
    @_noLocks @_noAllocation
    func pass(_ group: Int, slot: Int) { streams.pass(group, slot: slot) }

    /// Renders a group whose job is complete.
    @_noLocks @_noAllocation
    func render(_ group: Int, worker: Int, frames: Int, at frame: Int64) {
        let room = rooms.scratch(of: worker)
        jobs[group].frames = frames
        jobs[group].frame = frame
        jobs[group].scratch = room
        // The master sends nothing.
        let isChanged =
            group < layout.sendGroupCount
            && sends.render(
                group, rows: jobs[group].rows, law: jobs[group].panLaw, isMono: jobs[group].isMono,
                isStill: jobs[group].isStill, kernel: kernel, scratch: room, frames: frames)
        let wasListed = jobs[group].before
        if rows.hasBefore {
            let isWanted = notes.isListened[group].before || sends.isBeforeUsed(group)
            jobs[group].before = isWanted ? rows.before.samples(of: group) : nil
        }
        jobs[group].isOutputWanted =
            group >= layout.stripGroupCount || notes.isListened[group].after || sends.isAfterUsed(group)
        let result = kernel.render(jobs + group)
        let last = notes.results[group]
        if result != last { notes.results[group] = result }
        let isListedAnew = result.isHeard != last.isHeard || result.isBare != last.isBare
        if isChanged || isListedAnew || wasListed != jobs[group].before { outdate(group) }
        if result.nonFinite != 0 { notes.nonFinite[group] |= result.nonFinite }
    }

    /// What a group adds to what must be listed anew, wherever its strips are summed.
    @_noLocks @_noAllocation
    func outdate(_ group: Int) {
        guard group < layout.stripGroupCount else { return }
        for column in (group &* 8)..<(group &* 8 &+ 8) where layout.nodes[column] >= 0 {
            sections.lists[layout.section(ofStrip: layout.nodes[column])].isValid = false
        }
    }
}
