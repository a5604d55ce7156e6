import Automation
public import MixModel

/// Values that are set and not heard, because a lane has the say.
extension SessionDocument {
    /// Whether a lane moves the parameter in its present mode, so that a value set by hand or by text does not stay.
    public func isRuled(_ parameter: ParameterID) -> Bool {
        let mode = mode(of: parameter).asHeld(byFader: parameter.role.isFader)
        return mode.policy.followsLane && lanes[parameter]?.isEmpty == false
    }

    /// Parameters with another value than before that a lane rules, in the order of the text.
    public func ruled(since before: SessionDocument) -> [ParameterID] {
        lanes.keys.filter { isRuled($0) && mix[$0].bitPattern != before.mix[$0].bitPattern }.sorted()
    }

    /// What to tell somebody who has set such a value, and how to change what sounds.
    public func words(forRuled parameter: ParameterID) -> String {
        let mode = mode(of: parameter).rawValue
        return
            "\(parameter.address) of \(mix.name(of: parameter.node)) has a lane, which rules it in the mode \(mode): "
            + "the value that was set does not stay; ride it in touch while the song plays, shift its lane in the session's "
            + "text, or take it out of automation with "
            + "\(parameter.address)/mode = off"
    }
}
