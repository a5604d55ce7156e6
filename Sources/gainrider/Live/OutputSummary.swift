import ALSAPCM

/// How the sound fared, for the last lines.
struct OutputSummary {
    let text: String

    init(_ statistics: OutputStatistics) {
        let share = (statistics.processorShare * 1000).rounded() / 10
        var late = "\(statistics.lateBlocks) late"
        let bySystem = statistics.lateBySystem + statistics.xrunsBySystem
        if bySystem > 0 {
            let withheld = (Double(statistics.worstWithheldNanoseconds) / 100_000).rounded() / 10
            late +=
                " (\(bySystem) because the system gave the processor late or took it away, for \(withheld) ms at worst)"
        }
        var lines = [
            "\(statistics.blocks) blocks, \(statistics.xruns) xruns, \(late); "
                + "block \(OutputSummary.microseconds(statistics.meanRenderNanoseconds)) µs on average, "
                + "\(OutputSummary.microseconds(statistics.worstRenderNanoseconds)) µs at worst; "
                + "audio thread \(share) % of a core"
        ]
        if statistics.blocks > 0 {
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
