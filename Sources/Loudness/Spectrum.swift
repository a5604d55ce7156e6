import CKissFFT
import Glibc
import Units

/// Levels of the 31 third-octave bands of a stretch of sound, by a Fourier transform under Hann's window.
///
/// Pure, and not for the audio thread: it takes the last frames as arrays and returns levels. Powers of both channels are
/// averaged; 0 dB is a sine of full scale on both (AES17), so one on one side reads −3 dB, and pink noise is level.
///
/// Bands are separated as far as the window allows, four bins of `sampleRate / frames`: with 32,768 frames at 48 kHz levels are right
/// to 0.2 dB from 50 Hz up, while the lowest three bands lose some of a sine to their neighbours.
///
/// - Thread: any but audio.
/// - Source: bands of IEC 61260-1 (base ten); F. J. Harris, "On the use of windows for harmonic analysis", Proc. IEEE 66(1),
///   1978; the transform is KISS FFT's.
public struct Spectrum: Sendable {
    /// Nominal centres of the bands in Hz (ISO 266).
    public static let centres: [Double] = [
        20, 25, 31.5, 40, 50, 63, 80, 100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500,
        3150, 4000, 5000, 6300, 8000, 10_000, 12_500, 16_000, 20_000,
    ]

    /// Frames of the stretch that is analysed.
    public let frames: Int
    private let window: [Float]
    private let transform: Transform
    /// Of each band, first bin and the shares of the bins that it has.
    private let bands: [(first: Int, shares: [Double])]

    /// What the library has worked out for a number of frames.
    // @unchecked: the library only reads it.
    private final class Transform: @unchecked Sendable {
        private let plan: kiss_fft_cfg?

        init(frames: Int) { plan = kiss_fft_alloc(Int32(frames), 0, nil, nil) }

        deinit { free(UnsafeMutableRawPointer(plan)) }

        /// The bins of complex numbers; zeros where there was no memory for a plan.
        func bins(_ numbers: [kiss_fft_cpx]) -> [kiss_fft_cpx] {
            var bins = [kiss_fft_cpx](repeating: kiss_fft_cpx(), count: numbers.count)
            if let plan { kiss_fft(plan, numbers, &bins) }
            return bins
        }
    }

    /// - Parameters:
    ///   - sampleRate: frames per second.
    ///   - frames: a power of two, 1024…1,048,576; others count as the next one above.
    public init(sampleRate: Int, frames: Int = 32_768) {
        var count = 1024
        while count < frames && count < 1_048_576 { count *= 2 }
        self.frames = count
        // Scaled so that a sine of full scale on both sides has the power 1 in all, spread over the window's bins.
        let scale = (4 / 3.0).squareRoot() / Double(count)
        window = (0..<count).map {
            Float(scale * (1 - PortableMath.sinCos(turns: Double($0) / Double(count)).cos))
        }
        transform = Transform(frames: count)
        bands = (-17...13).map { Spectrum.band($0, bin: Double(sampleRate) / Double(count), bins: count / 2) }
    }

    /// The levels of the bands over a stretch.
    ///
    /// - Parameters:
    ///   - left: ``frames`` samples, oldest first; fewer count as preceded by silence, of more the last are taken. NaN and
    ///     infinite samples count as silence.
    ///   - right: likewise.
    /// - Returns: one level in dB for each of ``centres``; `-.infinity` for silence and for bands above half the sample rate.
    public func levels(left: [Float], right: [Float]) -> [Float] {
        // Both channels in one transform: their powers are told from its two halves.
        let bins = transform.bins(
            (0..<frames).map {
                kiss_fft_cpx(
                    r: Spectrum.sample(left, $0, of: frames) * window[$0],
                    i: Spectrum.sample(right, $0, of: frames) * window[$0])
            })
        return bands.map { band in
            var power = 0.0
            for (index, share) in band.shares.enumerated() {
                let bin = band.first + index
                power += share * (Spectrum.power(bins[bin]) + Spectrum.power(bins[frames - bin])) * 0.5
            }
            return Float(Level.decibels(gain: power.squareRoot()))
        }
    }

    private static func sample(_ samples: [Float], _ index: Int, of frames: Int) -> Float {
        let place = samples.count - frames + index
        guard place >= 0, samples[place].isFinite else { return 0 }
        return samples[place]
    }

    private static func power(_ bin: kiss_fft_cpx) -> Double {
        Double(bin.r) * Double(bin.r) + Double(bin.i) * Double(bin.i)
    }

    /// The bins of the band 1000 · 10^(number/10), and what share of each lies between its edges.
    private static func band(_ number: Int, bin: Double, bins: Int) -> (first: Int, shares: [Double]) {
        let octave = 3.321928094887362
        let low = 1000 * PortableMath.exp2((Double(number) - 0.5) / 10 * octave) / bin
        let high = 1000 * PortableMath.exp2((Double(number) + 0.5) / 10 * octave) / bin
        let first = Swift.max(1, Int(low + 0.5))
        let last = Swift.min(bins - 1, Int(high + 0.5))
        guard first <= last else { return (1, []) }
        return (
            first,
            (first...last).map { Swift.min(Double($0) + 0.5, high) - Swift.max(Double($0) - 0.5, low) }
        )
    }
}
