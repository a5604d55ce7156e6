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
        let isClosed = (gain .== rest) .& .!Ballistics.isLeft(opened | held)
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
        /// Octaves of the threshold.
        let threshold: LaneRow
        /// Octaves that the gain falls for an octave of level.
        let slope: LaneRow
        /// Octaves of the range, not above 0.
        let depth: LaneRow
        /// Whether a lane in circuit has a ratio below 100.
        let isExpanding: Bool

        @_noLocks @_noAllocation
        init(_ p: Parameters, open: LaneRow, scratch: UnsafeMutablePointer<Lanes>, frames: Int) {
            let opening = scratch + Block.frames
            let closing = scratch + 2 &* Block.frames
            let closed = scratch + 3 &* Block.frames
            let (thresholds, slopes) = (scratch + 10 &* Block.frames, scratch + 11 &* Block.frames)
            let depths = scratch + 12 &* Block.frames
            let isMoving = p.threshold.isMoving || p.hysteresis.isMoving || open.isMoving
            for frame in 0..<(isMoving ? frames : 1) {
                let isOut = open[frame] .== 0
                var threshold = p.threshold[frame].replacing(with: -120, where: .!(p.threshold[frame] .> -120))
                threshold.replace(with: 60, where: threshold .> 60)
                var below = p.hysteresis[frame].replacing(with: 0, where: .!(p.hysteresis[frame] .> 0))
                below.replace(with: 60, where: below .> 60)
                thresholds[frame] = threshold * LevelGain.octavesPerDecibel
                let high = LevelGain.amplitude(octaves: thresholds[frame])
                let low = LevelGain.amplitude(octaves: (threshold - below) * LevelGain.octavesPerDecibel)
                opening[frame] = high.replacing(with: -1, where: isOut)
                closing[frame] = low.replacing(with: -1, where: isOut)
            }
            for frame in 0..<(p.range.isMoving ? frames : 1) {
                depths[frame] = -Gate.depth(p.range[frame])
                closed[frame] = LevelGain.amplitude(octaves: depths[frame])
            }
            for frame in 0..<(p.ratio.isMoving ? frames : 1) {
                var ratio = p.ratio[frame].replacing(with: 0, where: .!(p.ratio[frame] .> 0))
                ratio.replace(with: 7, where: ratio .> 7)
                slopes[frame] = LevelGain.amplitude(octaves: ratio) - 1
            }
            self.open = open
            self.opening = isMoving ? LaneRow(moving: opening) : LaneRow(constant: opening)
            self.closing = isMoving ? LaneRow(moving: closing) : LaneRow(constant: closing)
            self.closed = p.range.isMoving ? LaneRow(moving: closed) : LaneRow(constant: closed)
            threshold = isMoving ? LaneRow(moving: thresholds) : LaneRow(constant: thresholds)
            slope = p.ratio.isMoving ? LaneRow(moving: slopes) : LaneRow(constant: slopes)
            depth = p.range.isMoving ? LaneRow(moving: depths) : LaneRow(constant: depths)
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
                work(rows, l, r, left, right, start, end)
                return
            }
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

    /// Levels, and whether the gate is open, frame by frame.
    @_noLocks @_noAllocation
    private mutating func detect(
        _ left: UnsafePointer<Lanes>, _ right: UnsafePointer<Lanes>, _ rows: Rows,
        states: UnsafeMutablePointer<Lanes>, level: UnsafeMutablePointer<Lanes>, _ start: Int, _ end: Int
    ) -> (always: LaneMask, ever: LaneMask) {
        var state = Detection(count: opened, whole: tuning.frames)
        var frame = start
        if rows.opening.isMoving {
            while frame < end {
                let magnitude = Gate.level(left[frame], right[frame])
                level[frame] = magnitude
                states[frame] = state.step(magnitude, rows.opening[frame], rows.closing[frame])
                frame &+= 1
            }
        } else {
            let (opening, closing) = (rows.opening.first, rows.closing.first)
            while frame < end {
                let magnitude = Gate.level(left[frame], right[frame])
                level[frame] = magnitude
                states[frame] = state.step(magnitude, opening, closing)
                frame &+= 1
            }
        }
        opened = state.count
        return (state.always, state.ever)
    }

    @_noLocks @_noAllocation @inline(__always)
    private static func level(_ left: Lanes, _ right: Lanes) -> Lanes {
        Ballistics.larger(Ballistics.magnitude(left), Ballistics.magnitude(right))
    }

    /// Opens and closes.
    struct Detection {
        var count: SIMD8<Int32>
        let whole: SIMD8<Int32>
        var isOpen: LaneMask
        var always = LaneMask(repeating: true)
        var ever = LaneMask(repeating: false)

        @_noLocks @_noAllocation @inline(__always)
        init(count: SIMD8<Int32>, whole: SIMD8<Int32>) {
            self.count = count
            self.whole = whole
            isOpen = Ballistics.isLeft(count)
        }

        /// - Returns: the bits of the mask of what is open.
        @_noLocks @_noAllocation @inline(__always)
        mutating func step(_ level: Lanes, _ opening: Lanes, _ closing: Lanes) -> Lanes {
            let stays = .!(level .< opening) .| (isOpen .& .!(level .< closing))
            let full = whole & unsafeBitCast(stays, to: SIMD8<Int32>.self)
            // A shorter hold time than before takes over as the old one runs down.
            count = rt_larger(Ballistics.less(count), full)
            isOpen = Ballistics.isLeft(count)
            always = always .& isOpen
            ever = ever .| isOpen
            return unsafeBitCast(isOpen, to: Lanes.self)
        }
    }

    /// What an expander lets through of levels below the threshold; a gate's is the range.
    @_noLocks @_noAllocation
    private func curve(
        _ p: Parameters, _ rows: Rows, level: UnsafePointer<Lanes>, into target: UnsafeMutablePointer<Lanes>,
        _ start: Int, _ end: Int
    ) -> LaneRow {
        var frame = start
        while frame < end {
            // Silence lies infinitely deep.
            let octaves = LevelGain.log2(level[frame]).replacing(with: -10_000, where: level[frame] .< 1e-15)
            let below = (octaves - rows.threshold[frame]) * rows.slope[frame]
            let depth = rows.depth[frame]
            var change = below.replacing(with: 0, where: below .> 0)
            change.replace(with: depth, where: .!(change .> depth) .| .!Gate.isExpander(p.ratio[frame]))
            target[frame] = LevelGain.amplitude(octaves: change)
            frame &+= 1
        }
        return LaneRow(moving: target)
    }

    /// Moves the gain of gates towards what it should be, and applies it.
    @_noLocks @_noAllocation
    private mutating func move(
        _ rows: Rows, _ states: UnsafePointer<Lanes>, _ left: UnsafeMutablePointer<Lanes>,
        _ right: UnsafeMutablePointer<Lanes>, _ start: Int, _ end: Int
    ) {
        let (rise, keep, closed) = (tuning.rise, tuning.keep, rows.closed.first)
        var g = gain
        var low = lowest
        var frame = start
        while frame < end {
            let target = closed.replacing(with: 1, where: unsafeBitCast(states[frame], to: LaneMask.self))
            g = Ballistics.smaller(Ballistics.larger(target, g * keep), g + rise)
            low = Ballistics.smaller(g, low)
            left[frame] *= g
            right[frame] *= g
            frame &+= 1
        }
        gain = g
        lowest = low
        held = SIMD8(repeating: 0)
    }

    /// Opens and closes, and moves the gain, at once: while the one waits for its last frame, the other goes on.
    @_noLocks @_noAllocation
    private mutating func work(
        _ rows: Rows, _ listenLeft: UnsafePointer<Lanes>, _ listenRight: UnsafePointer<Lanes>,
        _ left: UnsafeMutablePointer<Lanes>, _ right: UnsafeMutablePointer<Lanes>, _ start: Int, _ end: Int
    ) {
        var state = Detection(count: opened, whole: tuning.frames)
        let (opening, closing) = (rows.opening.first, rows.closing.first)
        let (rise, keep, closed) = (tuning.rise, tuning.keep, rows.closed.first)
        var g = gain
        var low = lowest
        var frame = start
        while frame < end {
            let mask = state.step(Gate.level(listenLeft[frame], listenRight[frame]), opening, closing)
            let target = closed.replacing(with: 1, where: unsafeBitCast(mask, to: LaneMask.self))
            g = Ballistics.smaller(Ballistics.larger(target, g * keep), g + rise)
            low = Ballistics.smaller(g, low)
            left[frame] *= g
            right[frame] *= g
            frame &+= 1
        }
        opened = state.count
        gain = g
        lowest = low
        held = SIMD8(repeating: 0)
    }

    /// The same with expanders among them, ranges that move, or a fade.
    @_noLocks @_noAllocation
    private mutating func expand(
        _ p: Parameters, _ rows: Rows, _ closed: LaneRow, _ states: UnsafePointer<Lanes>,
        _ left: UnsafeMutablePointer<Lanes>, _ right: UnsafeMutablePointer<Lanes>, _ start: Int, _ end: Int
    ) {
        let (rise, keep, frames) = (tuning.rise, tuning.keep, tuning.frames)
        var g = gain
        var low = lowest
        var wait = held
        var frame = start
        while frame < end {
            let isOpen = unsafeBitCast(states[frame], to: LaneMask.self)
            let shut = closed[frame]
            // Levels that keep the gain up, at its ends excepted, where it rests.
            let keeps = (shut .>= g) .& (g .< 1) .& (g .> rows.closed[frame])
            wait = Ballistics.less(wait).replacing(with: frames, where: keeps)
            wait.replace(with: 0, where: isOpen .| .!Gate.isExpander(p.ratio[frame]))
            let fallen = (g * keep).replacing(with: g, where: Ballistics.isLeft(wait))
            let target = shut.replacing(with: 1, where: isOpen)
            g = Ballistics.smaller(Ballistics.larger(target, fallen), g + rise)
            let w = rows.open[frame]
            g.replace(with: 1, where: w .== 0)
            let heard = (1 + w * (g - 1)).replacing(with: g, where: w .== 1)
            low = Ballistics.smaller(heard, low)
            left[frame] *= heard
            right[frame] *= heard
            frame &+= 1
        }
        gain = g
        lowest = low
        held = wait
    }
}
