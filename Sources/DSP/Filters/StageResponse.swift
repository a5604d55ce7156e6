public import MixModel
import Vectors

/// The magnitude responses of filters and equaliser, from the coefficients that the kernel renders with.
///
/// - Thread: control.
public struct StageResponse {
    /// Which of the two responses a stage is part of.
    public enum Curve: Sendable { case filters, equalizer }

    /// The stages that have a response, by ``StageDescriptor/name``.
    ///
    /// - Thread: any.
    public static let curves: [String: Curve] = ["hpf": .filters, "lpf": .filters, "eq": .equalizer]

    /// The roles of these stages, from which the responses are made.
    ///
    /// - Thread: any.
    public static let roles: [Role] = StageDescriptor.all.filter { curves[$0.name] != nil }.flatMap(\.roles)

    private let filters: [Section.Coefficients]
    private let equalizer: [Section.Coefficients]

    /// - Parameters:
    ///   - sampleRate: frames per second, 8000 or more.
    ///   - position: of each of ``roles``.
    /// - Thread: control.
    public init(sampleRate: Int, position: (Role) -> Float) {
        var positions = [Vector](repeating: Vector(repeating: 0), count: RowOrder.sharedCount)
        for role in StageResponse.roles { positions[role.index] = Vector(repeating: position(role)) }
        var filter = Filters(sampleRate: sampleRate)
        var bands = Equalizer(sampleRate: sampleRate)
        positions.withUnsafeBufferPointer { positions in
            guard let first = positions.baseAddress else { return }
            let rows = positions.indices.map { VectorRow(constant: first + $0) }
            rows.withUnsafeBufferPointer { rows in
                guard let first = rows.baseAddress else { return }
                // A silent block makes all designs, and a new stage has them in force at once.
                filter.skip(StageRows(first, bus: first).filters, frames: 1, at: 0)
                bands.skip(StageRows(first, bus: first).equalizer, frames: 1, at: 0)
            }
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
    ///   - cosine: of the frequency's angle per frame, ω; likewise `sine`.
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
    /// equations say (``Section``). Of the first column.
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
