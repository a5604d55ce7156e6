import Units

/// Frames of the song in a row that an engine was given to render.
struct Played: Sendable, Hashable {
    /// Engine frame of the first.
    var engine: FramePosition
    /// Session frame of the first.
    var session: FramePosition
    var frames: FramePosition

    /// The other one goes on where this one ends, in the engine and in the song.
    func follows(with next: Played) -> Bool {
        engine + frames == next.engine && session + frames == next.session
    }
}
