import DSP
import Foundation
import Testing
import Vectors

@Suite struct `Dynamics switch and move without a click` {
    typealias Rig = DynamicsRig

    /// Largest second difference of one column, which a click of any kind makes large.
    static func roughness(_ sound: Sound, column: Int) -> Float {
        (2..<sound.frames).map {
            abs(sound.left[$0][column] - 2 * sound.left[$0 - 1][column] + sound.left[$0 - 2][column])
        }.max() ?? 0
    }

    /// A slow sine, smooth in itself.
    static let smooth = Sound(frames: 4_096) {
        Vector(repeating: Float(0.5 * sin(2 * .pi * 50 * Double($0) / 48_000)))
    }

    @Test(arguments: Rig.Kind.allCases) func `switching is a crossfade`(kind: Rig.Kind) {
        var rig: Rig
        switch kind {
        case .gate: rig = .gate(threshold: .all(0), range: .all(80))
        case .compressor: rig = .compressor(threshold: .all(-40), attack: .all(5), release: .all(8), makeup: .all(12))
        case .deEsser: rig = .deEsser(frequency: .all(11), threshold: .all(-60))
        }
        rig.settings[0] = .moves { Vector(repeating: (1_000..<2_500).contains($0) ? 1 : 0) }
        let result = rig.render(Self.smooth)
        // A jump of a hundredth would show as that much; the sine's own is 2e-5.
        #expect(Self.roughness(result, column: 3) < 0.01)
        #expect((0..<999).allSatisfy { result.left[$0] == Self.smooth.left[$0] })
        #expect((2_760..<4_096).allSatisfy { result.left[$0] == Self.smooth.left[$0] })
    }

    /// Index of the setting in the compressor, and its ends.
    static let moves: [(Int, Float, Float)] = [(1, -40, -10), (2, 0, 4), (5, 0, 24), (6, 0, 24), (7, 0, 100)]

    @Test(arguments: moves) func `a moved parameter leaves no zipper`(index: Int, low: Float, high: Float) {
        let sound = Sound(frames: 4_800) { _ in Vector(repeating: 0.5) }
        var rig = Rig.compressor(threshold: .all(-30), attack: .all(-4), release: .all(2.33))
        // From end to end in 100 ms, as a hand does.
        rig.settings[index] = .moves { Vector(repeating: low + (high - low) * Float($0) / 4_800) }
        let result = rig.render(sound)
        let steps = (500..<4_800).map { result.left[$0][0] - result.left[$0 - 1][0] }
        let jumps = (1..<steps.count).map { abs(steps[$0] - steps[$0 - 1]) }
        #expect(jumps.max() ?? 1 < 2e-4, "the gain's slope jumps by \(jumps.max() ?? 1) a frame")
    }

    @Test func `a gate that is switched on in the middle of a sound leaves it whole`() {
        var rig = Rig.gate(attack: .all(6), hold: .all(20))
        rig.settings[0] = .moves { Vector(repeating: $0 < 1_000 ? 0 : 1) }
        #expect(rig.render(Self.smooth) == Self.smooth)
    }
}
