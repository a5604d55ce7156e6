import Foundation

@testable import DSP

/// What a digital section is measured against: analogue prototypes in `Double` with the C library.
enum Analogue {
    /// |H| in dB of (b₀ + b₁s + b₂s²) / (a₀ + a₁s + a₂s²) at s = jr.
    static func level(_ b: (Double, Double, Double), _ a: (Double, Double, Double), _ r: Double) -> Double {
        let above = pow(b.0 - b.2 * r * r, 2) + pow(b.1 * r, 2)
        let below = pow(a.0 - a.2 * r * r, 2) + pow(a.1 * r, 2)
        return 10 * log10(above / below)
    }

    /// A band by the cookbook.
    ///
    /// - Parameters:
    ///   - type: 0 bell, 1 low shelf, 2 high shelf, 3 notch.
    static func band(_ type: Int, _ frequency: Double, corner: Double, gain: Double, q: Double) -> Double {
        let a = pow(10, gain / 40)
        let r = frequency / corner
        let w = sqrt(a) / q
        switch type {
        case 0: return level((1, a / q, 1), (1, 1 / (a * q), 1), r)
        case 1: return 20 * log10(a) + level((a, w, 1), (1, w, a), r)
        case 2: return 20 * log10(a) + level((1, w, a), (a, w, 1), r)
        default: return level((1, 0, 1), (1, 1 / q, 1), r)
        }
    }

    /// Butterworth of an order, in dB.
    static func lowPass(_ frequency: Double, corner: Double, order: Double) -> Double {
        -10 * log10(1 + pow(frequency / corner, 2 * order))
    }

    static func highPass(_ frequency: Double, corner: Double, order: Double) -> Double {
        -10 * log10(1 + pow(frequency / corner, -2 * order))
    }
}

extension Section.Coefficients {
    /// |H| in dB of one column at a frequency in parts of the sample rate: of the single-precision numbers as they stand.
    func level(_ column: Int, at frequency: Double) -> Double {
        let (a, k) = (Double(a[column]), Double(k[column]))
        let (c1, c3, d) = (Double(c1[column]), Double(c3[column]), Double(d[column]))
        // (z − A) s = (1, k) for A = (a, −1; k·a, 1 − k), by Cramer's rule; z − 1 without cancellation.
        let half = Double.pi * frequency
        let z1 = Complex(-2 * sin(half) * sin(half), 2 * sin(half) * cos(half))
        let determinant = z1 * z1 + z1 * Complex(1 - a + k, 0) + Complex(k, 0)
        let s1 = z1 / determinant
        let s2 = (z1 + Complex(1, 0)) * Complex(k, 0) / determinant
        let y = Complex(d + c3, 0) + s1 * Complex(c1, 0) - s2 * Complex(c3, 0)
        return 10 * log10(y.re * y.re + y.im * y.im)
    }
}

struct Complex {
    var re: Double
    var im: Double
    init(_ re: Double, _ im: Double) { (self.re, self.im) = (re, im) }
    static func + (a: Self, b: Self) -> Self { Self(a.re + b.re, a.im + b.im) }
    static func - (a: Self, b: Self) -> Self { Self(a.re - b.re, a.im - b.im) }
    static func * (a: Self, b: Self) -> Self { Self(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re) }
    static func / (a: Self, b: Self) -> Self {
        let n = b.re * b.re + b.im * b.im
        return Self((a.re * b.re + a.im * b.im) / n, (a.im * b.re - a.re * b.im) / n)
    }
}
