import CRealtime
public import Lanes

extension DeEsser {
    /// Whether silence gives silence in this block, and ``skip(_:frames:at:)`` does what is left to do.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
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
            if isStale(p, at: start) { tune(p, at: start, where: LaneMask(repeating: true)) }
            start &+= Block.coefficientFrames
        }
    }

    /// De-esses a block in place.
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
        enter(p)
        if frame & Int64(Block.frames &- 1) == 0 {
            depth.replace(with: 0, where: .!(depth .> 1.6e-5))
            split.flush()
        }
        let open = fade.render(p.on, scratch: scratch, frames: frames)
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
            render(p, open, left, right, scratch, start, end)
            start = end
        }
        let isOut = open[frames &- 1] .== 0
        depth.replace(with: 0, where: isOut)
        split.clear(isOut)
    }

    @_noLocks @_noAllocation @inline(__always)
    private func isStale(_ p: Parameters, at frame: Int) -> Bool {
        rt_any(Ballistics.change(p.frequency[frame], tuned))
    }

    @_noLocks @_noAllocation
    private mutating func tune(_ p: Parameters, at frame: Int, where lanes: LaneMask) {
        tuned.replace(with: p.frequency[frame], where: lanes)
        split.tune(p.frequency[frame] + anglePerHertz, where: lanes)
    }

    @_noLocks @_noAllocation @inline(__always)
    private mutating func enter(_ p: Parameters) {
        let isNew = depth .< 0
        guard Ballistics.any(isNew) else { return }
        tune(p, at: 0, where: isNew)
        depth.replace(with: 0, where: isNew)
    }

    /// Frames `start ..< end`, over which coefficients stand.
    @_noLocks @_noAllocation
    private mutating func render(
        _ p: Parameters, _ open: LaneRow, _ left: UnsafeMutablePointer<Lanes>, _ right: UnsafeMutablePointer<Lanes>,
        _ scratch: UnsafeMutablePointer<Lanes>, _ start: Int, _ end: Int
    ) {
        let (highL, highR) = (scratch + Block.frames, scratch + 2 &* Block.frames)
        let (middleL, middleR) = (scratch + 3 &* Block.frames, scratch + 4 &* Block.frames)
        let depths = scratch + 5 &* Block.frames
        split.render(left, isLeft: true, high: highL, middle: middleL, start, end, open: open)
        split.render(right, isLeft: false, high: highR, middle: middleR, start, end, open: open)
        guard reduce(p, open, highL, highR, into: depths, start, end) else { return }
        let isFading = open.isMoving
        for frame in start..<end {
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
        }
    }

    /// Highs into reductions in octaves.
    ///
    /// - Returns: whether anything is reduced.
    @_noLocks @_noAllocation
    private mutating func reduce(
        _ p: Parameters, _ open: LaneRow, _ highL: UnsafePointer<Lanes>, _ highR: UnsafePointer<Lanes>,
        into depths: UnsafeMutablePointer<Lanes>, _ start: Int, _ end: Int
    ) -> Bool {
        var y = depth
        var most = Lanes(repeating: 0)
        for frame in start..<end {
            let square = Ballistics.larger(highL[frame] * highL[frame], highR[frame] * highR[frame])
            var threshold = p.threshold[frame].replacing(with: -120, where: .!(p.threshold[frame] .> -120))
            threshold.replace(with: 60, where: threshold .> 60)
            var range = p.range[frame].replacing(with: 0, where: .!(p.range[frame] .> 0))
            range.replace(with: 60, where: range .> 60)
            // Octaves of amplitude.
            var target = 0.5 * LevelGain.log2(square) - threshold * LevelGain.octavesPerDecibel
            target.replace(with: 0, where: .!(target .> 0))
            target = Ballistics.smaller(target, range * LevelGain.octavesPerDecibel)
            let way = target - y
            y += way * fall.replacing(with: rise, where: way .> 0)
            y.replace(with: 0, where: open[frame] .== 0)
            most = Ballistics.larger(y, most)
            depths[frame] = y
        }
        depth = y
        deepest = Ballistics.larger(most, deepest)
        return Ballistics.any(most .> 0)
    }
}
