import Vectors

/// Still blocks after a calm one: the loops over the samples, and nothing else.
extension StripGroup {
    /// Whether the next block may be rendered by ``renderCalm(_:scratch:)``, if it is still.
    @_noLocks @_noAllocation
    mutating func isSettled(isPassing: Bool, isBus: Bool) -> Bool {
        guard isPassing && isAny(areGatesCalm) && isAny(input.isPlain) && isAny(output.isPlain) else { return false }
        guard isAny(filters.isCalm) && isAny(equalizer.isCalm) && isAny(deEsser.isResting) else { return false }
        guard isAny(gate.isCalm .| gate.isResting) && isAny(compressor.isCalm .| compressor.isResting) else {
            return false
        }
        return !isBus || isAny(busCompressor.isCalm .| busCompressor.isResting)
    }

    /// Renders a block that sounds.
    @_noLocks @_noAllocation
    mutating func renderCalm(_ job: UnsafePointer<GroupJob>, scratch: Scratch) -> GroupResult {
        let (left, right) = (scratch.left, scratch.right)
        let frames = job.pointee.frames
        let frame = job.pointee.frame
        if isBare(job) {
            let isWritten = job.pointee.isOutputWanted || !isSame(input.standing, Vector(repeating: 1))
            if isWritten ? renderBare(job, scratch: scratch) : measureBare(job, scratch: scratch) {
                gate.sleep()
                return GroupResult(isHeard: true, isBare: !isWritten, nonFinite: 0)
            }
        }
        Transposition.gather(job.pointee.inputs, into: left, frames: frames)
        Transposition.gather(job.pointee.inputs + 8, into: right, frames: frames)
        input.renderCalm(left, right, frames: frames)
        renderGate(scratch, frames: frames, at: frame)
        renderCompressor(scratch, frames: frames, at: frame)
        if job.pointee.isBus && isAny(busCompressor.isCalm) {
            busCompressor.renderCalm(left: left, right: right, squares: scratch.free, frames: frames, at: frame)
        }
        silenceNonFinite(left, right, from: 0, frames: frames)
        var found: UInt8 = 0
        if !output.renderCalm(meter: &meter, scratch: scratch, frames: frames) {
            found = contain(left, right, frames: frames)
            _ = output.renderCalm(meter: &meter, scratch: scratch, frames: frames)
        }
        leave(job, scratch: scratch)
        return GroupResult(isHeard: true, nonFinite: found)
    }

    /// Filters and gate; a gate at rest listens in the filters' loop.
    @_noLocks @_noAllocation
    private mutating func renderGate(_ scratch: Scratch, frames: Int, at frame: Int64) {
        let (left, right) = (scratch.left, scratch.right)
        if isAny(gate.isCalm) && gate.isAtRest {
            var watch = gate.watch
            if filters.renderCalm(left: left, right: right, frames: frames, at: frame, heardBy: &watch) {
                gate.renderCalm(watch, left: left, right: right, frames: frames)
                return
            }
        }
        filters.renderCalm(left: left, right: right, scratch: scratch.free, frames: frames, at: frame)
        if isAny(gate.isCalm) { gate.renderCalm(left: left, right: right, frames: frames) } else { gate.sleep() }
    }

    /// Equaliser and compressor; the compressor listens in the equaliser's loop.
    @_noLocks @_noAllocation
    private mutating func renderCompressor(_ scratch: Scratch, frames: Int, at frame: Int64) {
        let (left, right) = (scratch.left, scratch.right)
        let isCompressing = isAny(compressor.isCalm)
        if isCompressing {
            var peaks = Compressor.Peaks(into: scratch.free)
            if equalizer.renderCalm(left: left, right: right, frames: frames, at: frame, heardBy: &peaks) {
                compressor.renderCalm(peaks, left: left, right: right, frames: frames, at: frame)
                return
            }
        }
        equalizer.renderCalm(left: left, right: right, scratch: scratch.free, frames: frames, at: frame)
        if isCompressing {
            compressor.renderCalm(left: left, right: right, squares: scratch.free, frames: frames, at: frame)
        }
    }
}
