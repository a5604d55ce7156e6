import Vectors

extension Gate {
    /// Gains of an expander for levels below the threshold; of a gate, the range.
    @_noLocks @_noAllocation
    mutating func curve(
        _ p: Parameters, _ rows: Rows, level: UnsafePointer<Vector>, into target: UnsafeMutablePointer<Vector>,
        _ start: Int, _ end: Int
    ) -> VectorRow {
        var frame = start
        while frame < end {
            // Silence: far below any range.
            let octaves = LevelGain.log2(level[frame]).replacing(with: -10_000, where: level[frame] .< 1e-15)
            let below = (octaves - rows.threshold[frame]) * rows.slope[frame]
            let depth = rows.depth[frame]
            var change = below.replacing(with: 0, where: below .> 0)
            change.replace(with: depth, where: .!(change .> depth) .| .!Gate.isExpander(p.ratio[frame]))
            target[frame] = LevelGain.amplitude(octaves: change)
            frame &+= 1
        }
        return VectorRow(moving: target)
    }

    /// Moves the gain of gates towards what it should be, and applies it.
    @_noLocks @_noAllocation
    mutating func move(
        _ rows: Rows, _ states: UnsafePointer<Vector>, _ left: UnsafeMutablePointer<Vector>,
        _ right: UnsafeMutablePointer<Vector>, _ start: Int, _ end: Int
    ) {
        let (rise, keep, closed) = (tuning.rise, tuning.keep, rows.closed.first)
        var g = gain
        var low = lowest
        var frame = start
        while frame < end {
            let target = closed.replacing(with: 1, where: unsafeBitCast(states[frame], to: VectorMask.self))
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

    /// Detection and gain in one loop, so that the processor overlaps their two chains of dependent operations.
    @_noLocks @_noAllocation
    mutating func work(
        opening: Vector, closing: Vector, closed: Vector, hearing heardLeft: UnsafePointer<Vector>,
        _ heardRight: UnsafePointer<Vector>, _ left: UnsafeMutablePointer<Vector>,
        _ right: UnsafeMutablePointer<Vector>, _ start: Int, _ end: Int
    ) {
        var state = Detection(count: opened, whole: tuning.frames)
        let (rise, keep) = (tuning.rise, tuning.keep)
        var g = gain
        var low = lowest
        var frame = start
        while frame < end {
            let mask = state.step(Gate.level(heardLeft[frame], heardRight[frame]), opening, closing)
            let target = closed.replacing(with: 1, where: unsafeBitCast(mask, to: VectorMask.self))
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
    mutating func expand(
        _ p: Parameters, _ rows: Rows, _ closed: VectorRow, _ states: UnsafePointer<Vector>,
        _ left: UnsafeMutablePointer<Vector>, _ right: UnsafeMutablePointer<Vector>, _ start: Int, _ end: Int
    ) {
        let (rise, keep, frames) = (tuning.rise, tuning.keep, tuning.frames)
        var g = gain
        var low = lowest
        var wait = held
        var frame = start
        while frame < end {
            let isOpen = unsafeBitCast(states[frame], to: VectorMask.self)
            let shut = closed[frame]
            // Columns whose level keeps the gain from falling; not at the ends of its range, where it is at rest.
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
