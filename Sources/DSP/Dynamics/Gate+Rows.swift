import Vectors

extension Gate {
    /// Constant rows, kept from block to block.
    struct Standing {
        var opening = Vector(repeating: 0)
        var closing = Vector(repeating: 0)
        var closed = Vector(repeating: 0)
        var threshold = Vector(repeating: 0)
        var slope = Vector(repeating: 0)
        var depth = Vector(repeating: 0)
        var isExpanding = VectorMask(repeating: false)
        /// Columns out of circuit.
        var isOut = VectorMask(repeating: false)
        /// They, and the coefficients, belong to the positions of the block before: a still block can use them.
        var isCurrent = VectorMask(repeating: false)

        @_noLocks @_noAllocation
        init() {}

        @_noLocks @_noAllocation
        mutating func keep(_ rows: Rows, isCurrent: Bool) {
            self.isCurrent = VectorMask(repeating: isCurrent)
            guard isCurrent else { return }
            opening = rows.opening.first
            closing = rows.closing.first
            closed = rows.closed.first
            threshold = rows.threshold.first
            slope = rows.slope.first
            depth = rows.depth.first
            isExpanding = VectorMask(repeating: rows.isExpanding)
            isOut = rows.open.first .== 0
        }
    }

    /// What the loop over the samples uses, made from the parameters.
    struct Rows {
        /// 0 out of circuit … 1 in.
        let open: VectorRow
        /// Level from which it opens; below 0 out of circuit.
        let opening: VectorRow
        /// Level below which it closes.
        let closing: VectorRow
        /// Gain when closed.
        let closed: VectorRow
        /// Octaves of the threshold.
        let threshold: VectorRow
        /// Octaves that the gain falls for an octave of level.
        let slope: VectorRow
        /// Octaves of the range, not above 0.
        let depth: VectorRow
        /// Whether a column in circuit has a ratio below 100.
        let isExpanding: Bool
        /// All of them are constant over the block.
        let isStanding: Bool

        /// Constant rows, as they were made in an earlier block.
        ///
        /// - Parameter scratch: eight vectors.
        @_noLocks @_noAllocation @inline(__always)
        init(_ standing: Standing, open: VectorRow, scratch: UnsafeMutablePointer<Vector>) {
            self.open = open
            scratch[1] = standing.opening
            scratch[2] = standing.closing
            scratch[3] = standing.closed
            scratch[4] = standing.threshold
            scratch[5] = standing.slope
            scratch[6] = standing.depth
            opening = VectorRow(constant: scratch + 1)
            closing = VectorRow(constant: scratch + 2)
            closed = VectorRow(constant: scratch + 3)
            threshold = VectorRow(constant: scratch + 4)
            slope = VectorRow(constant: scratch + 5)
            depth = VectorRow(constant: scratch + 6)
            isExpanding = Ballistics.any(standing.isExpanding)
            isStanding = true
        }

        @_noLocks @_noAllocation
        init(_ p: Parameters, open: VectorRow, scratch: UnsafeMutablePointer<Vector>, frames: Int) {
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
            self.opening = isMoving ? VectorRow(moving: opening) : VectorRow(constant: opening)
            self.closing = isMoving ? VectorRow(moving: closing) : VectorRow(constant: closing)
            self.closed = p.range.isMoving ? VectorRow(moving: closed) : VectorRow(constant: closed)
            threshold = isMoving ? VectorRow(moving: thresholds) : VectorRow(constant: thresholds)
            slope = p.ratio.isMoving ? VectorRow(moving: slopes) : VectorRow(constant: slopes)
            depth = p.range.isMoving ? VectorRow(moving: depths) : VectorRow(constant: depths)
            var isExpanding = p.ratio.isMoving || open.isMoving && Ballistics.any(Gate.isExpander(p.ratio.first))
            if !isExpanding { isExpanding = Ballistics.any(Gate.isExpander(p.ratio.first) .& (open.first .!= 0)) }
            self.isExpanding = isExpanding
            isStanding = !isMoving && !p.range.isMoving && !p.ratio.isMoving
        }
    }

    /// Below a ratio of 100, less the rounding of its position.
    @_noLocks @_noAllocation @inline(__always)
    static func isExpander(_ ratio: Vector) -> VectorMask { ratio .< 6.6438 }
}
