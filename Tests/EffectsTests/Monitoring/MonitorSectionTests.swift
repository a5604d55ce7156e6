import Effects
import Foundation
import Testing

@Suite struct MonitorSectionTests {
    static let left = Noise.row(1500, seed: 1, level: 0.7)
    static let right = Noise.row(1500, seed: 2, level: 0.7)

    /// 0 before a frame, 1 from it on.
    private func from(_ frame: Int, _ value: Float = 1) -> LimiterRun.Way {
        .moving((0..<1500).map { $0 < frame ? 0 : value })
    }

    @Test func `with nothing on the bits pass`() {
        let result = MonitorRun()(Self.left, Self.right)
        #expect(result.left == Self.left)
        #expect(result.right == Self.right)
        #expect(!result.isRunaway)
    }

    @Test func `level, dim and cut are gains`() {
        // Position, dim, dim level, cut, expected gain.
        let cases: [(Float, Float, Float, Float, Double)] = [
            (-6, 0, -20, 0, pow(10, -0.3)), (0, 1, -20, 0, 0.1), (6, 1, -12, 0, pow(10, -0.3)), (0, 0, -20, 1, 0),
            (-60, 0, 0, 0, 0.001), (-68.68589, 0, 0, 0, 0), (-100, 0, 0, 0, 0), (.nan, 0, 0, 0, 0),
            (12, 1, -60, 0, pow(10, -2.4)),
        ]
        for (level, dim, dimLevel, cut, gain) in cases {
            var run = MonitorRun()
            run.level = .steady(level)
            run.dim = .steady(dim)
            run.dimLevel = .steady(dimLevel)
            run.cut = .steady(cut)
            let result = run(Self.left, Self.right).left
            for (sample, heard) in zip(Self.left, result) {
                #expect(abs(Double(heard) - gain * Double(sample)) < 1e-6)
            }
        }
    }

    @Test func `mono, and sides exchanged`() {
        var run = MonitorRun()
        run.swap = .steady(1)
        let swapped = run(Self.left, Self.right)
        #expect(swapped.left == Self.right)
        #expect(swapped.right == Self.left)
        run.mono = .steady(1)
        let mono = run(Self.left, Self.right)
        #expect(mono.left == zip(Self.left, Self.right).map { ($0 + $1) * 0.5 })
        #expect(mono.right == mono.left)
    }

    @Test func `reference replaces the mix, and listening replaces either`() {
        let other = Noise.row(1500, seed: 3, level: 0.3)
        let bus = Noise.row(1500, seed: 4, level: 0.3)
        var run = MonitorRun()
        run.reference = .steady(1)
        run.referenceGain = .steady(-6.0206)
        let reference = run(Self.left, Self.right, listen: bus, reference: other)
        for (sample, heard) in zip(other, reference.left) { #expect(abs(heard - 0.5 * sample) < 1e-6) }
        run.listen = .steady(1)
        let listening = run(Self.left, Self.right, listen: bus, reference: other)
        #expect(listening.left == bus)
        #expect(listening.right == bus.map { -$0 })
        // A source that is missing is silence.
        #expect(run(Self.left, Self.right).left.allSatisfy { $0 == 0 })
    }

    // swift-format-ignore
    /// What is switched, and how.
    static let switches: [(String, any WritableKeyPath<MonitorRun, LimiterRun.Way> & Sendable, Float)] = [
        ("dim", \.dim, 1), ("mono", \.mono, 1), ("cut", \.cut, 1), ("swap", \.swap, 1), ("listen", \.listen, 1),
        ("reference", \.reference, 1), ("phone", \.translation, 1), ("laptop", \.translation, 2), ("car", \.translation, 3),
        ("radio", \.translation, 4), ("earbuds", \.translation, 5),
    ]

    @Test(arguments: switches.indices)
    func `no switch clicks`(index: Int) {
        let (name, path, value) = Self.switches[index]
        // Slow sines that differ on both sides, for which a fade of 256 frames is a slow matter too.
        func sine(_ phase: Double, _ level: Double) -> [Float] {
            (0..<1500).map { Float(level * sin(2 * .pi * (Double($0) / 480 + phase))) }
        }
        var run = MonitorRun()
        run[keyPath: path] = from(610, value)
        let result = run(sine(0, 0.4), sine(0.3, 0.4), listen: sine(0.6, 0.4), reference: sine(0.7, 0.4))
        var steepest: Float = 0
        for frame in 1..<1500 { steepest = max(steepest, abs(result.left[frame] - result.left[frame - 1])) }
        #expect(steepest < 0.013, "\(name)")
        // And it does something in the end.
        #expect(zip(result.left, sine(0, 0.4)).suffix(200).contains { abs($0 - $1) > 0.01 }, "\(name)")
    }

    @Test(arguments: [[1], [7, 64], [33, 31, 2]])
    func `blocks change no bit`(blocks: [Int]) {
        var run = MonitorRun()
        for (index, step) in Self.switches.enumerated() {
            run[keyPath: step.1] = .moving((0..<1500).map { ($0 / (97 + 20 * index)) & 1 == 1 ? step.2 : 0 })
        }
        run.level = .moving((0..<1500).map { Float($0 % 300) / 30 - 8 })
        run.translation = .moving((0..<1500).map { Float($0 / 150 % 6) })
        let whole = run(Self.left, Self.right, listen: Self.right, reference: Self.left.reversed())
        run.blocks = blocks
        let cut = run(Self.left, Self.right, listen: Self.right, reference: Self.left.reversed())
        #expect(cut.left == whole.left)
        #expect(cut.right == whole.right)
    }

    @Test func `what is clipped is counted, where it is clipped`() {
        let loud: [Float] = (0..<200).map { $0 < 100 ? 0.9 : 1.5 }
        for (level, expected) in [(Float(0), 100), (6, 200), (-6, 0)] {
            var section = MonitorSection(sampleRate: 48_000)
            var run = MonitorRun()
            run.level = .steady(level)
            _ = run.run(&section, loud, [Float](repeating: 0, count: 200))
            #expect(section.takeClipped() == expected, "level \(level)")
            #expect(section.takeClipped() == 0)
        }
        // Full scale itself is not beyond it.
        var section = MonitorSection(sampleRate: 48_000)
        _ = MonitorRun().run(&section, [1, -1, 0.5], [-1, 1, 0])
        #expect(section.takeClipped() == 0)
    }

    @Test func `nothing beyond ±1 and no NaN reaches the loudspeakers`() {
        var row = Self.left.map { $0 * 4 }
        row[100] = .nan
        row[200] = .infinity
        row[300] = -.infinity
        row[400] = 1e30
        for translation in Translation.allCases {
            var run = MonitorRun()
            run.translation = .steady(Float(translation.rawValue))
            run.level = .steady(12)
            let result = run(row, Self.right)
            #expect(result.left.allSatisfy { abs($0) <= 1 })
            #expect(result.right.allSatisfy { abs($0) <= 1 })
            #expect(result.left.suffix(500).contains { abs($0) > 0.1 })
        }
    }

    @Test func `a runaway mutes until it is cleared`() {
        var section = MonitorSection(sampleRate: 48_000)
        var run = MonitorRun()
        run.level = .steady(-40)
        let loud = (0..<48_000 * 2).map { Float(20 * sin(Double($0) * 0.05)) }
        let music = [Float](repeating: 10, count: 9600)
        // Just short of two seconds, a pause, and the same again: no runaway.
        let short = Array(loud.dropLast(3000)) + music
        let paused = run.run(&section, short, short)
        #expect(!paused.isRunaway)
        let muted = run.run(&section, loud + music, loud + music)
        #expect(muted.isRunaway)
        #expect(muted.left.suffix(9000).allSatisfy { $0 == 0 })
        section.clearRunaway()
        let back = run.run(&section, music, music)
        #expect(!back.isRunaway)
        #expect(abs(back.left[9000] - 0.1) < 1e-4)
    }
}
