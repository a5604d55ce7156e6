import Lanes

extension HighPass {
    /// What a section multiplies by, in Simper's names.
    struct Coefficients {
        var a1 = Lanes(repeating: 1)
        var a2 = Lanes(repeating: 0)
        var a3 = Lanes(repeating: 0)
        /// 1 / Q.
        var k = Lanes(repeating: 0)

        /// - Parameters:
        ///   - g: tan(π f / fs).
        @_noLocks @_noAllocation
        mutating func set(g: Lanes, k: Lanes) {
            self.k = k
            a1 = 1 / (1 + g * (g + k))
            a2 = g * a1
            a3 = g * a2
        }
    }

    /// Both integrators of a section, left and right.
    struct State {
        var left1 = Lanes(repeating: 0)
        var left2 = Lanes(repeating: 0)
        var right1 = Lanes(repeating: 0)
        var right2 = Lanes(repeating: 0)

        @_noLocks @_noAllocation
        init() {}

        /// Makes what has died away exactly zero, −300 dB below full scale, so that silence costs nothing.
        @_noLocks @_noAllocation
        mutating func flush() {
            left1.replace(with: 0, where: (left1 .< 1e-15) .& (left1 .> -1e-15))
            left2.replace(with: 0, where: (left2 .< 1e-15) .& (left2 .> -1e-15))
            right1.replace(with: 0, where: (right1 .< 1e-15) .& (right1 .> -1e-15))
            right2.replace(with: 0, where: (right2 .< 1e-15) .& (right2 .> -1e-15))
        }

        @_noLocks @_noAllocation
        mutating func clear(_ lanes: SIMDMask<SIMD8<Int32>>) {
            left1.replace(with: 0, where: lanes)
            left2.replace(with: 0, where: lanes)
            right1.replace(with: 0, where: lanes)
            right2.replace(with: 0, where: lanes)
        }

        var isZero: Bool {
            @_noLocks @_noAllocation get {
                let zero = Lanes(repeating: 0)
                return left1 == zero && left2 == zero && right1 == zero && right2 == zero
            }
        }
    }
}
