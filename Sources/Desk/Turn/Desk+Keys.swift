import Mapping
public import MixModel
public import Units

/// What the keys of the terminal do to the mix, as hands do.
extension Desk {
    /// How long a hand on a key is taken to be there, in ms: pressed again within it, it is the same hand.
    private static let keyHandMilliseconds = 500

    /// Moves a parameter of the selected strip by so much of its unit, in its mode as a hand on a control does.
    public func moveSelected(_ role: Role, by step: Double, at frame: FramePosition) {
        act(.step(.parameter(.selected, role), by: step), at: frame)
    }

    /// A switch of the selected strip: on if off, off if on.
    public func toggleSelected(_ role: Role, at frame: FramePosition) {
        act(.toggle(.parameter(.selected, role)), at: frame)
    }

    /// Trim of the selected strip.
    public func toggleTrim(at frame: FramePosition) {
        say(perform(Action.command(.automation(.node(.selected), .trim(.toggle))), at: frame))
    }

    /// Writes what preview holds, or says why not.
    public func punchPreviewIn(at frame: FramePosition) { say(perform(.command(.fixed(.punchPreview)), at: frame)) }

    /// A switch of the monitor section.
    public func toggleMonitor(_ role: Role, at frame: FramePosition) {
        act(.toggle(.parameter(.monitor, role)), at: frame)
    }

    /// The next choice of the monitor section's translation; after the last the first.
    public func nextTranslation(at frame: FramePosition) {
        let present = shownPosition(of: ParameterID(.monitor, .monitorTranslation))
        let next = Action.position(present, of: .monitorTranslation, steppedBy: 1)
        act(.set(.parameter(.monitor, .monitorTranslation), position: next == present ? 0 : next), at: frame)
    }

    /// Selects the strip so many further down the list of strips, buses, VCAs and the master.
    public func select(by steps: Int, at frame: FramePosition) {
        _ = perform(.command(.selectBy(steps)), at: frame)
    }

    private func act(_ action: Action, at frame: FramePosition) {
        say(perform(action, at: frame))
        guard let target = action.target, let index = index(of: target) else { return }
        automation.timers.letGo(of: index, at: frame + frames(milliseconds: Desk.keyHandMilliseconds))
    }
}
