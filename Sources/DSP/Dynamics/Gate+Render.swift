import CRealtime
public import Lanes

extension Gate {
    /// Whether silence gives silence in this block, and ``skip(_:frames:at:)`` does what is left to do.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public func isIdle(_ p: Parameters) -> Bool {
        if fade.isOff(p.on) { return true }
        if p.range.isMoving || p.ratio.isMoving || !fade.isSettled(p.on) { return false }
        // At a ratio of 1 nothing ever closes.
        let isStraight = .!(p.ratio.first .> 0)
        let rest = LevelGain.amplitude(octaves: -Gate.depth(p.range.first)).replacing(with: 1, where: isStraight)
        let isClosed = (gain .== rest) .& (opened .<= 0) .& (held .<= 0)
        let isNew = (gain .< 0) .& .!isStraight
        let isAwake: LaneMask = (p.on.first .>= 0.5) .& .!(isNew .| isClosed)
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
    }

    /// Gates a block in place.
    ///
    /// - Parameters:
    ///   - scratch: 16 blocks.
    ///   - frame: session frame of the block's first sample.
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func render(
        _ p: Parameters, left: UnsafeMutablePointer<Lanes>, right: UnsafeMutablePointer<Lanes>,
        scratch: UnsafeMutablePointer<Lanes>, frames: Int, at frame: Int64
    ) {
        if fade.isOff(p.on) {
            skip(p, frames: frames, at: frame)
            return
        }
        fade.skip(p.on)
        let wasOff = fade.wasOff
        enter(p)
        if frame & Int64(Block.frames &- 1) == 0 {
            highPass.flush()
            lowPass.flush()
        }
        let open = fade.render(p.on, scratch: scratch, frames: frames)
        let rows = Rows(p, open: open, scratch: scratch, frames: frames)
        var start = 0
        var isOut = wasOff
        while start < frames {
            let phase = Int((frame &+ Int64(start)) & Int64(Block.coefficientFrames &- 1))
            if phase == 0 && isStale(p, at: start) { tune(p, at: start, where: LaneMask(repeating: true)) }
            var end = start &+ Block.coefficientFrames &- phase
            while end < frames {
                if isStale(p, at: end) { break }
                end &+= Block.coefficientFrames
            }
            if end > frames { end = frames }
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
    }

    /// What moves with the samples.
    struct Rows {
        /// 0 out of circuit … 1 in.
        let open: LaneRow
        /// Level from which it opens; below 0 out of circuit.
        let opening: LaneRow
        /// Level below which it closes.
        let closing: LaneRow
        /// Gain when closed.
        let closed: LaneRow
        /// Whether a lane in circuit has a ratio below 100.
        let isExpanding: Bool

        @_noLocks @_noAllocation
        init(_ p: Parameters, open: LaneRow, scratch: UnsafeMutablePointer<Lanes>, frames: Int) {
            let opening = scratch + Block.frames
            let closing = scratch + 2 &* Block.frames
            let closed = scratch + 3 &* Block.frames
            let isMoving = p.threshold.isMoving || p.hysteresis.isMoving || open.isMoving
            for frame in 0..<(isMoving ? frames : 1) {
                let isOut = open[frame] .== 0
                var threshold = p.threshold[frame].replacing(with: -120, where: .!(p.threshold[frame] .> -120))
                threshold.replace(with: 60, where: threshold .> 60)
                var below = p.hysteresis[frame].replacing(with: 0, where: .!(p.hysteresis[frame] .> 0))
                below.replace(with: 60, where: below .> 60)
                let high = LevelGain.amplitude(octaves: threshold * LevelGain.octavesPerDecibel)
                let low = LevelGain.amplitude(octaves: (threshold - below) * LevelGain.octavesPerDecibel)
                opening[frame] = high.replacing(with: -1, where: isOut)
                closing[frame] = low.replacing(with: -1, where: isOut)
            }
            for frame in 0..<(p.range.isMoving ? frames : 1) {
                closed[frame] = LevelGain.amplitude(octaves: -Gate.depth(p.range[frame]))
            }
            self.open = open
            self.opening = isMoving ? LaneRow(moving: opening) : LaneRow(constant: opening)
            self.closing = isMoving ? LaneRow(moving: closing) : LaneRow(constant: closing)
            self.closed = p.range.isMoving ? LaneRow(moving: closed) : LaneRow(constant: closed)
            var isExpanding = p.ratio.isMoving || open.isMoving && Ballistics.any(Gate.isExpander(p.ratio.first))
            if !isExpanding { isExpanding = Ballistics.any(Gate.isExpander(p.ratio.first) .& (open.first .!= 0)) }
            self.isExpanding = isExpanding
        }
    }

    /// Below a ratio of 100, less the rounding of its position.
    @_noLocks @_noAllocation @inline(__always)
    static func isExpander(_ ratio: Lanes) -> LaneMask { ratio .< 6.6438 }

    /// Frames `start ..< end`, over which coefficients stand.
    @_noLocks @_noAllocation
    private mutating func render(
        _ p: Parameters, _ rows: Rows, _ left: UnsafeMutablePointer<Lanes>, _ right: UnsafeMutablePointer<Lanes>,
        _ scratch: UnsafeMutablePointer<Lanes>, _ start: Int, _ end: Int
    ) {
        var (l, r) = (left, right)
        if Ballistics.any(highPass.isIn .| lowPass.isIn) {
            (l, r) = (scratch + 8 &* Block.frames, scratch + 9 &* Block.frames)
            filter(left, right, l, r, rows.open, start, end)
        }
        let states = scratch + 5 &* Block.frames
        let level = scratch + 6 &* Block.frames
        let masks = detect(l, r, rows, states: states, level: level, start, end)
        // Wide open, or closed for good: a constant.
        let gate = .!Gate.isExpander(p.ratio.first)
        let isClosed = .!masks.ever .& (gain .== rows.closed.first) .& gate
        let isSteady = (masks.always .& (gain .== 1)) .| isClosed
        if !rows.open.isMoving && !rows.closed.isMoving && !p.ratio.isMoving && !Ballistics.any(.!isSteady) {
            let g = gain
            held = SIMD8(repeating: 0)
            lowest = Ballistics.smaller(g, lowest)
            if !Ballistics.any(g .!= 1) { return }
            for frame in start..<end {
                left[frame] *= g
                right[frame] *= g
            }
            return
        }
        var closed = rows.closed
        if rows.isExpanding {
            closed = curve(p, rows, level: level, into: scratch + 7 &* Block.frames, start, end)
        }
        if rows.open.isMoving {
            move(p, rows, closed, states, left, right, start, end, isExpanding: true, isFading: true)
        } else if rows.isExpanding {
            move(p, rows, closed, states, left, right, start, end, isExpanding: true, isFading: false)
        } else {
            move(p, rows, closed, states, left, right, start, end, isExpanding: false, isFading: false)
        }
    }

    @_noLocks @_noAllocation
    private mutating func filter(
        _ left: UnsafePointer<Lanes>, _ right: UnsafePointer<Lanes>, _ toLeft: UnsafeMutablePointer<Lanes>,
        _ toRight: UnsafeMutablePointer<Lanes>, _ open: LaneRow, _ start: Int, _ end: Int
    ) {
        // Once through each, so that what leaves the circuit is forgotten; passing on costs little beside filtering.
        highPass.render(
            left: left, right: right, toLeft: toLeft, toRight: toRight, start, end, open: open, isHigh: true)
        lowPass.render(
            left: toLeft, right: toRight, toLeft: toLeft, toRight: toRight, start, end, open: open, isHigh: false)
    }

    /// Levels, and whether the gate is open, frame by frame.
    @_noLocks @_noAllocation
    private mutating func detect(
        _ left: UnsafePointer<Lanes>, _ right: UnsafePointer<Lanes>, _ rows: Rows,
        states: UnsafeMutablePointer<Lanes>, level: UnsafeMutablePointer<Lanes>, _ start: Int, _ end: Int
    ) -> (always: LaneMask, ever: LaneMask) {
        let whole = tuning.frames
        var count = opened
        var isOpen = count .> 0
        var always = LaneMask(repeating: true)
        var ever = LaneMask(repeating: false)
        for frame in start..<end {
            let magnitude = Ballistics.larger(Ballistics.magnitude(left[frame]), Ballistics.magnitude(right[frame]))
            level[frame] = magnitude
            let isShut = (magnitude .< rows.opening[frame]) .& ((magnitude .< rows.closing[frame]) .| .!isOpen)
            // A truth is −1 in bits: one less while there is something left.
            let less = count &+ unsafeBitCast(isOpen, to: SIMD8<Int32>.self)
            count = whole.replacing(with: less, where: isShut)
            isOpen = count .> 0
            states[frame] = unsafeBitCast(isOpen, to: Lanes.self)
            always = always .& isOpen
            ever = ever .| isOpen
        }
        opened = count
        return (always, ever)
    }

    /// What an expander lets through of levels below the threshold; a gate's is the range.
    @_noLocks @_noAllocation
    private func curve(
        _ p: Parameters, _ rows: Rows, level: UnsafePointer<Lanes>, into target: UnsafeMutablePointer<Lanes>,
        _ start: Int, _ end: Int
    ) -> LaneRow {
        for frame in start..<end {
            var ratio = p.ratio[frame].replacing(with: 0, where: .!(p.ratio[frame] .> 0))
            ratio.replace(with: 7, where: ratio .> 7)
            let slope = LevelGain.amplitude(octaves: ratio) - 1
            var threshold = p.threshold[frame].replacing(with: -120, where: .!(p.threshold[frame] .> -120))
            threshold.replace(with: 60, where: threshold .> 60)
            // Silence lies infinitely deep.
            let octaves = LevelGain.log2(level[frame]).replacing(with: -10_000, where: level[frame] .< 1e-15)
            let below = (octaves - threshold * LevelGain.octavesPerDecibel) * slope
            let depth = -Gate.depth(p.range[frame])
            var change = below.replacing(with: 0, where: below .> 0)
            change.replace(with: depth, where: .!(change .> depth))
            change.replace(with: depth, where: .!Gate.isExpander(p.ratio[frame]))
            target[frame] = LevelGain.amplitude(octaves: change)
        }
        return LaneRow(moving: target)
    }

    /// Moves the gain towards what it should be, and applies it.
    @_noLocks @_noAllocation @inline(__always)
    private mutating func move(
        _ p: Parameters, _ rows: Rows, _ closed: LaneRow, _ states: UnsafePointer<Lanes>,
        _ left: UnsafeMutablePointer<Lanes>, _ right: UnsafeMutablePointer<Lanes>, _ start: Int, _ end: Int,
        isExpanding: Bool, isFading: Bool
    ) {
        let fall = tuning.fall
        let rise = tuning.rise
        let frames = tuning.frames
        var g = gain
        var low = lowest
        var wait = held
        for frame in start..<end {
            let isOpen = unsafeBitCast(states[frame], to: LaneMask.self)
            let shut = closed[frame]
            let target = shut.replacing(with: 1, where: isOpen)
            var fallen = g - g * fall
            if isExpanding {
                // Levels that keep the gain up, at its ends excepted, where it rests.
                let keeps = (shut .>= g) .& (g .< 1) .& (g .> rows.closed[frame])
                let isHolding = .!isOpen .& Gate.isExpander(p.ratio[frame])
                let less = wait &+ unsafeBitCast(wait .> 0, to: SIMD8<Int32>.self)
                wait = less.replacing(with: frames, where: keeps)
                wait.replace(with: 0, where: .!isHolding)
                fallen.replace(with: g, where: wait .> 0)
            }
            g = Ballistics.smaller(Ballistics.larger(target, fallen), g + rise)
            if isFading {
                let w = rows.open[frame]
                g.replace(with: 1, where: w .== 0)
                let heard = 1 + w * (g - 1)
                low = Ballistics.smaller(heard, low)
                left[frame] *= heard
                right[frame] *= heard
            } else {
                low = Ballistics.smaller(g, low)
                left[frame] *= g
                right[frame] *= g
            }
        }
        gain = g
        lowest = low
        held = wait
    }
}
