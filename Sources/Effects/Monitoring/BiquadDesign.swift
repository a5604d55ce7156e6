import Units

/// Coefficients of a second-order section, by the bilinear transform.
///
/// - Thread: setup.
/// - Source: R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients"; shelves with S = 1.
struct BiquadDesign {
    // y[n] = b0 x[n] + b1 x[n−1] + b2 x[n−2] − a1 y[n−1] − a2 y[n−2].
    var b0 = 1.0
    var b1 = 0.0
    var b2 = 0.0
    var a1 = 0.0
    var a2 = 0.0

    /// - Parameter sampleRate: frames per second; a frequency above 0.45 of it counts as that.
    init(_ section: Translation.Section, sampleRate: Double) {
        switch section {
        case .highPass(let frequency, let q):
            let (sin, cos) = BiquadDesign.angle(frequency, sampleRate)
            let side = (1 + cos) / 2
            set((side, -2 * side, side), over: (1 + sin / (2 * q), -2 * cos, 1 - sin / (2 * q)))
        case .lowPass(let frequency, let q):
            let (sin, cos) = BiquadDesign.angle(frequency, sampleRate)
            let side = (1 - cos) / 2
            set((side, 2 * side, side), over: (1 + sin / (2 * q), -2 * cos, 1 - sin / (2 * q)))
        case .bell(let frequency, let gain, let q):
            let (sin, cos) = BiquadDesign.angle(frequency, sampleRate)
            let a = Level.gain(decibels: gain / 2)
            let alpha = sin / (2 * q)
            set((1 + alpha * a, -2 * cos, 1 - alpha * a), over: (1 + alpha / a, -2 * cos, 1 - alpha / a))
        case .lowShelf(let frequency, let gain): shelve(frequency, gain, sampleRate, 1)
        case .highShelf(let frequency, let gain): shelve(frequency, gain, sampleRate, -1)
        }
    }

    /// Power at a frequency in turns per frame.
    func power(at turns: Double) -> Double {
        let (s1, c1) = PortableMath.sinCos(turns: turns)
        let (s2, c2) = PortableMath.sinCos(turns: 2 * turns)
        let (upReal, upImaginary) = (b0 + b1 * c1 + b2 * c2, b1 * s1 + b2 * s2)
        let (downReal, downImaginary) = (1 + a1 * c1 + a2 * c2, a1 * s1 + a2 * s2)
        return (upReal * upReal + upImaginary * upImaginary)
            / (downReal * downReal + downImaginary * downImaginary)
    }

    private static func angle(_ frequency: Double, _ sampleRate: Double) -> (sin: Double, cos: Double) {
        PortableMath.sinCos(turns: Swift.min(frequency / sampleRate, 0.45))
    }

    /// - Parameter sign: 1 for the low shelf; −1 mirrors it.
    private mutating func shelve(_ frequency: Double, _ gain: Double, _ sampleRate: Double, _ sign: Double) {
        let (sin, cos) = BiquadDesign.angle(frequency, sampleRate)
        let a = Level.gain(decibels: gain / 2)
        let slope = sin * 1.4142135623730951 * a.squareRoot()
        let (up, down, c) = (a + 1, a - 1, sign * cos)
        set(
            (a * (up - down * c + slope), sign * 2 * a * (down - up * c), a * (up - down * c - slope)),
            over: (up + down * c + slope, sign * -2 * (down + up * c), up + down * c - slope))
    }

    private mutating func set(_ b: (Double, Double, Double), over a: (Double, Double, Double)) {
        b0 = b.0 / a.0
        b1 = b.1 / a.0
        b2 = b.2 / a.0
        a1 = a.1 / a.0
        a2 = a.2 / a.0
    }
}
