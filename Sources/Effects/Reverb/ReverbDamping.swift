import Units
import Vectors

/// The filters that make each line of the reverb lose what the decay asks for: a shelf of first order in each of 16 lines.
///
/// A line of delay d loses 60 d / T dB at each pass, with T the decay below the shelf, and the decay's given part above it.
/// The shelf's corner lies where it loses the mean of both, in dB, in every line, so that all lines decay alike at all
/// frequencies.
///
/// - Thread: audio.
/// - Source: J.-M. Jot and A. Chaigne, "Digital delay networks for designing artificial reverberators", AES preprint 3030, 1991;
///   J.-M. Jot, "Proportional parametric equalizers", AES Convention 139, 2015.
struct ReverbDamping {
    /// Eight lines: b₀, b₁, −a₁ and the state.
    struct Shelf {
        var b0 = Vector(repeating: 0)
        var b1 = Vector(repeating: 0)
        var a1 = Vector(repeating: 0)
        var state = Vector(repeating: 0)

        @_noLocks @_noAllocation
        init() {}

        @_noLocks @_noAllocation @inline(__always)
        mutating func filter(_ x: Vector) -> Vector {
            let y = b0 * x + state
            state = b1 * x + a1 * y
            return y
        }

        /// - Parameters:
        ///   - frames: the lines' delays.
        ///   - perFrame: log₂ of the gain per frame of delay below the shelf.
        ///   - ratio: how many times more it loses above.
        ///   - corner: tan(π f / fs) of the shelf's middle.
        @_noLocks @_noAllocation
        mutating func tune(_ frames: Vector, perFrame: Float, ratio: Float, corner: Float) {
            var low = frames * perFrame
            low.replace(with: -60, where: low .< -60)
            var difference = low * (ratio - 1)
            difference.replace(with: -60, where: difference .< -60)
            // The shelf's depth r and its root, which puts the mean at the corner.
            let root = Curves.exp2(difference * 0.5)
            let r = root * root
            let k = corner * root
            let scale = 1 / (1 + k)
            let gain = Curves.exp2(low) * scale
            b0 = gain * (r + k)
            b1 = gain * (k - r)
            a1 = (1 - k) * scale
        }
    }

    var low = Shelf()
    var high = Shelf()

    @_noLocks @_noAllocation
    init() {}

    /// How many times faster the highest frequencies decay, at a damping of 0…100 %: up to ten times.
    @_noLocks @_noAllocation
    static func ratio(_ damping: Float) -> Float {
        Float(PortableMath.exp2(Double(damping) * 0.0332192809))
    }

    /// tan(π f / fs) of the shelf's middle, which falls from 9 kHz to 3 kHz.
    @_noLocks @_noAllocation
    static func corner(_ damping: Float, sampleRate: Double) -> Float {
        let frequency = 9_000 * PortableMath.exp2(Double(damping) * -0.0158496)
        let turns = frequency / (2 * sampleRate)
        return Float(PortableMath.tan(turns: turns < 0.22 ? turns : 0.22))
    }
}
