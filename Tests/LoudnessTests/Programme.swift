import Foundation
import Loudness

/// A programme made of stretches, as EBU Tech 3341 and 3342 describe their test signals.
struct Programme {
    /// One period or more of a signal that repeats itself after `count` frames, in all channels.
    struct Stretch {
        var seconds: Double
        /// Peak level of each channel in dBFS; `-.infinity` is silence.
        var levels: [Double]
    }

    var channels: [LoudnessMeter.Channel] = [.left, .right]
    var sampleRate = 48_000
    var stretches: [Stretch] = []

    /// Stereo: the same level in both channels.
    init(_ stretches: [(seconds: Double, level: Double)]) {
        self.stretches = stretches.map { Stretch(seconds: $0.seconds, levels: [$0.level, $0.level]) }
    }

    init(channels: [LoudnessMeter.Channel], _ stretches: [(seconds: Double, levels: [Double])]) {
        self.channels = channels
        self.stretches = stretches.map { Stretch(seconds: $0.seconds, levels: $0.levels) }
    }

    /// Plays it as a 1 kHz sine of which one second is kept, in pieces of 10 ms.
    ///
    /// - Parameter heard: called after each 10 ms with the time in seconds.
    @discardableResult
    func play(_ meter: LoudnessMeter, heard: (Double) -> Void = { _ in }) -> LoudnessReport {
        let piece = sampleRate / 100
        let sine = (0..<sampleRate).map { sin(2 * Double.pi * 1000 * Double($0) / Double(sampleRate)) }
        var position = 0
        var end = 0.0
        let width = channels.count
        var block = [Float](repeating: 0, count: piece * width)
        for stretch in stretches {
            end += stretch.seconds * Double(sampleRate)
            let gains = stretch.levels.map { pow(10, $0 / 20) }
            while position < Int(end.rounded()) {
                let count = min(piece - position % piece, Int(end.rounded()) - position)
                for frame in 0..<count {
                    let value = sine[(position + frame) % sampleRate]
                    for channel in 0..<width { block[frame * width + channel] = Float(gains[channel] * value) }
                }
                meter.add(interleaved: block, frames: count)
                position += count
                if position % piece == 0 { heard(Double(position) / Double(sampleRate)) }
            }
        }
        return meter.finish()
    }

    func measure(truePeak: Bool = false) throws -> LoudnessReport {
        play(try LoudnessMeter(channels: channels, sampleRate: sampleRate, measuresTruePeak: truePeak))
    }
}
