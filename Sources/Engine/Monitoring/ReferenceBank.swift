import CRealtime
import Memory
import Realtime
import Synchronization
import Vectors

/// Finished music in the monitors: reads the references' rings in step with the song and gives the one that is listened to.
///
/// Each has a gain of its own, which makes it as loud as the mix. Going from one to another is a crossfade of 256 frames, a
/// new gain glides in about 0.1 s; a ring that has too little gives silence and catches up, and is reported while it is heard.
///
/// - Thread: audio; setup makes it. The streams must outlive it.
struct ReferenceBank: ~Copyable {
    struct Stream {
        let readers: (SampleRingReader, SampleRingReader)
        /// Frames that were replaced by silence, or not there to be passed over, and are still to come.
        var owed = 0
        /// Frames for which the ring is still not read, so that it falls behind; and the frames by which it is behind then.
        var waiting = 0
        var late = 0
        /// The missing frames were reported.
        var isReported = false
        /// Share in what is heard, 0…1.
        var weight: Float = 0
        /// Gain as of the last frame.
        var gain: Float = 1
    }

    private let streams: FixedMemory<Stream>
    /// Gains that the control thread wants, as bits of amplitudes.
    let wanted: FixedMemory<Atomic<UInt32>>
    /// How many references are present, counted from the first. The others have no sound yet.
    let present: FixedValue<Atomic<Int>>
    /// What is heard, left and right.
    let sum: FixedMemory<Float>
    /// Samples of one reference, left and right; then the switch over the block; then a constant 0 and 1.
    private let scratch: FixedMemory<Float>
    /// By frame: the reference that is listened to, counted from 0; −1: none.
    private let aims: FixedMemory<Int>
    let count: Int
    /// Share of the way that a gain goes in a frame.
    private let glide: Float
    /// The reference that was listened to last, while it is heard; −1: none.
    private var chosen = -1
    /// Frames for which it is still heard after the mix has come back.
    private var lingering = 0
    /// Whether a reference is listened to, over the block.
    private(set) var row: Row

    /// Frames of a crossfade.
    private static var fade: Int {
        @_noLocks @_noAllocation get { 256 }
    }

    /// - Parameters:
    ///   - rings: by slot those of the references, of which there are as many in each.
    ///   - present: references that are there from the start.
    ///   - sampleRate: frames per second.
    init(rings: [ArraySlice<SampleRing>], present: Int, sampleRate: Int) {
        let pairs = zip(rings[0], rings[1]).map { Stream(readers: ($0.reader, $1.reader)) }
        count = pairs.count
        streams = FixedMemory(pairs)
        wanted = FixedMemory(count: count) { _ in Atomic(Float(1).bitPattern) }
        self.present = FixedValue(Atomic(min(present, count)))
        sum = FixedMemory(repeating: 0, count: 2 * Block.frames)
        scratch = FixedMemory([Float](repeating: 0, count: 3 * Block.frames + 1) + [1])
        aims = FixedMemory(repeating: -1, count: Block.frames)
        glide = 1 / (0.03 * Float(sampleRate))
        row = Row(scratch + 3 * Block.frames, stride: 0)
    }

    /// Begins anew with rings whose first frame is the session position.
    @_noLocks @_noAllocation
    mutating func reset() {
        for index in 0..<count {
            streams[index].owed = 0
            streams[index].waiting = streams[index].late
            streams[index].isReported = false
        }
        lingering = 0
        leave()
    }

    /// Goes on with other rings.
    ///
    /// - Parameter frames: of the rings' beginning that have gone by.
    @_noLocks @_noAllocation
    func reread(skipping frames: Int) {
        for index in 0..<count { streams[index].owed = frames }
    }

    /// Reads a block; the outcome is ``sum`` and ``row``.
    ///
    /// - Parameters:
    ///   - source: 0 the mix, else the number of a reference; one that is not there is the mix.
    ///   - slot: rings to read.
    ///   - lateness: frames by which the mix is later than it was at the start. A reference falls behind as far, as soon as nobody
    ///     hears it, so that it is in step again without a gap.
    @_noLocks @_noAllocation
    mutating func render(_ source: Row, slot: Int, lateness: Int, frames: Int, reports: inout ReportSink) {
        guard count > 0 else { return }
        for index in 0..<count where streams[index].late < lateness && streams[index].weight == 0 {
            streams[index].waiting &+= lateness &- streams[index].late
            streams[index].late = lateness
        }
        aim(source, frames)
        guard chosen >= 0 else {
            for index in 0..<count { pass(index, slot, frames) }
            return
        }
        rt_clear(sum.start, 2 &* Block.frames)
        for index in 0..<count {
            var isHeard = streams[index].weight > 0
            for frame in 0..<frames where aims[frame] == index { isHeard = true }
            guard isHeard else {
                pass(index, slot, frames)
                continue
            }
            add(index, slot, frames)
            if streams[index].owed > 0 && !streams[index].isReported {
                streams[index].isReported = true
                reports.push(.fault(.referenceStarved, node: Int32(index &+ 1)))
            }
        }
        if lingering == 0 { leave() }
    }

    /// Finds what is listened to in each frame.
    @_noLocks @_noAllocation
    private mutating func aim(_ source: Row, _ frames: Int) {
        let switches = scratch + 2 &* Block.frames
        var on = 0
        let last = Float(present.pointee.load(ordering: .relaxed)) + 0.5
        for frame in 0..<frames {
            let number = source[frame]
            let isOn = number >= 0.5 && number < last
            if isOn {
                let index = Int(number + 0.5) &- 1
                // Coming from the mix it has its full share at once: the monitors fade.
                if chosen < 0 {
                    streams[index].weight = 1
                    streams[index].gain = wantedGain(index)
                }
                chosen = index
                lingering = ReferenceBank.fade &+ Block.frames
                on &+= 1
            } else if lingering > 0 {
                lingering &-= 1
            }
            switches[frame] = isOn ? 1 : 0
            aims[frame] = chosen
        }
        let constants = scratch + 3 &* Block.frames
        row =
            on == 0
            ? Row(constants, stride: 0) : on == frames ? Row(constants + 1, stride: 0) : Row(switches, stride: 1)
    }

    /// Nothing is heard any more.
    @_noLocks @_noAllocation
    private mutating func leave() {
        chosen = -1
        for index in 0..<count { streams[index].weight = 0 }
        row = Row(scratch + 3 &* Block.frames, stride: 0)
    }

    @_noLocks @_noAllocation
    private func wantedGain(_ index: Int) -> Float { Float(bitPattern: wanted[index].load(ordering: .relaxed)) }

    @_noLocks @_noAllocation
    private func reader(_ index: Int, _ slot: Int) -> SampleRingReader {
        slot == 0 ? streams[index].readers.0 : streams[index].readers.1
    }

    /// Passes over a reference that nobody hears.
    @_noLocks @_noAllocation
    private func pass(_ index: Int, _ slot: Int, _ frames: Int) {
        let pause = wait(index, frames)
        let due = streams[index].owed &+ frames &- pause
        streams[index].owed = due &- reader(index, slot).skip(frames: due)
        if streams[index].owed == 0 { streams[index].isReported = false }
    }

    /// Frames of a block, from its start on, for which a ring is not read.
    @_noLocks @_noAllocation
    private func wait(_ index: Int, _ frames: Int) -> Int {
        let waiting = streams[index].waiting
        let pause = waiting < frames ? waiting : frames
        streams[index].waiting = waiting &- pause
        return pause
    }

    /// Adds a reference with its gain and its share.
    @_noLocks @_noAllocation
    private func add(_ index: Int, _ slot: Int, _ frames: Int) {
        let left = scratch.start
        let right = scratch + Block.frames
        read(index, slot, left, right, frames)
        let step = 1 / Float(ReferenceBank.fade)
        let goal = wantedGain(index)
        var weight = streams[index].weight
        var gain = streams[index].gain
        // Before anything is chosen nothing is heard.
        for frame in 0..<frames where aims[frame] >= 0 {
            let isAimed = aims[frame] == index
            // A reference that begins to be heard has its gain from the first frame.
            if weight == 0 { gain = goal }
            weight += isAimed ? step : -step
            if weight > 1 { weight = 1 }
            if weight < 0 { weight = 0 }
            gain += (goal - gain) * glide
            sum[frame] += left[frame] * (weight * gain)
            sum[frame &+ Block.frames] += right[frame] * (weight * gain)
        }
        streams[index].weight = weight
        streams[index].gain = gain
    }

    /// Takes the next frames, with silence where there are none.
    @_noLocks @_noAllocation
    private func read(
        _ index: Int, _ slot: Int, _ start: UnsafeMutablePointer<Float>, _ other: UnsafeMutablePointer<Float>,
        _ all: Int
    ) {
        let pause = wait(index, all)
        rt_clear(start, pause)
        rt_clear(other, pause)
        let (left, right, frames) = (start + pause, other + pause, all &- pause)
        let reader = reader(index, slot)
        var owed = streams[index].owed
        if owed > 0 { owed &-= reader.skip(frames: owed) }
        let got = owed == 0 ? reader.read(left: left, right: right, frames: frames) : 0
        rt_clear(left + got, frames &- got)
        rt_clear(right + got, frames &- got)
        streams[index].owed = owed &+ frames &- got
        if streams[index].owed == 0 { streams[index].isReported = false }
    }
}
