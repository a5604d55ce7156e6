/// String section: three players a part, each a little out of tune with the others, spread from left to right.
enum Strings {
    static func stem() -> Stem {
        let canvas = Canvas(stereo: true)
        for phrase in phrases { play(phrase, on: canvas) }
        soften(canvas)
        return canvas.stem("Strings", peak: -9, fadeSeconds: 2.6)
    }

    /// A key held over one or more half bars.
    private struct Phrase {
        var start: Int
        var length: Int
        var key: Int
        var part: Int
        var loudness: Float
    }

    /// Silent in the intro and until the verse is half done; full in the chorus.
    private static func loudness(half: Int) -> Float {
        switch half / 2 {
        case 0...5: 0
        case 6, 7: 0.35
        case 8, 9: 0.5
        case 10...13: 0.85
        case 14...17: 1
        case 18: 0.7
        default: 0.75
        }
    }

    /// Parts that keep their key over a change of chord are not bowed again.
    private static var phrases: [Phrase] {
        let voicings = Harmony.voicings(in: 60...86)
        let half = 8 * Score.sixteenth
        var phrases: [Phrase] = []
        for part in 0..<4 {
            var current: Phrase?
            for (index, voicing) in voicings.enumerated() {
                let loudness = loudness(half: index)
                if let held = current, held.key == voicing[part], held.loudness == loudness {
                    current?.length += half
                    continue
                }
                if let held = current { phrases.append(held) }
                current =
                    loudness > 0
                    ? Phrase(start: index * half, length: half, key: voicing[part], part: part, loudness: loudness)
                    : nil
            }
            if let held = current { phrases.append(held) }
        }
        return phrases
    }

    private static func play(_ phrase: Phrase, on canvas: Canvas) {
        let sine = SineTable.shared
        for player in 0..<3 {
            let cents = [-7.0, 1.5, 6][player] + Double(phrase.part) * 0.8
            let hertz = Sound.hertz(Double(phrase.key) + cents / 100)
            let pan = Double(player - 1) * 0.65 + (Double(phrase.part) - 1.5) * 0.15
            let (left, right) = Sound.place(Swift.min(1, Swift.max(-1, pan)))
            var saw = Saw(phase: Double((player * 37 + phrase.key * 13) % 97) / 97)
            var envelope = Envelope(attack: 0.16, decay: 0.6, sustain: 0.82, release: 0.11)
            let vibrato = (4.9 + 0.35 * Double(player)) / Sound.rate
            let gain = phrase.loudness * (phrase.part == 3 ? 0.5 : 0.4)
            let start = phrase.start + 120 + player * 260 - 4200
            var sway = 1.0
            var step = 0
            while !envelope.isOver {
                if step % 16 == 0 { sway = 1 + 0.0026 * Double(sine[Double(step) * vibrato + 0.3 * Double(player)]) }
                let sample =
                    saw.next(step: hertz * sway / Sound.rate)
                    * envelope.next(held: step < phrase.length + 2400) * gain
                canvas.add(start + step, sample * left, sample * right)
                step += 1
            }
        }
    }

    /// What the wood takes away above and below.
    private static func soften(_ canvas: Canvas) {
        for channel in [canvas.left, canvas.right] {
            var dull = Resonator(hertz: 3400, q: 0.6)
            var body = Resonator(hertz: 480, q: 1.2)
            var thin = Resonator(hertz: 190, q: 0.6)
            for frame in channel.indices {
                dull.push(channel[frame])
                body.push(dull.low)
                thin.push(dull.low + body.peak * 0.3)
                channel[frame] = thin.high
            }
        }
    }
}
