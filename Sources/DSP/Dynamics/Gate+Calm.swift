import Lanes

/// Blocks of which nothing new is told: no rows, no fades, no coefficients to follow.
extension Gate {
    /// Gates a block in place after one that left ``isCalm``; nothing new is told of it.
    @_noLocks @_noAllocation
    mutating func renderCalm(
        left: UnsafeMutablePointer<Lanes>, right: UnsafeMutablePointer<Lanes>, frames: Int
    ) {
        let isResting = (gain .== 1) .| (gain .== standing.closed)
        if Ballistics.any(.!isResting) || !rest(left, right, frames) {
            work(
                opening: standing.opening, closing: standing.closing, closed: standing.closed, hearing: left, right,
                left, right, 0, frames)
        }
        opened.replace(with: 0, where: standing.isOut)
    }

    /// Tries whether gains that rest do so for the whole block, wide open or closed for good: then they are constants.
    ///
    /// - Returns: false if one of them moves; then nothing was done.
    @_noLocks @_noAllocation @inline(__always)
    private mutating func rest(
        _ left: UnsafeMutablePointer<Lanes>, _ right: UnsafeMutablePointer<Lanes>, _ frames: Int
    ) -> Bool {
        let (opening, closing) = (standing.opening, standing.closing)
        var state = Detection(count: opened, whole: tuning.frames)
        for frame in 0..<frames { _ = state.step(Gate.level(left[frame], right[frame]), opening, closing) }
        let g = gain
        let isSteady = (state.always .& (g .== 1)) .| (.!state.ever .& (g .== standing.closed))
        if Ballistics.any(.!isSteady) { return false }
        opened = state.count
        lowest = Ballistics.smaller(g, lowest)
        if !Ballistics.any(g .!= 1) { return true }
        for frame in 0..<frames {
            left[frame] *= g
            right[frame] *= g
        }
        return true
    }
}
