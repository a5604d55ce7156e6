/// White noise and small choices from integers alone (xorshift64*, Marsaglia 2003; multiplier after Vigna 2016).
struct NoiseSource {
    private var state: UInt64

    /// - Parameter seed: any number but 0; equal seeds give equal sequences.
    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    /// Even in −1 ..< 1.
    mutating func next() -> Float {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        let bits = Int32(truncatingIfNeeded: (state &* 0x2545_F491_4F6C_DD1D) >> 32)
        return Float(bits >> 8) * 0x1p-23
    }

    /// Even in `-spread ... spread`: what keeps a player from being a machine.
    mutating func drift(_ spread: Int) -> Int { Int(next() * Float(spread)) }
}
