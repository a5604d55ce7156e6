import Units

/// Loudness of pink noise through a chain of filters, against that of pink noise.
///
/// - Thread: setup.
/// - Source: ITU-R BS.1770-4, Annex 1 (K-weighting), as the analogue filters from which its coefficients come.
enum Loudness {
    /// The gain that makes pink noise through the filters as loud as before them.
    static func matching(_ sections: [BiquadDesign], sampleRate: Double) -> Double {
        var before = 0.0
        var after = 0.0
        // Pink noise has the same power in each 24th of an octave: 20 Hz to 20 kHz.
        for step in 0...239 {
            let frequency = 20 * PortableMath.exp2(Double(step) / 24)
            guard frequency < 0.45 * sampleRate else { break }
            let weight = weighting(frequency)
            before += weight
            after += sections.reduce(weight) { $0 * $1.power(at: frequency / sampleRate) }
        }
        return (before / after).squareRoot()
    }

    /// Power of the K-weighting.
    private static func weighting(_ frequency: Double) -> Double {
        let shelf = frequency / 1681.974450955533
        let head = Level.gain(decibels: 3.999843853973347)
        // The gain at the shelf's midpoint, a little below half of its dB.
        let middle = PortableMath.exp2(PortableMath.log2(head) * 0.4996667741545416)
        let up = square(1 - head * shelf * shelf) + square(middle * shelf / 0.7071752369554196)
        let down = square(1 - shelf * shelf) + square(shelf / 0.7071752369554196)
        let low = frequency / 38.13547087602444
        let cut = square(low * low) / (square(1 - low * low) + square(low / 0.5003270373238773))
        return up / down * cut
    }

    private static func square(_ x: Double) -> Double { x * x }
}
