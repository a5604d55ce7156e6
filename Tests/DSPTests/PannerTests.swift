import DSP
import Foundation
import Testing
import Vectors

@Suite struct Panning {
    /// Gains of a mono (column 0) and a stereo strip (column 1) at a pan.
    static func gains(_ law: Panner.Law, _ pan: Float) -> (mono: (Double, Double), stereo: (Double, Double)) {
        let rows = (0..<5).map { _ in LaneMemory() }
        defer { withExtendedLifetime(rows) {} }
        let one = Vector(repeating: 1)
        let sides = Panner(law: law, mono: 0b1).render(
            pan: LaneMemory.constant(Vector(repeating: pan), in: rows[0]),
            level: LaneMemory.constant(one, in: rows[1]),
            open: LaneMemory.constant(one, in: rows[2]), leftScratch: rows[3].columns, rightScratch: rows[4].columns,
            frames: 64)
        let (left, right) = (sides.left.first, sides.right.first)
        return ((Double(left[0]), Double(right[0])), (Double(left[1]), Double(right[1])))
    }

    /// The law in double precision: gain of the side that lies at `way` (0 far … 1 near).
    static func expected(_ law: Panner.Law, _ way: Double) -> Double {
        switch law {
        case .minus3: sin(way * .pi / 2)
        case .minus4point5: sqrt(way * sin(way * .pi / 2))
        case .minus6: way
        }
    }

    static let centres: [(Panner.Law, Double)] = [(.minus3, -3.0103), (.minus4point5, -4.5154), (.minus6, -6.0206)]

    @Test(arguments: centres) func `the centre has the law's level`(law: Panner.Law, level: Double) {
        let mono = Self.gains(law, 0).mono
        #expect(abs(decibels(mono.0) - level) < 0.01 && abs(decibels(mono.1) - level) < 0.01)
        let stereo = Self.gains(law, 0).stereo
        #expect(stereo == (1, 1))
    }

    @Test(arguments: Panner.Law.allCases) func `a side is full on its own and silent on the other`(law: Panner.Law) {
        let left = Self.gains(law, -1)
        #expect(abs(decibels(left.mono.0)) < 0.01 && left.mono.1 == 0 && left.stereo == (1, 0))
        let right = Self.gains(law, 1)
        #expect(abs(decibels(right.mono.1)) < 0.01 && right.mono.0 == 0 && right.stereo == (0, 1))
    }

    @Test(arguments: Panner.Law.allCases) func `the way between follows the law within 0.01 dB`(law: Panner.Law) {
        for pan in stride(from: Float(-0.995), through: 0.995, by: 0.005) {
            let way = (Double(pan) + 1) / 2
            let (mono, stereo) = Self.gains(law, pan)
            #expect(abs(decibels(mono.0) - decibels(Self.expected(law, 1 - way))) < 0.01, "left at \(pan)")
            #expect(abs(decibels(mono.1) - decibels(Self.expected(law, way))) < 0.01, "right at \(pan)")
            let far = Self.expected(law, pan > 0 ? 1 - way : way) / Self.expected(law, 0.5)
            #expect(abs(decibels(pan > 0 ? stereo.0 : stereo.1) - decibels(far)) < 0.01, "balance at \(pan)")
            #expect((pan > 0 ? stereo.1 : stereo.0) == 1)
        }
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity, 5]) func `no position is wild`(pan: Float) {
        for law in Panner.Law.allCases {
            let (mono, stereo) = Self.gains(law, pan)
            #expect([mono.0, mono.1, stereo.0, stereo.1].allSatisfy { (0...1.0001).contains($0) })
        }
    }
}

@Suite struct Transposing {
    @Test(arguments: [1, 8, 13, 64]) func `rows become columns and rows again`(frames: Int) {
        let rows = (0..<512).map { Float($0) }
        let columns = LaneMemory()
        defer { withExtendedLifetime(columns) {} }
        rows.withUnsafeBufferPointer { samples in
            guard let first = samples.baseAddress else { return }
            Transposition.gather((0..<8).map { first + $0 * 64 }, into: columns.columns, frames: frames)
        }
        for frame in 0..<frames {
            #expect((0..<8).allSatisfy { columns.columns[frame][$0] == Float($0 * 64 + frame) })
        }
        var back = [Float](repeating: -1, count: 512)
        Transposition.scatter(columns.columns, into: &back, frames: frames)
        for column in 0..<8 {
            let row = column * 64..<column * 64 + frames
            #expect(back[row] == rows[row])
        }
    }
}
