import Foundation

/// Measures of an impulse response, as the field takes them.
enum RoomMeasures {
    /// Reverberation time in s by backward integration (Schroeder 1965) over −5…−35 dB, in the octave about a frequency.
    static func decay(_ response: UnsafePointer<Float>, frames: Int, rate: Int, octave frequency: Double) -> Double {
        let filtered = UnsafeMutablePointer<Double>.allocate(capacity: frames)
        defer { filtered.deallocate() }
        for frame in 0..<frames { filtered[frame] = Double(response[frame]) }
        for _ in 0..<2 { bandPass(filtered, frames, frequency / Double(rate)) }
        var energy = 0.0
        for frame in stride(from: frames - 1, through: 0, by: -1) {
            energy += filtered[frame] * filtered[frame]
            filtered[frame] = energy
        }
        // Least squares of level over time.
        var (count, t, l, tt, tl) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for frame in stride(from: 0, to: frames, by: 16) {
            let level = 10 * log10(filtered[frame] / energy)
            if level > -5 { continue }
            if level < -35 { break }
            let time = Double(frame) / Double(rate)
            (count, t, l, tt, tl) = (count + 1, t + time, l + level, tt + time * time, tl + time * level)
        }
        return -60 / ((count * tl - t * l) / (count * tt - t * t))
    }

    /// The cookbook's band-pass of one octave, in place.
    private static func bandPass(_ x: UnsafeMutablePointer<Double>, _ frames: Int, _ turns: Double) {
        let w = 2 * Double.pi * turns
        let alpha = sin(w) / 2 / 1.4142
        let (b, a1, a2) = (alpha / (1 + alpha), -2 * cos(w) / (1 + alpha), (1 - alpha) / (1 + alpha))
        var (s1, s2) = (0.0, 0.0)
        for frame in 0..<frames {
            let input = x[frame]
            let y = b * input + s1
            s1 = s2 - a1 * y
            s2 = -b * input - a2 * y
            x[frame] = y
        }
    }

    /// Normalised echo density (Abel and Huang 2006) in windows of 20 ms about each ms: 1 is Gaussian noise.
    static func echoDensity(_ response: UnsafePointer<Float>, milliseconds: Int, rate: Int) -> [Double] {
        let half = rate / 100
        return (0..<milliseconds).map { time in
            let centre = time * rate / 1000
            var (sum, weights) = (0.0, 0.0)
            for offset in -half...half where centre + offset >= 0 {
                let weight = 0.5 + 0.5 * cos(.pi * Double(offset) / Double(half))
                let x = Double(response[centre + offset])
                sum += weight * x * x
                weights += weight
            }
            let deviation = (sum / weights).squareRoot()
            var outside = 0.0
            for offset in -half...half
            where centre + offset >= 0 && Double(abs(response[centre + offset])) > deviation {
                outside += 0.5 + 0.5 * cos(.pi * Double(offset) / Double(half))
            }
            return outside / weights / 0.3173105
        }
    }

    /// Power spectrum of 2ⁿ frames under Hann's window.
    static func spectrum(_ x: UnsafePointer<Float>, order: Int) -> [Double] {
        let count = 1 << order
        let real = UnsafeMutablePointer<Double>.allocate(capacity: count)
        let imaginary = UnsafeMutablePointer<Double>.allocate(capacity: count)
        defer {
            real.deallocate()
            imaginary.deallocate()
        }
        for index in 0..<count {
            var reversed = 0
            for bit in 0..<order where index >> bit & 1 == 1 { reversed |= 1 << (order - 1 - bit) }
            real[reversed] = Double(x[index]) * (0.5 - 0.5 * cos(2 * .pi * Double(index) / Double(count)))
            imaginary[reversed] = 0
        }
        var half = 1
        while half < count {
            for k in 0..<half {
                let (c, s) = (cos(.pi * Double(k) / Double(half)), -sin(.pi * Double(k) / Double(half)))
                var i = k
                while i < count {
                    let j = i + half
                    let (re, im) = (real[j] * c - imaginary[j] * s, real[j] * s + imaginary[j] * c)
                    (real[j], imaginary[j]) = (real[i] - re, imaginary[i] - im)
                    (real[i], imaginary[i]) = (real[i] + re, imaginary[i] + im)
                    i += 2 * half
                }
            }
            half *= 2
        }
        return (0..<count / 2).map { real[$0] * real[$0] + imaginary[$0] * imaginary[$0] }
    }

    /// Flatness of a band of a spectrum, geometric over arithmetic mean, and its highest peak over the mean in dB. Bins are
    /// compared with the mean of their surroundings, so that a slope does not count. Noise has 0.56 and about 9 dB.
    static func flatness(_ spectrum: [Double], from low: Int, to high: Int) -> (flatness: Double, peak: Double) {
        var (logs, highest, sum) = (0.0, 0.0, 0.0)
        let reach = 100
        var around = (low - reach...low + reach).reduce(0.0) { $0 + spectrum[$1] }
        for bin in low..<high {
            let relative = spectrum[bin] / (around / Double(2 * reach + 1))
            logs += log(relative)
            sum += relative
            highest = max(highest, relative)
            around += spectrum[bin + reach + 1] - spectrum[bin - reach]
        }
        let count = Double(high - low)
        return (exp(logs / count) / (sum / count), 10 * log10(highest))
    }

    /// Correlation of two rows.
    static func correlation(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ frames: Range<Int>) -> Double {
        var (ab, aa, bb) = (0.0, 0.0, 0.0)
        for frame in frames {
            let (x, y) = (Double(a[frame]), Double(b[frame]))
            (ab, aa, bb) = (ab + x * y, aa + x * x, bb + y * y)
        }
        return ab / (aa * bb).squareRoot()
    }
}
