import CRealtime
public import Lanes

extension Compressor {
    /// Whether silence gives silence in this block, and ``skip(_:frames:at:)`` does what is left to do.
    ///
    /// A strip whose key sounds must be rendered all the same.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public func isIdle(_ p: Parameters) -> Bool {
        if fade.isOff(p.on) { return true }
        if !fade.isSettled(p.on) { return false }
        return !Ballistics.any((depth .> 0) .| (square .!= 0)) && highPass.isZero
    }

    /// Passes over a silent block in which the compressor is idle.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func skip(_ p: Parameters, frames: Int, at frame: Int64) {
        fade.skip(p.on)
        enter(p)
        follow(p, frames: frames, at: frame)
    }

    /// Compresses a block in place.
    ///
    /// - Parameters:
    ///   - keyLeft: what it listens to instead of its input; for lanes without a key their own signal. Nil if no lane has one.
    ///   - keyRight: the same.
    ///   - scratch: 16 blocks.
    ///   - frame: session frame of the block's first sample.
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func render(
        _ p: Parameters, left: UnsafeMutablePointer<Lanes>, right: UnsafeMutablePointer<Lanes>,
        keyLeft: UnsafePointer<Lanes>? = nil, keyRight: UnsafePointer<Lanes>? = nil,
        scratch: UnsafeMutablePointer<Lanes>, frames: Int, at frame: Int64
    ) {
        if fade.isOff(p.on) {
            skip(p, frames: frames, at: frame)
            return
        }
        enter(p)
        if frame & Int64(Block.frames &- 1) == 0 { flush() }
        let open = fade.render(p.on, scratch: scratch, frames: frames)
        let rows = Rows(p, open: open, scratch: scratch, frames: frames)
        var listenLeft = UnsafePointer(left)
        var listenRight = UnsafePointer(right)
        if let keyLeft, let keyRight { (listenLeft, listenRight) = (keyLeft, keyRight) }
        let square = scratch + 7 &* Block.frames
        var start = 0
        while start < frames {
            let phase = Int((frame &+ Int64(start)) & Int64(Block.coefficientFrames &- 1))
            if phase == 0 && isStale(p, at: start) { tune(p, at: start, where: LaneMask(repeating: true)) }
            var end = start &+ Block.coefficientFrames &- phase
            while end < frames {
                if isStale(p, at: end) { break }
                end &+= Block.coefficientFrames
            }
            if end > frames { end = frames }
            var (l, r) = (listenLeft, listenRight)
            if Ballistics.any(highPass.isIn) {
                let (toLeft, toRight) = (scratch + 8 &* Block.frames, scratch + 9 &* Block.frames)
                highPass.render(
                    left: l, right: r, toLeft: toLeft, toRight: toRight, start, end, open: open, isHigh: true)
                (l, r) = (UnsafePointer(toLeft), UnsafePointer(toRight))
            }
            let loudest = detect(p, l, r, open, into: square, start, end)
            compress(rows, square, loudest, left, right, start, end)
            start = end
        }
        let isOut = open[frames &- 1] .== 0
        depth.replace(with: 0, where: isOut)
        self.square.replace(with: 0, where: isOut)
    }

    /// Brings what has died away to rest: reduction below 0.0001 dB, a mean square below −150 dB.
    @_noLocks @_noAllocation
    private mutating func flush() {
        depth.replace(with: 0, where: .!(depth .> 1.6e-5))
        square.replace(with: 0, where: .!((square .> 1e-15) .& (square .< 0x1p120)))
        highPass.flush()
    }

    /// Squares of the level, peak or mean.
    ///
    /// - Returns: the largest.
    @_noLocks @_noAllocation
    private mutating func detect(
        _ p: Parameters, _ left: UnsafePointer<Lanes>, _ right: UnsafePointer<Lanes>, _ open: LaneRow,
        into target: UnsafeMutablePointer<Lanes>, _ start: Int, _ end: Int
    ) -> Lanes {
        var loudest = Lanes(repeating: 0)
        if !p.detector.isMoving && !Ballistics.any((p.detector.first .>= 0.5) .| (square .!= 0)) {
            for frame in start..<end {
                let (l, r) = (left[frame], right[frame])
                let peak = Ballistics.larger(l * l, r * r)
                target[frame] = peak
                loudest = Ballistics.larger(peak, loudest)
            }
            return loudest
        }
        var mean = square
        let share = squareShare
        let keep = 1 - share
        for frame in start..<end {
            let (l, r) = (left[frame], right[frame])
            let peak = Ballistics.larger(l * l, r * r)
            // A lane that is out, or measures peaks, averages nothing; nor is a NaN, nor more than 2⁶⁰, averaged.
            let isMean = (p.detector[frame] .>= 0.5) .& (open[frame] .!= 0)
            let isHeard = isMean .& (peak .< 0x1p120)
            mean = mean * keep + Lanes(repeating: 0).replacing(with: peak * share, where: isHeard)
            mean.replace(with: 0, where: .!isMean)
            let level = peak.replacing(with: mean, where: isMean)
            target[frame] = level
            loudest = Ballistics.larger(level, loudest)
        }
        square = mean
        return loudest
    }

    /// Gain computer, ballistics and gain over frames `start ..< end`, over which coefficients stand.
    @_noLocks @_noAllocation
    private mutating func compress(
        _ rows: Rows, _ square: UnsafeMutablePointer<Lanes>, _ loudest: Lanes, _ left: UnsafeMutablePointer<Lanes>,
        _ right: UnsafeMutablePointer<Lanes>, _ start: Int, _ end: Int
    ) {
        let isAwake = .!(loudest .< rows.rest) .| (depth .!= 0)
        if !Ballistics.any(isAwake) {
            amplify(rows, left, right, start, end)
            return
        }
        if rows.open.isMoving {
            reduce(rows, square, start, end, isFading: true)
        } else {
            reduce(rows, square, start, end, isFading: false)
        }
        if rows.isDry {
            apply(rows, square, left, right, start, end, isDry: true)
        } else {
            apply(rows, square, left, right, start, end, isDry: false)
        }
    }

    /// Makeup alone.
    @_noLocks @_noAllocation
    private func amplify(
        _ rows: Rows, _ left: UnsafeMutablePointer<Lanes>, _ right: UnsafeMutablePointer<Lanes>, _ start: Int,
        _ end: Int
    ) {
        if rows.makeup.isMoving || rows.wet.isMoving {
            for frame in start..<end {
                let wet = rows.wet[frame]
                let gain = (1 - wet) + wet * LevelGain.amplitude(octaves: rows.makeup[frame])
                left[frame] *= gain
                right[frame] *= gain
            }
            return
        }
        let wet = rows.wet.first
        let gain = (1 - wet) + wet * LevelGain.amplitude(octaves: rows.makeup.first)
        if !Ballistics.any(gain .!= 1) { return }
        for frame in start..<end {
            left[frame] *= gain
            right[frame] *= gain
        }
    }

    /// Squares into reductions in octaves, in place.
    @_noLocks @_noAllocation @inline(__always)
    private mutating func reduce(
        _ rows: Rows, _ square: UnsafeMutablePointer<Lanes>, _ start: Int, _ end: Int, isFading: Bool
    ) {
        let rise = tuning.rise
        let fall = tuning.fall
        var y = depth
        var most = deepest
        for frame in start..<end {
            let level = LevelGain.log2(square[frame])
            // The knee is a parabola over its width and then a straight line.
            var above = level - rows.knee[frame]
            above.replace(with: 0, where: above .< 0)
            let width = rows.width[frame]
            let inKnee = Ballistics.smaller(above, width)
            let target = (inKnee * inKnee * rows.bend[frame] + (above - inKnee)) * rows.slope[frame]
            let way = target - y
            y += way * fall.replacing(with: rise, where: way .> 0)
            if isFading { y.replace(with: 0, where: rows.open[frame] .== 0) }
            most = Ballistics.larger(y, most)
            square[frame] = y
        }
        depth = y
        deepest = most
    }

    @_noLocks @_noAllocation @inline(__always)
    private func apply(
        _ rows: Rows, _ depths: UnsafePointer<Lanes>, _ left: UnsafeMutablePointer<Lanes>,
        _ right: UnsafeMutablePointer<Lanes>, _ start: Int, _ end: Int, isDry: Bool
    ) {
        for frame in start..<end {
            var gain = LevelGain.amplitude(octaves: rows.makeup[frame] - depths[frame])
            if isDry {
                let wet = rows.wet[frame]
                gain = (1 - wet) + wet * gain
            }
            left[frame] *= gain
            right[frame] *= gain
        }
    }
}
