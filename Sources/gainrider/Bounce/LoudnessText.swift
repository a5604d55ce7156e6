import Loudness
import Texts

extension LoudnessReport {
    /// Lines for people, aligned.
    var lines: [String] {
        [
            "integrated   " + LoudnessReport.text(integrated, "LUFS"),
            "range        " + (range.map { LoudnessReport.text($0, "LU") } ?? "       – LU"),
            "momentary    " + LoudnessReport.text(maxMomentary, "LUFS at most"),
            "short term   " + LoudnessReport.text(maxShortTerm, "LUFS at most"),
            "true peak    " + (truePeak.map { LoudnessReport.text($0, "dBTP") } ?? "       –"),
            "sample peak  " + LoudnessReport.text(samplePeak, "dBFS"),
        ]
    }

    /// One decimal, right-aligned, with its unit.
    static func text(_ value: Double, _ unit: String) -> String {
        let number = value.isFinite ? short(value) : value < 0 ? "-inf" : "inf"
        return TextWidth.rightAligned(number, columns: 8) + " " + unit
    }

    /// One decimal.
    static func short(_ value: Double) -> String {
        let tenths = (value * 10).rounded()
        return "\(tenths == 0 ? 0 : tenths / 10)"
    }
}

/// A bounce for programs.
struct BounceOutcome: Encodable {
    var file: String
    var seconds: Double
    var format: String
    var samplePeak: Double?
    var clippedSamples: Int
    var loudness: Loudness?
    var gain: Double?
    var limiterReduction: Double?
    /// What a listener should know, as it is said to people.
    var remarks: [String]

    /// Levels that are −∞ are left out.
    struct Loudness: Encodable {
        var integrated: Double?
        var range: Double?
        var maxMomentary: Double?
        var maxShortTerm: Double?
        var truePeak: Double?

        init(_ report: LoudnessReport) {
            let finite = { (value: Double?) in value.flatMap { $0.isFinite ? ($0 * 100).rounded() / 100 : nil } }
            integrated = finite(report.integrated)
            range = finite(report.range)
            maxMomentary = finite(report.maxMomentary)
            maxShortTerm = finite(report.maxShortTerm)
            truePeak = finite(report.truePeak)
        }
    }
}
