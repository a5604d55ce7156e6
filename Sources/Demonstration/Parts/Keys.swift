/// Electric piano: two sines that modulate each other (the tine and the bar), and a slow stereo tremolo.
enum Keys {
    static func stem() -> Stem {
        let canvas = Canvas(stereo: true)
        for note in notes { play(note, on: canvas) }
        return canvas.stem("Keys", peak: -9)
    }

    private static func rhythm(bar: Int) -> [(place: Int, length: Int, velocity: Float)] {
        switch (Score.section(bar: bar), bar) {
        case (_, 0), (_, 1): [(0, 7, 0.8), (8, 6, 0.6), (14, 2, 0.5)]
        case (_, 19): [(0, 30, 0.9)]
        case (_, 20): []
        case ("Verse", _):
            bar % 2 == 0 ? [(0, 6, 0.75), (7, 2, 0.5), (10, 5, 0.6)] : [(2, 5, 0.6), (8, 3, 0.65), (11, 4, 0.5)]
        case ("Chorus", _): [(0, 3, 0.9), (3, 3, 0.7), (6, 2, 0.75), (8, 3, 0.85), (11, 3, 0.7), (14, 2, 0.7)]
        default: [(0, 7, 0.8), (8, 7, 0.75)]
        }
    }

    private static var notes: [Score.Note] {
        let voicings = Harmony.voicings(in: 52...76)
        var noise = NoiseSource(seed: 22)
        var notes: [Score.Note] = []
        for bar in 0..<Score.bars {
            for (place, length, velocity) in rhythm(bar: bar) {
                // An anticipated stroke already plays the chord to come.
                let half = Swift.min(
                    (bar * 16 + place + (place % 8 == 7 || place == 14 ? 2 : 0)) / 8, voicings.count - 1)
                for (part, key) in voicings[half].enumerated() {
                    notes.append(
                        Score.Note(
                            start: Score.frame(bar: bar, sixteenth: place) + 150 + part * 90 + noise.drift(120),
                            length: length * Score.sixteenth - 600, key: key,
                            velocity: velocity * (part == 3 ? 1 : 0.82) * (1 + 0.06 * noise.next())))
                }
            }
        }
        return notes
    }

    private static func play(_ note: Score.Note, on canvas: Canvas) {
        let sine = SineTable.shared
        let step0 = Sound.hertz(Double(note.key)) / Sound.rate
        let tineStep = Swift.min(step0 * 14, 0.4)
        var envelope = Envelope(attack: 0.002, decay: 0.9, sustain: 0.05, release: 0.05)
        let tineDecay = Sound.decay(halfLife: 0.035)
        let barDecay = Sound.decay(halfLife: 0.5)
        var (tine, bar): (Float, Float) = (0.05 + 0.09 * note.velocity, 0.10 + 0.24 * note.velocity)
        // Low keys are wound thicker: darker and longer.
        if note.key > 72 { bar *= 0.8 }
        var (carrier, modulator, high) = (0.25, 0.0, 0.0)
        let tremolo = 4.6 / Sound.rate
        var step = 0
        while !envelope.isOver {
            carrier += step0
            modulator += step0
            high += tineStep
            tine *= tineDecay
            bar *= barDecay
            let bend = Double(bar * sine[modulator] + tine * sine[high]) * 0.5
            let level = envelope.next(held: step < note.length) * note.velocity
            let tone = (sine[carrier + bend + 2] - 0.16 * bar) * level
            let sway = sine[Double(note.start + step) * tremolo] * 0.22
            canvas.add(note.start + step, tone * (0.7 + sway), tone * (0.7 - sway))
            step += 1
        }
    }
}
