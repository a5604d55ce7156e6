import CRealtime
import DSP
import Lanes
import MixModel
import Realtime

/// Renders groups of eight nodes, each from its inputs to its outputs: pointers only, so that workers can share it.
///
/// - Thread: audio and its workers, each for groups of its own; setup makes it and frees it.
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
    /// The same before the faders; empty if nobody wants it.
    let before: UnsafeMutablePointer<Float>?
    /// The same at the inputs: room for what does not lie in one piece in a ring, and for what feeds buses.
    let inputs: UnsafeMutablePointer<Float>
    /// By group: where its sixteen input rows are.
    let found: UnsafeMutablePointer<UnsafePointer<Float>>
    /// By group: where the sound is that its compressors listen to.
    let keys: UnsafeMutablePointer<UnsafePointer<Float>>
    /// By strip: which strip its compressor listens to, from 1; 0 its own sound, −1 not known yet.
    let keyed: UnsafeMutablePointer<Int32>
    let states: UnsafeMutableRawPointer
    /// By group: the monitors want what comes before the faders.
    let isListened: UnsafeMutablePointer<Bool>
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

    /// Floats of a row.
    static var row: Int {
        @_noLocks @_noAllocation get { Block.frames }
    }
    /// Floats of a group's rows.
    static var rows: Int {
        @_noLocks @_noAllocation get { 16 &* Block.frames }
    }

    init(
        mix: Mix, layout: Layout, streams: PlaybackStreams, rows: UnsafePointer<LaneRow>, options: EngineOptions
    ) {
        self.layout = layout
        self.streams = StreamPlayer(mix: mix, streams: streams)
        kernel = Kernel(options.kernel)
        isListened = .allocate(capacity: layout.groupCount)
        isListened.initialize(repeating: false, count: layout.groupCount)
        sends = SendBank(layout: layout)
        let groups = layout.groupCount
        states = kernel.makeStates(groups, sampleRate: mix.sampleRate)
        outputs = StripRenderer.silence(groups)
        inputs = StripRenderer.silence(groups)
        found = .allocate(capacity: groups * 16)
        for row in 0..<(groups * 16) { (found + row).initialize(to: inputs + row * Block.frames) }
        keys = .allocate(capacity: groups * 16)
        keys.initialize(from: found, count: groups * 16)
        before = layout.sendCount > 0 || options.isMonitored ? StripRenderer.silence(groups) : nil
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
        let roles = Role.allCases.count
        for group in 0..<groups {
            let first = rows + group * roles
            let job = GroupJob(
                state: states + group * kernel.stateBytes, rows: first, heard: first[0], vca: first[0],
                inputs: found + group * 16, outputs: outputs + group * StripRenderer.rows,
                scratch: scratch, isMono: layout.monoLanes(of: group), panLaw: law,
                isBus: group >= layout.stripGroupCount)
            (jobs + group).initialize(to: job)
        }
    }

    /// Frees all; nobody may use a copy any more.
    func free() {
        outputs.deallocate()
        inputs.deallocate()
        found.deallocate()
        keys.deallocate()
        keyed.deallocate()
        for section in 0..<layout.sectionCount { lists[section].free() }
        lists.deallocate()
        sums.deallocate()
        isSumSilent.deallocate()
        before?.deallocate()
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
        let memory = UnsafeMutableRawPointer.allocate(byteCount: max(1, count) * 4, alignment: 64)
            .bindMemory(to: Float.self, capacity: count)
        memory.initialize(repeating: 0, count: count)
        return memory
    }

    /// Reads the rings of a group's strips.
    @_noLocks @_noAllocation
    func read(_ group: Int, slot: Int, frames: Int) {
        let rows = inputs + group &* StripRenderer.rows
        var sound: UInt8 = 0
        var late: UInt8 = 0
        for lane in 0..<8 {
            let strip = layout.nodes[group &* 8 &+ lane]
            let left = rows + lane &* StripRenderer.row
            let right = left + 8 &* StripRenderer.row
            let bit: UInt8 = 1 &<< UInt8(lane)
            guard strip >= 0 else { continue }
            let place = found + (group &* 16 &+ lane)
            switch streams.find(strip: strip, slot: slot, left: left, right: right, frames: frames, found: place) {
            case .sound: sound |= bit
            case .silence: break
            case .starved:
                // The frames before the gap may sound.
                sound |= bit
                late |= bit
            }
        }
        // Notes of all groups share a few lines of the cache: written only when they change, they stay with all threads.
        if sounding[group] != sound { sounding[group] = sound }
        if late != 0 { starved[group] |= late }
        jobs[group].isInputSilent = sound == 0
    }

    /// Asks for what a group will read: while the group before it is rendered.
    @_noLocks @_noAllocation
    func prefetch(_ group: Int, slot: Int, frames: Int) {
        for lane in 0..<8 {
            let strip = layout.nodes[group &* 8 &+ lane]
            if strip >= 0 { streams.prefetch(strip: strip, slot: slot, frames: frames) }
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
    func pass(_ group: Int, slot: Int) {
        for lane in 0..<8 {
            let strip = layout.nodes[group &* 8 &+ lane]
            if strip >= 0 { streams.pass(strip: strip, slot: slot) }
        }
    }

    /// Renders a group whose job is complete.
    @_noLocks @_noAllocation
    func render(_ group: Int, worker: Int, frames: Int, at frame: Int64) {
        let room = scratch + worker &* GroupJob.scratchBlocks &* Block.frames
        jobs[group].frames = frames
        jobs[group].frame = frame
        jobs[group].scratch = room
        let isChanged = sends.render(
            group, rows: jobs[group].rows, law: jobs[group].panLaw, isMono: jobs[group].isMono,
            isStill: jobs[group].isStill, kernel: kernel, scratch: room, frames: frames)
        let wasListed = jobs[group].before
        if let before {
            let isWanted = isListened[group] || sends.isBeforeUsed(group)
            jobs[group].before = isWanted ? before + group &* StripRenderer.rows : nil
        }
        let result = kernel.render(jobs + group)
        if isChanged || result.isHeard != results[group].isHeard || wasListed != jobs[group].before {
            outdate(group)
        }
        if result != results[group] { results[group] = result }
        if result.wild != 0 { wild[group] |= result.wild }
    }

    /// What a group adds to what must be listed anew.
    @_noLocks @_noAllocation
    func outdate(_ group: Int) {
        if group < layout.stripGroupCount { lists[group / Layout.sectionGroups].isValid = false }
    }
}
