import Vectors

/// Still blocks after a calm one: no rows to make, no fades, no coefficients to follow.
extension Compressor {
    /// Compresses a still block in place after one that left ``isCalm``; no column has a key.
    ///
    /// - Parameters:
    ///   - squares: room for a block.
    ///   - frame: play-line frame of the block's first sample.
    @_noLocks @_noAllocation
    mutating func renderCalm(
        left: UnsafeMutablePointer<Vector>, right: UnsafeMutablePointer<Vector>,
        squares: UnsafeMutablePointer<Vector>,
        frames: Int, at frame: Int64
    ) {
        var peaks = Peaks(into: squares)
        for offset in 0..<frames { peaks.hear(left[offset], right[offset], at: offset) }
        renderCalm(peaks, left: left, right: right, frames: frames, at: frame)
    }

    /// Compresses a still block whose peaks the equaliser's loop has collected.
    @_noLocks @_noAllocation
    mutating func renderCalm(
        _ peaks: Peaks, left: UnsafeMutablePointer<Vector>, right: UnsafeMutablePointer<Vector>, frames: Int,
        at frame: Int64
    ) {
        if frame & Int64(Block.frames &- 1) == 0 { flushReduction() }
        if isAwake(peaks.loudest, rest: standing.rest) {
            reduce(standing.curve, peaks.squares, 0, frames)
            apply(makeup: standing.makeup, wet: standing.wet, peaks.squares, left, right, 0, frames)
        } else {
            amplify(makeup: standing.makeup, wet: standing.wet, left, right, 0, frames)
        }
        let isOut = standing.isOut
        depth.replace(with: 0, where: isOut)
        change.replace(with: 0, where: isOut)
    }

    /// Squares of the louder side, and the largest of them.
    struct Peaks {
        let squares: UnsafeMutablePointer<Vector>
        private(set) var loudest: Vector

        /// - Parameters:
        ///   - squares: room for a block.
        ///   - least: the largest is no less than this.
        @_noLocks @_noAllocation @inline(__always)
        init(into squares: UnsafeMutablePointer<Vector>, least: Vector = Vector(repeating: 0)) {
            self.squares = squares
            loudest = least
        }

        @_noLocks @_noAllocation @inline(__always)
        mutating func hear(_ left: Vector, _ right: Vector, at frame: Int) {
            let peak = Ballistics.larger(left * left, right * right)
            squares[frame] = peak
            loudest = Ballistics.larger(peak, loudest)
        }
    }
}
