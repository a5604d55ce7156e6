import Vectors

/// Non-finite samples: NaN, infinite, or of a magnitude of ``MeterTap/bound`` (2⁶⁰) and above.
extension StripGroup {
    /// Clears the state of columns that had a non-finite sample, at the beginning of the next cell.
    @_noLocks @_noAllocation
    mutating func forgetNonFinite() {
        filters.reset(nonFinite)
        equalizer.reset(nonFinite)
        gate.reset(nonFinite)
        compressor.reset(nonFinite)
        deEsser.reset(nonFinite)
        busCompressor.reset(nonFinite)
        nonFinite = VectorMask(repeating: false)
        isCalm = VectorMask(repeating: false)
    }

    /// Silences columns from their first non-finite sample on.
    @_noLocks @_noAllocation
    mutating func contain(
        _ left: UnsafeMutablePointer<Vector>, _ right: UnsafeMutablePointer<Vector>, frames: Int
    ) -> UInt8 {
        let before = nonFinite
        for frame in 0..<frames {
            nonFinite = nonFinite .| MeterTap.isNonFinite(left[frame]) .| MeterTap.isNonFinite(right[frame])
            silenceNonFinite(left, right, from: frame, frames: frame &+ 1)
        }
        var found: UInt8 = 0
        for column in 0..<8 where nonFinite[column] && !before[column] { found |= 1 << UInt8(column) }
        return found
    }

    @_noLocks @_noAllocation
    mutating func silenceNonFinite(
        _ left: UnsafeMutablePointer<Vector>, _ right: UnsafeMutablePointer<Vector>, from start: Int, frames: Int
    ) {
        guard isAny(nonFinite) else { return }
        for frame in start..<frames {
            left[frame].replace(with: 0, where: nonFinite)
            right[frame].replace(with: 0, where: nonFinite)
        }
    }
}
