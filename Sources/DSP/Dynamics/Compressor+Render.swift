import CRealtime
public import Vectors

extension Compressor {
    /// Whether silence gives silence in this block, and ``skip(_:frames:at:)`` does what is left to do.
    ///
    /// A strip whose key sounds must be rendered all the same.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation @inline(__always)
    public func isIdle(_ p: Parameters) -> Bool {
        if fade.isOff(p.on) { return true }
        if !fade.isSettled(p.on) { return false }
        return !Ballistics.any((depth .> 0) .| (change .!= 0) .| (square .!= 0)) && highPass.isZero
    }

    /// Passes over a silent block in which the compressor is idle.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func skip(_ p: Parameters, frames: Int, at frame: Int64) {
        fade.skip(p.on)
        enter(p)
        follow(p, frames: frames, at: frame)
        standing.isCurrent = VectorMask(repeating: false)
        isCalm = VectorMask(repeating: false)
        isResting = VectorMask(repeating: fade.isOff(p.on) && !isStale(p, at: 0))
    }

    /// Compresses a block in place.
    ///
    /// - Parameters:
    ///   - keyLeft: the side chain's input; for columns without a key, their own signal. Nil if no column has a key.
    ///   - keyRight: the same.
    ///   - scratch: 16 blocks.
    ///   - isStill: the positions are those of the block before.
    ///   - frame: play-line frame of the block's first sample.
    /// - Thread: audio.
    // Large: one loop over the block; what its parts would hand on is a dozen vectors.
    @_noLocks @_noAllocation
    public mutating func render(
        _ p: Parameters, left: UnsafeMutablePointer<Vector>, right: UnsafeMutablePointer<Vector>,
        keyLeft: UnsafePointer<Vector>? = nil, keyRight: UnsafePointer<Vector>? = nil,
        scratch: UnsafeMutablePointer<Vector>, isStill: Bool = false, frames: Int, at frame: Int64
    ) {
        if isStill {
            if Ballistics.any(isResting) { return }
            if keyLeft == nil && Ballistics.any(isCalm) {
                renderCalm(left: left, right: right, squares: scratch, frames: frames, at: frame)
                return
            }
        }
        if fade.isOff(p.on) {
            skip(p, frames: frames, at: frame)
            return
        }
        let isStanding = isStill && Ballistics.any(standing.isCurrent)
        if !isStanding { enter(p) }
        if frame & Int64(Block.frames &- 1) == 0 {
            flushReduction()
            square.replace(with: 0, where: .!((square .> 1e-15) .& (square .< 0x1p120)))
            highPass.flush()
        }
        let open = fade.render(p.on, scratch: scratch, frames: frames)
        let rows =
            isStanding
            ? Rows(standing, open: open, scratch: scratch) : Rows(p, open: open, scratch: scratch, frames: frames)
        var listenLeft = UnsafePointer(left)
        var listenRight = UnsafePointer(right)
        if let keyLeft, let keyRight { (listenLeft, listenRight) = (keyLeft, keyRight) }
        let squares = scratch + 7 &* Block.frames
        var start = 0
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
            var (l, r) = (listenLeft, listenRight)
            if Ballistics.any(highPass.isIn) {
                let (toLeft, toRight) = (scratch + 8 &* Block.frames, scratch + 9 &* Block.frames)
                highPass.renderHigh(
                    left: l, right: r, toLeft: toLeft, toRight: toRight, start, end, open: open)
                (l, r) = (UnsafePointer(toLeft), UnsafePointer(toRight))
            }
            let loudest = detect(l, r, into: squares, start, end)
            compress(p, rows, squares, loudest, left, right, start, end)
            start = end
        }
        let isOut = open[frames &- 1] .== 0
        depth.replace(with: 0, where: isOut)
        change.replace(with: 0, where: isOut)
        self.square.replace(with: 0, where: isOut)
        if !isStanding {
            standing.keep(rows, isCurrent: rows.isStanding && !open.isMoving && !isStale(p, at: 0))
            let isMeasuringMeans = (p.detector.first .>= 0.5) .| (self.square .!= 0)
            let isListening = Ballistics.any(highPass.isIn .| isMeasuringMeans)
            isCalm = standing.isCurrent .& VectorMask(repeating: !p.detector.isMoving && !isListening)
        }
        isResting = VectorMask(repeating: false)
    }

    /// Sets a reduction below 0.0001 dB to zero.
    @_noLocks @_noAllocation @inline(__always)
    mutating func flushReduction() {
        depth += change
        change = Vector(repeating: 0)
        depth.replace(with: 0, where: .!(depth .> 1.6e-5))
    }

    /// Squares of the louder side.
    ///
    /// - Returns: the largest square, or where means are measured a bound on them.
    @_noLocks @_noAllocation
    private mutating func detect(
        _ left: UnsafePointer<Vector>, _ right: UnsafePointer<Vector>, into target: UnsafeMutablePointer<Vector>,
        _ start: Int, _ end: Int
    ) -> Vector {
        var peaks = Peaks(into: target, least: square)
        for frame in start..<end { peaks.hear(left[frame], right[frame], at: frame) }
        return peaks.loudest
    }

    /// Mean squares, where they are measured, in place of squares.
    @_noLocks @_noAllocation
    private mutating func average(
        _ p: Parameters, _ open: VectorRow, _ squares: UnsafeMutablePointer<Vector>, _ start: Int, _ end: Int
    ) {
        let share = squareShare
        let keep = 1 - share
        var mean = square
        var frame = start
        while frame < end {
            // A column that is out of circuit, or measures peaks, has no mean.
            let isMean = (p.detector[frame] .>= 0.5) .& (open[frame] .!= 0)
            let peak = squares[frame]
            Compressor.average(peak, &mean, keep, share)
            mean.replace(with: 0, where: .!isMean)
            squares[frame] = peak.replacing(with: mean, where: isMean)
            frame &+= 1
        }
        square = mean
    }

    /// Takes a square into the mean, unless it is a NaN or above 2⁶⁰.
    @_noLocks @_noAllocation @inline(__always)
    static func average(_ square: Vector, _ mean: inout Vector, _ keep: Vector, _ share: Vector) {
        let heard = Vector(repeating: 0).replacing(with: square, where: square .< 0x1p120)
        mean = mean * keep + heard * share
    }

    /// Gain computer, ballistics and gain over frames `start ..< end`, in which no coefficient changes.
    @_noLocks @_noAllocation
    private mutating func compress(
        _ p: Parameters, _ rows: Rows, _ squares: UnsafeMutablePointer<Vector>, _ loudest: Vector,
        _ left: UnsafeMutablePointer<Vector>,
        _ right: UnsafeMutablePointer<Vector>, _ start: Int, _ end: Int
    ) {
        let isMeasuringMeans = p.detector.isMoving || Ballistics.any((p.detector.first .>= 0.5) .| (square .!= 0))
        if !isAwake(loudest, rest: rows.rest) {
            if isMeasuringMeans { average(p, rows.open, squares, start, end) }
            if rows.makeup.isMoving || rows.wet.isMoving {
                amplifyMoving(rows, left, right, start, end)
            } else {
                amplify(makeup: rows.makeup.first, wet: rows.wet.first, left, right, start, end)
            }
            return
        }
        if rows.slope.isMoving || p.detector.isMoving {
            if isMeasuringMeans { average(p, rows.open, squares, start, end) }
            reduceMoving(rows, squares, start, end)
        } else if isMeasuringMeans {
            reduceMeans(p, rows, squares, start, end)
        } else {
            reduce(rows.curve, squares, start, end)
        }
        if rows.makeup.isMoving || rows.wet.isMoving {
            applyMoving(rows, squares, left, right, start, end)
        } else {
            apply(makeup: rows.makeup.first, wet: rows.wet.first, squares, left, right, start, end)
        }
    }

    /// Whether something may be reduced, or still is.
    @_noLocks @_noAllocation @inline(__always)
    mutating func isAwake(_ loudest: Vector, rest: Vector) -> Bool {
        // A factor of 1.0001 covers the rounding of the mean.
        Ballistics.any(.!(loudest * 1.0001 .< rest) .| (depth .!= 0) .| (change .!= 0))
    }

    /// Makeup alone, while it or the mix moves.
    @_noLocks @_noAllocation
    private mutating func amplifyMoving(
        _ rows: Rows, _ left: UnsafeMutablePointer<Vector>, _ right: UnsafeMutablePointer<Vector>, _ start: Int,
        _ end: Int
    ) {
        var frame = start
        while frame < end {
            let wet = rows.wet[frame]
            let gain = (1 - wet) + wet * LevelGain.amplitude(octaves: rows.makeup[frame])
            left[frame] *= gain
            right[frame] *= gain
            frame &+= 1
        }
    }

    /// Makeup alone.
    @_noLocks @_noAllocation
    mutating func amplify(
        makeup: Vector, wet: Vector, _ left: UnsafeMutablePointer<Vector>, _ right: UnsafeMutablePointer<Vector>,
        _ start: Int, _ end: Int
    ) {
        let gain = (1 - wet) + wet * LevelGain.amplitude(octaves: makeup)
        if !Ballistics.any(gain .!= 1) { return }
        var frame = start
        while frame < end {
            left[frame] *= gain
            right[frame] *= gain
            frame &+= 1
        }
    }
}
