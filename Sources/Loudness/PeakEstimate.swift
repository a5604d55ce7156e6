import Glibc

/// Estimate, to some 10⁻⁵, of the peaks between samples that libebur128's oversampling will find: computed eight points at a time, to
/// know where the library has to be asked.
///
/// The library's filter is a windowed sinc of 49 taps at the higher rate, `tap % factor` of them for each point between two
/// samples; the points that fall on samples are the samples themselves.
struct PeakEstimate {
    private typealias Vector = SIMD8<Float>

    /// Weights of the points between samples, one point behind the other, the newest sample's first.
    private let weights: [Float]
    /// Weights of a point.
    private let length: Int
    /// Bound on the difference between estimate and library, as a share of the highest sample.
    private static let slack: Float = 1e-4

    /// Frames before the first new one that count.
    static let lookBack = 32
    /// Taps of the library's filter at the higher rate.
    private static let taps = 49

    /// - Parameter sampleRate: 1 or more; from 192 kHz on there are no points between samples.
    init(sampleRate: Int) {
        let factor = sampleRate < 96_000 ? 4 : sampleRate < 192_000 ? 2 : 1
        length = (Self.taps - 1) / factor
        var weights: [Float] = []
        for point in 1..<max(2, factor) where factor > 1 {
            for place in 0..<length { weights.append(Float(Self.weight(of: point + factor * place, factor))) }
        }
        self.weights = weights
    }

    private static func weight(of tap: Int, _ factor: Int) -> Double {
        let turn = Double.pi * (Double(tap) - Double(taps - 1) / 2) / Double(factor)
        let sinc = turn == 0 ? 1 : sin(turn) / turn
        return sinc * 0.5 * (1 - cos(2 * Double.pi * Double(tap) / Double(taps - 1)))
    }

    /// No point between samples exceeds the highest sample by more than this factor.
    var bound: Float {
        var highest: Float = 1
        for first in stride(from: 0, to: weights.count, by: length) {
            let sum = weights[first..<first + length].reduce(0) { $0 + $1.magnitude }
            if sum > highest { highest = sum }
        }
        return highest * (1 + Self.slack)
    }

    /// Whether there may be a peak above a level among the next frames: no for certain, yes perhaps.
    ///
    /// - Parameter samples: with ``lookBack`` frames before the first, and 7 readable ones behind the last, which count or not.
    func mayExceed(_ level: Float, _ samples: UnsafePointer<Float>, _ frames: Int) -> Bool {
        let highest = VectorScan.highest(samples - Self.lookBack, Self.lookBack + frames)
        if level >= bound * highest { return false }
        let enough = level - Self.slack * highest
        if highest > enough { return true }
        var start = 0
        while start < frames {
            if highestBetween(samples + start) > enough { return true }
            start &+= 8
        }
        return false
    }

    /// The highest point between samples of eight frames.
    private func highestBetween(_ samples: UnsafePointer<Float>) -> Float {
        weights.withUnsafeBufferPointer { weights in
            var highest = Vector(repeating: 0)
            var first = 0
            while first < weights.count {
                var sum = Vector(repeating: 0)
                for place in 0..<length { sum += VectorScan.load(samples - place) * weights[first &+ place] }
                let next = VectorScan.magnitude(sum)
                highest.replace(with: next, where: next .> highest)
                first &+= length
            }
            return VectorScan.highest(highest)
        }
    }
}
