public import Automation

/// An immutable copy of a lane that the audio thread plays.
///
/// The control thread makes it, sends it with ``EngineCommand/lane(parameter:table:)`` and frees it when it comes back.
///
/// - Thread: control, except where the engine owns it.
public struct LaneTable: BitwiseCopyable {
    /// Segments in rising order of their frames.
    let segments: UnsafeMutablePointer<Lane.Segment>
    /// How many segments there are.
    public let count: Int
    /// Index of the segment in force, −1 before the first: the engine's own.
    var cursor = -1

    /// Copies a lane to memory that nothing else owns.
    ///
    /// - Thread: control.
    public static func make(_ lane: Lane) -> UnsafeMutablePointer<LaneTable> {
        let segments = UnsafeMutablePointer<Lane.Segment>.allocate(capacity: max(1, lane.segments.count))
        segments.initialize(from: lane.segments, count: lane.segments.count)
        let table = UnsafeMutablePointer<LaneTable>.allocate(capacity: 1)
        table.initialize(to: LaneTable(segments: segments, count: lane.segments.count))
        return table
    }

    /// Frees a table made by ``make(_:)``.
    ///
    /// - Thread: control, after the engine gave it back or was released.
    public static func free(_ table: UnsafeMutablePointer<LaneTable>) {
        table.pointee.segments.deallocate()
        table.deallocate()
    }

    init(segments: UnsafeMutablePointer<Lane.Segment>, count: Int) {
        self.segments = segments
        self.count = count
    }
}
