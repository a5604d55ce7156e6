import Automation
import Desk
import Loudness
import MixModel
import SessionStore
import Testing

/// Reports read true peaks as the limiter finds them.
@Suite struct `The programme's true peak` {
    @Test(arguments: [-1.0, -3.5]) func `of a limited mix is the limiter's ceiling`(ceiling: Double) throws {
        let rehearsal = try NoisyRehearsal(seed: 61, mode: .read, hpf: false) { document in
            document.mix[ParameterID(.master, .limiterOn)] = 1
            document.mix[ParameterID(.master, .limiterGain)] = 9
            document.mix[ParameterID(.master, .limiterCeiling)] = Float(ceiling)
        }
        let take = try rehearsal.bounce()
        var peaks: Set<Double> = []
        for size in [1, 17, 1000, take.left.count] {
            let meter = try ProgrammeMeter(sampleRate: Rehearsal.rate)
            var place = 0
            while place < take.left.count {
                let count = min(size, take.left.count - place)
                meter.add(
                    left: Array(take.left[place..<place + count]), right: Array(take.right[place..<place + count]),
                    frames: count)
                place += count
            }
            peaks.insert(meter.finish().truePeak ?? 0)
        }
        #expect(peaks.count == 1)
        #expect(abs((peaks.first ?? 0) - ceiling) < 0.03, "\(peaks)")
    }

    @Test func `of silence is none, and what is no number counts as silence`() throws {
        let meter = try ProgrammeMeter(sampleRate: 44_100)
        meter.add(left: [.nan, 0, .infinity], right: [0, 0, -.infinity], frames: 3)
        #expect(meter.finish().truePeak == -.infinity)
        let other = try ProgrammeMeter(sampleRate: 44_100)
        // The last frame counts, too.
        other.add(left: [0, 0, 0.5], right: [0, 0, 0], frames: 3)
        #expect(abs((other.finish().truePeak ?? 0) + 6.02) < 0.3)
    }
}
