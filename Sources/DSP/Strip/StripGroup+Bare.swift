import CRealtime
import Vectors

/// Strips without any stage in circuit: two gains and a meter, along the strips' own rows, without transposition.
extension StripGroup {
    /// Whether no stage is in circuit. (Mutating for speed alone: a non-mutating call would be given a copy of everything.)
    @_noLocks @_noAllocation
    mutating func hasNoStages(isBus: Bool) -> Bool {
        guard isAny(gate.isResting) && isAny(compressor.isResting) else { return false }
        guard !filters.isIn && !equalizer.isIn else { return false }
        return !isBus || isAny(busCompressor.isResting)
    }

    /// Whether a calm block is nothing but gains.
    @_noLocks @_noAllocation @inline(__always)
    mutating func isBare(_ job: UnsafePointer<GroupJob>) -> Bool {
        isAny(isBare) && job.pointee.before == nil && job.pointee.frames & 7 == 0 && !isAny(nonFinite)
    }

    /// Renders a block that ``isBare(_:)``. The bits are those of ``renderCalm(_:scratch:)``.
    ///
    /// - Returns: false if a sample is non-finite; then the block is still to be rendered.
    @_noLocks @_noAllocation
    mutating func renderBare(_ job: UnsafePointer<GroupJob>, scratch: Scratch) -> Bool {
        noteGains(job, scratch: scratch)
        let frames = job.pointee.frames
        let left = amplify(job, 0, into: job.pointee.outputs, scratch: scratch, frames: frames)
        let right = amplify(job, 8, into: job.pointee.outputs + 8 &* Block.frames, scratch: scratch, frames: frames)
        return meter.take(left: left, right: right, frames: frames)
    }

    /// Measures a block that ``isBare(_:)`` and whose input gain is 1: the output gains are left to whoever sums the inputs, so no
    /// sample is written.
    ///
    /// - Returns: as ``renderBare(_:scratch:)``.
    @_noLocks @_noAllocation
    mutating func measureBare(_ job: UnsafePointer<GroupJob>, scratch: Scratch) -> Bool {
        noteGains(job, scratch: scratch)
        // A whole cell has a length that the compiler knows, and takes half as many instructions.
        let frames = job.pointee.frames
        return frames == Block.frames
            ? measure(job, scratch: scratch, frames: Block.frames) : measure(job, scratch: scratch, frames: frames)
    }

    /// Measures both sides of all strips.
    @_noLocks @_noAllocation @inline(__always)
    private mutating func measure(_ job: UnsafePointer<GroupJob>, scratch: Scratch, frames: Int) -> Bool {
        let left = amplify(job, 0, into: nil, scratch: scratch, frames: frames)
        let right = amplify(job, 8, into: nil, scratch: scratch, frames: frames)
        return meter.take(left: left, right: right, frames: frames)
    }

    /// Stores the gains as single floats: those of the inputs in the scratch, those of the outputs in the job's room, eight left ones
    /// and eight right ones.
    @_noLocks @_noAllocation @inline(__always)
    private func noteGains(_ job: UnsafePointer<GroupJob>, scratch: Scratch) {
        scratch.left.pointee = input.standing
        let gains = UnsafeMutableRawPointer(job.pointee.gains)
        gains.storeBytes(of: output.standing.left, as: Vector.self)
        gains.storeBytes(of: output.standing.right, toByteOffset: 32, as: Vector.self)
    }

    /// Amplifies and measures one side of all strips.
    ///
    /// - Parameters:
    ///   - first: 0 for the left side, 8 for the right one.
    ///   - output: eight rows; `nil`: it is only measured.
    /// - Returns: by strip, sums of squares and the highest of them.
    @_noLocks @_noAllocation @inline(__always)
    private func amplify(
        _ job: UnsafePointer<GroupJob>, _ first: Int, into output: UnsafeMutablePointer<Float>?, scratch: Scratch,
        frames: Int
    ) -> MeterTap.Found {
        let numbers = UnsafeMutableRawPointer(scratch.left).assumingMemoryBound(to: Float.self)
        rt_amplify_rows8(
            job.pointee.inputs + first, (job.pointee.ahead ?? job.pointee.inputs) + first, output, Block.frames,
            numbers, job.pointee.gains + first, frames, numbers + 8, numbers + 16)
        return MeterTap.Found(sum: scratch.left[1], high: scratch.left[2])
    }
}
