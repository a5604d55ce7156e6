import Lanes
import MixModel

/// Eight nodes side by side, from their input to their output: the one place where the order of the stages stands.
///
/// Everything stored is 32 bytes a piece, one number for each of the eight lanes (or the same for all), so that a node moves
/// to another lane by moving a column.
///
/// - Thread: audio; setup makes it.
struct StripGroup {
    var input: InputStage
    var filters: Filters
    var gate: Gate
    var equalizer: Equalizer
    var compressor: Compressor
    var deEsser: DeEsser
    var busCompressor: Compressor
    var output: OutputStage
    var meter: MeterTap
    /// Switches of the strip: whether it leaves, and whether anything passes at all.
    private var opened = SwitchFade(frames: SwitchFade.gainFrames)
    private var passing = SwitchFade(frames: SwitchFade.gainFrames)
    /// Lanes with a sample that is no sound: silent to the end of the cell.
    private var wild = LaneMask(repeating: false)
    /// Switches are where they stand, without a fade: nothing was heard before.
    private var isFresh = LaneMask(repeating: true)
    /// ``opened`` and ``passing`` stand, as long as nothing is told anew.
    private var areGatesCalm = LaneMask(repeating: false)
    /// The last block was passed over, with nothing left to follow in any stage.
    private var isAsleep = LaneMask(repeating: false)

    init(sampleRate: Int) {
        input = InputStage()
        filters = Filters(sampleRate: sampleRate)
        equalizer = Equalizer(sampleRate: sampleRate)
        gate = Gate(sampleRate: sampleRate)
        compressor = Compressor(sampleRate: sampleRate)
        deEsser = DeEsser(sampleRate: sampleRate)
        busCompressor = Compressor(sampleRate: sampleRate)
        output = OutputStage()
        meter = MeterTap(sampleRate: sampleRate)
    }

    /// Forgets what was heard: the next block begins anew.
    @_noLocks @_noAllocation
    mutating func reset() {
        input.reset()
        filters.reset()
        equalizer.reset()
        gate.reset()
        compressor.reset()
        deEsser.reset()
        busCompressor.reset()
        output.reset()
        wild = LaneMask(repeating: false)
        isFresh = LaneMask(repeating: true)
        areGatesCalm = LaneMask(repeating: false)
        isAsleep = LaneMask(repeating: false)
    }

    /// Lets the meters fall while the transport stands.
    @_noLocks @_noAllocation
    mutating func rest(frames: Int) { meter.renderSilence(frames: frames) }

    /// Renders a block from the input rows to the output rows.
    @_noLocks @_noAllocation
    mutating func render(_ job: UnsafePointer<GroupJob>) -> GroupResult {
        let scratch = Scratch(job.pointee.scratch)
        let frames = job.pointee.frames
        let frame = job.pointee.frame
        let rows = StageRows(job.pointee.rows)
        let isStill = job.pointee.isStill
        if frame & Int64(Block.frames &- 1) == 0 && isAny(wild) { forgetWild() }
        let gates = renderGates(job, scratch: scratch)
        // A compressor follows its key even while its strip is shut.
        let isShut = job.pointee.keys == nil && !gates.passing.isMoving && !isAny(gates.passing.first .!= 0)
        if job.pointee.isInputSilent || isShut {
            if isStill && isAny(isAsleep) {
                gate.sleep()
                meter.renderSilence(frames: frames)
                return GroupResult(isHeard: false, wild: 0)
            }
            if isIdle(rows, scratch: scratch, isBus: job.pointee.isBus) {
                skip(rows, scratch: scratch, isBus: job.pointee.isBus, frames: frames, at: frame)
                return GroupResult(isHeard: false, wild: 0)
            }
        }
        isAsleep = LaneMask(repeating: false)
        let left = scratch.left
        let right = scratch.right
        Transposition.gather(job.pointee.inputs, into: left, frames: frames)
        Transposition.gather(job.pointee.inputs + 8, into: right, frames: frames)
        input.render(
            rows, open: gates.passing, left: left, right: right, scratch: scratch, isStill: isStill, frames: frames)
        filters.render(
            rows.filters, left: left, right: right, scratch: scratch.free, isStill: isStill, frames: frames, at: frame)
        gate.render(
            rows.gate, left: left, right: right, scratch: scratch.free, isStill: isStill, frames: frames, at: frame)
        equalizer.render(
            rows.equalizer, left: left, right: right, scratch: scratch.free, isStill: isStill, frames: frames,
            at: frame)
        renderCompressor(job, rows, scratch: scratch)
        deEsser.render(
            rows.deEsser, left: left, right: right, scratch: scratch.free, isStill: isStill, frames: frames, at: frame)
        if job.pointee.isBus {
            busCompressor.render(
                rows.busCompressor(BusCompressorRows(scratch.first)), left: left, right: right, scratch: scratch.free,
                isStill: isStill, frames: frames, at: frame)
        }
        let gains = output.gains(
            rows, level: job.pointee.vca, open: gates.opened, isMono: job.pointee.isMono, law: job.pointee.panLaw,
            scratch: scratch, isStill: isStill, frames: frames)
        silenceWild(left, right, from: 0, frames: frames)
        var found: UInt8 = 0
        if !output.render(gains, meter: &meter, scratch: scratch, frames: frames) {
            found = contain(left, right, frames: frames)
            _ = output.render(gains, meter: &meter, scratch: scratch, frames: frames)
        }
        Transposition.scatter(scratch.outLeft, into: job.pointee.outputs, frames: frames)
        Transposition.scatter(scratch.outRight, into: job.pointee.outputs + 8 &* Block.frames, frames: frames)
        if let before = job.pointee.before {
            Transposition.scatter(left, into: before, frames: frames)
            Transposition.scatter(right, into: before + 8 &* Block.frames, frames: frames)
        }
        return GroupResult(isHeard: true, wild: found)
    }

    @_noLocks @_noAllocation
    private mutating func renderCompressor(_ job: UnsafePointer<GroupJob>, _ rows: StageRows, scratch: Scratch) {
        let frames = job.pointee.frames
        let frame = job.pointee.frame
        guard let keys = job.pointee.keys else {
            compressor.render(
                rows.compressor, left: scratch.left, right: scratch.right, scratch: scratch.free,
                isStill: job.pointee.isStill, frames: frames, at: frame)
            return
        }
        Transposition.gather(keys, into: scratch.keyLeft, frames: frames)
        Transposition.gather(keys + 8, into: scratch.keyRight, frames: frames)
        // Who has no key listens to its own sound, as it comes to the compressor.
        let isOwn = .!job.pointee.isKeyed
        for offset in 0..<frames {
            scratch.keyLeft[offset].replace(with: scratch.left[offset], where: isOwn)
            scratch.keyRight[offset].replace(with: scratch.right[offset], where: isOwn)
        }
        compressor.render(
            rows.compressor, left: scratch.left, right: scratch.right, keyLeft: scratch.keyLeft,
            keyRight: scratch.keyRight, scratch: scratch.free, isStill: job.pointee.isStill, frames: frames, at: frame)
    }

    /// Whether silence gives silence.
    @_noLocks @_noAllocation
    private func isIdle(_ rows: StageRows, scratch: Scratch, isBus: Bool) -> Bool {
        if !filters.isIdle(rows.filters) { return false }
        if !gate.isIdle(rows.gate) { return false }
        if !equalizer.isIdle(rows.equalizer) { return false }
        if !compressor.isIdle(rows.compressor) { return false }
        if !deEsser.isIdle(rows.deEsser) { return false }
        return !isBus || busCompressor.isIdle(rows.busCompressor(BusCompressorRows(scratch.first)))
    }

    /// Passes over a silent block.
    @_noLocks @_noAllocation
    private mutating func skip(_ rows: StageRows, scratch: Scratch, isBus: Bool, frames: Int, at frame: Int64) {
        input.skip(rows, frames: frames)
        filters.skip(rows.filters, frames: frames, at: frame)
        gate.skip(rows.gate, frames: frames, at: frame)
        equalizer.skip(rows.equalizer, frames: frames, at: frame)
        compressor.skip(rows.compressor, frames: frames, at: frame)
        deEsser.skip(rows.deEsser, frames: frames, at: frame)
        if isBus {
            busCompressor.skip(rows.busCompressor(BusCompressorRows(scratch.first)), frames: frames, at: frame)
        }
        output.skip(rows, frames: frames)
        // The others have followed if a frame of the grid was there.
        let hasFollowed = frame & Int64(Block.coefficientFrames &- 1) == 0
        let isCalm = isAny(filters.isCalm) && isAny(equalizer.isCalm) && isAny(areGatesCalm)
        let isSettled = input.isSettled(rows) && output.isSettled(rows)
        isAsleep = LaneMask(repeating: hasFollowed && isCalm && isSettled)
        meter.renderSilence(frames: frames)
    }
}

/// Mute, solo and listening.
extension StripGroup {
    struct Gates {
        /// 0 muted … 1 heard at the output.
        let opened: LaneRow
        /// 0 … 1: heard at the output or listened to before it. What is shut counts as silence from the input on, so that its
        /// filters come to rest.
        let passing: LaneRow

        @_noLocks @_noAllocation @inline(__always)
        init(opened: LaneRow, passing: LaneRow) {
            self.opened = opened
            self.passing = passing
        }
    }

    @_noLocks @_noAllocation
    private mutating func renderGates(_ job: UnsafePointer<GroupJob>, scratch: Scratch) -> Gates {
        let frames = job.pointee.frames
        let rows = job.pointee.rows
        if job.pointee.isStill && isAny(areGatesCalm) {
            return Gates(opened: opened.standing(scratch.opened), passing: passing.standing(scratch.passing))
        }
        let mute = rows[Role.mute.index]
        let listened = rows[Role.pfl.index]
        let heard = job.pointee.heard
        let isMoving = mute.isMoving || heard.isMoving
        for offset in 0..<(isMoving ? frames : 1) {
            scratch.first[offset] = heard[offset].replacing(with: 0, where: mute[offset] .>= 0.5)
        }
        let open = isMoving ? LaneRow(moving: scratch.first) : LaneRow(constant: scratch.first)
        let mayPass = isMoving || listened.isMoving
        for offset in 0..<(mayPass ? frames : 1) {
            scratch.second[offset] = open[offset].replacing(with: 1, where: listened[offset] .>= 0.5)
        }
        let pass = mayPass ? LaneRow(moving: scratch.second) : LaneRow(constant: scratch.second)
        let gates = Gates(
            opened: opened.render(open, snap: isFresh, scratch: scratch.opened, frames: frames),
            passing: passing.render(pass, snap: isFresh, scratch: scratch.passing, frames: frames))
        isFresh = LaneMask(repeating: false)
        areGatesCalm = LaneMask(repeating: !gates.opened.isMoving && !gates.passing.isMoving)
        return gates
    }
}

/// Samples that are no sound.
extension StripGroup {
    /// Begins anew where something was no sound, at the cell after it.
    @_noLocks @_noAllocation
    private mutating func forgetWild() {
        filters.reset(wild)
        equalizer.reset(wild)
        gate.reset(wild)
        compressor.reset(wild)
        deEsser.reset(wild)
        busCompressor.reset(wild)
        wild = LaneMask(repeating: false)
    }

    /// Silences lanes from their first sample on that is no sound.
    @_noLocks @_noAllocation
    private mutating func contain(
        _ left: UnsafeMutablePointer<Lanes>, _ right: UnsafeMutablePointer<Lanes>, frames: Int
    ) -> UInt8 {
        let before = wild
        for frame in 0..<frames {
            wild = wild .| MeterTap.isWild(left[frame]) .| MeterTap.isWild(right[frame])
            silenceWild(left, right, from: frame, frames: frame &+ 1)
        }
        var found: UInt8 = 0
        for lane in 0..<8 where wild[lane] && !before[lane] { found |= 1 << UInt8(lane) }
        return found
    }

    @_noLocks @_noAllocation
    private func silenceWild(
        _ left: UnsafeMutablePointer<Lanes>, _ right: UnsafeMutablePointer<Lanes>, from start: Int, frames: Int
    ) {
        guard isAny(wild) else { return }
        for frame in start..<frames {
            left[frame].replace(with: 0, where: wild)
            right[frame].replace(with: 0, where: wild)
        }
    }
}
