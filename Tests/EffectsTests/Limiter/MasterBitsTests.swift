import Effects
import Testing

/// What the master's end does, bit for bit: the same on every machine and in every build. A change of these numbers is a
/// change of what people hear, and needs a reason.
@Suite struct MasterBitsTests {
    /// FNV-1a over the samples' bits.
    private func hash(_ rows: [Float]...) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for sample in rows.joined() { hash = (hash ^ UInt64(sample.bitPattern)) &* 0x100_0000_01B3 }
        return hash
    }

    private let left = Noise.row(4000, seed: 11)
    private let right = Noise.row(4000, seed: 12)

    @Test(
        arguments: [
            (44_100, 0xA216_DFBC_98C6_F79C), (48_000, 0xCDD1_3E64_7C05_B961), (96_000, 0xE1A8_0572_1A9A_122E),
        ] as [(Int, UInt64)])
    func `the limiter's bits`(sampleRate: Int, expected: UInt64) {
        var run = LimiterRun()
        run.on = .moving((0..<4000).map { $0 >= 300 && $0 < 3500 ? 1 : 0 })
        run.gain = .moving((0..<4000).map { Float($0 % 1000) * 0.02 })
        run.ceiling = .moving((0..<4000).map { Float($0 % 700) * -0.02 })
        run.release = .moving((0..<4000).map { Float($0 % 800) * 0.01 })
        let result = run(left, right, isDelaying: false, sampleRate: sampleRate)
        #expect(hash(result.left, result.right) == expected)
    }

    @Test func `the monitor's bits`() {
        var run = MonitorRun()
        run.level = .moving((0..<4000).map { Float($0 % 300) * 0.03 - 8 })
        run.translation = .moving((0..<4000).map { Float($0 / 600 % 6) })
        run.dim = .moving((0..<4000).map { Float($0 / 500 % 2) })
        run.mono = .moving((0..<4000).map { Float($0 / 700 % 2) })
        let result = run(left, right)
        #expect(hash(result.left, result.right) == 0x374C_D0A5_EEEC_1FE6)
    }
}
