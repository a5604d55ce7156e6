/// How loud a note is from its beginning to its end: rises in a straight line, falls to a level while it is held, and dies
/// away when it is let go. Begins and ends at nothing, so that no note clicks.
struct Envelope {
    private let attackStep: Float
    private let decay: Float
    private let sustain: Float
    private let release: Float
    private var level: Float = 0
    private var isRising = true

    /// - Parameters:
    ///   - attack: seconds to the full level.
    ///   - decay: half-life in seconds of the way down to `sustain`.
    ///   - sustain: 0…1.
    ///   - release: half-life in seconds after the note.
    init(attack: Double, decay: Double, sustain: Float, release: Double) {
        attackStep = Float(1 / (attack * Sound.rate))
        self.decay = Sound.approach(halfLife: decay)
        self.sustain = sustain
        self.release = Sound.decay(halfLife: release)
    }

    /// Below −100 dB after the note's end.
    var isOver: Bool { !isRising && level < 1e-5 }

    @inline(__always)
    mutating func next(held: Bool) -> Float {
        if !held {
            isRising = false
            level *= release
        } else if isRising {
            level += attackStep
            if level >= 1 {
                level = 1
                isRising = false
            }
        } else {
            level += (sustain - level) * decay
        }
        return level
    }
}
