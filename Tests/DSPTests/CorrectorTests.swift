import Foundation
import Testing
import Vectors

@testable import DSP

@Suite struct `Corrector of the equaliser` {
    /// Reproducible settings of any kind: all types, 20 Hz…20 kHz, ±24 dB, Q 0.1…20.
    static func strips(_ seed: UInt64) -> [[BandSetting]] {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func next() -> Double {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Double(state >> 11) / 0x1p53
        }
        return (0..<8).map { _ in
            (0..<4).map { _ in
                BandSetting(
                    type: Int(next() * 4), corner: 20 * pow(1_000, next()), gain: 48 * next() - 24,
                    q: 0.1 * pow(200, next()))
            }
        }
    }

    @Test(arguments: [44_100.0, 48_000, 96_000]) func `four bands of any kind are put right together`(rate: Double) {
        for seed in 1...12 as ClosedRange<UInt64> {
            let response = EqualizerResponse(Self.strips(seed), rate: rate)
            for column in 0..<8 {
                let error = response.errors(column)
                let bounds = rate < 48_000 ? (0.15, 0.25) : (0.10, 0.12)
                #expect(error.below < bounds.0 && error.above < bounds.1, "\(error), \(response.strips[column])")
            }
        }
    }

    @Test func `a sharp shelf's resonance may lie beyond half the sample rate`() {
        // The upper resonance of a high shelf lies at its corner times the fourth root of its gain.
        for place in [20_500.0, 21_900, 22_060, 22_300, 24_000, 28_000] {
            for gain in [6.0, -12, 24] {
                let corner = place * pow(10, -abs(gain) / 80)
                if corner > 20_000 { continue }
                let response = EqualizerResponse(
                    [0.7071, 1, 1.4, 2, 3, 5, 10, 20].map {
                        [BandSetting(type: 2, corner: corner, gain: gain, q: $0)]
                    }, rate: 44_100)
                for column in 0..<8 {
                    let error = response.errors(column)
                    #expect(error.below < 0.06 && error.above < 0.1, "\(place) Hz, \(gain) dB, column \(column)")
                }
            }
        }
    }

    @Test func `a notch may lie where the rest is looked at`() {
        let points = Corrector.Points(rate: log2(44_100))
        for place in [points.place1, points.place2, points.place3] {
            for aside in [-3e-4, -2e-4, -1e-6, 0, 1e-6, 2e-4, 3e-4] {
                let corner = 44_100 * Double(place[0]).squareRoot() * (1 + aside)
                let response = EqualizerResponse(
                    [0.1, 0.3, 0.7071, 1, 2, 4, 8, 20].map { [BandSetting(type: 3, corner: corner, gain: 0, q: $0)] },
                    rate: 44_100)
                for column in 0..<8 {
                    let error = response.errors(column)
                    #expect(error.below < 0.05 && error.above < 0.08, "\(corner) Hz, column \(column): \(error)")
                }
            }
        }
    }

    @Test func `gentle bands do without`() {
        let gentle = [
            BandSetting(type: 1, corner: 100, gain: -4, q: 0.7071), BandSetting(type: 0, corner: 500, gain: -4, q: 1),
            BandSetting(type: 0, corner: 5_000, gain: 4, q: 2), BandSetting(type: 2, corner: 10_000, gain: 4, q: 1),
        ]
        // Low bands do not reach up to where there is anything to correct.
        let low = [
            BandSetting(type: 0, corner: 200, gain: -12, q: 1), BandSetting(type: 3, corner: 50, gain: 0, q: 5),
            BandSetting(type: 1, corner: 80, gain: 12, q: 0.7071), BandSetting(type: 0, corner: 800, gain: 9, q: 3),
        ]
        let high = [BandSetting(type: 0, corner: 10_000, gain: 9, q: 1)] + gentle.dropFirst()
        let response = EqualizerResponse([gentle, low, high, low, gentle, high, low, gentle], rate: 44_100)
        for column in 0..<8 { #expect(response.corrector.weight[column] == (column == 2 || column == 5 ? 1 : 0)) }
    }

    @Test func `it comes and goes with one band's gain, and no neighbour notices`() {
        // A bell at 12 kHz goes from 2 to 8 dB and back; column by column at another time.
        func bench() -> StageBench<Equalizer> {
            let bench = StageBench<Equalizer>()
            bench.position = { row, column, frame in
                if row == 0 { return column == 7 ? 0 : 1 }
                guard row <= 5 else { return 0 }
                let way = Float((frame + column * 173) % 1_600) / 800
                return [1, 0, Float(log2(12_000.0)), 2 + 6 * (way > 1 ? 2 - way : way), 0][row - 1]
            }
            return bench
        }
        let all = bench()
        all.render(0..<4_000)
        let pieces = bench()
        pieces.render(0..<4_000, block: { ($0 &* 2_654_435_761) >> 7 & 63 })
        for column in 0..<8 { #expect(pieces.bits(column) == all.bits(column)) }
        for column in [0, 3] {
            let alone = bench()
            let position = alone.position
            alone.position = { row, other, frame in other == column ? position(row, other, frame) : 0 }
            alone.render(0..<4_000)
            #expect(alone.bits(column) == all.bits(column))
        }
        let passed = (0..<2).flatMap { side in (0..<4_000).map { (all.input(side, 7, $0) + 0).bitPattern } }
        #expect(all.bits(7) == passed)
    }

    @Test func `what the stage renders is the prototypes' response`() {
        // Four bands a column, at 48 kHz.
        let strips = Self.strips(77).map { bands in bands.map { Self.tame($0) } }
        let bench = StageBench<Equalizer>()
        bench.input = { _, _, frame in frame == 0 ? 1 : 0 }
        bench.position = { row, column, _ in
            if row == 0 { return 1 }
            let band = strips[column][(row - 1) / 5]
            return Float([1, Double(band.type), log2(band.corner), band.gain, log2(band.q)][(row - 1) % 5])
        }
        bench.render(0..<4_096)
        for column in 0..<8 {
            for frequency in [1_000.0, 5_000, 9_000, 12_000, 15_000, 17_500, 20_000] {
                let expected = strips[column].reduce(0) { $0 + $1.level(at: frequency) }
                let error = abs(Self.level(bench.output[column], at: frequency / 48_000) - expected)
                #expect(error < (frequency > 16_000 ? 0.2 : 0.1), "column \(column), \(frequency) Hz")
            }
        }
    }

    /// One that has died away after 4,096 frames.
    private static func tame(_ band: BandSetting) -> BandSetting {
        BandSetting(type: band.type, corner: max(band.corner, 1_500), gain: band.gain / 2, q: min(band.q, 3))
    }

    private static func level(_ response: [Float], at frequency: Double) -> Double {
        var (re, im) = (0.0, 0.0)
        for (frame, sample) in response.enumerated() {
            re += Double(sample) * cos(2 * .pi * frequency * Double(frame))
            im += Double(sample) * sin(2 * .pi * frequency * Double(frame))
        }
        return 10 * log10(re * re + im * im)
    }
}
