import Lanes

/// Blocks of which nothing new is told: no rows, no fades, no coefficients to follow.
extension Compressor {
    /// Compresses a block in place after one that left ``isCalm``; nothing new is told of it, and no lane has a key.
    ///
    /// - Parameters:
    ///   - squares: room for a block.
    ///   - frame: session frame of the block's first sample.
    @_noLocks @_noAllocation
    mutating func renderCalm(
        left: UnsafeMutablePointer<Lanes>, right: UnsafeMutablePointer<Lanes>, squares: UnsafeMutablePointer<Lanes>,
        frames: Int, at frame: Int64
    ) {
        if frame & Int64(Block.frames &- 1) == 0 { flushReduction() }
        let loudest = detect(left, right, into: squares, 0, frames)
        if isAwake(loudest, rest: standing.rest) {
            reduce(standing.curve, squares, 0, frames)
            apply(makeup: standing.makeup, wet: standing.wet, squares, left, right, 0, frames)
        } else {
            amplify(makeup: standing.makeup, wet: standing.wet, left, right, 0, frames)
        }
        let isOut = standing.isOut
        depth.replace(with: 0, where: isOut)
        change.replace(with: 0, where: isOut)
    }
}
