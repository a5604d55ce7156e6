import CRealtime
import Lanes

/// Strips without any stage in circuit: two gains and a meter, along their own rows. Nothing need be turned into lanes and back.
extension StripGroup {
    /// Whether no stage is in circuit. (Changes nothing; but a call that may not change would be given a copy of all.)
    @_noLocks @_noAllocation
    mutating func hasNoStages(isBus: Bool) -> Bool {
        guard isAny(gate.isResting) && isAny(compressor.isResting) else { return false }
        guard !filters.isIn && !equalizer.isIn else { return false }
        return !isBus || isAny(busCompressor.isResting)
    }

    /// Whether a calm block is nothing but gains.
    @_noLocks @_noAllocation @inline(__always)
    mutating func isBare(_ job: UnsafePointer<GroupJob>) -> Bool {
        isAny(isBare) && job.pointee.before == nil && job.pointee.frames & 7 == 0 && !isAny(wild)
    }

    /// Renders a block that ``isBare(_:)``. The bits are those of ``renderCalm(_:scratch:)``.
    ///
    /// - Returns: false if something is no sound; then the block is still to be rendered.
    @_noLocks @_noAllocation
    mutating func renderBare(_ job: UnsafePointer<GroupJob>, scratch: Scratch) -> Bool {
        let frames = job.pointee.frames
        let sides = output.standing
        let left = amplify(job, 0, sides.left, rows: scratch.left, frames: frames)
        let right = amplify(job, 8, sides.right, rows: scratch.right, frames: frames)
        return meter.take(left: left, right: right, frames: frames)
    }

    /// Measures a block that ``isBare(_:)`` and whose inputs have no gain but the last: whoever sums them may amplify them, so
    /// nothing is written but the gains.
    ///
    /// - Returns: as ``renderBare(_:scratch:)``.
    @_noLocks @_noAllocation
    mutating func measureBare(_ job: UnsafePointer<GroupJob>, scratch: Scratch) -> Bool {
        let sides = output.standing
        let gains = UnsafeMutableRawPointer(job.pointee.gains)
        gains.storeBytes(of: sides.left, as: Lanes.self)
        gains.storeBytes(of: sides.right, toByteOffset: 32, as: Lanes.self)
        // Whole cells are told by their length, which the compiler knows: without loops, in half as many instructions.
        let frames = job.pointee.frames
        return frames == Block.frames
            ? measure(job, scratch: scratch, frames: Block.frames) : measure(job, scratch: scratch, frames: frames)
    }

    /// Measures both sides of all strips.
    @_noLocks @_noAllocation @inline(__always)
    private mutating func measure(_ job: UnsafePointer<GroupJob>, scratch: Scratch, frames: Int) -> Bool {
        let sides = output.standing
        let left = measure(job, 0, sides.left, rows: scratch.left, frames: frames)
        let right = measure(job, 8, sides.right, rows: scratch.right, frames: frames)
        return meter.take(left: left, right: right, frames: frames)
    }

    /// Measures one side of all strips.
    @_noLocks @_noAllocation @inline(__always)
    private func measure(
        _ job: UnsafePointer<GroupJob>, _ first: Int, _ gains: Lanes, rows: UnsafeMutablePointer<Lanes>, frames: Int
    ) -> MeterTap.Found {
        let floats = UnsafeMutableRawPointer(rows).assumingMemoryBound(to: Float.self)
        let ahead = job.pointee.ahead ?? job.pointee.inputs
        for lane in 0..<8 {
            rt_prefetch(ahead[first &+ lane], frames)
            let row = job.pointee.inputs[first &+ lane]
            rt_measure_row(row, gains[lane], frames, floats + 8 &* lane, floats + (64 &+ 8 &* lane))
        }
        return found(rows)
    }

    /// Amplifies one side of all strips.
    ///
    /// - Parameters:
    ///   - first: 0 for the left side, 8 for the right one.
    ///   - rows: room for four squares of eight.
    /// - Returns: by strip, sums of squares and highest magnitudes.
    @_noLocks @_noAllocation @inline(__always)
    private mutating func amplify(
        _ job: UnsafePointer<GroupJob>, _ first: Int, _ gains: Lanes, rows: UnsafeMutablePointer<Lanes>, frames: Int
    ) -> MeterTap.Found {
        let fed = input.standing
        let floats = UnsafeMutableRawPointer(rows).assumingMemoryBound(to: Float.self)
        for lane in 0..<8 {
            let row = first &+ lane
            rt_amplify_row(
                job.pointee.inputs[row], job.pointee.outputs + row &* Block.frames, fed[lane], gains[lane], frames,
                floats + 8 &* lane, floats + (64 &+ 8 &* lane))
        }
        return found(rows)
    }

    /// What was found in a side: from two squares, a row for each strip, to a column for each.
    @_noLocks @_noAllocation @inline(__always)
    private func found(_ rows: UnsafeMutablePointer<Lanes>) -> MeterTap.Found {
        let floats = UnsafeMutableRawPointer(rows).assumingMemoryBound(to: Float.self)
        rt_transpose8(floats, 8, floats + 128, 8)
        rt_transpose8(floats + 64, 8, floats + 192, 8)
        var found = MeterTap.Found(sum: rows[16], high: rows[24])
        for part in 1..<8 {
            found.sum += rows[16 &+ part]
            found.high = Ballistics.larger(rows[24 &+ part], found.high)
        }
        return found
    }
}
