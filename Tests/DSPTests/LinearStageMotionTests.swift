import DSP
import Foundation
import Testing
import Vectors

/// Switching, moving and bad values.
@Suite struct `Linear strip stages in motion` {
    /// Largest bend of a sound: |x₋₁ − 2x + x₁|.
    func bend(_ samples: [Float]) -> Float {
        var largest: Float = 0
        for frame in 1..<samples.count - 1 {
            let bend = abs(samples[frame - 1] - 2 * samples[frame] + samples[frame + 1])
            if !(bend <= largest) { largest = bend }
        }
        return largest
    }

    /// A sine of one column's frequency in Hz.
    func sine(_ frequency: Double) -> (Int, Int, Int) -> Float {
        { _, _, frame in Float(sin(2 * .pi * frequency * Double(frame) / 48_000)) }
    }

    @Test func `switches and slopes do not click`() {
        let bench = StageBench<Filters>()
        bench.input = sine(60)
        bench.position = { row, column, frame in
            let on: Float = (frame / 1_000) % 2 == 1 ? 1 : 0
            switch row {
            case 0: return column == 0 || column == 2 ? on : column == 3 ? 1 : 0
            case 3: return column == 1 || column == 2 ? on : column == 4 ? 1 : 0
            case 1: return 7
            case 4: return 10
            default: return column >= 3 && on == 1 ? 24 : 12
            }
        }
        bench.render(0..<6_000)
        // The sine itself bends by 6e-5; a switch without a fade would by 0.5 and more.
        for column in 0..<5 { #expect(bend(bench.output[column]) < 0.005, "column \(column)") }
        #expect(bench.output[0] != bench.output[5])
    }

    @Test func `bands and types do not click`() {
        let bench = StageBench<Equalizer>()
        bench.input = sine(60)
        bench.position = { row, column, frame in
            let on: Float = (frame / 1_000) % 2 == 1 ? 1 : 0
            if row == 0 { return column == 0 ? on : 1 }
            switch (row - 1) % 5 {
            case 0: return row != 1 ? 0 : column == 1 ? on : 1
            case 1: return column >= 2 && on == 1 ? Float((column - 1) % 4) : 0
            case 2: return 6
            case 3: return 9
            default: return 0
            }
        }
        bench.render(0..<6_000)
        for column in 0..<5 { #expect(bend(bench.output[column]) < 0.01, "column \(column)") }
        #expect(bench.output[0] != bench.output[5])
    }

    @Test func `sweeps leave nothing away from the sine`() {
        // A sine of 1 kHz at −30 dBFS; over a third of a second the gain goes 24 dB up, or the frequency two octaves. Then
        // where there is something to correct: a bell at 10 kHz, shelf and notch that go up to 20 kHz.
        let bench = StageBench<Equalizer>()
        bench.input = { _, _, frame in Float(0.0316 * sin(2 * .pi * 1_000 * Double(frame) / 48_000)) }
        bench.position = { row, column, frame in
            let way = Float(frame) / 16_384
            if row == 0 || row == 1 { return 1 }
            let band = min(column, 6)
            switch row {
            case 2: return [0, 1, 0, 1, 0, 2, 3][band]
            case 3: return [10.1, 10.1, 9 + 2 * way, 9 + 2 * way, 13.29, 12.9 + 1.38 * way, 12.9 + 1.38 * way][band]
            case 4: return column < 2 || column == 4 ? -12 + 24 * way : 12
            case 5: return [0, 0, 0, 0, 0, 4.32, 0][band]
            default: return 0
            }
        }
        bench.render(0..<16_384)
        for column in 0..<7 {
            for frequency in [2_000.0, 2_500, 3_500, 4_000, 5_500, 7_000, 8_500, 12_000, 15_000, 20_000] {
                #expect(level(bench.output[column], at: frequency) < -100, "\(frequency) Hz, column \(column)")
            }
            #expect(level(bench.output[column], at: 1_000) > -50)
        }
    }

    /// Level in dBFS of the part near a frequency, through a Blackman–Harris window (side lobes below −92 dB).
    func level(_ samples: [Float], at frequency: Double) -> Double {
        var (re, im, sum) = (0.0, 0.0, 0.0)
        for (frame, sample) in samples.enumerated() {
            let x = 2 * .pi * Double(frame) / Double(samples.count)
            let window = 0.35875 - 0.48829 * cos(x) + 0.14128 * cos(2 * x) - 0.01168 * cos(3 * x)
            let turn = 2 * .pi * frequency * Double(frame) / 48_000
            re += window * Double(sample) * cos(turn)
            im += window * Double(sample) * sin(turn)
            sum += window
        }
        return 20 * log10(2 * sqrt(re * re + im * im) / sum)
    }

    @Test func `positions that are no numbers do no harm, and neighbours do not notice`() {
        checkNaN(Filters.self)
        checkNaN(Equalizer.self)
    }

    func checkNaN<Stage: LinearStage>(_: Stage.Type, _ location: SourceLocation = #_sourceLocation) {
        for bad in [Float.nan, .infinity, -.infinity, 1e30] {
            let (clean, bench) = (StageBench<Stage>(), StageBench<Stage>())
            bench.position = { row, column, frame in
                column == 3 && (frame / 100 + row) % 2 == 0 ? bad : Stage.position(row, column, frame)
            }
            clean.render(0..<1_500)
            bench.render(0..<1_500)
            // 96 dB: four bands of 24 dB.
            #expect(bench.output[3].allSatisfy { abs($0) < 63_096 }, sourceLocation: location)
            for column in [2, 4] { #expect(bench.bits(column) == clean.bits(column), sourceLocation: location) }
        }
    }

    @Test func `a sample that is no number stays in its column and is forgotten with it`() {
        let (clean, bench) = (StageBench<Equalizer>(), StageBench<Equalizer>())
        bench.input = { side, column, frame in
            column == 2 && frame == 500 ? .nan : StageBench<Equalizer>.noise(side, column, frame)
        }
        clean.render(0..<576)
        bench.render(0..<576)
        bench.stage.reset(mask(2))
        clean.render(576..<2_000)
        bench.render(576..<2_000)
        #expect(bench.output[2].suffix(1_424).allSatisfy { $0.isFinite })
        for column in [1, 3] { #expect(bench.bits(column) == clean.bits(column)) }
    }
}
