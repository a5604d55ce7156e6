/// Distinguishes blocks that were late because of the system from those that took too long.
///
/// Models an undisturbed processor: there a block begins as soon as it is due and the one before is done, and lasts as long as the
/// processor time that it used. A block that was late, but in time in the model, was late because the system gave the processor late,
/// or took it away in between. With several workers the audio thread spins while it waits for them, so time that the system takes
/// from a worker counts as the block's own.
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
