/// A line through noisy readings of frames over time: the position and rate of the stream.
///
/// A delay-locked loop of second order. It starts as the least-squares line through all readings so far, so that it is right
/// after a few periods, and forgets old ones when it has become as narrow as ``bandwidth``.
///
/// - Source: Fons Adriaensen, "Using a DLL to filter time", Linux Audio Conference 2005, eq. 1–4; start-up gains: growing-memory
///   polynomial filter of first degree, N. Morrison, "Introduction to Sequential Smoothing and Prediction", 1969, ch. 7.
struct TimeFilter {
    /// Of the settled loop, in Hz. Low: sound cards keep a steady rate, while readings may jump by a millisecond.
    static let bandwidth = 0.02
    /// A card whose rate is further off than this part of its nominal rate does not exist; readings must be wrong.
    static let greatestDrift = 0.01
    /// Distance from the line, in nanoseconds, beyond which a card's readings do not stay on one side.
    private static let jump = 2_000_000.0
    private static let jumpNanoseconds: Int64 = 20_000_000
    /// Weight of the nominal rate at the start, in readings.
    private static let priorReadings = 24.0

    /// The line: `frame` at `nanoseconds`, and frames per nanosecond.
    private(set) var frame: Double
    private(set) var nanoseconds: Int64
    private(set) var rate: Double

    private let nominalRate: Double
    private var readings = 0.0
    private var lastMeasured: Double
    /// Since when all readings have been far from the line on the same side, and how many those are.
    private var astray: (since: Int64, count: Int, isAhead: Bool) = (0, 0, false)

    /// - Parameters:
    ///   - frame: where the stream was at `nanoseconds`.
    ///   - sampleRate: nominal, in frames per second.
    init(frame: Double, nanoseconds: Int64, sampleRate: Double) {
        self.frame = frame
        self.nanoseconds = nanoseconds
        lastMeasured = frame
        nominalRate = sampleRate / 1e9
        rate = nominalRate
    }

    /// The frame at a moment, by the line as it is now.
    func frame(at moment: Int64) -> Double { frame + Double(moment - nanoseconds) * rate }

    /// The moment at which the stream is at a frame, by the line as it is now.
    func moment(of frame: Double) -> Int64 { nanoseconds + Int64((frame - self.frame) / rate) }

    /// Takes a reading; `moment` not before the last one's.
    ///
    /// - Complexity: O(1); no allocation.
    /// - Thread: audio.
    mutating func take(frame measured: Double, at moment: Int64) {
        // Elapsed time is counted in the card's frames: by the clock, late readings would weigh more than early ones and pull the
        // line to their side. A card that reports its position in steps has news only at a step.
        let elapsed = (measured - lastMeasured) / nominalRate
        guard moment > nanoseconds, elapsed != 0 else { return }
        if hasJumped(measured - frame(at: moment), at: moment) {
            restart(frame: measured, nanoseconds: moment)
            return
        }
        guard elapsed > 0 else { return }
        lastMeasured = measured
        readings += 1
        let n = readings + TimeFilter.priorReadings
        let omega = 2 * Double.pi * TimeFilter.bandwidth * elapsed * 1e-9
        let positionGain = max(2 * (2 * n - 1) / (n * (n + 1)), min(1.414_213_562 * omega, 1))
        let rateGain = max(6 / (n * (n + 1)), min(omega * omega, 1))
        let predicted = frame(at: moment)
        // One outlier (the thread was held up between the card's time stamp and its position) must not bend the line.
        let limit = TimeFilter.jump * nominalRate
        let error = min(max(measured - predicted, -limit), limit)
        frame = predicted + positionGain * error
        nanoseconds = moment
        let drift = TimeFilter.greatestDrift * nominalRate
        rate = min(max(rate + rateGain * error / elapsed, nominalRate - drift), nominalRate + drift)
    }

    /// The stream was interrupted (xrun, another device): a new place on the line, found anew; the rate stays.
    mutating func restart(frame: Double, nanoseconds: Int64) {
        self.frame = frame
        self.nanoseconds = nanoseconds
        lastMeasured = frame
        readings = 0
        astray.count = 0
    }

    /// Whether the stream has jumped without an error, as cards do after the machine was suspended: readings further away than
    /// ``jump``, all on one side, for ``jumpNanoseconds``. Readings of a card with a coarse position lie on both sides of the line.
    private mutating func hasJumped(_ error: Double, at moment: Int64) -> Bool {
        guard abs(error) > TimeFilter.jump * nominalRate, astray.count == 0 || astray.isAhead == (error > 0) else {
            astray.count = 0
            return false
        }
        if astray.count == 0 { astray = (moment, 0, error > 0) }
        astray.count += 1
        return astray.count >= 4 && moment - astray.since >= TimeFilter.jumpNanoseconds
    }
}
