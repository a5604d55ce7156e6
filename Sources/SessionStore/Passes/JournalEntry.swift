public import Automation
public import MixModel
public import Units

/// One thing that happened in a running pass, in the order in which the engine reported it.
public enum JournalEntry: Sendable, Hashable {
    /// Writing begins on a parameter whose position without a lane is this one.
    case began(ParameterID, rest: Float)
    /// From a session frame on, this ramp was rendered and written.
    case segment(ParameterID, frame: FramePosition, ramp: Ramp)
    /// Writing of the parameter ended; the frame is no longer part of it.
    case writeEnded(ParameterID, frame: FramePosition)
    /// A line that begins with the range, above what has been written so far; with `holdsOn` its end holds after it too.
    case laid(ParameterID, range: Range<FramePosition>, line: Ramp, holdsOn: Bool)
    /// The pass has reached this session frame (exclusive): the parameters that write have been heard up to here.
    case position(frame: FramePosition)
}
