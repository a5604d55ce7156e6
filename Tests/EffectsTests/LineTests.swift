import Foundation
import Testing
import Vectors

@testable import Effects

@Suite struct `Delay lines` {
    /// Writes a counted signal, of odd stretches, and reads it back.
    @Test(arguments: [41, 100, 777, 960]) func `a window shows the past, also over the ring's end`(delay: Int) {
        var line = DelayLine(frames: 960)
        let row = UnsafeMutablePointer<Vector>.allocate(capacity: 4)
        defer { row.deallocate() }
        var written = 0
        for turn in 0..<800 {
            let frames = turn % 32 + 1
            line.read(
                TapMotion(from: Double(delay), to: Double(delay)), phase: 0, frames: frames, written: 0, into: row)
            for frame in 0..<frames {
                let expected = written + frame - delay
                #expect(row[frame / 8][frame % 8] == Float(expected < 0 ? 0 : expected + 1))
            }
            for vector in 0..<4 { row[vector] = Vector(repeating: .nan) }
            for frame in 0..<frames { row[frame / 8][frame % 8] = Float(written + frame + 1) }
            line.write(row, frames: frames)
            written += frames
            // What is forgotten is gone.
            if turn == 400 {
                line.forget()
                written = 0
            }
        }
    }

    @Test func `the exponential and the sine are as exact as stated`() {
        var worst = 0.0
        for index in 0..<20_000 {
            let x = Float(index) * 0.01 - 100
            let y = Double(Curves.exp2(Vector(repeating: x))[0])
            worst = max(worst, abs(y / Foundation.exp2(Double(x)) - 1))
        }
        #expect(worst < 2e-7)
        worst = 0
        for index in 0..<20_000 {
            let phase = UInt32(index) &* 214_748
            worst = max(worst, abs(Double(Curves.sine(phase)) - sin(2 * .pi * Double(phase) / 0x1p32)))
        }
        #expect(worst < 4e-6)
    }

    @Test(arguments: [44_100, 48_000, 96_000, 192_000]) func `the reverb's delays are distinct primes`(rate: Int) {
        let table = ReverbTuning.delays(sampleRate: rate)
        for size in stride(from: 0, to: 101, by: 10) {
            let all = table[(size * ReverbTuning.scaled)..<((size + 1) * ReverbTuning.scaled)]
            let loop = [Int32](all.prefix(16) + all.suffix(16))
            #expect(Set(loop).count == 32)
            for delay in loop {
                let isPrime = delay > 1 && !(2..<delay).contains { $0 * $0 <= delay && delay % $0 == 0 }
                #expect(isPrime, "\(delay) at \(size) %")
            }
        }
    }
}
