import Lanes

/// Samples that are no sound.
extension StripGroup {
    /// Begins anew where something was no sound, at the cell after it.
    @_noLocks @_noAllocation
    mutating func forgetWild() {
        filters.reset(wild)
        equalizer.reset(wild)
        gate.reset(wild)
        compressor.reset(wild)
        deEsser.reset(wild)
        busCompressor.reset(wild)
        wild = LaneMask(repeating: false)
        isCalm = LaneMask(repeating: false)
    }

    /// Silences lanes from their first sample on that is no sound.
    @_noLocks @_noAllocation
    mutating func contain(
        _ left: UnsafeMutablePointer<Lanes>, _ right: UnsafeMutablePointer<Lanes>, frames: Int
    ) -> UInt8 {
        let before = wild
        for frame in 0..<frames {
            wild = wild .| MeterTap.isWild(left[frame]) .| MeterTap.isWild(right[frame])
            silenceWild(left, right, from: frame, frames: frame &+ 1)
        }
        var found: UInt8 = 0
        for lane in 0..<8 where wild[lane] && !before[lane] { found |= 1 << UInt8(lane) }
        return found
    }

    @_noLocks @_noAllocation
    mutating func silenceWild(
        _ left: UnsafeMutablePointer<Lanes>, _ right: UnsafeMutablePointer<Lanes>, from start: Int, frames: Int
    ) {
        guard isAny(wild) else { return }
        for frame in start..<frames {
            left[frame].replace(with: 0, where: wild)
            right[frame].replace(with: 0, where: wild)
        }
    }
}
