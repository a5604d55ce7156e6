/// A place on a time line, in frames at the session's sample rate.
///
/// *Session* positions count from the song's start and stand still with the transport. *Engine* positions count the frames
/// that the engine has rendered since it was made; every block advances them. A name or docstring says which one is meant.
public typealias FramePosition = Int64
