import Automation

/// Look-ups in a lane on the audio thread.
extension LaneTable {
    /// Index of the segment in force at a session frame, −1 before the first. Bound: log₂ of the count.
    @_noLocks @_noAllocation
    func index(at frame: Int64) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low &+ high) / 2
            if segments[middle].frame <= frame { low = middle &+ 1 } else { high = middle }
        }
        return low &- 1
    }

    /// The ramp of a segment; before the first segment, a hold at its beginning.
    ///
    /// - Parameter frame: session frame at which the line is wanted.
    @_noLocks @_noAllocation
    func line(of index: Int, at frame: Int64) -> Ramp {
        if index >= 0 { return segments[index].ramp }
        return .hold(segments[0].ramp.position(at: segments[0].frame), from: frame)
    }

    /// First session frame of the segment after this one; `.max` if there is none.
    @_noLocks @_noAllocation
    func end(of index: Int) -> Int64 { index &+ 1 < count ? segments[index &+ 1].frame : .max }

    /// The lane's position at a session frame; the lane must not be empty.
    @_noLocks @_noAllocation
    func position(at frame: Int64) -> Float { line(of: index(at: frame), at: frame).position(at: frame) }
}
