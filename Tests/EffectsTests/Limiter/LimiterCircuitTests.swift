import Effects
import Testing
import Vectors

/// When the delay is in circuit, and that neither blocks nor rests change a bit.
@Suite struct LimiterCircuitTests {
    static let latency = 104
    static let noise = Noise.row(3000, seed: 5, level: 0.9)

    /// Off, on from one frame to another, off.
    private func switched(on: Int, off: Int, frames: Int = 3000) -> LimiterRun.Way {
        .moving((0..<frames).map { $0 >= on && $0 < off ? 1 : 0 })
    }

    @Test func `never switched on it passes the bits at once`() {
        var run = LimiterRun()
        run.on = .steady(0)
        run.gain = .steady(12)
        let result = run(Self.noise, Self.noise, isDelaying: false)
        #expect(result.left == Self.noise)
        #expect(!result.isDelaying)
    }

    @Test func `made to delay it delays while off`() {
        var run = LimiterRun()
        run.on = .steady(0)
        run.gain = .steady(12)
        let result = run(Self.noise, Self.noise, isDelaying: true)
        #expect(result.left == [Float](repeating: 0, count: Self.latency) + Self.noise.dropLast(Self.latency))
    }

    @Test func `on from the start it delays from the start`() {
        let given = LimiterRun()(Self.noise, Self.noise, isDelaying: true)
        let taken = LimiterRun()(Self.noise, Self.noise, isDelaying: false)
        #expect(given.left == taken.left)
        #expect(taken.isDelaying)
    }

    @Test func `the first switching-on fades the delay in, and it stays`() {
        var run = LimiterRun()
        run.on = switched(on: 700, off: 1700)
        let quiet = Self.noise.map { $0 * 0.25 }
        let result = run(quiet, quiet, isDelaying: false).left
        // Direct while the delay fills; then only the delay, also behind the switching-off.
        #expect(Array(result[..<(700 + Self.latency)]) == Array(quiet[..<(700 + Self.latency)]))
        let delayed = 700 + Self.latency + 256
        #expect(Array(result[delayed...]) == Array(quiet[(delayed - Self.latency)..<(3000 - Self.latency)]))
    }

    @Test func `switching makes no click`() {
        var run = LimiterRun()
        run.on = switched(on: 700, off: 1700)
        run.gain = .steady(6)
        // A slow sine: each step of the output is little more than those of the input at the most gain, and of the fades.
        let sine =
            PeakSignals.sine(0.002, amplitude: 0.4) + PeakSignals.sine(0.002, phase: 288, amplitude: 0.4).prefix(600)
        for isDelaying in [false, true] {
            let result = run(sine, sine, isDelaying: isDelaying).left
            for frame in 1..<3000 { #expect(abs(result[frame] - result[frame - 1]) < 0.0155) }
        }
    }

    @Test func `a reset forgets the sound and keeps the delay`() {
        var limiter = Limiter(sampleRate: 48_000, isDelaying: false)
        _ = LimiterRun().run(&limiter, Self.noise, Self.noise)
        limiter.reset()
        let (isDelaying, reduction) = (limiter.isDelaying, limiter.reduction)
        #expect(isDelaying)
        #expect(reduction == 0)
        var off = LimiterRun()
        off.on = .steady(0)
        let result = off.run(&limiter, Self.noise, Self.noise)
        #expect(result.left == [Float](repeating: 0, count: Self.latency) + Self.noise.dropLast(Self.latency))
    }

    /// Everything moves, and it is switched on twice.
    private var busy: LimiterRun {
        var run = LimiterRun()
        run.on = .moving(
            (0..<3000).map { ($0 >= 333 && $0 < 1500) || ($0 >= 1600 && $0 < 1610) || $0 >= 2222 ? 1 : 0 })
        run.gain = .moving((0..<3000).map { Float($0 % 1000) / 100 })
        run.ceiling = .moving((0..<3000).map { -Float($0 % 700) / 100 })
        run.release = .moving((0..<3000).map { Float($0 % 800) / 100 })
        return run
    }

    @Test(arguments: [[1], [7], [64, 3, 17, 1, 32], [31, 33], [5, 8, 13]])
    func `blocks change no bit`(blocks: [Int]) {
        for isDelaying in [false, true] {
            var run = busy
            let whole = run(Self.noise, Self.noise.reversed(), isDelaying: isDelaying)
            run.blocks = blocks
            let cut = run(Self.noise, Self.noise.reversed(), isDelaying: isDelaying)
            #expect(cut.left == whole.left)
            #expect(cut.right == whole.right)
            #expect(cut.reduction == whole.reduction)
        }
    }

    @Test func `blocks change no bit of quiet and loud passages either`() {
        // Quiet enough to leave the search for peaks out, and loud again.
        let sound = Self.noise.enumerated().map { $1 * (($0 / 500) & 1 == 0 ? 0.05 : 1) }
        var run = LimiterRun()
        run.release = .steady(1)
        let whole = run(sound, sound)
        for blocks in [[1], [9, 2], [63]] {
            run.blocks = blocks
            #expect(run(sound, sound).left == whole.left)
        }
    }

    @Test func `silence need not be rendered`() {
        let silence = [Float](repeating: 0, count: 30_000)
        let sound = Self.noise + silence + Self.noise
        var run = LimiterRun()
        run.gain = .steady(6)
        run.release = .steady(2)
        let rendered = run(sound, sound)
        run.skipsIdle = true
        let skipped = run(sound, sound)
        #expect(skipped.skipped > 10_000)
        #expect(skipped.left == rendered.left)
        #expect(rendered.skipped == 0)
    }
}
