/// What happened to the output, for the control thread to show. Plain values: they cross from the audio thread.
public enum OutputReport: BitwiseCopyable, Sendable, Equatable {
    /// The device ran out of samples before this engine frame; it was started again, after a gap of silence.
    case xrun(engineFrame: Int64)
    /// The clock device: a block was finished after the moment at which it would have begun to sound.
    case late(engineFrame: Int64, nanoseconds: Int64)
    /// The device is gone (code of the system); the transport goes on against the system's clock until it returns.
    case lost(engineFrame: Int64, code: Int32)
    /// The device is back and plays from this engine frame on.
    case returned(engineFrame: Int64)
    /// The device takes samples faster than time goes; from this engine frame on the system's clock paces it.
    case unpaced(engineFrame: Int64)
    /// The device can't keep the period: a longer one is tried (``OutputSettings/lengthens``).
    case lengthened(from: Int, to: Int)
    /// The device can't keep the period; a longer one is proposed, 0 if there is none.
    case tooShort(period: Int, proposed: Int)
}

extension OutputReport: CustomStringConvertible {
    public var description: String {
        switch self {
        case .xrun(let frame): "xrun at engine frame \(frame): the sound had a gap; a longer --period gives more time"
        case .late(let frame, let nanoseconds): "block at engine frame \(frame) was \(nanoseconds / 1000) µs late"
        case .lost(let frame, let code):
            "sound device lost at engine frame \(frame) (\(PCMError.reason(code))); "
                + "the transport goes on, and the device is tried every second"
        case .returned(let frame): "sound device is back at engine frame \(frame)"
        case .unpaced(let frame):
            "the sound device takes samples as fast as they come (it is no card); from engine frame \(frame) on the "
                + "system's clock keeps the pace"
        case .lengthened(let from, let to):
            "the sound device can't keep a period of \(from) frames: \(to) are tried; --period \(to) begins with them"
        case .tooShort(let period, let proposed):
            "the sound device can't keep a period of \(period) frames; "
                + (proposed > 0
                    ? "try --period \(proposed), or --period auto"
                    : "choose another with --device, or close other programs")
        }
    }
}

/// Counters of an output since it was started. They are read one after the other, so not at the same instant.
// Large: a figure for each counter.
public struct OutputStatistics: Sendable, Equatable {
    /// Blocks rendered.
    public var blocks: Int64 = 0
    /// Gaps in the sound of the device.
    public var xruns: Int64 = 0
    /// Those caused by the system alone, which gave the processor late or took it away. Unknown, and 0, with devices that do not
    /// report their position.
    public var xrunsBySystem: Int64 = 0
    /// Blocks of the clock device that were finished too late.
    public var lateBlocks: Int64 = 0
    /// Late blocks that were late only because the system gave the processor too late, or took it away before they were done.
    public var lateBySystem: Int64 = 0
    /// Longest time for which the processor was withheld, of those late blocks and xruns, in nanoseconds.
    public var worstWithheldNanoseconds: Int64 = 0
    /// Gaps of either kind, as people are told them: each once, whether a device or the clock device played.
    public var gaps: Int64 { xruns + lateBlocks }
    /// Times that the device went away.
    public var losses: Int64 = 0
    /// Longest time that one block took to render, by the wall clock, in nanoseconds.
    public var worstRenderNanoseconds: Int64 = 0
    /// Time of all blocks together, by the wall clock, in nanoseconds.
    public var renderNanoseconds: Int64 = 0
    /// Processor time of the audio thread in all blocks together, and in the one that took most, in nanoseconds; it spins while it
    /// waits for workers, which counts.
    public var usedNanoseconds: Int64 = 0
    public var worstUsedNanoseconds: Int64 = 0
    /// Processor time of the audio thread, in nanoseconds; brought up to date about every 64 blocks.
    public var processorNanoseconds: Int64 = 0
    /// Time since the start, in nanoseconds, as of ``processorNanoseconds``.
    public var elapsedNanoseconds: Int64 = 0

    /// Percentiles of the blocks' times, by the wall clock.
    public var shares: [Share] = []
    /// Percentiles of the blocks' processor times.
    public var usedShares: [Share] = []

    /// A share of all blocks, 0…1, and the nanoseconds that it did not exceed.
    public struct Share: Sendable, Equatable {
        public var share: Double
        public var nanoseconds: Int64
    }

    /// The shares for which percentiles are given.
    static let toldShares = [0.5, 0.9, 0.99, 0.999, 0.9999]

    public init() {}

    /// Mean time of a block in nanoseconds; 0 before the first.
    public var meanRenderNanoseconds: Int64 { blocks == 0 ? 0 : renderNanoseconds / blocks }
    /// Mean processor time of a block in nanoseconds; 0 before the first.
    public var meanUsedNanoseconds: Int64 { blocks == 0 ? 0 : usedNanoseconds / blocks }
    /// Share of one core that the audio thread uses, `0...1`.
    public var processorShare: Double {
        elapsedNanoseconds == 0 ? 0 : Double(processorNanoseconds) / Double(elapsedNanoseconds)
    }
}
