import Lanes

/// What filters and equaliser do to each frequency: worked out from the very coefficients that the kernel renders with.
///
/// - Thread: control.
public struct StageResponse {
    private let filters: [Section.Coefficients]
    private let equalizer: [Section.Coefficients]

    /// - Parameters:
    ///   - sampleRate: frames per second, 8000 or more.
    ///   - filters: positions of high-pass on, frequency, slope; low-pass on, frequency, slope.
    ///   - equalizer: positions of on, then of each band on, type, frequency, gain, Q.
    /// - Thread: control.
    public init(sampleRate: Int, filters: [Float], equalizer: [Float]) {
        precondition(filters.count == 6 && equalizer.count == 1 + 5 * Equalizer.bandCount)
        let rows = (filters + equalizer).map { Lanes(repeating: $0) }
        var filter = Filters(sampleRate: sampleRate)
        var bands = Equalizer(sampleRate: sampleRate)
        rows.withUnsafeBufferPointer { rows in
            guard let first = rows.baseAddress else { return }
            func row(_ index: Int) -> LaneRow { LaneRow(constant: first + index) }
            func band(_ start: Int) -> Equalizer.BandParameters {
                Equalizer.BandParameters(
                    on: row(start), type: row(start + 1), frequency: row(start + 2), gain: row(start + 3),
                    q: row(start + 4))
            }
            // A silent block designs everything, and a new stage goes to where it is aimed at once.
            filter.skip(
                Filters.Parameters(
                    highPass: .init(on: row(0), frequency: row(1), slope: row(2)),
                    lowPass: .init(on: row(3), frequency: row(4), slope: row(5))), frames: 1, at: 0)
            bands.skip(
                Equalizer.Parameters(on: row(6), band(7), band(12), band(17), band(22)), frames: 1, at: 0)
        }
        func targets(_ chain: SectionChain) -> [Section.Coefficients] {
            [chain.first.target, chain.second.target, chain.third.target, chain.fourth.target]
        }
        self.filters = targets(filter.chain)
        self.equalizer = targets(bands.chain) + [bands.corrector.section.target]
    }

    /// Squares of the gains at a frequency.
    ///
    /// - Parameters:
    ///   - cosine: of the angle that the frequency goes on in a frame, and `sine` likewise.
    /// - Thread: any.
    public func power(cosine: Double, sine: Double) -> (filters: Double, equalizer: Double) {
        func power(_ chain: [Section.Coefficients]) -> Double {
            chain.reduce(1) { $0 * $1.power(cosine: cosine, sine: sine) }
        }
        return (power(filters), power(equalizer))
    }
}

extension Section.Coefficients {
    /// Square of the gain at z = cosine + i·sine: of d + (z − 1)·(c₁ + c₃·(z − a)) / ((z − 1)·(z − a) + k·z), as the section's
    /// equations say (``Section``). Of the first lane.
    fileprivate func power(cosine: Double, sine: Double) -> Double {
        let (a, k, c1, c3, d) = (Double(a[0]), Double(k[0]), Double(c1[0]), Double(c3[0]), Double(d[0]))
        let (r, i) = (cosine - 1, sine)
        let (s, j) = (cosine - a, sine)
        let (nr, ni) = (c1 + c3 * s, c3 * j)
        let (tr, ti) = (r * nr - i * ni, r * ni + i * nr)
        let (br, bi) = (r * s - i * j + k * cosine, r * j + i * s + k * sine)
        let size = br * br + bi * bi
        guard size > 0 else { return d * d }
        let real = d + (tr * br + ti * bi) / size
        let imaginary = (ti * br - tr * bi) / size
        return real * real + imaginary * imaginary
    }
}
