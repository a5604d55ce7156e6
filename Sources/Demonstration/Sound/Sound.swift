import Units

/// Small laws that every part uses. All sound here is made at ``DemoSong/sampleRate``.
enum Sound {
    /// Frames per second.
    static let rate = 48_000.0

    static func gain(decibels: Double) -> Double { Level.gain(decibels: decibels) }

    /// Hertz of a key of the piano, by MIDI number; 69 is 440 Hz, equal temperament.
    static func hertz(_ key: Double) -> Double { 440 * PortableMath.exp2((key - 69) / 12) }

    /// What to multiply by in each frame so that something falls to half in `seconds`.
    static func decay(halfLife seconds: Double) -> Float { Float(PortableMath.exp2(-1 / (seconds * rate))) }

    /// Share of the way to go in each frame, for a value that closes half its distance in `seconds`.
    static func approach(halfLife seconds: Double) -> Float { 1 - decay(halfLife: seconds) }

    /// Left and right gains of a place from −1 (left) to 1 (right), constant power.
    static func place(_ pan: Double) -> (left: Float, right: Float) {
        let (sin, cos) = PortableMath.sinCos(turns: (pan + 1) / 8)
        return (Float(cos), Float(sin))
    }

    /// Bends peaks over, 0 stays 0 and the ends go to ±1: x / (1 + |x|).
    @inline(__always)
    static func bend(_ x: Float) -> Float { x / (1 + Swift.abs(x)) }
}

/// One period of a sine in 4096 steps, read with a straight line between two.
final class SineTable: @unchecked Sendable {
    // Written in init alone, so every thread may read.
    private let samples: UnsafeMutablePointer<Float>

    static let shared = SineTable()

    private init() {
        samples = .allocate(capacity: 4097)
        for step in 0...4096 {
            (samples + step).initialize(to: Float(PortableMath.sinCos(turns: Double(step) / 4096).sin))
        }
    }

    deinit { samples.deallocate() }

    /// - Parameter turns: 0 or more.
    @inline(__always)
    subscript(turns: Double) -> Float {
        let place = (turns - Double(Int(turns))) * 4096
        let step = Int(place)
        let rest = Float(place - Double(step))
        return samples[step] + (samples[step + 1] - samples[step]) * rest
    }
}

/// A sawtooth from −1 to 1 with its corner rounded (polyBLEP; Välimäki and Huovilainen, 2007).
struct Saw {
    /// Turns.
    var phase: Double

    init(phase: Double = 0) { self.phase = phase }

    /// - Parameter step: turns per frame, below 0.5.
    @inline(__always)
    mutating func next(step: Double) -> Float {
        phase += step
        if phase >= 1 { phase -= 1 }
        var value = 2 * phase - 1
        if phase < step {
            let x = phase / step
            value -= x + x - x * x - 1
        } else if phase > 1 - step {
            let x = (phase - 1) / step
            value -= x * x + x + x + 1
        }
        return Float(value)
    }
}

/// Second-order filter with three outputs at once, stable while it is swept.
///
/// Source: A. Simper, "Linear trapezoidal integrated state variable filter", 2013.
struct Resonator {
    private var a1: Float = 0
    private var a2: Float = 0
    private var a3: Float = 0
    private var k: Float = 1
    private var s1: Float = 0
    private var s2: Float = 0

    private(set) var low: Float = 0
    private(set) var band: Float = 0
    private(set) var high: Float = 0

    /// - Parameters:
    ///   - hertz: corner or centre, below 23 kHz.
    ///   - q: 0.5 (none) upward.
    init(hertz: Double, q: Double) { tune(hertz: hertz, q: q) }

    mutating func tune(hertz: Double, q: Double) {
        let g = PortableMath.tan(turns: Swift.min(hertz, 23_000) / Sound.rate / 2)
        let damping = 1 / q
        let first = 1 / (1 + g * (g + damping))
        a1 = Float(first)
        a2 = Float(g * first)
        a3 = Float(g * g * first)
        k = Float(damping)
    }

    @inline(__always)
    mutating func push(_ input: Float) {
        let v3 = input - s2
        band = a1 * s1 + a2 * v3
        low = s2 + a2 * s1 + a3 * v3
        s1 = 2 * band - s1
        s2 = 2 * low - s2
        high = input - k * band - low
    }

    /// The band's peak at 1, whatever the quality.
    var peak: Float {
        @inline(__always) get { band * k }
    }
}
