import CRealtime
public import Vectors

extension DeEsser {
    /// Whether silence gives silence in this block, and ``skip(_:frames:at:)`` does what is left to do.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation @inline(__always)
    public func isIdle(_ p: Parameters) -> Bool {
        if fade.isOff(p.on) { return true }
        if !fade.isSettled(p.on) { return false }
        return !Ballistics.any(depth .> 0) && split.isZero
    }

    /// Passes over a silent block in which the de-esser is idle.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func skip(_ p: Parameters, frames: Int, at frame: Int64) {
        fade.skip(p.on)
        enter(p)
        let mask = Block.coefficientFrames &- 1
        var start = (Block.coefficientFrames &- Int(frame & Int64(mask))) & mask
        while start < frames {
            if isStale(p, at: start) { tune(p, at: start, where: VectorMask(repeating: true)) }
            start &+= Block.coefficientFrames
        }
        isResting = VectorMask(repeating: fade.isOff(p.on) && !isStale(p, at: 0))
    }

    /// De-esses a block in place.
    ///
    /// - Parameters:
    ///   - scratch: 16 blocks.
    ///   - isStill: the positions are those of the block before.
    ///   - frame: play-line frame of the block's first sample.
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func render(
        _ p: Parameters, left: UnsafeMutablePointer<Vector>, right: UnsafeMutablePointer<Vector>,
        scratch: UnsafeMutablePointer<Vector>, isStill: Bool = false, frames: Int, at frame: Int64
    ) {
        if isStill && Ballistics.any(isResting) { return }
        if fade.isOff(p.on) {
            skip(p, frames: frames, at: frame)
            return
        }
        enter(p)
        if frame & Int64(Block.frames &- 1) == 0 {
            depth.replace(with: 0, where: .!(depth .> 1.6e-5))
            split.flush()
        }
        let open = fade.render(p.on, scratch: scratch, frames: frames)
        var start = 0
        while start < frames {
            let phase = Int((frame &+ Int64(start)) & Int64(Block.coefficientFrames &- 1))
            if phase == 0 && isStale(p, at: start) { tune(p, at: start, where: VectorMask(repeating: true)) }
            var end = start &+ Block.coefficientFrames &- phase
            while end < frames {
                if isStale(p, at: end) { break }
                end &+= Block.coefficientFrames
            }
            if end > frames { end = frames }
            render(p, open, left, right, scratch, start, end)
            start = end
        }
        let isOut = open[frames &- 1] .== 0
        depth.replace(with: 0, where: isOut)
        split.clear(isOut)
        isResting = VectorMask(repeating: false)
    }

    @_noLocks @_noAllocation @inline(__always)
    private func isStale(_ p: Parameters, at frame: Int) -> Bool {
        rt_any(Ballistics.change(p.frequency[frame], tuned))
    }

    @_noLocks @_noAllocation
    private mutating func tune(_ p: Parameters, at frame: Int, where columns: VectorMask) {
        tuned.replace(with: p.frequency[frame], where: columns)
        split.tune(p.frequency[frame] + anglePerHertz, where: columns)
    }

    @_noLocks @_noAllocation @inline(__always)
    private mutating func enter(_ p: Parameters) {
        let isNew = depth .< 0
        guard Ballistics.any(isNew) else { return }
        tune(p, at: 0, where: isNew)
        depth.replace(with: 0, where: isNew)
    }

    /// Frames `start ..< end`, in which no coefficient changes.
    @_noLocks @_noAllocation
    private mutating func render(
        _ p: Parameters, _ open: VectorRow, _ left: UnsafeMutablePointer<Vector>,
        _ right: UnsafeMutablePointer<Vector>,
        _ scratch: UnsafeMutablePointer<Vector>, _ start: Int, _ end: Int
    ) {
        let bands = scratch + Block.frames
        let (highL, middleL) = (bands, bands + Block.frames)
        let (highR, middleR) = (bands + 2 &* Block.frames, bands + 3 &* Block.frames)
        let depths = scratch + 5 &* Block.frames
        split.render(left: left, right: right, bands: bands, start, end, open: open)
        guard isAwake(p, highL, highR, start, end) else { return }
        guard reduce(p, open, highL, highR, into: depths, start, end) else { return }
        let isFading = open.isMoving
        var frame = start
        while frame < end {
            // The root of the gain for the middle band makes the shelf's numerator Butterworth's, too.
            let root = LevelGain.amplitude(octaves: depths[frame] * -0.5)
            var offMiddle = 1 - root
            var offHigh = 1 - root * root
            if isFading {
                offMiddle *= open[frame]
                offHigh *= open[frame]
            }
            left[frame] -= offMiddle * middleL[frame] + offHigh * highL[frame]
            right[frame] -= offMiddle * middleR[frame] + offHigh * highR[frame]
            frame &+= 1
        }
    }

    /// Whether a column reduces, or its highs come near the threshold.
    @_noLocks @_noAllocation
    private mutating func isAwake(
        _ p: Parameters, _ highL: UnsafePointer<Vector>, _ highR: UnsafePointer<Vector>, _ start: Int, _ end: Int
    ) -> Bool {
        if p.threshold.isMoving || Ballistics.any(depth .!= 0) { return true }
        var loudest = Vector(repeating: 0)
        var frame = start
        while frame < end {
            loudest = Ballistics.larger(highL[frame] * highL[frame], loudest)
            loudest = Ballistics.larger(highR[frame] * highR[frame], loudest)
            frame &+= 1
        }
        // log₂ errs by less than the margin.
        let threshold = DeEsser.octaves(p.threshold.first) - 1e-3
        return Ballistics.any(.!(loudest .< LevelGain.amplitude(octaves: threshold + threshold)))
    }

    /// Octaves of a threshold in dB, −120…60; a NaN is the lowest.
    @_noLocks @_noAllocation @inline(__always)
    private static func octaves(_ threshold: Vector) -> Vector {
        var t = threshold.replacing(with: -120, where: .!(threshold .> -120))
        t.replace(with: 60, where: t .> 60)
        return t * LevelGain.octavesPerDecibel
    }

    /// Highs into reductions in octaves.
    ///
    /// - Returns: whether anything is reduced.
    @_noLocks @_noAllocation
    private mutating func reduce(
        _ p: Parameters, _ open: VectorRow, _ highL: UnsafePointer<Vector>, _ highR: UnsafePointer<Vector>,
        into depths: UnsafeMutablePointer<Vector>, _ start: Int, _ end: Int
    ) -> Bool {
        var y = depth
        var most = Vector(repeating: 0)
        var frame = start
        while frame < end {
            let square = Ballistics.larger(highL[frame] * highL[frame], highR[frame] * highR[frame])
            var range = p.range[frame].replacing(with: 0, where: .!(p.range[frame] .> 0))
            range.replace(with: 60, where: range .> 60)
            // Octaves of amplitude.
            var target = 0.5 * LevelGain.coarseLog2(square) - DeEsser.octaves(p.threshold[frame])
            target.replace(with: 0, where: .!(target .> 0))
            target = Ballistics.smaller(target, range * LevelGain.octavesPerDecibel)
            y += (target - y) * fall.replacing(with: rise, where: target .> y)
            y.replace(with: 0, where: open[frame] .== 0)
            most = Ballistics.larger(y, most)
            depths[frame] = y
            frame &+= 1
        }
        depth = y
        deepest = Ballistics.larger(most, deepest)
        return Ballistics.any(most .> 0)
    }
}
