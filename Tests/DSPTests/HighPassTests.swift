import DSP
import Foundation
import Lanes
import Testing

@Suite struct `High-pass filter` {
    /// Corners in Hz with sample rates; eight corners are measured at once.
    static let rates = [44_100, 192_000]
    static let corners: [Double] = [10, 20, 40, 80, 120, 300, 700, 1_000]

    /// Impulse responses of the eight corners.
    static func responses(rate: Int, steep: Bool, corners: [Double] = corners, frames: Int = 1 << 16) -> [[Float]] {
        var filter = HighPass(sampleRate: rate)
        let (left, right) = (LaneMemory(), LaneMemory())
        let (a, b, c) = (LaneMemory(1), LaneMemory(1), LaneMemory(1))
        defer { withExtendedLifetime((left, right, a, b, c)) {} }
        var positions = Lanes(repeating: 0)
        for lane in 0..<8 { positions[lane] = Float(log2(corners[lane])) }
        var result = [[Float]](repeating: [], count: 8)
        for start in stride(from: 0, to: frames, by: 64) {
            for frame in 0..<64 { left.lanes[frame] = Lanes(repeating: start + frame == 0 ? 1 : 0) }
            filter.render(
                left: left.lanes, right: right.lanes, frames: 64, at: Int64(start),
                frequency: LaneMemory.constant(positions, in: a),
                mix: LaneMemory.constant(Lanes(repeating: 1), in: b),
                steepness: LaneMemory.constant(Lanes(repeating: steep ? 1 : 0), in: c))
            for frame in 0..<64 {
                for lane in 0..<8 { result[lane].append(left.lanes[frame][lane]) }
            }
        }
        return result
    }

    /// Level of a response at a frequency, in dB.
    static func level(_ response: [Float], at frequency: Double, rate: Int) -> Double {
        let angle = 2 * Double.pi * frequency / Double(rate)
        let (turnReal, turnImaginary) = (cos(angle), -sin(angle))
        var (real, imaginary, phaseReal, phaseImaginary) = (0.0, 0.0, 1.0, 0.0)
        for sample in response {
            real += Double(sample) * phaseReal
            imaginary += Double(sample) * phaseImaginary
            let next = phaseReal * turnReal - phaseImaginary * turnImaginary
            phaseImaginary = phaseReal * turnImaginary + phaseImaginary * turnReal
            phaseReal = next
        }
        return 10 * log10(real * real + imaginary * imaginary)
    }

    /// Butterworth through the bilinear transform, in dB.
    static func expected(_ frequency: Double, corner: Double, rate: Int, order: Double) -> Double {
        let ratio = tan(.pi * frequency / Double(rate)) / tan(.pi * corner / Double(rate))
        return -10 * log10(1 + pow(ratio, -2 * order))
    }

    @Test(arguments: rates, [false, true])
    func `the response is Butterworth's`(rate: Int, steep: Bool) {
        let responses = Self.responses(rate: rate, steep: steep)
        let order = steep ? 4.0 : 2.0
        for (corner, response) in zip(Self.corners, responses) {
            #expect(abs(Self.level(response, at: corner, rate: rate) + 3.0103) < 0.1, "at the corner, \(corner) Hz")
            for ratio in [0.25, 0.5, 0.8, 1.5, 3, 10] {
                let level = Self.level(response, at: corner * ratio, rate: rate)
                let expected = Self.expected(corner * ratio, corner: corner, rate: rate, order: order)
                #expect(abs(level - expected) < 0.1, "\(corner * ratio) Hz, corner \(corner) Hz")
            }
        }
    }

    @Test(arguments: [(false, 12.0), (true, 24.0)]) func `it falls by its slope`(steep: Bool, slope: Double) {
        let responses = Self.responses(
            rate: 48_000, steep: steep, corners: [80, 120, 200, 300, 500, 700, 900, 1_000])
        for (corner, response) in zip([80.0, 120, 200, 300, 500, 700, 900, 1_000], responses) {
            let octave =
                Self.level(response, at: corner / 4, rate: 48_000)
                - Self.level(response, at: corner / 8, rate: 48_000)
            #expect(abs(octave - slope) < 0.2, "corner \(corner) Hz: \(octave) dB")
        }
    }

    @Test func `silence stays silence, and what rang dies away to exactly nothing`() {
        let tail = Self.responses(rate: 48_000, steep: true)
        for response in tail {
            #expect(response.suffix(1_000).allSatisfy { $0 == 0 })
            #expect(response.allSatisfy { $0 == 0 || $0.isNormal })
        }
    }

    @Test func `a sweep at full speed stays finite and bounded`() {
        var filter = HighPass(sampleRate: 8_000)
        let memory = (0..<5).map { _ in LaneMemory() }
        defer { withExtendedLifetime(memory) {} }
        for block in 0..<500 {
            for frame in 0..<64 {
                memory[0].lanes[frame] = Lanes(repeating: (frame / 8) % 2 == 0 ? 1 : -1)
                memory[1].lanes[frame] = memory[0].lanes[frame]
                memory[2].lanes[frame] = Lanes(repeating: (block * 64 + frame) % 96 < 48 ? 3.32 : 9.97)
                memory[3].lanes[frame] = Lanes(repeating: 1)
                memory[4].lanes[frame] = Lanes(repeating: Float((block + frame / 16) % 2))
            }
            filter.render(
                left: memory[0].lanes, right: memory[1].lanes, frames: 64, at: Int64(block * 64),
                frequency: LaneRow(moving: memory[2].lanes), mix: LaneRow(moving: memory[3].lanes),
                steepness: LaneRow(moving: memory[4].lanes))
            for frame in 0..<64 where !(abs(memory[0].lanes[frame][3]) < 20) {
                Issue.record("\(memory[0].lanes[frame][3]) in block \(block)")
                return
            }
        }
    }
}
