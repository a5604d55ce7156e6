/// Rhythms written as sixteen signs a bar: `X` accent, `x` stroke, `o` ghost note, `O` open (hats), `.` nothing.
struct Pattern {
    struct Hit: Sendable, Hashable {
        /// Frame of the stroke.
        var frame: Int
        /// 0…1.
        var velocity: Float
        /// The sign it was written with.
        var sign: Character
    }

    /// All hits of the song.
    ///
    /// - Parameters:
    ///   - seed: of the player's small unevenness, at most 3 ms and a tenth of the velocity.
    ///   - bar: the sixteen signs for a bar.
    static func hits(seed: UInt64, bar: (Int) -> String) -> [Hit] {
        var noise = NoiseSource(seed: seed)
        var hits: [Hit] = []
        for number in 0..<Score.bars {
            for (place, sign) in bar(number).enumerated() where sign != "." {
                let loudness: Float
                switch sign {
                case "X", "O": loudness = 1
                case "x": loudness = 0.7
                default: loudness = 0.22
                }
                let lateness = number == 0 && place == 0 ? 60 : noise.drift(140)
                hits.append(
                    Hit(
                        frame: Score.frame(bar: number, sixteenth: place) + lateness,
                        velocity: loudness * (0.95 + 0.05 * noise.next()), sign: sign))
            }
        }
        return hits
    }
}
