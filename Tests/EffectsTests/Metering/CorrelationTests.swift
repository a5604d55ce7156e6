import Effects
import Foundation
import Testing

@Suite struct CorrelationTests {
    private func read(_ left: [Float], _ right: [Float], blocks: Int = 64) -> Float {
        var meter = Correlation(sampleRate: 48_000)
        var frame = 0
        while frame < left.count {
            let end = min(frame + blocks, left.count)
            meter.render(
                left: Array(left[frame..<end]), right: Array(right[frame..<end]), frames: end - frame,
                at: Int64(frame))
            frame = end
        }
        return meter.value
    }

    @Test func `the same, turned over, and unrelated`() {
        let a = Noise.row(48_000, seed: 1)
        let b = Noise.row(48_000, seed: 2)
        #expect(abs(read(a, a) - 1) < 1e-6)
        #expect(abs(read(a, a.map { -0.1 * $0 }) + 1) < 1e-6)
        #expect(abs(read(a, b)) < 0.05)
        // Half of the power in common.
        #expect(abs(read(a, zip(a, b).map { ($0 + $1) * 0.5 }) - 0.707) < 0.03)
    }

    @Test func `nothing to compare counts as the same`() {
        let silence = [Float](repeating: 0, count: 4800)
        #expect(read(silence, silence) == 1)
        #expect(read(Noise.row(4800, seed: 1), silence) == 1)
    }

    @Test func `it follows with 300 ms`() {
        let a = Noise.row(48_000 + 14_400, seed: 1)
        // In one for a second and turned over after it: after 300 ms it has done 63 % of the way from 1 to −1.
        let turned = a.enumerated().map { $0 < 48_000 ? $1 : -$1 }
        #expect(abs(read(a, turned) - (2 * exp(-1) - 1)) < 0.05)
    }

    @Test func `blocks change no bit, and a NaN is forgotten`() {
        var a = Noise.row(4000, seed: 1)
        let b = Noise.row(4000, seed: 2)
        a[100] = .nan
        let whole = read(a, b)
        #expect(whole.isFinite)
        for blocks in [1, 7, 33] { #expect(read(a, b, blocks: blocks) == whole) }
    }
}
