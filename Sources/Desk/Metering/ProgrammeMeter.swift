import Effects
public import Loudness

/// Loudness and true peak of a stereo programme: the peak found as the master's limiter finds it, so that what the limiter keeps
/// under its ceiling is also read under it.
///
/// A steady sine below 0.45 of the sample rate is read within −0.01…+0.03 dB; what lies above, on the high side. Blocks of any
/// size give the same readings. Samples that are no numbers count as silence.
///
/// - Thread: one at a time, never audio: it allocates.
/// - Source: as for `LoudnessMeter` and `TruePeakMeter`.
public final class ProgrammeMeter {
    private let loudness: LoudnessMeter
    private let peaks = PeakReader()

    /// - Parameter sampleRate: 4000…768000 Hz.
    public init(sampleRate: Int) throws(LoudnessError) {
        loudness = try LoudnessMeter(sampleRate: sampleRate, measuresTruePeak: false)
    }

    /// Measures a block.
    ///
    /// - Parameters:
    ///   - left: `frames` samples, nominal range ±1; likewise `right`.
    ///   - frames: 0 or more.
    public func add(left: UnsafePointer<Float>, right: UnsafePointer<Float>, frames: Int) {
        loudness.add(left: left, right: right, frames: frames)
        peaks.add(left: left, right: right, frames: frames)
    }

    /// Ends the measurement; nothing may be added afterwards.
    ///
    /// - Returns: everything that was found, with one true peak for both channels.
    public func finish() -> LoudnessReport {
        peaks.finish()
        var report = loudness.finish()
        report.truePeaks = [truePeak]
        return report
    }

    /// Frames measured so far.
    public var frames: Int64 { loudness.frames }
    /// As of `LoudnessMeter`, in LUFS and LU.
    public var momentary: Double { loudness.momentary }
    public var shortTerm: Double { loudness.shortTerm }
    public var range: Double? { loudness.range }
    /// Loudness of the whole programme in LUFS, gated.
    public func integrated() -> Double { loudness.integrated() }
    /// Highest true peak of both channels so far, in dBTP; what came last, 42 frames of it, is not in it yet.
    public var truePeak: Double { peaks.level }
}
