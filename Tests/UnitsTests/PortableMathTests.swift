import Foundation
import Testing
import Units

@Suite struct `Portable math` {
    @Test func `agrees with the C library within its stated bounds`() {
        for step in -20_000...20_000 {
            let x = Double(step) * 0.0173
            let power = PortableMath.exp2(x)
            #expect(abs(power - Foundation.exp2(x)) <= 4e-16 * Foundation.exp2(x) + .leastNonzeroMagnitude)
            let (sin, cos) = PortableMath.sinCos(turns: x)
            #expect(abs(sin - Foundation.sin(2 * .pi * (x - x.rounded()))) < 2e-15)
            #expect(abs(cos - Foundation.cos(2 * .pi * (x - x.rounded()))) < 2e-15)
            let positive = abs(x) + 1e-9
            let logarithm = Foundation.log2(positive)
            #expect(abs(PortableMath.log2(positive) - logarithm) <= 4e-16 * max(1, abs(logarithm)))
        }
    }

    @Test func `handles the ends`() {
        #expect(PortableMath.exp2(-2000) == 0)
        #expect(PortableMath.exp2(1024) == .infinity)
        #expect(PortableMath.exp2(0) == 1)
        #expect(PortableMath.exp2(1023.5).isFinite)
        #expect(PortableMath.log2(0) == -.infinity)
        #expect(PortableMath.log2(.leastNonzeroMagnitude) == -1074)
        #expect(Level.gain(decibels: -.infinity) == 0)
        #expect(Level.gain(decibels: 0) == 1)
    }
}
