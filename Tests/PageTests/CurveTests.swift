import Foundation
import MixModel
import Testing
import Units

@testable import Page

@Suite struct `Curves of a strip` {
    private static func curves(_ values: [Role: Double]) -> StripCurves {
        StripCurves(sampleRate: 48_000) { $0.spec.scale.position(of: values[$0] ?? $0.spec.initial) }
    }

    private static func level(_ levels: [Double], _ curves: StripCurves, near hertz: Double) -> Double {
        let place = curves.frequencies.indices.min {
            abs(log(curves.frequencies[$0] / hertz)) < abs(log(curves.frequencies[$1] / hertz))
        }
        return levels[place ?? 0]
    }

    @Test func `are flat out of circuit`() {
        let curves = Self.curves([.eq1Gain: 12, .hpfFrequency: 500])
        #expect(curves.equalizer.allSatisfy { $0 == 0 } && curves.filters.allSatisfy { $0 == 0 })
    }

    @Test func `have the gain of a bell at its centre, and half of it in dB a bandwidth away`() {
        let curves = Self.curves([.eqOn: 1, .eq2Frequency: 1000, .eq2Gain: 9, .eq2Q: 1.414])
        #expect(abs(Self.level(curves.equalizer, curves, near: 1000) - 9) < 0.05)
        #expect(abs(Self.level(curves.equalizer, curves, near: 20)) < 0.05)
        // A bell's edges lie at half its gain: an octave apart at this Q.
        #expect(abs(Self.level(curves.equalizer, curves, near: 1414) - 4.5) < 0.2)
    }

    @Test func `fall by 3 dB at the corner of a filter`() {
        let curves = Self.curves([.hpfOn: 1, .hpfFrequency: 100, .hpfSlope: 24, .lpfOn: 1, .lpfFrequency: 8000])
        #expect(abs(Self.level(curves.filters, curves, near: 100) + 3.01) < 0.35)
        #expect(abs(Self.level(curves.filters, curves, near: 8000) + 3.01) < 0.2)
        #expect(abs(Self.level(curves.filters, curves, near: 50) + 24) < 1)
        #expect(abs(Self.level(curves.filters, curves, near: 1000)) < 0.1)
    }
}
