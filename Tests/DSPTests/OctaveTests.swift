import DSP
import Foundation
import Testing
import Vectors

@Suite struct `Levels in octaves` {
    @Test func `logarithms keep their error bounds`() {
        var (worst, coarse) = (0.0, 0.0)
        for step in stride(from: Float(-40), to: 40, by: 0.003_71) {
            let x = exp2(step)
            let expected = log2(Double(x))
            // The sum is rounded to half a unit of its last place.
            let rounding = abs(expected) * 6e-8
            worst = max(worst, abs(Double(LevelGain.log2(Vector(repeating: x))[3]) - expected) - rounding)
            coarse = max(coarse, abs(Double(LevelGain.coarseLog2(Vector(repeating: x))[3]) - expected) - rounding)
        }
        #expect(worst < 2e-5, "\(worst)")
        #expect(coarse < 1.2e-4, "\(coarse)")
        #expect(LevelGain.log2(Vector(repeating: 1)) == Vector(repeating: 0))
        #expect(LevelGain.coarseLog2(Vector(repeating: 0.25)) == Vector(repeating: -2))
    }

    @Test(arguments: [0, .infinity, .nan, -.nan, Float.leastNonzeroMagnitude, Float.greatestFiniteMagnitude])
    func `the logarithm of anything is finite`(x: Float) {
        #expect(
            LevelGain.log2(Vector(repeating: x))[0].isFinite && LevelGain.coarseLog2(Vector(repeating: x))[7].isFinite
        )
        if x == 0 { #expect(LevelGain.log2(Vector(repeating: x))[0] < -126) }
    }

    @Test func `amplitudes keep their error bound`() {
        var worst = 0.0
        for x in stride(from: Float(-125), to: 126, by: 0.009_17) {
            worst = max(
                worst, abs(Double(LevelGain.amplitude(octaves: Vector(repeating: x))[5]) / exp2(Double(x)) - 1))
        }
        #expect(worst < 4e-6, "\(worst)")
        #expect(LevelGain.amplitude(octaves: Vector(repeating: 0)) == Vector(repeating: 1))
    }
}
