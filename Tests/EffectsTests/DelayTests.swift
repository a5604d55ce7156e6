import Effects
import Foundation
import Testing

@Suite struct Echoes {
    /// The response to a click on both sides.
    static func response(_ positions: [Float], rate: Int = 48_000, frames: Int) -> Sound {
        var delay = Delay(sampleRate: rate)
        let sound = Sound.impulse(frames)
        delay.play(sound, Positions(positions))
        return sound
    }

    @Test(arguments: [(44_100, 1.0), (48_000, 1), (48_000, 333.3), (96_000, 512), (8_000, 250), (192_000, 100)])
    func `echoes come at the time, each softer by the feedback`(rate: Int, milliseconds: Double) {
        var positions = Delay.echo
        positions[1] = Float(log2(milliseconds))
        let time = Int((milliseconds * Double(rate) / 1000).rounded())
        let sound = Self.response(positions, rate: rate, frames: 3 * time + 10)
        for echo in 1...3 {
            #expect(abs(sound.left[echo * time] - Float(pow(0.5, Double(echo - 1)))) < 0.03, "echo \(echo)")
            #expect(abs(sound.right[echo * time] - sound.left[echo * time]) < 1e-7)
        }
        for frame in 0..<time where sound.left[frame] != 0 { Issue.record("frame \(frame)") }
    }

    /// Note, beats per minute, ms.
    @Test(arguments: [
        (NoteValue.quarter, 120, 500.0), (.dottedEighth, 120, 375), (.eighthTriplet, 100, 200),
        (.thirtySecond, 90, 83.3333),
        (.whole, 60, 4_000), (.whole, 30, 4_000), (.sixteenth, .nan, 125), (.half, 0, 1_000),
    ])
    func `a note lasts as the tempo says`(note: NoteValue, tempo: Float, milliseconds: Double) {
        var positions = Delay.echo
        (positions[2], positions[8]) = (Float(note.rawValue), tempo)
        let time = Int((milliseconds * 48).rounded())
        let sound = Self.response(positions, frames: time + 10)
        #expect(abs(sound.left[time] - 1) < 0.01)
    }

    @Test func `notes have lengths in beats`() {
        #expect(NoteValue.allCases.map(\.label).count == Set(NoteValue.allCases.map(\.label)).count)
        #expect(NoteValue.eighthTriplet.beats * 3 == NoteValue.quarter.beats)
        #expect(NoteValue.dottedSixteenth.beats == NoteValue.sixteenth.beats * 1.5)
        #expect(NoteValue.off.beats == 0)
    }

    @Test func `ping-pong changes sides`() {
        var positions = Delay.echo
        positions[6] = 1
        let sound = Self.response(positions, frames: 4 * 12_288)
        for (echo, level) in [(1, 1.0), (2, 0.5), (3, 0.25)] {
            let (near, far) = echo % 2 == 1 ? (sound.left, sound.right) : (sound.right, sound.left)
            #expect(abs(near[echo * 12_288] - Float(level)) < 0.02)
            #expect(far[echo * 12_288] == 0)
        }
    }

    /// Each repeat goes through the filters once more: the second echo has their response.
    @Test(arguments: [(500.0, 20.0), (2_000, 20), (8_000, 20), (10_000, 20), (20_000, 100), (20_000, 1_000)])
    func `the filters' corners are where they should be`(tone: Double, lowCut: Double) {
        var positions = Delay.echo
        (positions[4], positions[5]) = (Float(log2(tone)), Float(log2(lowCut)))
        let sound = Self.response(positions, frames: 3 * 12_288)
        func level(_ frequency: Double) -> Double {
            var (real, imaginary) = (0.0, 0.0)
            for frame in 0..<12_000 {
                let angle = 2 * .pi * frequency * Double(frame) / 48_000
                real += Double(sound.left[2 * 12_288 + frame]) * cos(angle)
                imaginary += Double(sound.left[2 * 12_288 + frame]) * sin(angle)
            }
            return 10 * log10(4 * (real * real + imaginary * imaginary))
        }
        if tone < 20_000 { #expect(abs(level(tone) + 3.01) < 0.15, "\(level(tone)) dB") }
        if lowCut > 20 { #expect(abs(level(lowCut) + 3.01) < 0.15, "\(level(lowCut)) dB") }
        if tone == 20_000 { #expect(abs(level(15_000)) < 0.1, "open") }
    }

    /// Where a time goes to, and how fast: at once, in a second, slowly. No step is larger than the sine's own and a fade's.
    @Test(arguments: [(10.0, Int64(100_000)), (8.0002, 60_000), (8.01, 96_000), (6, 48_000)])
    func `a new time does not click`(goal: Double, period: Int64) {
        var delay = Delay(sampleRate: 48_000)
        let positions = Positions(Delay.echo)
        positions.constants[3] = 0
        let sound = Sound(96_000)
        for frame in 0..<sound.frames {
            sound.left[frame] = Float(0.5 * sin(2 * .pi * 200 * Double(frame) / 48_000))
            sound.right[frame] = sound.left[frame]
        }
        if period == 100_000 {
            let first = Sound(48_000)
            for frame in 0..<48_000 {
                (first.left[frame], first.right[frame]) = (sound.left[frame], sound.left[frame])
            }
            delay.play(first, positions)
            positions.constants[1] = Float(goal)
            delay.play(sound, positions, at: 48_000)
        } else {
            (positions.goals[1], positions.period) = (Float(goal), period)
            delay.play(sound, positions)
        }
        for frame in 20_000..<sound.frames where abs(sound.left[frame] - sound.left[frame - 1]) > 0.016 {
            Issue.record("a step at frame \(frame)")
            return
        }
    }

    @Test func `half of the mix is input`() {
        var positions = Delay.echo
        positions[7] = 25
        let sound = Self.response(positions, frames: 12_300)
        #expect(sound.left[0] == 0.75 && sound.left[12_288] == 0.25)
    }
}
