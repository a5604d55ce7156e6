/// Stereo noise, the same in every run.
struct Noise {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    /// Amplitude over the course of the noise, from its position 0…1.
    static let shapes: [@Sendable (Double) -> Double] = [
        { _ in 0.5 },
        { $0 },
        { 1 - $0 },
        { Int($0 * 40) % 7 == 0 ? 0.9 : 0.05 },
        { $0 > 0.4 && $0 < 0.6 ? 0 : 0.3 },
        { abs($0 - 0.5) < 0.001 ? 1 : 0.4 },
    ]

    mutating func next() -> Float {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Float(Int32(truncatingIfNeeded: state >> 32)) * 0x1p-31
    }

    /// Interleaved.
    func samples(_ count: Int, _ shape: (Double) -> Double) -> [Float] {
        var noise = self
        return (0..<count).map { Float(shape(Double($0) / Double(count))) * noise.next() }
    }
}
