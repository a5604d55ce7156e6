public import Engine
import Units

/// A node's meter for the eye: peaks fall slowly, the highest stays for a while, what was beyond full scale is counted.
///
/// A pure value: time is handed in.
// Large: a figure for each thing that a strip's meter shows.
public struct HeldMeter: Sendable, Hashable {
    /// dBFS of the higher side: rises at once, falls by 20 dB in 1.7 s (the slow fall of a quasi-peak meter, IEC 60268-10).
    public private(set) var peak = -Double.infinity
    /// dBFS of either side, in the same way.
    public private(set) var peakLeft = -Double.infinity
    public private(set) var peakRight = -Double.infinity
    /// dBFS of the higher side, with a time constant of 300 ms.
    public private(set) var rms = -Double.infinity
    public private(set) var rmsLeft = -Double.infinity
    public private(set) var rmsRight = -Double.infinity
    /// Highest peak of the last two seconds, in dBFS.
    public private(set) var held = -Double.infinity
    /// Readings with a sample beyond full scale since ``clear()``.
    public private(set) var clips = 0
    /// Largest gain reductions since the reading before, in dB, 0 or more.
    public private(set) var gate = 0.0
    public private(set) var compressor = 0.0
    public private(set) var deEsser = 0.0
    public private(set) var limiter = 0.0

    private var heldSince = 0.0
    private var last: Double?

    private static let fall = 20 / 1.7
    private static let hold = 2.0

    public init() {}

    /// Takes a reading.
    ///
    /// - Parameter seconds: when it was made; never less than the time before.
    public mutating func take(_ reading: MeterReading, at seconds: Double) {
        let drop = HeldMeter.fall * max(0, seconds - (last ?? seconds))
        last = seconds
        peakLeft = max(HeldMeter.level(reading.peakLeft), HeldMeter.heard(peakLeft - drop))
        peakRight = max(HeldMeter.level(reading.peakRight), HeldMeter.heard(peakRight - drop))
        peak = max(peakLeft, peakRight)
        rmsLeft = HeldMeter.level(reading.rmsLeft)
        rmsRight = HeldMeter.level(reading.rmsRight)
        rms = max(rmsLeft, rmsRight)
        if peak >= held || seconds - heldSince > HeldMeter.hold {
            held = peak
            heldSince = seconds
        }
        if reading.isClipped { clips += 1 }
        gate = Double(reading.gate)
        compressor = Double(reading.compressor)
        deEsser = Double(reading.deEsser)
        limiter = Double(reading.limiter)
    }

    /// Forgets held peaks and the count of clips.
    public mutating func clear() {
        held = peak
        clips = 0
    }

    private static func level(_ amplitude: Float) -> Double { heard(Level.decibels(gain: Double(amplitude))) }

    /// What lies below −100 dBFS is nothing to the eye, and must not linger as a number.
    private static func heard(_ level: Double) -> Double { level < -100 ? -.infinity : level }
}
