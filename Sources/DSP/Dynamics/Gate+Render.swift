import CRealtime
public import Vectors

extension Gate {
    /// Whether silence gives silence in this block, and ``skip(_:frames:at:)`` does what is left to do.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation @inline(__always)
    public func isIdle(_ p: Parameters) -> Bool {
        if fade.isOff(p.on) { return true }
        if p.range.isMoving || p.ratio.isMoving || !fade.isSettled(p.on) { return false }
        // At a ratio of 1 nothing ever closes.
        let isStraight = .!(p.ratio.first .> 0)
        let rest = LevelGain.amplitude(octaves: -Gate.depth(p.range.first)).replacing(with: 1, where: isStraight)
        let isClosed = (gain .== rest) .& .!Ballistics.isLeft(opened | held)
        let isNew = (gain .< 0) .& .!isStraight
        let isAwake: VectorMask = (p.on.first .>= 0.5) .& .!(isNew .| isClosed)
        return !Ballistics.any(isAwake) && highPass.isZero && lowPass.isZero
    }

    /// Passes over a silent block in which the gate is idle.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func skip(_ p: Parameters, frames: Int, at frame: Int64) {
        fade.skip(p.on)
        enter(p)
        follow(p, frames: frames, at: frame)
        let isOff = fade.wasOff
        gain.replace(with: 1, where: isOff)
        lowest = Ballistics.smaller(gain, lowest)
        standing.isCurrent = VectorMask(repeating: false)
        isCalm = VectorMask(repeating: false)
        isResting = VectorMask(repeating: fade.isOff(p.on) && !isStale(p, at: 0))
    }

    /// Passes over a silent still block after one that was passed over.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    mutating func sleep() { lowest = Ballistics.smaller(gain, lowest) }

    /// Gates a block in place.
    ///
    /// - Parameters:
    ///   - scratch: 16 blocks.
    ///   - isStill: the positions are those of the block before.
    ///   - frame: play-line frame of the block's first sample.
    /// - Thread: audio.
    // Large: one loop over the block; what its parts would hand on is a dozen vectors.
    @_noLocks @_noAllocation
    public mutating func render(
        _ p: Parameters, left: UnsafeMutablePointer<Vector>, right: UnsafeMutablePointer<Vector>,
        scratch: UnsafeMutablePointer<Vector>, isStill: Bool = false, frames: Int, at frame: Int64
    ) {
        if isStill {
            if Ballistics.any(isResting) {
                sleep()
                return
            }
            if Ballistics.any(isCalm) {
                renderCalm(left: left, right: right, frames: frames)
                return
            }
        }
        if fade.isOff(p.on) {
            skip(p, frames: frames, at: frame)
            return
        }
        fade.skip(p.on)
        let wasOff = fade.wasOff
        let isStanding = isStill && Ballistics.any(standing.isCurrent)
        if !isStanding { enter(p) }
        if frame & Int64(Block.frames &- 1) == 0 {
            highPass.flush()
            lowPass.flush()
        }
        let open = fade.render(p.on, scratch: scratch, frames: frames)
        let rows =
            isStanding
            ? Rows(standing, open: open, scratch: scratch) : Rows(p, open: open, scratch: scratch, frames: frames)
        var start = 0
        var isOut = wasOff
        while start < frames {
            let phase = Int((frame &+ Int64(start)) & Int64(Block.coefficientFrames &- 1))
            var end = frames
            if !isStanding {
                if phase == 0 && isStale(p, at: start) { tune(p, at: start, where: VectorMask(repeating: true)) }
                end = start &+ Block.coefficientFrames &- phase
                while end < frames {
                    if isStale(p, at: end) { break }
                    end &+= Block.coefficientFrames
                }
                if end > frames { end = frames }
            }
            gain.replace(with: 1, where: isOut)
            opened.replace(with: tuning.frames, where: isOut)
            held.replace(with: 0, where: isOut)
            render(p, rows, left, right, scratch, start, end)
            isOut = open[end &- 1] .== 0
            start = end
        }
        gain.replace(with: 1, where: isOut)
        opened.replace(with: 0, where: isOut)
        held.replace(with: 0, where: isOut)
        if !isStanding {
            standing.keep(rows, isCurrent: rows.isStanding && !open.isMoving && !isStale(p, at: 0))
            let isListening = Ballistics.any(highPass.isIn .| lowPass.isIn)
            isCalm = standing.isCurrent .& VectorMask(repeating: !rows.isExpanding && !isListening)
        }
        isResting = VectorMask(repeating: false)
    }

    /// Frames `start ..< end`, in which no coefficient changes.
    @_noLocks @_noAllocation
    private mutating func render(
        _ p: Parameters, _ rows: Rows, _ left: UnsafeMutablePointer<Vector>, _ right: UnsafeMutablePointer<Vector>,
        _ scratch: UnsafeMutablePointer<Vector>, _ start: Int, _ end: Int
    ) {
        var (l, r) = (UnsafePointer(left), UnsafePointer(right))
        let (toLeft, toRight) = (scratch + 8 &* Block.frames, scratch + 9 &* Block.frames)
        if Ballistics.any(highPass.isIn) {
            highPass.renderHigh(left: l, right: r, toLeft: toLeft, toRight: toRight, start, end, open: rows.open)
            (l, r) = (UnsafePointer(toLeft), UnsafePointer(toRight))
        }
        if Ballistics.any(lowPass.isIn) {
            lowPass.renderLow(left: l, right: r, toLeft: toLeft, toRight: toRight, start, end, open: rows.open)
            (l, r) = (UnsafePointer(toLeft), UnsafePointer(toRight))
        }
        let isPlain = !rows.isExpanding && !rows.open.isMoving && !rows.closed.isMoving && !rows.opening.isMoving
        if isPlain {
            let isResting = (gain .== 1) .| (gain .== rows.closed.first)
            if Ballistics.any(.!isResting) {
                work(
                    opening: rows.opening.first, closing: rows.closing.first, closed: rows.closed.first,
                    hearing: l, r, left, right, start, end)
                return
            }
        }
        let states = scratch + 5 &* Block.frames
        let level = scratch + 6 &* Block.frames
        let masks = detect(l, r, rows, states: states, level: level, start, end)
        // Each column is open, or closed, over all of these frames: constant gains.
        let gate = .!Gate.isExpander(p.ratio.first)
        let isClosed = .!masks.ever .& (gain .== rows.closed.first) .& gate
        let isSteady = (masks.always .& (gain .== 1)) .| isClosed
        if !rows.open.isMoving && !rows.closed.isMoving && !p.ratio.isMoving && !Ballistics.any(.!isSteady) {
            let g = gain
            held = SIMD8(repeating: 0)
            lowest = Ballistics.smaller(g, lowest)
            if !Ballistics.any(g .!= 1) { return }
            var frame = start
            while frame < end {
                left[frame] *= g
                right[frame] *= g
                frame &+= 1
            }
            return
        }
        if rows.isExpanding {
            let closed = curve(p, rows, level: level, into: scratch + 7 &* Block.frames, start, end)
            expand(p, rows, closed, states, left, right, start, end)
        } else if rows.open.isMoving || rows.closed.isMoving {
            expand(p, rows, rows.closed, states, left, right, start, end)
        } else {
            move(rows, states, left, right, start, end)
        }
    }
}
