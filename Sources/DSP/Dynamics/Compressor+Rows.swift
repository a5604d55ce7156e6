import Vectors

extension Compressor {
    /// The gain computer's static curve, while it is constant. See ``Rows``.
    struct Curve {
        var knee = Vector(repeating: 0)
        var width = Vector(repeating: 0)
        var bend = Vector(repeating: 0)
        var slope = Vector(repeating: 0)

        @_noLocks @_noAllocation
        init() {}

        @_noLocks @_noAllocation @inline(__always)
        init(knee: Vector, width: Vector, bend: Vector, slope: Vector) {
            self.knee = knee
            self.width = width
            self.bend = bend
            self.slope = slope
        }
    }

    /// Constant rows, kept from block to block.
    struct Standing {
        var curve = Curve()
        var makeup = Vector(repeating: 0)
        var wet = Vector(repeating: 0)
        var rest = Vector(repeating: 0)
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
            curve = rows.curve
            makeup = rows.makeup.first
            wet = rows.wet.first
            rest = rows.rest
            isOut = rows.open.first .== 0
        }
    }

    /// What the loop over the samples uses, made from the parameters. Levels are octaves of the square, as the detector's.
    struct Rows {
        /// 0 out of circuit … 1 in.
        let open: VectorRow
        /// Where the knee begins.
        let knee: VectorRow
        /// Width of the knee.
        let width: VectorRow
        /// 1 / (2 · width); 0 of a hard knee.
        let bend: VectorRow
        /// Octaves of reduction for each octave of level above the knee; 0 out of circuit.
        let slope: VectorRow
        /// Octaves of gain added.
        let makeup: VectorRow
        /// Share of the compressed signal.
        let wet: VectorRow
        /// Squared level below which nothing is reduced, less a margin; infinite out of circuit, 0 while the curve moves.
        let rest: Vector
        let isDry: Bool
        /// All of them are constant over the block.
        let isStanding: Bool

        /// The curve at the first frame.
        var curve: Curve {
            @_noLocks @_noAllocation @inline(__always) get {
                Curve(knee: knee.first, width: width.first, bend: bend.first, slope: slope.first)
            }
        }

        /// Constant rows, as they were made in an earlier block.
        ///
        /// - Parameter scratch: eight vectors.
        @_noLocks @_noAllocation @inline(__always)
        init(_ standing: Standing, open: VectorRow, scratch: UnsafeMutablePointer<Vector>) {
            self.open = open
            scratch[1] = standing.curve.knee
            scratch[2] = standing.curve.width
            scratch[3] = standing.curve.bend
            scratch[4] = standing.curve.slope
            scratch[5] = standing.makeup
            scratch[6] = standing.wet
            knee = VectorRow(constant: scratch + 1)
            width = VectorRow(constant: scratch + 2)
            bend = VectorRow(constant: scratch + 3)
            slope = VectorRow(constant: scratch + 4)
            makeup = VectorRow(constant: scratch + 5)
            wet = VectorRow(constant: scratch + 6)
            rest = standing.rest
            isDry = Ballistics.any(standing.wet .!= 1)
            isStanding = true
        }

        @_noLocks @_noAllocation
        init(_ p: Parameters, open: VectorRow, scratch: UnsafeMutablePointer<Vector>, frames: Int) {
            self.open = open
            let (knees, widths) = (scratch + Block.frames, scratch + 2 &* Block.frames)
            let (bends, slopes) = (scratch + 3 &* Block.frames, scratch + 4 &* Block.frames)
            let (makeups, wets) = (scratch + 5 &* Block.frames, scratch + 6 &* Block.frames)
            let isBending = p.threshold.isMoving || p.knee.isMoving || p.ratio.isMoving || open.isMoving
            for frame in 0..<(isBending ? frames : 1) {
                // An octave of the square is half one of the amplitude.
                let threshold = Rows.limit(p.threshold[frame], -120, 60) * (2 * LevelGain.octavesPerDecibel)
                let width = Rows.limit(p.knee[frame], 0, 60) * (2 * LevelGain.octavesPerDecibel)
                let isHard = width .< 1e-4
                let ratio = Rows.limit(p.ratio[frame], 0, 20)
                let slope = 0.5 - 0.5 * LevelGain.amplitude(octaves: -ratio)
                knees[frame] = threshold - 0.5 * width
                widths[frame] = width
                bends[frame] = (0.5 / width.replacing(with: 1, where: isHard)).replacing(with: 0, where: isHard)
                slopes[frame] = slope.replacing(with: 0, where: open[frame] .== 0)
            }
            knee = isBending ? VectorRow(moving: knees) : VectorRow(constant: knees)
            width = isBending ? VectorRow(moving: widths) : VectorRow(constant: widths)
            bend = isBending ? VectorRow(moving: bends) : VectorRow(constant: bends)
            slope = isBending ? VectorRow(moving: slopes) : VectorRow(constant: slopes)
            // log₂ errs by less than the margin.
            let start = LevelGain.amplitude(octaves: knees[0] - 1e-3).replacing(
                with: .infinity, where: slopes[0] .== 0)
            rest = isBending ? Vector(repeating: 0) : start
            for frame in 0..<(p.makeup.isMoving ? frames : 1) {
                makeups[frame] = Rows.limit(p.makeup[frame], -60, 60) * LevelGain.octavesPerDecibel
            }
            makeup = p.makeup.isMoving ? VectorRow(moving: makeups) : VectorRow(constant: makeups)
            let isMixing = p.mix.isMoving || open.isMoving
            for frame in 0..<(isMixing ? frames : 1) {
                wets[frame] = Rows.limit(p.mix[frame], 0, 100) * 0.01 * open[frame]
                wets[frame].replace(with: open[frame], where: p.mix[frame] .>= 100)
            }
            wet = isMixing ? VectorRow(moving: wets) : VectorRow(constant: wets)
            isDry = isMixing || Ballistics.any(wets[0] .!= 1)
            isStanding = !isBending && !isMixing && !p.makeup.isMoving
        }

        /// A position clamped to a range; a NaN becomes its lower end.
        @_noLocks @_noAllocation @inline(__always)
        private static func limit(_ position: Vector, _ low: Float, _ high: Float) -> Vector {
            var p = position.replacing(with: low, where: .!(position .> low))
            p.replace(with: high, where: p .> high)
            return p
        }
    }
}
