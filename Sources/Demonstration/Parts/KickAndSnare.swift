/// Bass drum: a falling sine and the beater's knock.
enum Kick {
    static func stem() -> Stem {
        let canvas = Canvas(stereo: false)
        for hit in hits { strike(hit, on: canvas) }
        return canvas.stem("Kick", peak: -9)
    }

    /// The bass plays with it.
    static let hits = Pattern.hits(seed: 11) { bar in
        switch (Score.section(bar: bar), bar) {
        case (_, 0): "................"
        case (_, 1): "............x.x."
        case (_, 9): "X.....x.X...X.x."
        case (_, 17): "X...X...X.x.X.xx"
        case ("Verse", _): bar % 2 == 0 ? "X.....x.X......." : "X.....x.X.x....x"
        case ("Chorus", _): bar % 2 == 0 ? "X...X...X...X..." : "X...X..xX.x.X..."
        case (_, 18): "X.....x.X.x....."
        case (_, 19): "X..............."
        default: "................"
        }
    }

    private static func strike(_ hit: Pattern.Hit, on canvas: Canvas) {
        let sine = SineTable.shared
        var noise = NoiseSource(seed: UInt64(hit.frame + 1000))
        var knock = Resonator(hertz: 2600, q: 1.2)
        var phase = 0.0
        var sweep: Float = 1
        var body: Float = 1
        var click: Float = 1
        let fall = Sound.decay(halfLife: 0.014)
        let ring = Sound.decay(halfLife: 0.07)
        let tick = Sound.decay(halfLife: 0.0025)
        for step in 0..<24_000 {
            phase += Double(47 + 130 * sweep * sweep) / Sound.rate
            sweep *= fall
            body *= ring
            click *= tick
            knock.push(noise.next() * click)
            let rise = Swift.min(1, Float(step) / 40)
            let tone = Sound.bend(sine[phase] * body * 1.8) * 1.5
            canvas.add(hit.frame + step, (tone + knock.peak * 0.7) * rise * hit.velocity)
        }
    }
}

/// Snare drum: two modes of the skin and the wires' noise, with a short room.
enum Snare {
    static func stem() -> Stem {
        let canvas = Canvas(stereo: false)
        for hit in hits { strike(hit, on: canvas) }
        return canvas.stem("Snare", peak: -9)
    }

    private static let hits = Pattern.hits(seed: 12) { bar in
        switch (Score.section(bar: bar), bar) {
        case (_, 0): "................"
        case (_, 1): "............o.xx"
        case (_, 9): "....X..o....xxxX"
        case (_, 17): "....X..o....xoxX"
        case ("Verse", _): bar % 2 == 0 ? "....X..o.o..X..." : "....X..o.o..X..o"
        case ("Chorus", _): "....X..o....X..o"
        case (_, 18): "....X.......X.xx"
        default: "................"
        }
    }

    private static func strike(_ hit: Pattern.Hit, on canvas: Canvas) {
        let sine = SineTable.shared
        var noise = NoiseSource(seed: UInt64(hit.frame + 2000))
        var wires = Resonator(hertz: 4200, q: 0.7)
        var floor = Resonator(hertz: 900, q: 0.7)
        var room = Resonator(hertz: 1600, q: 0.6)
        var (low, high) = (0.0, 0.0)
        var (skin, rattle, tail): (Float, Float, Float) = (1, 1, 1)
        var bend: Float = 1
        let skinDecay = Sound.decay(halfLife: 0.030)
        let rattleDecay = Sound.decay(halfLife: 0.036 + 0.02 * Double(hit.velocity))
        let tailDecay = Sound.decay(halfLife: 0.09)
        let bendDecay = Sound.decay(halfLife: 0.012)
        for step in 0..<30_000 {
            low += Double(182 + 40 * bend) / Sound.rate
            high += Double(331 + 60 * bend) / Sound.rate
            skin *= skinDecay
            rattle *= rattleDecay
            tail *= tailDecay
            bend *= bendDecay
            let white = noise.next()
            wires.push(white * rattle)
            floor.push(wires.band + wires.high * 0.5)
            // The room answers after 11 ms.
            room.push(step > 528 ? noise.next() * tail : 0)
            let rise = Swift.min(1, Float(step) / 30)
            let drum = (sine[low] * 0.8 + sine[high] * 0.4) * skin * hit.velocity
            let sample = drum + floor.high * 0.9 + room.band * 0.10
            canvas.add(hit.frame + step, sample * rise * hit.velocity)
        }
    }
}
