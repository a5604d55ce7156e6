import Vectors

extension Compressor {
    /// Squares into reductions in octaves, in place.
    @_noLocks @_noAllocation
    mutating func reduce(_ curve: Curve, _ squares: UnsafeMutablePointer<Vector>, _ start: Int, _ end: Int) {
        var motion = Motion(tuning, depth: depth, change: change)
        var most = deepest
        var frame = start
        if motion.isPlain {
            while frame < end {
                let y = motion.stepPlain(Compressor.target(squares[frame], curve))
                most = Ballistics.larger(y, most)
                squares[frame] = y
                frame &+= 1
            }
        } else {
            while frame < end {
                let y = motion.step(Compressor.target(squares[frame], curve))
                most = Ballistics.larger(y, most)
                squares[frame] = y
                frame &+= 1
            }
        }
        depth = motion.depth
        change = motion.change
        deepest = most
    }

    /// The same with mean squares in some columns.
    @_noLocks @_noAllocation
    mutating func reduceMeans(
        _ p: Parameters, _ rows: Rows, _ squares: UnsafeMutablePointer<Vector>, _ start: Int, _ end: Int
    ) {
        var motion = Motion(tuning, depth: depth, change: change)
        let curve = rows.curve
        let isMean = (p.detector.first .>= 0.5) .& (rows.open.first .!= 0)
        let share = squareShare
        let keep = 1 - share
        var mean = square.replacing(with: 0, where: .!isMean)
        var most = deepest
        var frame = start
        while frame < end {
            let peak = squares[frame]
            Compressor.average(peak, &mean, keep, share)
            let target = Compressor.target(peak.replacing(with: mean, where: isMean), curve)
            let y = motion.step(target)
            most = Ballistics.larger(y, most)
            squares[frame] = y
            frame &+= 1
        }
        depth = motion.depth
        change = motion.change
        deepest = most
        square = mean.replacing(with: 0, where: .!isMean)
    }

    /// The same with parameters that move, or a fade.
    @_noLocks @_noAllocation
    mutating func reduceMoving(
        _ rows: Rows, _ squares: UnsafeMutablePointer<Vector>, _ start: Int, _ end: Int
    ) {
        var motion = Motion(tuning, depth: depth, change: change)
        var most = deepest
        var frame = start
        while frame < end {
            let curve = Curve(
                knee: rows.knee[frame], width: rows.width[frame], bend: rows.bend[frame], slope: rows.slope[frame])
            let target = Compressor.target(squares[frame], curve)
            let y = motion.step(target, isOut: rows.open[frame] .== 0)
            most = Ballistics.larger(y, most)
            squares[frame] = y
            frame &+= 1
        }
        depth = motion.depth
        change = motion.change
        deepest = most
    }

    /// The gain computer: octaves of reduction for a squared level.
    @_noLocks @_noAllocation @inline(__always)
    private static func target(_ square: Vector, _ curve: Curve) -> Vector {
        // A parabola over the knee's width, and then a straight line.
        var above = LevelGain.coarseLog2(square) - curve.knee
        above.replace(with: 0, where: above .< 0)
        let inKnee = Ballistics.smaller(above, curve.width)
        return (inKnee * inKnee * curve.bend + (above - inKnee)) * curve.slope
    }

    /// Attack and release of the reduction.
    private struct Motion {
        var depth: Vector
        var change: Vector
        let rise: Vector
        let fall: Vector
        let keepRising: Vector
        let keepFalling: Vector
        /// Columns whose attack is slower than their release.
        let isTurned: VectorMask

        @_noLocks @_noAllocation @inline(__always)
        init(_ tuning: Tuning, depth: Vector, change: Vector) {
            self.depth = depth
            self.change = change
            rise = tuning.rise
            fall = tuning.fall
            keepRising = 1 - tuning.rise
            keepFalling = 1 - tuning.fall
            isTurned = tuning.rise .< tuning.fall
        }

        var isPlain: Bool {
            @_noLocks @_noAllocation @inline(__always) get { !Ballistics.any(isTurned) }
        }

        /// - Returns: the reduction.
        @_noLocks @_noAllocation @inline(__always)
        mutating func step(_ target: Vector) -> Vector {
            let way = target - depth
            let (risen, fallen) = (change * keepRising + way * rise, change * keepFalling + way * fall)
            let turned = Ballistics.smaller(risen, fallen)
            change = Ballistics.larger(risen, fallen).replacing(with: turned, where: isTurned)
            return depth + change
        }

        /// The same bits where no column is turned: the larger result, without a comparison that the next sample would wait for.
        @_noLocks @_noAllocation @inline(__always)
        mutating func stepPlain(_ target: Vector) -> Vector {
            let way = target - depth
            change = Ballistics.larger(change * keepRising + way * rise, change * keepFalling + way * fall)
            return depth + change
        }

        @_noLocks @_noAllocation @inline(__always)
        mutating func step(_ target: Vector, isOut: VectorMask) -> Vector {
            let y = step(target).replacing(with: 0, where: isOut)
            depth.replace(with: 0, where: isOut)
            change.replace(with: 0, where: isOut)
            return y
        }
    }

    /// Makeup less reductions, while makeup or mix move.
    @_noLocks @_noAllocation
    mutating func applyMoving(
        _ rows: Rows, _ depths: UnsafePointer<Vector>, _ left: UnsafeMutablePointer<Vector>,
        _ right: UnsafeMutablePointer<Vector>, _ start: Int, _ end: Int
    ) {
        var frame = start
        while frame < end {
            let wet = rows.wet[frame]
            let gain = (1 - wet) + wet * LevelGain.amplitude(octaves: rows.makeup[frame] - depths[frame])
            left[frame] *= gain
            right[frame] *= gain
            frame &+= 1
        }
    }

    /// Makeup less reductions.
    @_noLocks @_noAllocation
    mutating func apply(
        makeup: Vector, wet: Vector, _ depths: UnsafePointer<Vector>, _ left: UnsafeMutablePointer<Vector>,
        _ right: UnsafeMutablePointer<Vector>, _ start: Int, _ end: Int
    ) {
        var frame = start
        if Ballistics.any(wet .!= 1) {
            while frame < end {
                let gain = (1 - wet) + wet * LevelGain.amplitude(octaves: makeup - depths[frame])
                left[frame] *= gain
                right[frame] *= gain
                frame &+= 1
            }
        } else {
            while frame < end {
                let gain = LevelGain.amplitude(octaves: makeup - depths[frame])
                left[frame] *= gain
                right[frame] *= gain
                frame &+= 1
            }
        }
    }
}
