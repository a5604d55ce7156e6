import CRealtime
import DSP
import Lanes
import MixModel
import Realtime

/// Renders groups of eight nodes, each from its inputs to its outputs: pointers only, so that workers can share it.
///
/// - Thread: audio and its workers, each for groups of its own; setup makes it and frees it.
// Large: a table by group, worker or section for each thing that is known of them: pointers, which workers share.
struct StripRenderer {
    /// By group.
    let jobs: UnsafeMutablePointer<GroupJob>
    let results: UnsafeMutablePointer<GroupResult>
    /// By group: a bit for each lane whose ring ran empty, until it is reported.
    let starved: UnsafeMutablePointer<UInt8>
    /// By group: a bit for each lane in which something came up that is no sound, until it is reported.
    let wild: UnsafeMutablePointer<UInt8>
    /// By group: a bit for each lane that brought sound into this block.
    let sounding: UnsafeMutablePointer<UInt8>
    /// By group: rows of a block, eight left and eight right, after the faders.
    let outputs: UnsafeMutablePointer<Float>
    /// By group: where its sixteen output rows are.
    let outputRows: UnsafeMutablePointer<UnsafePointer<Float>>
    /// The same before the faders; `nil` if nobody wants it.
    let before: UnsafeMutablePointer<Float>?
    let beforeRows: UnsafeMutablePointer<UnsafePointer<Float>>?
    /// By group: sixteen gains, for what is not written.
    let gains: UnsafeMutablePointer<Float>
    /// The same at the inputs: room for what does not lie in one piece in a ring, and for what feeds buses.
    let inputs: UnsafeMutablePointer<Float>
    /// By group: where its sixteen input rows are.
    let found: UnsafeMutablePointer<UnsafePointer<Float>>
    /// By group: where the sound is that its compressors listen to.
    let keys: UnsafeMutablePointer<UnsafePointer<Float>>
    /// By worker: where sixteen rows are that are read soon.
    let ahead: UnsafeMutablePointer<UnsafePointer<Float>>
    /// By strip: which strip its compressor listens to, from 1; 0 its own sound, −1 not known yet.
    let keyed: UnsafeMutablePointer<Int32>
    let states: UnsafeMutableRawPointer
    /// By group: what the monitors want.
    let isListened: UnsafeMutablePointer<ListenBank.Listening>
    /// By worker.
    let scratch: UnsafeMutablePointer<Lanes>
    /// By section: what its strips add to what.
    let lists: UnsafeMutablePointer<SumList>
    /// By cell of a stretch, section and bus, the master last: the sums of the section's strips, left and right.
    let sums: UnsafeMutablePointer<Float>
    let isSumSilent: UnsafeMutablePointer<Bool>
    let kernel: Kernel
    let layout: Layout
    let streams: StreamPlayer
    let sends: SendBank
    /// One thread renders all.
    let isAlone: Bool

    /// Floats of a row.
    static var row: Int {
        @_noLocks @_noAllocation get { Block.frames }
    }
    /// Floats of a group's rows.
    static var rows: Int {
        @_noLocks @_noAllocation get { 16 &* Block.frames }
    }

    // Large: memory in the order of the members; nothing but sizes and first values.
    init(
        mix: Mix, layout: Layout, streams: PlaybackStreams, rows: GroupRows, options: EngineOptions
    ) {
        self.layout = layout
        isAlone = options.workers <= 1
        self.streams = StreamPlayer(mix: mix, layout: layout, streams: streams)
        kernel = Kernel(options.kernel)
        isListened = .allocate(capacity: layout.groupCount)
        isListened.initialize(repeating: ListenBank.Listening(), count: layout.groupCount)
        sends = SendBank(layout: layout)
        let groups = layout.groupCount
        states = kernel.makeStates(groups, sampleRate: mix.sampleRate)
        outputs = StripRenderer.silence(groups)
        inputs = StripRenderer.silence(groups)
        outputRows = StripRenderer.places(outputs, groups)
        found = StripRenderer.places(inputs, groups)
        keys = .allocate(capacity: groups * 16)
        keys.initialize(from: found, count: groups * 16)
        before = layout.sendCount > 0 || options.isMonitored ? StripRenderer.silence(groups) : nil
        beforeRows = before.map { StripRenderer.places($0, groups) }
        gains = UnsafeMutableRawPointer.allocate(byteCount: max(1, groups) * 64, alignment: 64)
            .bindMemory(to: Float.self, capacity: groups * 16)
        gains.initialize(repeating: 1, count: groups * 16)
        // Each worker's in lines of its own.
        ahead = UnsafeMutableRawPointer.allocate(byteCount: options.workers * 128, alignment: 128)
            .bindMemory(to: UnsafePointer<Float>.self, capacity: options.workers * 16)
        ahead.initialize(repeating: inputs, count: options.workers * 16)
        keyed = .allocate(capacity: max(1, layout.stripCount))
        keyed.initialize(repeating: -1, count: layout.stripCount)
        // Scratch of two workers never shares a line.
        scratch = .allocate(capacity: options.workers * GroupJob.scratchBlocks * Block.frames)
        scratch.initialize(
            repeating: Lanes(repeating: 0), count: options.workers * GroupJob.scratchBlocks * Block.frames)
        results = .allocate(capacity: groups)
        results.initialize(repeating: GroupResult(isHeard: false, wild: 0), count: groups)
        starved = .allocate(capacity: groups)
        starved.initialize(repeating: 0, count: groups)
        wild = .allocate(capacity: groups)
        wild.initialize(repeating: 0, count: groups)
        sounding = .allocate(capacity: groups)
        sounding.initialize(repeating: 0, count: groups)
        lists = .allocate(capacity: max(1, layout.sectionCount))
        for section in 0..<layout.sectionCount {
            (lists + section).initialize(
                to: SumList(
                    capacity: Layout.sectionGroups * StripRenderer.itemsPerGroup(layout),
                    busCount: layout.busCount + 1))
        }
        let sumCount = options.stretch * layout.sectionCount * (layout.busCount + 1)
        sums = UnsafeMutableRawPointer.allocate(byteCount: max(1, sumCount) * 2 * Block.frames * 4, alignment: 64)
            .bindMemory(to: Float.self, capacity: sumCount * 2 * Block.frames)
        sums.initialize(repeating: 0, count: sumCount * 2 * Block.frames)
        isSumSilent = .allocate(capacity: max(1, sumCount))
        isSumSilent.initialize(repeating: true, count: sumCount)
        jobs = .allocate(capacity: groups)
        let law = PanLaw.allCases.firstIndex(of: mix.panLaw) ?? 0
        for group in 0..<groups {
            let first = rows.first(of: group)
            var job = GroupJob(
                state: states + group * kernel.stateBytes, rows: first, heard: first[0], vca: first[0],
                inputs: found + group * 16, outputs: outputs + group * StripRenderer.rows,
                gains: gains + group * 16, scratch: scratch, isMono: layout.monoLanes(of: group), panLaw: law,
                isBus: group >= layout.stripGroupCount)
            if job.isBus { job.busRows = rows.bus(of: group) }
            (jobs + group).initialize(to: job)
        }
    }

    /// Frees all; nobody may use a copy any more.
    func free() {
        outputs.deallocate()
        outputRows.deallocate()
        gains.deallocate()
        inputs.deallocate()
        found.deallocate()
        keys.deallocate()
        ahead.deallocate()
        keyed.deallocate()
        for section in 0..<layout.sectionCount { lists[section].free() }
        lists.deallocate()
        sums.deallocate()
        isSumSilent.deallocate()
        before?.deallocate()
        beforeRows?.deallocate()
        states.deallocate()
        scratch.deallocate()
        results.deallocate()
        starved.deallocate()
        wild.deallocate()
        isListened.deallocate()
        sounding.deallocate()
        jobs.deallocate()
        streams.free()
        sends.free()
    }

    /// Additions that a group may make.
    @_noLocks @_noAllocation
    static func itemsPerGroup(_ layout: Layout) -> Int { 8 &* (1 &+ 2 &* layout.sendCount) }

    private static func silence(_ groups: Int) -> UnsafeMutablePointer<Float> {
        // Aligned for whole vectors.
        let count = groups * rows
        let memory = UnsafeMutableRawPointer.allocateForWalking(byteCount: count * 4)
            .bindMemory(to: Float.self, capacity: count)
        memory.initialize(repeating: 0, count: count)
        return memory
    }

    /// Where the rows of some groups are.
    private static func places(
        _ rows: UnsafeMutablePointer<Float>, _ groups: Int
    ) -> UnsafeMutablePointer<UnsafePointer<Float>> {
        let places = UnsafeMutablePointer<UnsafePointer<Float>>.allocate(capacity: max(1, groups * 16))
        for row in 0..<(groups * 16) { (places + row).initialize(to: rows + row * Block.frames) }
        return places
    }

    /// Reads the rings of a group's strips.
    @_noLocks @_noAllocation
    func read(_ group: Int, slot: Int, frames: Int) {
        let heard = streams.find(
            group, slot: slot, rows: inputs + group &* StripRenderer.rows, frames: frames, found: found + group &* 16)
        // Notes of all groups share a few lines of the cache: written only when they change, they stay with all threads.
        if sounding[group] != heard.sounding { sounding[group] = heard.sounding }
        if heard.starved != 0 { starved[group] |= heard.starved }
        jobs[group].isInputSilent = heard.sounding == 0
    }

    /// Has what a group will read brought near while another one is rendered.
    ///
    /// The processor asks for a few lines at a time only: whoever asks for more waits. A group without stages, which is soon done,
    /// asks row by row; any other has time.
    @_noLocks @_noAllocation
    func foresee(_ group: Int, while current: Int, slot: Int, worker: Int, frames: Int) {
        let rows = ahead + worker &* 16
        // Where nothing is to be fetched, something that is near.
        guard streams.foresee(group, slot: slot, near: UnsafePointer(outputs), into: rows) else { return }
        if results[current].isBare {
            jobs[current].ahead = UnsafePointer(rows)
        } else {
            for row in 0..<16 { rt_prefetch(rows[row], frames) }
        }
    }

    /// Finds what a group's compressors listen to, all inputs being read. A key changes at the beginning of a cell.
    @_noLocks @_noAllocation
    func listen(_ group: Int, at frame: Int64) {
        let numbers = jobs[group].rows[Role.compKey.index].first
        let isCellBegin = frame & Int64(Block.frames &- 1) == 0
        let heard = keys + group &* 16
        var isKeyed = LaneMask(repeating: false)
        for lane in 0..<8 {
            var source = group &* 16 &+ lane
            let strip = layout.nodes[group &* 8 &+ lane]
            if strip >= 0 {
                // A number that no strip has is the strip's own sound; so is a NaN.
                let number = numbers[lane]
                let isStrip = number >= 1 && number <= Float(layout.stripCount)
                if isCellBegin || keyed[strip] < 0 { keyed[strip] = isStrip ? Int32(number) : 0 }
                if keyed[strip] > 0 {
                    let slot = layout.slots[Int(keyed[strip]) &- 1]
                    source = slot / 8 &* 16 &+ (slot & 7)
                    isKeyed[lane] = true
                    // A compressor follows its key even while its strip is silent.
                    if sounding[slot / 8] &>> UInt8(slot & 7) & 1 == 1 { jobs[group].isInputSilent = false }
                }
            }
            heard[lane] = found[source]
            heard[lane &+ 8] = found[source &+ 8]
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
        let room = scratch + worker &* GroupJob.scratchBlocks &* Block.frames
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
        if let before {
            let isWanted = isListened[group].before || sends.isBeforeUsed(group)
            jobs[group].before = isWanted ? before + group &* StripRenderer.rows : nil
        }
        jobs[group].isOutputWanted =
            group >= layout.stripGroupCount || isListened[group].after || sends.isAfterUsed(group)
        let result = kernel.render(jobs + group)
        let last = results[group]
        if result != last { results[group] = result }
        let isListedAnew = result.isHeard != last.isHeard || result.isBare != last.isBare
        if isChanged || isListedAnew || wasListed != jobs[group].before { outdate(group) }
        if result.wild != 0 { wild[group] |= result.wild }
    }

    /// What a group adds to what must be listed anew, wherever its strips are summed.
    @_noLocks @_noAllocation
    func outdate(_ group: Int) {
        guard group < layout.stripGroupCount else { return }
        for lane in (group &* 8)..<(group &* 8 &+ 8) where layout.nodes[lane] >= 0 {
            lists[layout.section(ofStrip: layout.nodes[lane])].isValid = false
        }
    }
}
