import DSP
import Testing
import Vectors

/// What a parameter does over time: one position for each column and session frame.
enum Setting {
    case stands(Vector)
    case moves((Int) -> Vector)

    static func all(_ position: Float) -> Setting { .stands(Vector(repeating: position)) }

    static func each(_ positions: [Float]) -> Setting { .stands(Vector(positions)) }

    func position(_ frame: Int) -> Vector {
        switch self {
        case .stands(let columns): columns
        case .moves(let position): position(frame)
        }
    }
}

/// Sound of eight stereo strips.
struct Sound: Equatable {
    var left: [Vector]
    var right: [Vector]

    /// The same on both sides.
    init(frames: Int, _ sample: (Int) -> Vector) {
        left = (0..<frames).map(sample)
        right = left
    }

    var frames: Int { left.count }

    subscript(_ range: Range<Int>) -> Sound {
        var part = self
        part.left = Array(left[range])
        part.right = Array(right[range])
        return part
    }

    func bits(column: Int) -> [UInt32] { left.map { $0[column].bitPattern } + right.map { $0[column].bitPattern } }

    /// Reproducible noise whose loudness comes and goes, otherwise in each column and on each side.
    static func noise(frames: Int, seed: UInt32 = 1) -> Sound {
        var state = seed
        func next() -> Float {
            state = state &* 1_664_525 &+ 1_013_904_223
            return Float(Int32(bitPattern: state)) * 0x1p-31
        }
        var sound = Sound(frames: frames) { _ in Vector(repeating: 0) }
        for frame in 0..<frames {
            for column in 0..<8 {
                let isLoud = (frame / (150 + 37 * column) + column) % 3 == 0
                let level: Float = isLoud ? 0.9 : 0.01
                sound.left[frame][column] = level * next()
                sound.right[frame][column] = level * next()
            }
        }
        return sound
    }
}

/// A dynamics stage with its settings, rendered over session time in blocks that keep to the cells of 64 frames.
struct DynamicsRig {
    enum Kind: CaseIterable { case gate, compressor, deEsser }

    enum Stage {
        case gate(Gate)
        case compressor(Compressor)
        case deEsser(DeEsser)
    }

    var stage: Stage
    var settings: [Setting]
    var stillness = Stillness()

    init(_ kind: Kind, _ settings: [Setting], rate: Int = 48_000) {
        switch kind {
        case .gate: stage = .gate(Gate(sampleRate: rate))
        case .compressor: stage = .compressor(Compressor(sampleRate: rate))
        case .deEsser: stage = .deEsser(DeEsser(sampleRate: rate))
        }
        self.settings = settings
    }

    static func gate(
        on: Setting = .all(1), threshold: Setting = .all(-40), ratio: Setting = .all(6.643_856),
        range: Setting = .all(60), attack: Setting = .all(0), hold: Setting = .all(10), release: Setting = .all(5.32),
        hysteresis: Setting = .all(0), highPass: Setting = .all(3.321_928), lowPass: Setting = .all(14.425_216),
        rate: Int = 48_000
    ) -> DynamicsRig {
        DynamicsRig(
            .gate, [on, threshold, ratio, range, attack, hold, release, hysteresis, highPass, lowPass], rate: rate)
    }

    static func compressor(
        on: Setting = .all(1), threshold: Setting = .all(-20), ratio: Setting = .all(2), attack: Setting = .all(0),
        release: Setting = .all(5), knee: Setting = .all(6), makeup: Setting = .all(0), mix: Setting = .all(100),
        detector: Setting = .all(0), highPass: Setting = .all(3.321_928), rate: Int = 48_000
    ) -> DynamicsRig {
        DynamicsRig(
            .compressor, [on, threshold, ratio, attack, release, knee, makeup, mix, detector, highPass], rate: rate)
    }

    static func deEsser(
        on: Setting = .all(1), frequency: Setting = .all(12.5), threshold: Setting = .all(-30),
        range: Setting = .all(12), rate: Int = 48_000
    ) -> DynamicsRig {
        DynamicsRig(.deEsser, [on, frequency, threshold, range], rate: rate)
    }

    /// Settings that all are at work in all columns; `moving` moves every one, the switches too.
    static func busy(_ kind: Kind, moving: Bool = false) -> DynamicsRig {
        func setting(_ low: Float, _ high: Float, _ period: Int) -> Setting {
            let position = { (frame: Int) in
                let way = Float(frame % period) / Float(period)
                return Vector(
                    (0..<8).map { low + (high - low) * (way + Float($0) * 0.11).truncatingRemainder(dividingBy: 1) })
            }
            return moving ? .moves(position) : .stands(position(0))
        }
        func toggle(_ period: Int) -> Setting {
            moving
                ? .moves { frame in Vector((0..<8).map { (frame / (period + 50 * $0)) % 2 == 0 ? 1 : 0 }) } : .all(1)
        }
        switch kind {
        case .gate:
            return gate(
                on: toggle(700), threshold: setting(-40, -10, 513), ratio: setting(0, 7, 901),
                range: setting(0, 80, 777),
                attack: setting(-3, 5, 611), hold: setting(0, 5, 433), release: setting(2.4, 6, 891),
                hysteresis: setting(0, 12, 397), highPass: setting(3, 10, 1_000), lowPass: setting(9, 14.6, 1_100))
        case .compressor:
            return compressor(
                on: toggle(700), threshold: setting(-50, -10, 513), ratio: setting(0, 4.3, 901),
                attack: setting(-3, 5, 611), release: setting(2.4, 6, 891), knee: setting(0, 24, 777),
                makeup: setting(0, 24, 433), mix: setting(0, 100, 397),
                detector: moving ? toggle(555) : .each([0, 1, 0, 1, 0, 1, 0, 1]),
                highPass: setting(3, 10, 1_000))
        case .deEsser:
            return deEsser(
                on: toggle(700), frequency: setting(11, 13.5, 513), threshold: setting(-50, -10, 901),
                range: setting(0, 24, 777))
        }
    }

    /// Renders a sound.
    ///
    /// - Parameters:
    ///   - frame: session frame of its first sample.
    ///   - cut: longest block.
    ///   - key: what a compressor listens to.
    mutating func render(_ sound: Sound, at frame: Int = 0, cut: Int = 64, key: Sound? = nil) -> Sound {
        var result = sound
        let memory = LaneMemory(22 * 64 + 64 * settings.count)
        defer { withExtendedLifetime(memory) {} }
        var start = 0
        while start < sound.frames {
            let frames = min(cut, sound.frames - start, 64 - (frame + start) % 64)
            for offset in 0..<frames {
                memory.columns[offset] = sound.left[start + offset]
                memory.columns[64 + offset] = sound.right[start + offset]
                if let key {
                    memory.columns[128 + offset] = key.left[start + offset]
                    memory.columns[192 + offset] = key.right[start + offset]
                }
            }
            let rows = rows(at: frame + start, frames, memory.columns + 22 * 64)
            let left = memory.columns
            render(rows, left, left + 64, key == nil ? nil : left + 128, left + 256, frames, Int64(frame + start))
            for offset in 0..<frames {
                result.left[start + offset] = left[offset]
                result.right[start + offset] = left[64 + offset]
            }
            start += frames
        }
        return result
    }

    private mutating func render(
        _ p: [VectorRow], _ left: UnsafeMutablePointer<Vector>, _ right: UnsafeMutablePointer<Vector>,
        _ key: UnsafeMutablePointer<Vector>?, _ scratch: UnsafeMutablePointer<Vector>, _ frames: Int, _ frame: Int64
    ) {
        let isStill = stillness.take(p)
        switch stage {
        case .gate(var unit):
            unit.render(
                Self.gate(p), left: left, right: right, scratch: scratch, isStill: isStill, frames: frames, at: frame)
            stage = .gate(unit)
        case .compressor(var unit):
            unit.render(
                Self.compressor(p), left: left, right: right, keyLeft: key, keyRight: key.map { $0 + 64 },
                scratch: scratch, isStill: isStill, frames: frames, at: frame)
            stage = .compressor(unit)
        case .deEsser(var unit):
            unit.render(
                Self.deEsser(p), left: left, right: right, scratch: scratch, isStill: isStill, frames: frames,
                at: frame)
            stage = .deEsser(unit)
        }
    }

    /// Passes over silent blocks of 64 frames.
    mutating func skip(frames: Int, at frame: Int) {
        let memory = LaneMemory(64 * settings.count)
        defer { withExtendedLifetime(memory) {} }
        for start in stride(from: frame, to: frame + frames, by: 64) {
            let p = rows(at: start, 64, memory.columns)
            _ = stillness.take(p)
            switch stage {
            case .gate(var unit):
                unit.skip(Self.gate(p), frames: 64, at: Int64(start))
                stage = .gate(unit)
            case .compressor(var unit):
                unit.skip(Self.compressor(p), frames: 64, at: Int64(start))
                stage = .compressor(unit)
            case .deEsser(var unit):
                unit.skip(Self.deEsser(p), frames: 64, at: Int64(start))
                stage = .deEsser(unit)
            }
        }
    }

    func isIdle(at frame: Int = 0) -> Bool {
        let memory = LaneMemory(64 * settings.count)
        defer { withExtendedLifetime(memory) {} }
        let p = rows(at: frame, 64, memory.columns)
        switch stage {
        case .gate(let unit): return unit.isIdle(Self.gate(p))
        case .compressor(let unit): return unit.isIdle(Self.compressor(p))
        case .deEsser(let unit): return unit.isIdle(Self.deEsser(p))
        }
    }
}
