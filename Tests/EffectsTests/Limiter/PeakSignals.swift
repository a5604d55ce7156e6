import Foundation

/// Signals whose waveform rises above their samples.
enum PeakSignals {
    static let count = 2400

    /// Sine of an amplitude; frequency in turns per frame, phase in degrees.
    static func sine(_ frequency: Double, phase: Double = 0, amplitude: Double = 1) -> [Float] {
        (0..<count).map { Float(amplitude * sin(2 * .pi * (frequency * Double($0) + phase / 360))) }
    }

    /// EBU Tech 3341, cases 20…23: a period of full scale in a sine of half that, made at four times the sample rate at
    /// 1/24 of it, band-limited, and every fourth sample taken, beginning with one of the first four.
    static func burst(offset: Int) -> [Float] {
        let total = 4 * count
        let fast = (0..<total).map { (frame: Int) -> Double in
            let tone = sin(.pi * Double(frame) / 12)
            return (total / 2..<total / 2 + 24).contains(frame) ? tone : 0.5 * tone
        }
        let reach = 64
        let filter = (-reach...reach).map { (t: Int) -> Double in
            let angle = 0.225 * .pi * Double(t)
            let window = cos(.pi * Double(t) / Double(2 * reach + 2))
            return (t == 0 ? 1 : sin(angle) / angle) * 0.225 * window * window
        }
        return stride(from: offset, to: total, by: 4).map { (center: Int) -> Float in
            var sum = 0.0
            for t in max(-reach, center - total + 1)...min(reach, center) {
                sum += fast[center - t] * filter[t + reach]
            }
            return Float(sum)
        }
    }

    static func square(_ frequency: Double) -> [Float] { sine(frequency / 48_000, phase: 6).map { $0 < 0 ? -1 : 1 } }

    /// Plucked notes driven into clipping.
    static var clippedMusic: [Float] {
        let notes: [Double] = [110, 220, 331, 997, 2503, 5011, 9001, 13_007, 17_011]
        return (0..<count).map { frame in
            let sum = notes.enumerated().reduce(0.0) { sum, note in
                let age = Double(frame * (1 + note.offset % 3) % 1200)
                return sum + sin(2 * .pi * note.element * Double(frame) / 48_000 + Double(note.offset))
                    * exp(-age / 350)
            }
            return Float(max(-1, min(1, sum)))
        }
    }

    static var impulses: [Float] {
        var row = [Float](repeating: 0, count: count)
        row[300] = 1
        (row[700], row[701]) = (1, 1)
        (row[1100], row[1101]) = (1, -1)
        for frame in stride(from: 1500, to: count, by: 97) { row[frame] = 1 }
        return row
    }

    /// Samples of alternating sign, in bursts of 2…96.
    static var alternations: [Float] {
        var row = [Float](repeating: 0, count: count)
        for (index, length) in [2, 3, 4, 6, 8, 12, 16, 24, 32, 64, 96].enumerated() {
            for frame in 0..<length { row[100 + index * 200 + frame] = frame & 1 == 0 ? 1 : -1 }
        }
        return row
    }

    /// Samples whose signs are those of a midpoint's weights, in bursts of 4…128: the highest waveform that samples within ±1
    /// can make.
    static var worst: [Float] {
        var row = [Float](repeating: 0, count: count)
        for (index, half) in [2, 4, 6, 8, 12, 16, 24, 32, 64].enumerated() {
            for offset in -half..<half {
                row[160 + index * 260 + offset] = (offset < 0 ? -1 - offset : offset) & 1 == 0 ? 1 : -1
            }
        }
        return row
    }

    /// Samples of alternating sign that never end, with a turn in the middle.
    static var turnOver: [Float] { (0..<count).map { ($0 & 1 == 0) == ($0 < count / 2) ? 1 : -1 } }
}
