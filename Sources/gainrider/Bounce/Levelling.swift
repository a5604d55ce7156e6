import AudioFiles
import Desk
import Effects
import Loudness
import Units
import Vectors

/// Brings a kept mix to a loudness: a gain, and a true-peak limiter where the gain would pass the ceiling.
struct Levelling {
    let mix: KeptMix
    let sampleRate: Int
    let target: LoudnessTarget

    /// What was done.
    struct Outcome {
        /// dB.
        var gain: Double
        /// Most that the limiter took away, in dB; 0 without a limiter.
        var reduction: Double
        var report: LoudnessReport
    }

    /// Distance from the target at which the search ends, in LU.
    private static let tolerance = 0.05
    private static let attempts = 8

    /// Finds the gain by measuring, and writes the result.
    ///
    /// - Parameter before: the mix as it was rendered.
    func write(to writer: AudioWriter, before: LoudnessReport) throws -> Outcome {
        var gain = target.loudness - before.integrated
        // A plain gain moves loudness and true peak by as much.
        guard (before.truePeak ?? 0) + gain > target.ceiling else {
            let report = try pass(gain: gain, limiter: nil, to: writer).report
            return Outcome(gain: gain, reduction: 0, report: report)
        }
        var best = Outcome(gain: gain, reduction: 0, report: before)
        for attempt in 0..<Levelling.attempts {
            let outcome = try pass(gain: gain, limiter: target.ceiling, to: nil)
            let missing = target.loudness - outcome.report.integrated
            if attempt == 0 || abs(missing) < abs(target.loudness - best.report.integrated) { best = outcome }
            if abs(missing) <= Levelling.tolerance { break }
            // What a limiter lets through rises less than its gain.
            gain += missing
        }
        return try pass(gain: best.gain, limiter: target.ceiling, to: writer)
    }

    /// Goes through the mix once.
    private func pass(gain: Double, limiter ceiling: Double?, to writer: AudioWriter?) throws -> Outcome {
        let meter = try ProgrammeMeter(sampleRate: sampleRate)
        let factor = Float(Level.gain(decibels: gain))
        var guardian = Guardian(sampleRate: sampleRate, ceiling: ceiling ?? 0)
        let isGuarded = ceiling != nil
        var toSkip = isGuarded ? guardian.latency : 0
        var position: Int64 = 0
        func send(_ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, _ count: Int) throws {
            if isGuarded { guardian.render(left, right, count, at: position) }
            position += Int64(count)
            let skipped = min(toSkip, count)
            toSkip -= skipped
            guard skipped < count else { return }
            meter.add(left: left + skipped, right: right + skipped, frames: count - skipped)
            try writer?.write(left: left + skipped, right: right + skipped, frames: count - skipped)
        }
        try mix.play { left, right, count in
            for frame in 0..<count {
                left[frame] *= factor
                right[frame] *= factor
            }
            try send(left, right, count)
        }
        // What is still in the look-ahead.
        if isGuarded {
            var left = [Float](repeating: 0, count: guardian.latency)
            var right = left
            try send(&left, &right, guardian.latency)
        }
        return Outcome(gain: gain, reduction: isGuarded ? Double(guardian.reduction) : 0, report: meter.finish())
    }
}

/// The limiter of the master with fixed settings, for blocks of any size.
private struct Guardian: ~Copyable {
    private var limiter: Limiter
    private let settings: UnsafeMutablePointer<Float>

    /// - Parameter ceiling: dBTP.
    init(sampleRate: Int, ceiling: Double) {
        limiter = Limiter(sampleRate: sampleRate, isDelaying: true)
        settings = .allocate(capacity: 4)
        // On, no gain, the ceiling, 100 ms.
        settings[0] = 1
        settings[1] = 0
        settings[2] = Float(ceiling)
        settings[3] = Scale.logarithmic.position(of: 100)
    }

    deinit { settings.deallocate() }

    var latency: Int { limiter.latency }
    var reduction: Float { limiter.reduction }

    mutating func render(
        _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, _ frames: Int, at position: Int64
    ) {
        let parameters = Limiter.Parameters(
            on: Row(settings, stride: 0), gain: Row(settings + 1, stride: 0), ceiling: Row(settings + 2, stride: 0),
            release: Row(settings + 3, stride: 0))
        var done = 0
        while done < frames {
            let frame = position + Int64(done)
            let count = min(frames - done, Block.frames - Int(frame & Int64(Block.frames - 1)))
            limiter.render(parameters, left: left + done, right: right + done, frames: count, at: frame)
            done += count
        }
    }
}
