/// High-hat and crash cymbals: six square tones that do not fit together, and noise.
enum Hats {
    static func stem() -> Stem {
        let canvas = Canvas(stereo: true)
        for (index, hit) in hits.enumerated() {
            // The closing foot cuts an open hat.
            let next = index + 1 < hits.count ? hits[index + 1].frame - hit.frame : 48_000
            let isOpen = hit.sign == "O"
            strike(
                at: hit.frame, frames: Swift.min(next, 30_000), halfLife: isOpen ? 0.11 : 0.016,
                loudness: hit.velocity * (isOpen ? 0.5 : 0.42), pan: -0.25, floor: 7200, on: canvas)
        }
        for (bar, loudness) in [(2, 0.4), (10, 0.5), (14, 0.35), (18, 0.4), (19, 0.5)] {
            strike(
                at: Score.frame(bar: bar, sixteenth: 0), frames: 110_000, halfLife: 0.42, loudness: Float(loudness),
                pan: bar == 14 ? -0.5 : 0.45, floor: 3800, on: canvas)
        }
        return canvas.stem("Hats", peak: -13)
    }

    private static let hits = Pattern.hits(seed: 13) { bar in
        switch (Score.section(bar: bar), bar) {
        case (_, 0): "x.o.x.o.x.o.x.oo"
        case (_, 1): "x.o.x.o.x.o.x.O."
        case (_, 9), (_, 17): "x.X.x.X.x.X.O..."
        case ("Verse", _): bar % 2 == 0 ? "x.X.x.X.x.X.x.Xo" : "x.X.xoX.x.X.x.O."
        case ("Chorus", _): bar % 2 == 0 ? "xoXoxoXoxoXoxoO." : "xoXoxoO.xoXoxoXo"
        case (_, 18): "x.X.x.X.x.X.x.O."
        default: "................"
        }
    }

    /// Tone frequencies in Hz; after the tuning of the classic drum machines' cymbal, read from their schematics.
    private static let tones: [Double] = [205.3, 304.4, 369.6, 522.7, 540, 800]

    private static func strike(
        at frame: Int, frames: Int, halfLife: Double, loudness: Float, pan: Double, floor: Double, on canvas: Canvas
    ) {
        var noise = NoiseSource(seed: UInt64(frame + 3000))
        let (left, right) = Sound.place(pan)
        var metal = Resonator(hertz: 9000, q: 0.8)
        var cut = Resonator(hertz: floor, q: 0.8)
        var side = Resonator(hertz: floor, q: 0.8)
        let decay = Sound.decay(halfLife: halfLife)
        var level: Float = 1
        var phases: SIMD8<Double> = .init(0.1, 0.7, 0.3, 0.9, 0.5, 0.2, 0, 0)
        var steps = SIMD8<Double>(repeating: 0)
        for tone in 0..<6 { steps[tone] = tones[tone] * 2.02 / Sound.rate }
        let last = frames - 96
        for step in 0..<frames {
            phases += steps
            var sum: Float = 0
            for tone in 0..<6 {
                if phases[tone] >= 1 { phases[tone] -= 1 }
                sum += phases[tone] < 0.5 ? 1 : -1
            }
            level *= decay
            let white = noise.next()
            metal.push(sum * 0.2 + white * 0.7)
            cut.push(metal.band)
            side.push(noise.next())
            let rise = Swift.min(1, Float(step) / 24)
            let fall = step > last ? Float(frames - step) / 96 : 1
            let gain = level * loudness * rise * fall
            canvas.add(
                frame + step, (cut.high * left + side.high * 0.12) * gain,
                (cut.high * right - side.high * 0.12) * gain)
        }
    }
}

/// Shaker, tambourine and two congas, spread over the stage.
enum Percussion {
    static func stem() -> Stem {
        let canvas = Canvas(stereo: true)
        for hit in shaker { shake(hit, on: canvas) }
        for hit in tambourine { jingle(hit, on: canvas) }
        for hit in congas { drum(hit, on: canvas) }
        return canvas.stem("Percussion", peak: -12)
    }

    private static let shaker = Pattern.hits(seed: 14) { bar in
        switch Score.section(bar: bar) {
        case "Intro": "..x.o.x.o.x.o.x."
        case "Verse": "xoXoxoXoxoXoxoXo"
        case "Chorus": "XoxoXoxoXoxoXoxo"
        default: bar == 18 ? "xoXoxoXoxoXoxoXo" : "................"
        }
    }

    private static let tambourine = Pattern.hits(seed: 15) { bar in
        switch Score.section(bar: bar) {
        case "Chorus": "..x.X.x...x.X.x."
        case "End": bar == 19 ? "X..............." : "................"
        default: "................"
        }
    }

    /// `X` and `x` are the high drum, `o` and `O` the low one.
    private static let congas = Pattern.hits(seed: 16) { bar in
        switch Score.section(bar: bar) {
        case "Verse": bar % 2 == 0 ? "......x..xO....." : "......x..xO.O.xx"
        case "End": bar == 18 ? "......x..xO.O.xx" : "................"
        default: "................"
        }
    }

    private static func shake(_ hit: Pattern.Hit, on canvas: Canvas) {
        var noise = NoiseSource(seed: UInt64(hit.frame + 4000))
        var grain = Resonator(hertz: 6400, q: 1.1)
        let (left, right) = Sound.place(0.55)
        // The beads gather before they strike.
        for step in 0..<4200 {
            let rise = step < 1500 ? Float(step) / 1500 : Float(4200 - step) / 2700
            grain.push(noise.next())
            let sample = grain.peak * rise * rise * rise * hit.velocity * 0.55
            canvas.add(hit.frame + step - 1500, sample * left, sample * right)
        }
    }

    private static func jingle(_ hit: Pattern.Hit, on canvas: Canvas) {
        var noise = NoiseSource(seed: UInt64(hit.frame + 5000))
        var plates = [5170.0, 6890, 8320, 10_450].map { Resonator(hertz: $0, q: 24) }
        let (left, right) = Sound.place(-0.6)
        let decay = Sound.decay(halfLife: 0.045)
        var level: Float = 1
        for step in 0..<20_000 {
            level *= decay
            let white = noise.next() * level
            var sum: Float = white * 0.12
            for plate in plates.indices {
                plates[plate].push(white)
                sum += plates[plate].peak
            }
            let sample = sum * Swift.min(1, Float(step) / 40) * hit.velocity * 1.7
            canvas.add(hit.frame + step, sample * left, sample * right)
        }
    }

    private static func drum(_ hit: Pattern.Hit, on canvas: Canvas) {
        let sine = SineTable.shared
        let isLow = hit.sign == "o" || hit.sign == "O"
        let hertz: Float = isLow ? 172 : 246
        let (left, right) = Sound.place(isLow ? -0.35 : -0.1)
        let decay = Sound.decay(halfLife: isLow ? 0.09 : 0.06)
        let fall = Sound.decay(halfLife: 0.02)
        var noise = NoiseSource(seed: UInt64(hit.frame + 6000))
        var slap = Resonator(hertz: 1900, q: 1.5)
        var (level, sweep): (Float, Float) = (1, 1)
        var (first, second) = (0.0, 0.0)
        for step in 0..<24_000 {
            first += Double(hertz * (1 + 0.12 * sweep)) / Sound.rate
            second += Double(hertz * 1.59 * (1 + 0.12 * sweep)) / Sound.rate
            level *= decay
            sweep *= fall
            slap.push(noise.next() * sweep * sweep)
            let body = sine[first] * level + sine[second] * level * level * 0.35
            let sample = (body + slap.peak * 0.3) * Swift.min(1, Float(step) / 48) * hit.velocity * 0.5
            canvas.add(hit.frame + step, sample * left, sample * right)
        }
    }
}
