public import Mapping
public import SessionStore
public import Units

/// What a client of the page asks the desk to do.
public enum PageOrder: Sendable, Equatable {
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
    case revision(RevisionOrder)
    /// The text of a revision that is to be kept is made.
    case keep(Revision)
    /// The client learns from a device, by its name; `nil`: from none.
    case learn(String?)
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
    /// Of the text that was edited; `nil`: whatever stands there is replaced.
    var version: String?
}

/// What a control that was learnt is to do.
struct LearnedOrder: Sendable, Hashable {
    /// The message, as it was told.
    var message: String
    var action: String
    /// `nil`: the layer that is shown.
    var layer: String?
    var name: String?
    var isToSave: Bool
    /// The lesson is not over when it is written: the next control follows.
    var goesOn: Bool
}

public enum MeterOrder: String, Sendable, Hashable, CaseIterable {
    /// Held peaks and clips are forgotten.
    case clear
    /// Loudness is measured anew.
    case restart
}

/// What is to be done with named states of the session; each goes by its name or its number.
public enum RevisionOrder: Sendable, Hashable {
    /// Keeps the session as it is now under a name.
    case keep(String, note: String)
    case restore(String)
    case rename(String, to: String)
    case remove(String)
    /// Tells what differs from one to another, in sentences; `nil`: to the session as it is now.
    case compare(String, with: String?)
}

/// A lane between two frames as it shall be.
public struct LaneOrder: Sendable, Hashable {
    public var target: Target
    /// Session frames; not empty.
    public var range: Range<FramePosition>
    /// Rising frames in the range, with positions on the parameter's scale; none: the ends of the range are joined by
    /// a straight line.
    public var points: [Point]
    /// In the user's words, for undo.
    public var label: String

    public struct Point: Sendable, Hashable {
        public var frame: FramePosition
        public var position: Float
    }
}

/// An order, and who wants to know what has become of it.
public struct PageRequest: Sendable, Equatable {
    public var client: Int
    /// The client's own number for it, if it has one.
    public var id: Int?
    /// As the client wrote it, for messages.
    public var words: String
    public var order: PageOrder
}
