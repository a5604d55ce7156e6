import Memory
import Units
import Vectors

/// What the translations' loudspeakers do to the sound, and the change from one to another without a click.
///
/// Off, it passes the samples' bits and costs nothing. A change crossfades over 256 frames; one that comes during a
/// crossfade waits for its end. In double precision, as its filters stand low in the band; it is never in the bounce.
///
/// - Thread: audio; setup makes it.
struct TranslationChain: ~Copyable {
    /// Both channels.
    private typealias Pair = SIMD2<Double>

    private static var mostSections: Int {
        @_noLocks @_noAllocation @inline(__always) get { 6 }
    }

    private let coefficients: FixedMemory<BiquadDesign>
    private let traits: FixedMemory<Traits>
    /// Two numbers per section, for the translation that is heard and for the one that comes.
    private let states: FixedMemory<Pair>
    private var current = 0
    private var next = 0
    /// Frames of the crossfade that are over; 256 when there is none.
    private var faded = 256
    private var isSecond = false

    struct Traits {
        var sections = 0
        var gain = 1.0
        var isMono = false
        var knee = Double.infinity
        /// From the knee to the limit.
        var span = Double.infinity
    }

    /// - Parameter sampleRate: frames per second.
    init(sampleRate: Int) {
        let most = TranslationChain.mostSections
        let count = Translation.allCases.count
        let through = BiquadDesign(.bell(1000, 0, q: 1), sampleRate: Double(sampleRate))
        coefficients = FixedMemory(repeating: through, count: count * most)
        traits = FixedMemory(repeating: Traits(), count: count)
        states = FixedMemory(repeating: Pair(repeating: 0), count: 4 * most)
        for device in Translation.allCases {
            let designs = device.sections.map { BiquadDesign($0, sampleRate: Double(sampleRate)) }
            for (index, design) in designs.enumerated() { coefficients[device.rawValue * most + index] = design }
            let bend = device.saturation
            traits[device.rawValue] = Traits(
                sections: designs.count, gain: Loudness.matching(designs, sampleRate: Double(sampleRate)),
                isMono: device.isMono, knee: bend.knee, span: bend.limit - bend.knee)
        }
        traits[0] = Traits()
    }

    /// Forgets the sound, and takes a translation without a fade.
    @_noLocks @_noAllocation
    mutating func reset(to translation: Float) {
        current = TranslationChain.index(translation)
        next = current
        faded = 256
        clear(0)
        clear(1)
    }

    /// Renders a block in place.
    ///
    /// - Parameter translations: ``Translation``'s numbers; others are off.
    @_noLocks @_noAllocation
    mutating func render(
        _ translations: Row, left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int
    ) {
        if faded == 256 && !translations.isMoving && TranslationChain.index(translations[0]) == current {
            guard current != 0 else { return }
            for frame in 0..<frames {
                let sound = sound(of: current, isSecond, Pair(Double(left[frame]), Double(right[frame])))
                left[frame] = Float(sound.x)
                right[frame] = Float(sound.y)
            }
            return
        }
        for frame in 0..<frames {
            let wanted = TranslationChain.index(translations[frame])
            if faded == 256 && wanted != current {
                next = wanted
                faded = 0
                clear(isSecond ? 0 : 1)
            }
            let input = Pair(Double(left[frame]), Double(right[frame]))
            var sound = sound(of: current, isSecond, input)
            if faded < 256 {
                faded = faded &+ 1
                let coming = self.sound(of: next, !isSecond, input)
                sound += (coming - sound) * (Double(faded) * 0x1p-8)
                if faded == 256 {
                    sound = coming
                    current = next
                    isSecond = !isSecond
                }
            }
            left[frame] = Float(sound.x)
            right[frame] = Float(sound.y)
        }
    }

    @_noLocks @_noAllocation
    private static func index(_ translation: Float) -> Int {
        translation >= 0.5 && translation < 5.5 ? Int(translation + 0.5) : 0
    }

    @_noLocks @_noAllocation
    private func clear(_ slot: Int) {
        let most = TranslationChain.mostSections &* 2
        for index in 0..<most { states[slot &* most &+ index] = Pair(repeating: 0) }
    }

    @_noLocks @_noAllocation @inline(__always)
    private func sound(of device: Int, _ isSecond: Bool, _ input: Pair) -> Pair {
        guard device != 0 else { return input }
        let trait = traits[device]
        let most = TranslationChain.mostSections
        let section = coefficients + device &* most
        let state = states + (isSecond ? 2 &* most : 0)
        var x = input
        if trait.isMono {
            let middle = (x.x + x.y) * 0.5
            x = Pair(middle, middle)
        }
        var index = 0
        while index < trait.sections {
            // Transposed direct form 2.
            let c = section[index]
            let y = x * c.b0 + state[2 &* index]
            state[2 &* index] = x * c.b1 - y * c.a1 + state[2 &* index &+ 1]
            state[2 &* index &+ 1] = x * c.b2 - y * c.a2
            x = y
            index &+= 1
        }
        x *= trait.gain
        x.x = TranslationChain.bent(x.x, trait.knee, trait.span)
        x.y = TranslationChain.bent(x.y, trait.knee, trait.span)
        return x
    }

    /// Straight up to the knee, then bending towards the limit without a corner.
    @_noLocks @_noAllocation @inline(__always)
    private static func bent(_ x: Double, _ knee: Double, _ span: Double) -> Double {
        let above = (x < 0 ? 0 - x : x) - knee
        guard above > 0 else { return x }
        let size = knee + above * span / (span + above)
        return x < 0 ? 0 - size : size
    }
}
