/// The sound of all strips on its way from the disk to the engine.
///
/// Every strip has two rings, one for each *slot* (of rings, not of columns). The engine reads one slot while the other is filled
/// for a locate; the command that locates names the slot to go on with. A ring holds the frames in the order of playing, from the
/// frame that is located to: after the loop's end its start, after a source's end silence. A mono strip is read from the left
/// channel alone.
///
/// - Thread: setup; the rings name their threads.
public final class PlaybackStreams: Sendable {
    /// Slots: what is being played, and what is being prepared.
    public static let slots = 2

    /// `rings[slot][strip]`, strips from 0.
    public let rings: [[SampleRing]]

    /// Bytes that all rings take once each has been filled. A slot that was never filled takes next to nothing.
    public var memoryBytes: Int { rings.reduce(0) { $0 + $1.reduce(0) { $0 + $1.memoryBytes } } }

    /// Takes the memory of all rings from the system at once, so that the first locate, which fills the second slot, is as quick as
    /// later ones.
    ///
    /// - Thread: setup, before anything is read.
    public func populate() { for slot in rings { slot.first?.populate() } }

    /// - Parameters:
    ///   - strips: 0 or more.
    ///   - capacityFrames: read-ahead of a ring, 1 or more; rounded up to a power of two.
    public init(strips: Int, capacityFrames: Int) {
        rings = (0..<PlaybackStreams.slots).map { _ in SampleRing.rings(strips, capacityFrames: capacityFrames) }
    }
}
