/// Bass guitar: a sawtooth and its lower octave through a low-pass that closes as the string dies away.
enum Bass {
    static func stem() -> Stem {
        let canvas = Canvas(stereo: false)
        for note in notes { play(note, on: canvas) }
        return canvas.stem("Bass", peak: -11)
    }

    /// Steps of each bar as `sixteenth:length:what`; `r` root, `f` fifth, `o` octave, `n` a step to the next chord's root.
    private static func line(bar: Int) -> String {
        switch (Score.section(bar: bar), bar) {
        case (_, 0): ""
        case (_, 1): "12:2:r 14:2:n"
        case ("Verse", _): bar % 2 == 0 ? "0:5:r 6:2:r 8:4:r 14:2:f" : "0:5:r 6:2:r 8:2:r 10:2:f 12:2:o 14:2:n"
        case ("Chorus", _):
            bar % 2 == 0
                ? "0:3:r 4:2:r 6:1:o 8:3:r 10:2:r 12:2:o 14:2:n"
                : "0:3:r 4:2:r 7:1:o 8:2:r 10:2:f 12:2:r 14:1:o 15:1:n"
        case (_, 18): "0:5:r 6:2:r 8:5:r 14:2:n"
        case (_, 19): "0:28:r"
        default: ""
        }
    }

    private static var notes: [Score.Note] {
        var noise = NoiseSource(seed: 21)
        var notes: [Score.Note] = []
        for bar in 0..<Score.bars {
            for word in line(bar: bar).split(separator: " ") {
                let parts = word.split(separator: ":").map(String.init)
                guard parts.count == 3, let place = Int(parts[0]), let length = Int(parts[1]) else { continue }
                let root = low(Harmony.chord(sixteenth: bar * 16 + place).bass)
                let next = low(Harmony.chord(sixteenth: bar * 16 + place + 4).bass)
                let key: Int
                switch parts[2] {
                case "f": key = root + 7
                case "o": key = root + 12
                case "n": key = next == root ? root : (next > root ? next - 1 : next + 1)
                default: key = root
                }
                notes.append(
                    Score.Note(
                        start: Score.frame(bar: bar, sixteenth: place) + 80 + noise.drift(80),
                        length: length * Score.sixteenth - 900, key: key,
                        velocity: (place % 8 == 0 ? 1 : 0.84) + 0.05 * noise.next()))
            }
        }
        return notes
    }

    /// Between E1 and D♯2.
    private static func low(_ pitchClass: Int) -> Int { 28 + (pitchClass - 4 + 12) % 12 }

    private static func play(_ note: Score.Note, on canvas: Canvas) {
        let sine = SineTable.shared
        let hertz = Sound.hertz(Double(note.key))
        var saw = Saw(phase: 0.5)
        var phase = 0.0
        var filter = Resonator(hertz: 400, q: 1.1)
        var envelope = Envelope(attack: 0.004, decay: 0.35, sustain: 0.45, release: 0.018)
        var pluck: Float = 1
        let closing = Sound.decay(halfLife: 0.11)
        var step = 0
        while !envelope.isOver {
            if step % 32 == 0 {
                filter.tune(hertz: 190 + hertz * 2 + Double(1500 * pluck * note.velocity), q: 1.15)
            }
            pluck *= closing
            phase += hertz / Sound.rate
            filter.push(saw.next(step: hertz / Sound.rate) * 0.6)
            let level = envelope.next(held: step < note.length) * note.velocity
            canvas.add(note.start + step, Sound.bend((filter.low * 0.9 + sine[phase] * 0.7) * level * 1.3))
            step += 1
        }
    }
}
