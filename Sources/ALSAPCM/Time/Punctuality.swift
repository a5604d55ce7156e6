/// Tells blocks that came late by the system's doing from those that took too long.
///
/// Keeps a second account of time beside the real one: there a block begins as soon as it is due and the one before is done, and
/// lasts as long as the processor time that it used. What is late in the real account and in time in this one was late because
/// the system gave the processor late, or took it away in between. With several workers the audio thread uses its processor
/// while it waits for them, so what the system takes from a worker counts as the block's own time.
///
/// - Thread: audio.
struct Punctuality {
    /// A block that was rendered. Moments are those of the monotonic clock, all in nanoseconds.
    struct Block {
        /// When its samples could first be rendered.
        var due: Int64
        /// When they had to be there.
        var deadline: Int64
        /// When they were there.
        var ended: Int64
        /// Processor time of the audio thread.
        var processor: Int64
    }

    enum Verdict: Equatable {
        case inTime
        /// So many nanoseconds too late, and not because of the system alone.
        case late(by: Int64)
        /// So many nanoseconds too late, and in time without the `withheld` ones in which there was no processor.
        case lateBySystem(by: Int64, withheld: Int64)
    }

    /// When the last block would have been done on a processor that is always there.
    private var undisturbed = Int64.min

    /// Judges the next block.
    mutating func judge(_ block: Block) -> Verdict {
        undisturbed = max(undisturbed, block.due) + block.processor
        let lateness = block.ended - block.deadline
        guard lateness > 0 else { return .inTime }
        guard undisturbed <= block.deadline else { return .late(by: lateness) }
        return .lateBySystem(by: lateness, withheld: block.ended - undisturbed)
    }

    /// The buffer ran dry: what comes has nothing to catch up with.
    mutating func restart() { undisturbed = .min }
}
