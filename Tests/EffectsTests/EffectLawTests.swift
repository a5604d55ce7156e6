import Effects
import Foundation
import Testing

/// What holds for every return effect.
@Suite struct `Return effects` {
    enum Kind: CaseIterable { case reverb, delay, chorus }

    /// Each effect's positions, and where they move to.
    static func positions(_ kind: Kind, moving: Bool = false) -> Positions {
        let result: Positions
        let goals: [Float]
        switch kind {
        case .reverb: (result, goals) = (Positions(Reverb.hall), [0, 80, -3, 90, 240, 0, -60, 100, 20])
        case .delay: (result, goals) = (Positions(Delay.echo), [0, 3, 14, 95, 10, 9, 1, 10])
        case .chorus: (result, goals) = (Positions(Chorus.ensemble), [0, 4, 2.3, 100, 0, 100])
        }
        if moving {
            for (index, goal) in goals.enumerated() { result.goals[index] = goal }
        }
        return result
    }

    /// Plays through one effect or, one after the other, through several.
    static func play(_ kind: Kind, _ sounds: [Sound], _ positions: Positions, cut: Cut = .whole, at first: Int64 = 0)
    {
        func run(_ effect: consuming some Rendering & ~Copyable) {
            for sound in sounds {
                effect.play(sound, positions, cut: cut, at: first)
                effect.reset()
            }
        }
        switch kind {
        case .reverb: run(Reverb(sampleRate: 48_000))
        case .delay: run(Delay(sampleRate: 48_000))
        case .chorus: run(Chorus(sampleRate: 48_000))
        }
    }

    @Test(arguments: Kind.allCases, [Cut.single, .odd, .random])
    func `how blocks are cut changes no bit while everything moves`(kind: Kind, cut: Cut) {
        let positions = Self.positions(kind, moving: true)
        let (whole, parts) = (Sound.noise(20_000, sounding: 9_000), Sound.noise(20_000, sounding: 9_000))
        // Gaps of silence, in which it may not rest for good.
        for sound in [whole, parts] {
            for frame in 3_011..<4_001 { (sound.left[frame], sound.right[frame]) = (0, 0) }
        }
        Self.play(kind, [whole], positions, at: 12_345)
        Self.play(kind, [parts], positions, cut: cut, at: 12_345)
        #expect(whole.isSame(as: parts))
        #expect(whole.isFinite && whole.lastFrame > 4_000)
    }

    @Test(arguments: Kind.allCases) func `reset makes it like new`(kind: Kind) {
        let positions = Self.positions(kind)
        let (first, again, new) = (
            Sound.noise(9_000, sounding: 9_000), Sound.impulse(30_000, at: 17), Sound.impulse(30_000, at: 17)
        )
        Self.play(kind, [first, again], positions)
        Self.play(kind, [new], positions)
        #expect(again.isSame(as: new))
    }

    @Test(arguments: Kind.allCases) func `out of circuit it passes every bit and works for nothing`(kind: Kind) {
        let positions = Self.positions(kind)
        positions.constants[0] = 0
        let (sound, copy) = (Sound.noise(1_000, sounding: 1_000), Sound.noise(1_000, sounding: 1_000))
        sound.left[500] = .nan
        copy.left[500] = .nan
        Self.play(kind, [sound], positions)
        #expect(sound.isSame(as: copy))
    }

    /// On and off every 1500 frames in the middle of a tone: no step is much larger than the tone's own, 0.013, neither at
    /// the switch nor when what was heard then comes back.
    @Test(arguments: Kind.allCases) func `switching does not click`(kind: Kind) {
        let positions = Self.positions(kind)
        positions.goals[0] = 0
        positions.period = 3_000
        if kind == .delay { positions.constants[1] = 4 }
        let sound = Sound(18_000)
        for frame in 0..<sound.frames {
            sound.left[frame] = 0.5 * sin(Float(frame) * 0.026)
            sound.right[frame] = sound.left[frame]
        }
        Self.play(kind, [sound], positions)
        for frame in 1..<sound.frames where abs(sound.left[frame] - sound.left[frame - 1]) > 0.04 {
            Issue.record("a step of \(sound.left[frame] - sound.left[frame - 1]) at frame \(frame)")
            return
        }
    }

    @Test(arguments: Kind.allCases) func `a NaN as a parameter does no harm`(kind: Kind) {
        let count = Self.positions(kind).constants.count
        for index in 1..<count {
            for value in [Float.nan, .infinity, -.infinity, 1e30] {
                let positions = Self.positions(kind)
                positions.constants[index] = value
                let sound = Sound.noise(800, sounding: 800)
                Self.play(kind, [sound], positions)
                #expect(sound.isFinite, "parameter \(index) = \(value)")
            }
        }
    }

    @Test(arguments: Kind.allCases, [Float.nan, .infinity, 3e38])
    func `what is no number does not stay`(kind: Kind, value: Float) {
        let sound = Sound.noise(30_000, sounding: 1_000)
        sound.left[100] = value
        Self.play(kind, [sound], Self.positions(kind))
        for frame in 101..<sound.frames where !(abs(sound.left[frame] + sound.right[frame]) < 100) {
            Issue.record("\(sound.left[frame]) at frame \(frame)")
            return
        }
    }

    @Test(arguments: Kind.allCases) func `a tail ends, and what comes after is heard as if it were the first`(
        kind: Kind
    ) {
        func run(_ effect: consuming some Rendering & ~Copyable, _ fresh: consuming some Rendering & ~Copyable) {
            let positions = Self.positions(kind)
            // Half a second of decay, 32 ms between echoes.
            if kind == .reverb { positions.constants[2] = -1 }
            if kind == .delay { positions.constants[1] = 5 }
            let isIdleWhenNew = effect.isIdle
            #expect(isIdleWhenNew)
            let sound = Sound.noise(150_000, sounding: 2_000)
            effect.play(sound, positions, at: 32)
            let isIdle = effect.isIdle
            #expect(isIdle)
            let last = sound.lastFrame
            #expect(last > 2_000 && last < 140_000)
            let isSoft = max(abs(sound.left[last]), abs(sound.right[last])) < 3.2e-8
            #expect(isSoft || kind == .chorus, "cut off above −150 dBFS")
            let (again, new) = (Sound.noise(5_000, sounding: 100), Sound.noise(5_000, sounding: 100))
            effect.play(again, positions, cut: .odd, at: 150_032)
            fresh.play(new, positions, at: 150_032)
            #expect(again.isSame(as: new))
        }
        switch kind {
        case .reverb: run(Reverb(sampleRate: 48_000), Reverb(sampleRate: 48_000))
        case .delay: run(Delay(sampleRate: 48_000), Delay(sampleRate: 48_000))
        case .chorus: run(Chorus(sampleRate: 48_000), Chorus(sampleRate: 48_000))
        }
    }

    /// A jump of the time line without a reset: a loop's seam.
    @Test(arguments: Kind.allCases) func `a loop's seam is not heard`(kind: Kind) {
        func run(_ effect: consuming some Rendering & ~Copyable) {
            let positions = Self.positions(kind)
            let (first, second) = (Sound(40_000), Sound(4_000))
            for sound in [first, second] {
                for frame in 0..<sound.frames { (sound.left[frame], sound.right[frame]) = (0.1, 0.1) }
            }
            effect.play(first, positions)
            effect.play(second, positions, at: 5_017)
            var before = first.left[39_999]
            for frame in 0..<4_000 {
                #expect(abs(second.left[frame] - before) < 0.02)
                before = second.left[frame]
            }
        }
        switch kind {
        case .reverb: run(Reverb(sampleRate: 48_000))
        case .delay: run(Delay(sampleRate: 48_000))
        case .chorus: run(Chorus(sampleRate: 48_000))
        }
    }
}
