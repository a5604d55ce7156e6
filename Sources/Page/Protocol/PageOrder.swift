public import Mapping
public import Units

/// What a client of the page asks the desk to do.
public enum PageOrder: Sendable, Hashable {
    case perform(Action)
    /// The client's hand takes hold of a parameter, where it stands.
    case touch(Target)
    /// The hand that holds it moves it to a position.
    case move(Target, Float)
    case release(Target)
    /// All hands of the client let go.
    case releaseAll
    /// The parameters whose values the client is told, instead of those before.
    case watch([Watched])
    case lane(LaneOrder)
    case name(NodeReference, String)
    /// Undo or redo until this many changes are in force.
    case travel(Int)
    case loop(Range<FramePosition>?)
    case punch(Range<FramePosition>?)
    case meters(MeterOrder)
    /// A mapping was edited: devices that have it get this one.
    case reload(DeviceMapping)
    /// The client has gone.
    case leave
}

/// What is looked at.
public enum Watched: Sendable, Hashable {
    case parameter(Target)
    /// All that a node has.
    case node(NodeReference)
}

/// A mapping as it is being edited.
struct MappingDraft: Sendable, Hashable {
    var id: String
    var text: String
    var isToSave: Bool
}

public enum MeterOrder: String, Sendable, Hashable, CaseIterable {
    /// Held peaks and clips are forgotten.
    case clear
    /// Loudness is measured anew.
    case restart
}

/// A lane between two frames as it shall be.
public struct LaneOrder: Sendable, Hashable {
    public var target: Target
    /// Session frames; not empty.
    public var range: Range<FramePosition>
    /// Rising frames in the range, with positions on the parameter's scale; none: the range is cleared.
    public var points: [Point]
    /// In the user's words, for undo.
    public var label: String

    public struct Point: Sendable, Hashable {
        public var frame: FramePosition
        public var position: Float
    }
}

/// An order, and who wants to know what has become of it.
public struct PageRequest: Sendable, Hashable {
    public var client: Int
    /// The client's own number for it, if it has one.
    public var id: Int?
    /// As the client wrote it, for messages.
    public var words: String
    public var order: PageOrder
}
