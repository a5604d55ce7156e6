import Lanes

extension Compressor {
    /// Squares into reductions in octaves, in place.
    @_noLocks @_noAllocation
    mutating func reduce(_ curve: Curve, _ squares: UnsafeMutablePointer<Lanes>, _ start: Int, _ end: Int) {
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

    /// The same with mean squares in some lanes.
    @_noLocks @_noAllocation
    mutating func reduceMeans(
        _ p: Parameters, _ rows: Rows, _ squares: UnsafeMutablePointer<Lanes>, _ start: Int, _ end: Int
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
        _ rows: Rows, _ squares: UnsafeMutablePointer<Lanes>, _ start: Int, _ end: Int
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
    private static func target(_ square: Lanes, _ curve: Curve) -> Lanes {
        // A parabola over the knee's width, and then a straight line.
        var above = LevelGain.coarseLog2(square) - curve.knee
        above.replace(with: 0, where: above .< 0)
        let inKnee = Ballistics.smaller(above, curve.width)
        return (inKnee * inKnee * curve.bend + (above - inKnee)) * curve.slope
    }

    /// Attack and release of the reduction.
    private struct Motion {
        var depth: Lanes
        var change: Lanes
        let rise: Lanes
        let fall: Lanes
        let keepRising: Lanes
        let keepFalling: Lanes
        /// Lanes whose attack is slower than their release.
        let isTurned: LaneMask

        @_noLocks @_noAllocation @inline(__always)
        init(_ tuning: Tuning, depth: Lanes, change: Lanes) {
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
        mutating func step(_ target: Lanes) -> Lanes {
            let way = target - depth
            let (risen, fallen) = (change * keepRising + way * rise, change * keepFalling + way * fall)
            let turned = Ballistics.smaller(risen, fallen)
            change = Ballistics.larger(risen, fallen).replacing(with: turned, where: isTurned)
            return depth + change
        }

        /// The same bits where no lane is turned: the faster of both ways, without a comparison that the next sample waits for.
        @_noLocks @_noAllocation @inline(__always)
        mutating func stepPlain(_ target: Lanes) -> Lanes {
            let way = target - depth
            change = Ballistics.larger(change * keepRising + way * rise, change * keepFalling + way * fall)
            return depth + change
        }

        @_noLocks @_noAllocation @inline(__always)
        mutating func step(_ target: Lanes, isOut: LaneMask) -> Lanes {
            let y = step(target).replacing(with: 0, where: isOut)
            depth.replace(with: 0, where: isOut)
            change.replace(with: 0, where: isOut)
            return y
        }
    }

    /// Makeup less reductions, while makeup or mix move.
    @_noLocks @_noAllocation
    mutating func applyMoving(
        _ rows: Rows, _ depths: UnsafePointer<Lanes>, _ left: UnsafeMutablePointer<Lanes>,
        _ right: UnsafeMutablePointer<Lanes>, _ start: Int, _ end: Int
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
        makeup: Lanes, wet: Lanes, _ depths: UnsafePointer<Lanes>, _ left: UnsafeMutablePointer<Lanes>,
        _ right: UnsafeMutablePointer<Lanes>, _ start: Int, _ end: Int
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
