import Units

/// A loudspeaker on which a mix will be heard, for translation listening.
///
/// Each is a chain of filters from the type's well-known traits, not a copy of one product: where its range ends, its strongest
/// resonance or two, how its treble falls, whether it plays in mono, and how it gives in when it is driven. No chain can
/// imitate directivity, rooms or rattling; it shows which parts of a mix survive, not what the device sounds like.
///
/// Levels are matched: pink noise, the same on both sides, is as loud through each (K-weighted, ITU-R BS.1770-4) as without,
/// so that no choice wins by being louder. Below −12 dBFS or so nothing saturates.
///
/// - Source: car: bass rising in the cabin and treble falling as in F. E. Toole, "The Measurement and Calibration of Sound
///   Reproducing Systems", JAES 63(7/8), 2015, §4.2 and Fig. 15, with the gain of small cabins below 70…90 Hz (J. Stratman,
///   SAE 920389, 1992) taken mildly. Phone, laptop, radio, earbuds: figures of ours, chosen for plausibility; nothing was
///   measured for them, so take them for types, not for facts.
public enum Translation: Int, CaseIterable, Sendable {
    /// The loudspeakers as they are.
    case off
    /// A phone held in the hand: mono, nothing below 450 Hz, peaks at 1 and 3.2 kHz, saturates early.
    case phone
    /// A laptop on a table: stereo, nothing below 200 Hz, a box at 700 Hz, a glassy 4.5 kHz.
    case laptop
    /// A car: the cabin lifts the bass, doors boom at 140 Hz, the dashboard colours 2 kHz, upholstery takes the treble.
    case car
    /// A kitchen radio: mono, one cone, 170 Hz to 7 kHz, a box at 320 Hz, saturates.
    case radio
    /// Earbuds that do not seal: little below 90 Hz, peaks at 3 and 6 kHz.
    case earbuds

    /// A filter section of the chain.
    enum Section {
        /// Corner in Hz and Q.
        case highPass(Double, q: Double)
        case lowPass(Double, q: Double)
        /// Centre in Hz, gain in dB, Q.
        case bell(Double, Double, q: Double)
        /// Midpoint of the slope in Hz, gain in dB.
        case lowShelf(Double, Double)
        case highShelf(Double, Double)
    }

    /// Amplitudes of the knee, from which magnitudes bend, and of the limit, which they never reach. Infinite: no saturation.
    struct Saturation {
        var knee: Double
        var limit: Double
    }

    var isMono: Bool { self == .phone || self == .radio }

    var saturation: Saturation {
        switch self {
        case .phone: return Saturation(knee: 0.25, limit: 0.6)
        case .laptop: return Saturation(knee: 0.4, limit: 0.8)
        case .radio: return Saturation(knee: 0.3, limit: 0.7)
        case .off, .car, .earbuds: return Saturation(knee: .infinity, limit: .infinity)
        }
    }

    // 0.541 and 1.307 make a Butterworth filter of 24 dB per octave of two sections, 0.707 one of 12.
    // swift-format-ignore
    var sections: [Section] {
        switch self {
        case .off: return []
        case .phone:
            return [.highPass(450, q: 0.541), .highPass(450, q: 1.307), .bell(1000, 4, q: 1.2), .bell(3200, 4, q: 1.5), .lowPass(13_000, q: 0.707)]
        case .laptop:
            return [.highPass(200, q: 0.541), .highPass(200, q: 1.307), .bell(700, 3, q: 1.5), .bell(1800, -3, q: 1.5), .bell(4500, 4, q: 2), .lowPass(15_000, q: 0.707)]
        case .car:
            return [.highPass(32, q: 0.707), .lowShelf(80, 8), .bell(140, 4, q: 2), .bell(450, -2, q: 1), .bell(2000, 2, q: 1.5), .highShelf(6000, -5)]
        case .radio:
            return [.highPass(170, q: 0.9), .bell(320, 4, q: 1.5), .bell(1800, 3, q: 0.9), .lowPass(7000, q: 0.541), .lowPass(7000, q: 1.307)]
        case .earbuds:
            return [.highPass(90, q: 0.6), .bell(250, 1.5, q: 0.7), .bell(3000, 3, q: 1.5), .bell(6000, 4, q: 3), .lowPass(16_000, q: 0.707)]
        }
    }
}
