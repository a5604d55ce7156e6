import MixModel
import Vectors

/// Eight nodes side by side, from input to output: the one place that defines the order of the stages.
///
/// Every stored member is a multiple of 32 bytes: rows of one number for each of the eight columns (or the same for all), so that
/// a node moves to another slot by moving its column.
///
/// - Thread: audio; setup makes it.
// Large: a member for each stage, in the order of the signal.
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
    /// Fades of mute, solo and listening: of the output, and of the whole strip.
    var opened = SwitchFade(frames: SwitchFade.gainFrames)
    var passing = SwitchFade(frames: SwitchFade.gainFrames)
    /// Columns with a non-finite sample: silent to the end of the cell.
    var nonFinite = VectorMask(repeating: false)
    /// The next block takes ``opened`` and ``passing`` without a fade: nothing was heard since the reset.
    var isFresh = VectorMask(repeating: true)
    /// ``opened`` and ``passing`` are constant as long as blocks are still.
    var areGatesCalm = VectorMask(repeating: false)
    /// The last block was silent and passed over, and no stage has anything left to follow.
    private var isAsleep = VectorMask(repeating: false)
    /// The last block was still and sounded, and no stage has anything left to follow.
    var isCalm = VectorMask(repeating: false)
    /// ``isCalm``, and no stage is in circuit: a block is nothing but gains. Saves looking at every stage.
    var isBare = VectorMask(repeating: false)

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

    /// Forgets the sound: the next block takes all switches and parameters without a fade.
    @_noLocks @_noAllocation
    mutating func reset() {
        isBare = VectorMask(repeating: false)
        input.reset()
        filters.reset()
        equalizer.reset()
        gate.reset()
        compressor.reset()
        deEsser.reset()
        busCompressor.reset()
        output.reset()
        nonFinite = VectorMask(repeating: false)
        isFresh = VectorMask(repeating: true)
        areGatesCalm = VectorMask(repeating: false)
        isAsleep = VectorMask(repeating: false)
        isCalm = VectorMask(repeating: false)
    }

    /// Lets the meters fall while the transport stands.
    @_noLocks @_noAllocation
    mutating func rest(frames: Int) { meter.renderSilence(frames: frames) }

    /// Renders a block from the input rows to the output rows.
    // Large: the order of the stages, to be read in one piece.
    @_noLocks @_noAllocation
    mutating func render(_ job: UnsafePointer<GroupJob>) -> GroupResult {
        let scratch = Scratch(job.pointee.scratch)
        let frames = job.pointee.frames
        let frame = job.pointee.frame
        let rows = StageRows(job.pointee.rows, bus: job.pointee.busRows)
        let isStill = job.pointee.isStill
        if frame & Int64(Block.frames &- 1) == 0 && isAny(nonFinite) { forgetNonFinite() }
        if isStill && isAny(isCalm) && !job.pointee.isInputSilent && job.pointee.keys == nil {
            return renderCalm(job, scratch: scratch)
        }
        isCalm = VectorMask(repeating: false)
        let gates = renderGates(job, scratch: scratch)
        // A compressor follows its key even while its strip is shut.
        let isShut = job.pointee.keys == nil && !gates.passing.isMoving && !isAny(gates.passing.first .!= 0)
        if job.pointee.isInputSilent || isShut {
            if isStill && isAny(isAsleep) {
                gate.sleep()
                meter.renderSilence(frames: frames)
                return GroupResult(isHeard: false, nonFinite: 0)
            }
            if isIdle(rows, scratch: scratch, isBus: job.pointee.isBus) {
                skip(rows, scratch: scratch, isBus: job.pointee.isBus, frames: frames, at: frame)
                return GroupResult(isHeard: false, nonFinite: 0)
            }
        }
        isAsleep = VectorMask(repeating: false)
        let left = scratch.left
        let right = scratch.right
        Transposition.gather(job.pointee.inputs, into: left, frames: frames)
        Transposition.gather(job.pointee.inputs + 8, into: right, frames: frames)
        input.render(
            rows, open: gates.passing, left: left, right: right, scratch: scratch, isStill: isStill, frames: frames)
        if isStill && isAny(filters.isCalm) {
            filters.renderCalm(left: left, right: right, scratch: scratch.free, frames: frames, at: frame)
        } else {
            filters.render(rows.filters, left: left, right: right, scratch: scratch.free, frames: frames, at: frame)
        }
        if isStill && isAny(gate.isCalm) {
            gate.renderCalm(left: left, right: right, frames: frames)
        } else {
            gate.render(
                rows.gate, left: left, right: right, scratch: scratch.free, isStill: isStill, frames: frames,
                at: frame)
        }
        if isStill && isAny(equalizer.isCalm) {
            equalizer.renderCalm(left: left, right: right, scratch: scratch.free, frames: frames, at: frame)
        } else {
            equalizer.render(
                rows.equalizer, left: left, right: right, scratch: scratch.free, frames: frames, at: frame)
        }
        renderCompressor(job, rows, scratch: scratch)
        deEsser.render(
            rows.deEsser, left: left, right: right, scratch: scratch.free, isStill: isStill, frames: frames, at: frame
        )
        if job.pointee.isBus {
            busCompressor.render(
                rows.busCompressor(BusCompressorRows(scratch.first)), left: left, right: right, scratch: scratch.free,
                isStill: isStill, frames: frames, at: frame)
        }
        let gains = output.gains(
            rows, level: job.pointee.vca, open: gates.opened, isMono: job.pointee.isMono, law: job.pointee.panLaw,
            scratch: scratch, isStill: isStill, frames: frames)
        silenceNonFinite(left, right, from: 0, frames: frames)
        var found: UInt8 = 0
        if !output.render(gains, meter: &meter, scratch: scratch, frames: frames) {
            found = contain(left, right, frames: frames)
            _ = output.render(gains, meter: &meter, scratch: scratch, frames: frames)
        }
        leave(job, scratch: scratch)
        if isStill {
            let isPassing = !gates.passing.isMoving && isSame(gates.passing.first, Vector(repeating: 1))
            isCalm = VectorMask(repeating: isSettled(isPassing: isPassing, isBus: job.pointee.isBus))
            isBare = VectorMask(repeating: isAny(isCalm) && hasNoStages(isBus: job.pointee.isBus))
        }
        return GroupResult(isHeard: true, nonFinite: found)
    }

    /// Writes what leaves the strips to its rows.
    @_noLocks @_noAllocation @inline(__always)
    mutating func leave(_ job: UnsafePointer<GroupJob>, scratch: Scratch) {
        let frames = job.pointee.frames
        Transposition.scatter(scratch.outLeft, into: job.pointee.outputs, frames: frames)
        Transposition.scatter(scratch.outRight, into: job.pointee.outputs + 8 &* Block.frames, frames: frames)
        if let before = job.pointee.before {
            Transposition.scatter(scratch.left, into: before, frames: frames)
            Transposition.scatter(scratch.right, into: before + 8 &* Block.frames, frames: frames)
        }
    }

    @_noLocks @_noAllocation
    private mutating func renderCompressor(_ job: UnsafePointer<GroupJob>, _ rows: StageRows, scratch: Scratch) {
        let frames = job.pointee.frames
        let frame = job.pointee.frame
        guard let keys = job.pointee.keys else {
            if job.pointee.isStill && isAny(compressor.isCalm) {
                compressor.renderCalm(
                    left: scratch.left, right: scratch.right, squares: scratch.free, frames: frames, at: frame)
                return
            }
            compressor.render(
                rows.compressor, left: scratch.left, right: scratch.right, scratch: scratch.free,
                isStill: job.pointee.isStill, frames: frames, at: frame)
            return
        }
        Transposition.gather(keys, into: scratch.keyLeft, frames: frames)
        Transposition.gather(keys + 8, into: scratch.keyRight, frames: frames)
        // A column without a key listens to its own signal at the compressor's input.
        let isOwn = .!job.pointee.isKeyed
        for offset in 0..<frames {
            scratch.keyLeft[offset].replace(with: scratch.left[offset], where: isOwn)
            scratch.keyRight[offset].replace(with: scratch.right[offset], where: isOwn)
        }
        compressor.render(
            rows.compressor, left: scratch.left, right: scratch.right, keyLeft: scratch.keyLeft,
            keyRight: scratch.keyRight, scratch: scratch.free, isStill: job.pointee.isStill, frames: frames, at: frame
        )
    }

    /// Whether silence gives silence. (Mutating for speed alone: a non-mutating call would be given a copy of the group.)
    @_noLocks @_noAllocation
    private mutating func isIdle(_ rows: StageRows, scratch: Scratch, isBus: Bool) -> Bool {
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
        // The other stages have followed their parameters if the block begins at a frame of the grid.
        let hasFollowed = frame & Int64(Block.coefficientFrames &- 1) == 0
        let isCalm = isAny(filters.isCalm) && isAny(equalizer.isCalm) && isAny(areGatesCalm)
        let isSettled = input.isSettled(rows) && output.isSettled(rows)
        isAsleep = VectorMask(repeating: hasFollowed && isCalm && isSettled)
        meter.renderSilence(frames: frames)
    }
}
