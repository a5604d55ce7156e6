public import ALSAPCM

/// How the sound fared, for the last lines.
public struct OutputSummary {
    public let text: String

    /// - Parameter isVerbose: also how long blocks took, by their shares.
    public init(_ statistics: OutputStatistics, isVerbose: Bool = false) {
        let share = (statistics.processorShare * 1000).rounded() / 10
        var gaps = "\(statistics.gaps) xrun\(statistics.gaps == 1 ? "" : "s")"
        let bySystem = statistics.lateBySystem + statistics.xrunsBySystem
        if bySystem > 0 {
            let withheld = (Double(statistics.worstWithheldNanoseconds) / 100_000).rounded() / 10
            gaps +=
                " (\(bySystem) because the system gave the processor late or took it away, for \(withheld) ms at worst)"
        }
        var lines = [
            "\(statistics.blocks) blocks, \(gaps); "
                + "block \(OutputSummary.microseconds(statistics.meanRenderNanoseconds)) µs on average, "
                + "\(OutputSummary.microseconds(statistics.worstRenderNanoseconds)) µs at worst; "
                + "audio thread \(share) % of a core"
        ]
        if isVerbose, statistics.blocks > 0 {
            lines.append("block times, µs: \(OutputSummary.distribution(statistics.shares))")
            lines.append(
                "of that processor, µs: \(OutputSummary.distribution(statistics.usedShares)); "
                    + "\(OutputSummary.microseconds(statistics.meanUsedNanoseconds)) on average, "
                    + "\(OutputSummary.microseconds(statistics.worstUsedNanoseconds)) at worst")
        }
        text = lines.joined(separator: "\n")
    }

    /// How long blocks took: the times that shares of them did not exceed.
    private static func distribution(_ shares: [OutputStatistics.Share]) -> String {
        shares.map { "\(($0.share * 1e6).rounded() / 1e4) % ≤ \(($0.nanoseconds + 50) / 1000)" }
            .joined(separator: ", ")
    }

    /// With a decimal: a tenth of a microsecond is a thousand instructions.
    private static func microseconds(_ nanoseconds: Int64) -> Double { (Double(nanoseconds) / 100).rounded() / 10 }
}
