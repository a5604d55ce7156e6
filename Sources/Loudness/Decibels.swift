import Glibc

/// Levels of the meter. libm serves here: nothing of it reaches a sample.
enum Decibels {
    /// LUFS of a K-weighted mean square, summed over the channels; `-.infinity` for silence.
    ///
    /// - Source: ITU-R BS.1770-4, Annex 1, eq. (2).
    static func loudness(energy: Double) -> Double { energy > 0 ? 10 * log10(energy) - 0.691 : -.infinity }

    /// The opposite of ``loudness(energy:)``.
    static func energy(loudness: Double) -> Double { pow(10, (loudness + 0.691) / 10) }

    /// Power ratio of a gain in dB.
    static func power(gain: Double) -> Double { pow(10, gain / 10) }

    /// dB of an amplitude; `-.infinity` for 0.
    static func level(amplitude: Double) -> Double { amplitude > 0 ? 20 * log10(amplitude) : -.infinity }
}
