import Foundation

/// The true peak by a better measurement than the limiter's own: 32 points per frame, by a sinc of 128 samples under Kaiser's
/// window (β = 10), in Double and with the C library. Its pass band ends where those of converters do, at 0.4535 of the sample
/// rate (flat there within 0.01 dB), and it is down by 100 dB at 0.55.
enum TruePeak {
    static let points = 32
    static let half = 64
    /// For each point, its weights for the samples around it.
    private static let kernels: [[Double]] = (0..<points).map { point in
        (1 - half...half).map { offset in
            let t = Double(offset) - Double(point) / Double(points)
            let edge = t / Double(half)
            guard t != 0 else { return 1 }
            guard abs(edge) < 1 else { return 0 }
            return sin(.pi * t) / (.pi * t) * bessel(10 * (1 - edge * edge).squareRoot()) / bessel(10)
        }
    }

    /// Modified Bessel function of order 0.
    private static func bessel(_ x: Double) -> Double {
        var sum = 1.0
        var term = 1.0
        var n = 1.0
        while term > sum * 1e-17 {
            term *= (x / 2 / n) * (x / 2 / n)
            sum += term
            n += 1
        }
        return sum
    }

    /// The highest magnitude of the waveform, in dB.
    ///
    /// All 32 points are computed where one of four comes within 1.4 dB of the highest of those: four points per frame read no
    /// sound of the band more than 0.7 dB too low.
    static func decibels(of samples: [Float]) -> Double {
        let padding = [Double](repeating: 0, count: half)
        let padded = padding + samples.map(Double.init) + padding
        return padded.withUnsafeBufferPointer { x in
            let frames = half - 1..<x.count - half
            let coarse = frames.map { frame in
                stride(from: 0, to: points, by: points / 4).reduce(0.0) { max($0, abs(value(x, frame, $1))) }
            }
            let highest = coarse.max() ?? 0
            var peak = highest
            for (index, frame) in frames.enumerated() where coarse[index] > 0.85 * highest {
                for point in 0..<points { peak = max(peak, abs(value(x, frame, point))) }
            }
            return 20 * log10(peak)
        }
    }

    private static func value(_ x: UnsafeBufferPointer<Double>, _ frame: Int, _ point: Int) -> Double {
        kernels[point].withUnsafeBufferPointer { weights in
            var sum = 0.0
            var sample = x.baseAddress! + (frame + 1 - half)
            var weight = weights.baseAddress!
            let end = weight + 2 * half
            while weight < end {
                sum += sample.pointee * weight.pointee
                sample += 1
                weight += 1
            }
            return sum
        }
    }
}
