import Units

/// A sound between its frames: band-limited interpolation, for playing at another speed than the sound's own.
///
/// A sinc windowed by Kaiser's window (J. O. Smith, "Digital Audio Resampling Home Page", CCRMA): 16 zero crossings on either side and
/// β = 9, so aliases are 90 dB down and the pass-band reaches 41 % of the sample rate. Above normal speed the cut-off is lower, and the
/// filter longer, by the factor of the speed.
///
/// Not by a library, unlike the conversion of a file's rate: a frame must depend on its place alone, wherever reading began, also
/// backwards and over a seam; a library's stream goes forward and depends on its start.
///
/// - Thread: any; it never changes.
struct Interpolator: Sendable {
    /// Zero crossings on either side.
    private static let crossings = 16
    /// Places of the table for each crossing: a straight line between two is right to −116 dB.
    private static let steps = 512
    private static let beta = 9.0

    /// The filter from its middle on.
    private static let table: [Float] = {
        let full = bessel(beta)
        return (0...(crossings * steps + 1)).map { index in
            let x = Double(index) / Double(steps)
            guard x > 0 else { return 1 }
            guard x < Double(crossings) else { return 0 }
            let edge = x / Double(crossings)
            // sin πx, by turns.
            let sinc = PortableMath.sinCos(turns: x / 2).sin / (.pi * x)
            return Float(sinc * bessel(beta * (1 - edge * edge).squareRoot()) / full)
        }
    }()

    /// The modified Bessel function of the first kind and order 0, by its series.
    private static func bessel(_ x: Double) -> Double {
        var (sum, term) = (1.0, 1.0)
        for index in 1...40 {
            let factor = x / 2 / Double(index)
            term *= factor * factor
            sum += term
        }
        return sum
    }

    /// Cut-off as a share of that at normal speed, 0.25…1.
    private let cutoff: Float
    /// Source frames on either side from which a frame is made.
    let reach: Int
    private let speed: PlaySpeed

    init(_ speed: PlaySpeed) {
        self.speed = speed
        cutoff = Float(1 / max(1, speed.factor.magnitude))
        reach = Int((Float(Interpolator.crossings) / cutoff).rounded(.up)) + 1
    }

    /// Makes frames at places of a sound.
    ///
    /// - Parameters:
    ///   - origin: place of the first in the source, in parts of a frame (``PlaySpeed/unit``), `reach` frames or more inside.
    ///   - source: left and right, all frames that the places reach.
    ///   - left: room for `frames` samples; likewise `right`.
    func make(
        from origin: Int64, _ source: (left: UnsafePointer<Float>, right: UnsafePointer<Float>),
        left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int
    ) {
        Interpolator.table.withUnsafeBufferPointer { table in
            for index in 0..<frames {
                let parts = origin + Int64(speed.parts) * Int64(index)
                let whole = Int(parts / PlaySpeed.unit)
                let fraction = Float(parts % PlaySpeed.unit) / Float(PlaySpeed.unit)
                (left[index], right[index]) = sample(
                    table, source.left + (whole - reach + 1), source.right + (whole - reach + 1), fraction)
            }
        }
    }

    /// One frame, of 2 · `reach` source frames around it.
    @inline(__always)
    private func sample(
        _ table: UnsafeBufferPointer<Float>, _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>,
        _ fraction: Float
    ) -> (Float, Float) {
        var sum = SIMD2<Float>(repeating: 0)
        let last = Float(Interpolator.crossings * Interpolator.steps)
        for tap in 0..<(2 * reach) {
            let distance = (Float(tap - reach + 1) - fraction).magnitude * cutoff * Float(Interpolator.steps)
            guard distance < last else { continue }
            let place = Int(distance)
            let weight = table[place] + (table[place + 1] - table[place]) * (distance - Float(place))
            sum += SIMD2(left[tap], right[tap]) * weight
        }
        sum *= cutoff
        return (sum.x, sum.y)
    }
}
