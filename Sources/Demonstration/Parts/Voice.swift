/// A singer who knows only vowels: a glottal sawtooth through five formants.
///
/// Sung unevenly on purpose, too softly in parts of the chorus: there a hand on the fader helps.
///
/// Source of the formants: G. Peterson and H. Barney, "Control Methods Used in a Study of the Vowels", 1952 (women), with
/// the fourth and fifth after D. Klatt, 1980.
enum Voice {
    static func stem() -> Stem {
        let canvas = Canvas(stereo: false)
        var singer = Singer()
        singer.sing(notes, on: canvas)
        return canvas.stem("Voice", peak: -9)
    }

    // swift-format-ignore
    private static var notes: [Score.Note] {
        let verse = Score.melody(firstBar: 2, """
            4:2:B4:a 6:2:B4:e 8:3:A4:o 11:4:G4:a
            4:2:G4:u 6:2:A4:i 8:6:B4:a
            2:2:D5:e 4:2:B4:a 6:4:A4:o 10:5:G4:u
            4:4:F#4:a 8:6:A4:i
            4:2:B4:a 6:2:B4:e 8:3:A4:o 11:4:G4:a
            4:2:G4:e 6:2:A4:a 8:4:B4:i 12:4:C5:o
            0:6:C5:a 8:2:B4:e 10:2:A4:i 12:4:G4:u
            0:6:A4:o 8:6:F#4:a
            """)
        let chorus = Score.melody(firstBar: 10, """
            0:6:D5:a 6:2:B4:i 8:4:D5:e 12:3:B4:a
            0:3:D5:o 3:5:F#5:a 10:2:E5:i 12:4:D5:e
            0:6:E5:a 6:2:D5:u 8:4:D5:o 12:2:B4:a 14:2:A4:i
            0:8:B4:a 10:2:G4:e 12:3:A4:i
            0:6:D5:a 6:2:B4:i 8:4:D5:e 12:4:F5:a
            0:6:E5:o 6:2:D5:a 8:7:D#5:i
            0:4:E5:a 4:4:C5:e 8:4:D5:o 12:4:B4:a
            0:6:G4:u 6:2:A4:i 8:6:A4:a
            """)
        let end = Score.melody(firstBar: 18, """
            0:4:B4:o 4:3:G4:a 8:4:E4:u 12:3:G4:o
            0:22:B4:a
            """)
        return (verse + chorus + end).map { note in
            var note = note
            note.velocity *= closeness(bar: note.start / Int(DemoSong.framesPerBar))
            return note
        }
    }

    /// How near the singer stands to the microphone: the reason for a ride.
    private static func closeness(bar: Int) -> Float {
        switch bar {
        case 2...5: 0.8
        case 6, 7: 0.6
        case 8, 9: 0.85
        case 10, 11: 0.9
        case 12, 13: 0.45
        case 14, 15: 1
        case 16, 17: 0.5
        default: 0.75
        }
    }
}

/// The throat: keeps its pitch, its vowel and its breath from note to note.
struct Singer {
    private var saw = Saw()
    private var noise = NoiseSource(seed: 41)
    private var formants = [Resonator](repeating: Resonator(hertz: 500, q: 1), count: 5)
    private var tilt = Resonator(hertz: 1900, q: 0.55)
    private var key = 71.0
    private var shape = Singer.vowels["a"] ?? []

    /// Hz, gain and bandwidth of each formant.
    typealias Formant = (hertz: Double, gain: Float, bandwidth: Double)

    // swift-format-ignore
    private static let vowels: [Character: [Formant]] = [
        "a": [(850, 1, 90), (1220, 0.6, 100), (2810, 0.22, 140), (3700, 0.16, 180), (4950, 0.06, 250)],
        "e": [(610, 1, 80), (2330, 0.42, 110), (2990, 0.28, 150), (3800, 0.18, 180), (4950, 0.06, 250)],
        "i": [(370, 1, 70), (2790, 0.34, 120), (3310, 0.28, 160), (3900, 0.18, 200), (4950, 0.05, 250)],
        "o": [(590, 1, 80), (920, 0.62, 90), (2710, 0.12, 140), (3600, 0.10, 180), (4950, 0.04, 250)],
        "u": [(430, 1, 75), (950, 0.34, 90), (2670, 0.08, 140), (3500, 0.07, 180), (4950, 0.03, 250)],
    ]

    mutating func sing(_ notes: [Score.Note], on canvas: Canvas) {
        for (index, note) in notes.enumerated() {
            let next = index + 1 < notes.count ? notes[index + 1].start : note.start + note.length + 24_000
            // A breath is taken when there is room; otherwise the next vowel follows in one breath.
            let isBound = next - note.start - note.length < 3000
            sing(note, until: next, bound: isBound, on: canvas)
        }
    }

    private var level: Float = 0

    private mutating func sing(_ note: Score.Note, until next: Int, bound: Bool, on canvas: Canvas) {
        let sine = SineTable.shared
        let target = Singer.vowels[note.vowel] ?? shape
        let glide = Double(Sound.approach(halfLife: 0.02))
        let rising = Sound.approach(halfLife: 0.022)
        let falling = Sound.approach(halfLife: 0.035)
        for step in 0..<(next - note.start) {
            if step % 48 == 0 { move(towards: target) }
            key += (Double(note.key) - key) * glide
            // Vibrato comes after a third of a second and is slower than the tremor of the pitch.
            let depth = 0.22 * Double(Swift.min(1, Swift.max(0, Float(step - 14_000) / 16_000)))
            let vibrato = Double(sine[Double(step) * 5.4 / Sound.rate]) * depth
            let held = bound ? step < next - note.start - 700 : step < note.length - 1200
            let wanted = held ? note.velocity : (bound ? note.velocity * 0.45 : 0)
            level += (wanted - level) * (wanted > level ? rising : falling)
            let pulse = saw.next(step: hertz(vibrato: vibrato, step: step) / Sound.rate)
            let breath = noise.next()
            tilt.push(pulse)
            // Breath is heard most when a note begins.
            let start = Swift.max(0, 1 - Float(step) / 2600) * Swift.min(1, Float(step) / 400)
            let source = tilt.low * level + breath * (0.02 * level + 0.05 * start * note.velocity * (bound ? 0.4 : 1))
            var sum: Float = 0
            for formant in 0..<5 {
                formants[formant].push(source)
                sum += formants[formant].peak * shape[formant].gain
            }
            canvas.add(note.start + step, sum)
        }
    }

    private var cachedHertz = 493.9

    /// A new frequency every 16 frames is fine enough for a voice, and the exponential costs.
    private mutating func hertz(vibrato: Double, step: Int) -> Double {
        if step % 16 == 0 { cachedHertz = Sound.hertz(key + vibrato) }
        return cachedHertz
    }

    /// One millisecond of the way to another vowel.
    private mutating func move(towards target: [Formant]) {
        for formant in 0..<5 {
            shape[formant].hertz += (target[formant].hertz - shape[formant].hertz) * 0.03
            shape[formant].gain += (target[formant].gain - shape[formant].gain) * 0.03
            shape[formant].bandwidth = target[formant].bandwidth
            formants[formant].tune(hertz: shape[formant].hertz, q: shape[formant].hertz / shape[formant].bandwidth)
        }
    }
}
