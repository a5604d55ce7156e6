import DSP
import Testing
import Vectors

@Suite struct `The meters of a block` {
    private static let frames = 64

    /// Floats of all mantissas between two powers of two, of both signs.
    private struct Magnitudes {
        var state: UInt32 = 0x9E37_79B9
        let exponents: ClosedRange<UInt32>

        mutating func next() -> Float {
            state = state &* 1_664_525 &+ 1_013_904_223
            let exponent = exponents.lowerBound + (state >> 9) % UInt32(exponents.count)
            let sign = state & 0x8000_0000
            state = state &* 1_664_525 &+ 1_013_904_223
            return Float(bitPattern: sign | exponent << 23 | state >> 9)
        }
    }

    /// From −360 dB on, as of a quiet tail, of sound, and far beyond it.
    @Test(arguments: [67...87, 88...127, 128...180] as [ClosedRange<UInt32>])
    func `hold the highest sample itself, and its side's mean square`(exponents: ClosedRange<UInt32>) {
        var magnitudes = Magnitudes(exponents: exponents)
        let left = LaneMemory(Self.frames)
        let right = LaneMemory(Self.frames)
        for _ in 0..<2000 {
            var meter = MeterTap(sampleRate: 48_000)
            var high = Vector(repeating: 0)
            var squares = SIMD8<Double>(repeating: 0)
            for frame in 0..<Self.frames {
                for column in 0..<8 {
                    let sample = magnitudes.next()
                    left.columns[frame][column] = sample
                    right.columns[frame][column] = sample / 2
                    high[column] = max(high[column], abs(sample))
                    squares[column] += Double(sample) * Double(sample)
                }
            }
            let isSound = meter.render(left: left.columns, right: right.columns, frames: Self.frames)
            #expect(isSound)
            #expect(meter.peakLeft == high && meter.peakRight == high / 2)
            for column in 0..<8 {
                let mean = squares[column] / (0.3 * 48_000)
                #expect(abs(Double(meter.squareLeft[column]) - mean) <= 1e-5 * mean)
            }
        }
    }

    @Test(arguments: [Float.nan, .infinity, -0x1p61]) func `are not moved by what is no sound`(sample: Float) {
        let samples = LaneMemory(Self.frames)
        for frame in 0..<Self.frames { samples.columns[frame] = Vector(repeating: 0.5) }
        var meter = MeterTap(sampleRate: 48_000)
        var isSound = meter.render(left: samples.columns, right: samples.columns, frames: Self.frames)
        #expect(isSound)
        let (peak, square) = (meter.peakRight, meter.squareRight)
        samples.columns[17][3] = sample
        isSound = meter.render(left: samples.columns, right: samples.columns, frames: Self.frames)
        #expect(!isSound)
        #expect(meter.peakRight == peak && meter.squareRight == square)
    }
}
