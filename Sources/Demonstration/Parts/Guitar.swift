/// Two takes of a strummed steel-string guitar, left and right.
///
/// Source: K. Karplus and A. Strong, "Digital Synthesis of Plucked-String and Drum Timbres", 1983; the fractional part of
/// the delay by an all-pass after D. Jaffe and J. Smith, 1983.
enum Guitar {
    static func stem() -> Stem {
        let canvas = Canvas(stereo: true)
        for take in 0..<2 {
            for (index, strings) in strokes(take: take).enumerated() where !strings.isEmpty {
                for note in strings { pluck(note, take: take, seed: UInt64(index * 16 + note.key), on: canvas) }
            }
        }
        resonate(canvas)
        return canvas.stem("Guitar", peak: -9)
    }

    /// `D` and `U` are full strokes down and up, `d` and `u` light ones, `m` a muted one.
    private static func pattern(bar: Int) -> String {
        switch (Score.section(bar: bar), bar) {
        case ("Intro", _): "D.......d......."
        case (_, 2), (_, 3): "D...m.u.....d.u."
        case ("Verse", _): bar % 2 == 0 ? "D...m.u.d.u.m.u." : "D...m.ud..u.m.u."
        case ("Chorus", _): bar % 2 == 0 ? "D..uD.u.D..uD.uu" : "D..uD.uuD.u.D.uu"
        case (_, 18): "D...d.u.D...d.u."
        case (_, 19): "D..............."
        default: "................"
        }
    }

    /// Strings from low to high for the stroke's chord: its bass, then the four upper parts.
    private static func strokes(take: Int) -> [[Score.Note]] {
        var noise = NoiseSource(seed: UInt64(31 + take))
        let voicings = Harmony.voicings(in: 50...74)
        var places: [(frame: Int, sixteenth: Int, sign: Character)] = []
        for bar in 0..<Score.bars {
            for (place, sign) in pattern(bar: bar).enumerated() where sign != "." {
                places.append(
                    (Score.frame(bar: bar, sixteenth: place) + 250 + noise.drift(200), bar * 16 + place, sign))
            }
        }
        var strokes: [[Score.Note]] = []
        for (index, place) in places.enumerated() {
            let half = Swift.min(place.sixteenth / 8, voicings.count - 1)
            let bass = 40 + (Harmony.halves[half].bass - 4 + 12) % 12
            var keys = ([bass] + voicings[half]).sorted()
            let isUp = place.sign == "u" || place.sign == "U"
            if isUp { keys = Array(keys.suffix(4).reversed()) }
            let loudness: Float
            switch place.sign {
            case "D": loudness = 1
            case "U": loudness = 0.85
            case "m": loudness = 0.5
            default: loudness = 0.62
            }
            let end = index + 1 < places.count ? places[index + 1].frame : place.frame + 170_000
            strokes.append(
                keys.enumerated().map { string, key in
                    let start = place.frame + string * (place.sign == "D" ? 620 : 380) + noise.drift(90)
                    let held = place.sign == "m" ? 2200 : Swift.max(end + string * 300 - start, 2000)
                    return Score.Note(
                        start: start, length: held, key: key, velocity: loudness * (0.9 + 0.1 * noise.next()))
                })
        }
        return strokes
    }

    private static func pluck(_ note: Score.Note, take: Int, seed: UInt64, on canvas: Canvas) {
        // The second take is tuned 3 cents away, as hands do.
        let hertz = Sound.hertz(Double(note.key) + (take == 0 ? 0 : 0.03))
        // The averaging of two samples delays by half a frame.
        let period = Sound.rate / hertz - 0.5
        var whole = Int(period)
        var rest = period - Double(whole)
        if rest < 0.2 {
            rest += 1
            whole -= 1
        }
        let allpass = Float((1 - rest) / (1 + rest))
        var noise = NoiseSource(seed: seed * 2 + UInt64(take) + 77)
        var pick = Resonator(hertz: 1400 + 4200 * Double(note.velocity), q: 0.6)
        var string = [Float](repeating: 0, count: whole)
        for place in string.indices {
            pick.push(noise.next())
            string[place] = pick.low
        }
        // Plucked a fifth of its length from the bridge: every fifth harmonic is missing.
        let offset = Swift.max(1, whole / 5)
        let plain = string
        for place in string.indices { string[place] -= plain[(place + whole - offset) % whole] * 0.9 }
        let mean = string.reduce(0, +) / Float(whole)
        for place in string.indices { string[place] -= mean }

        let damping = Float(0.9985 - 0.000004 * hertz)
        let release = Sound.decay(halfLife: 0.008)
        var level = note.velocity
        let other: Float = 0.12
        var (place, lastInput, lastOutput, before): (Int, Float, Float, Float) = (0, 0, 0, 0)
        var step = 0
        string.withUnsafeMutableBufferPointer { string in
            while level > 2e-5 && step < 170_000 {
                let current = string[place]
                let average = (current + before) * 0.5 * damping
                before = current
                let output = allpass * average + lastInput - allpass * lastOutput
                lastInput = average
                lastOutput = output
                string[place] = output
                place = place + 1 == whole ? 0 : place + 1
                if step > note.length { level *= release }
                let sample = current * level * Swift.min(1, Float(step) / 36)
                if take == 0 {
                    canvas.add(note.start + step, sample, sample * other)
                } else {
                    canvas.add(note.start + step, sample * other, sample)
                }
                step += 1
            }
        }
    }

    /// The box: air at 105 Hz, top plate at 210 and 440 Hz, less of the deepest bass.
    private static func resonate(_ canvas: Canvas) {
        for channel in [canvas.left, canvas.right] {
            var air = Resonator(hertz: 105, q: 3)
            var plate = Resonator(hertz: 212, q: 4)
            var top = Resonator(hertz: 440, q: 3)
            var thin = Resonator(hertz: 120, q: 0.7)
            for frame in channel.indices {
                let dry = channel[frame]
                air.push(dry)
                plate.push(dry)
                top.push(dry)
                thin.push(dry * 0.8 + air.peak * 0.25 + plate.peak * 0.4 + top.peak * 0.25)
                channel[frame] = thin.high
            }
        }
    }
}
