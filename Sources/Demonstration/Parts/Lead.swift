/// Lead synthesiser: two sawtooths a few cents apart through a filter that opens with each note, and its echo.
enum Lead {
    static func stem() -> Stem {
        let canvas = Canvas(stereo: false)
        for note in notes { play(note, on: canvas) }
        echo(canvas)
        return canvas.stem("Lead", peak: -13)
    }

    // swift-format-ignore
    private static var notes: [Score.Note] {
        Score.melody(firstBar: 0, """
            0:3:B4 3:3:D5 6:2:E5 8:4:F#5 12:4:D5
            0:3:E5 3:3:D5 6:2:B4 8:7:G4


            14:2:D5
            0:3:D5 14:2:E5


            12:2:D5 14:2:B4
            8:2:D5 10:2:E5 12:2:F#5 14:2:A5
            0:8:B5 8:8:A5
            0:8:F#5 8:8:A5
            0:8:G5 8:8:F#5
            0:4:E5 4:2:E5 6:2:G5 8:4:B5 12:4:A5
            0:8:B5 8:8:F5
            0:8:G5 8:8:G5
            0:8:G5 8:8:F#5
            0:8:G5 8:2:A5 10:2:F#5 12:2:D5 14:2:F#5
            0:4:G5 4:2:D5 6:2:E5 8:4:G5 12:4:E5
            0:3:D5 3:3:E5 6:14:G5
            """)
    }

    private static func play(_ note: Score.Note, on canvas: Canvas) {
        let sine = SineTable.shared
        let hertz = Sound.hertz(Double(note.key))
        var (first, second) = (Saw(phase: 0.1), Saw(phase: 0.6))
        var filter = Resonator(hertz: 1200, q: 1.6)
        var envelope = Envelope(attack: 0.008, decay: 0.4, sustain: 0.7, release: 0.04)
        var opening: Float = 1
        let closing = Sound.decay(halfLife: 0.14)
        var step = 0
        while !envelope.isOver {
            if step % 32 == 0 {
                filter.tune(hertz: 700 + hertz * 1.4 + Double(2600 * opening * note.velocity), q: 1.5)
            }
            opening *= closing
            let sway =
                1 + 0.004 * Double(sine[Double(step) * 5.1 / Sound.rate])
                * (step > 12_000 ? 1 : Double(step) / 12_000)
            let turn = hertz * sway / Sound.rate
            filter.push(first.next(step: turn * 1.0024) + second.next(step: turn * 0.9976))
            let level = envelope.next(held: step < note.length - 600) * note.velocity
            canvas.add(note.start + step, filter.low * level)
            step += 1
        }
    }

    /// Three sixteenths later, darker each time.
    private static func echo(_ canvas: Canvas) {
        let delay = 3 * Score.sixteenth
        var dull = Resonator(hertz: 1800, q: 0.6)
        for frame in delay..<canvas.frames {
            dull.push(canvas.left[frame - delay])
            canvas.left[frame] += dull.low * 0.26
        }
    }
}
