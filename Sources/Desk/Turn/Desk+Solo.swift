import Engine
import MixModel
import SessionStore
import Units

/// Solo and what is listened to like it, over the whole mix.
extension Desk {
    /// What ends with a clear.
    static let solos: [Role] = [.solo, .pfl, .afl]

    /// Ends every solo that there is.
    func clearSolo(at frame: FramePosition) {
        for node in document.mix.nodes {
            for role in Desk.solos {
                guard let index = engine.index(of: ParameterID(node, role)), shownPosition(of: index) >= 0.5 else {
                    continue
                }
                put(index, to: 0, at: frame)
            }
        }
    }
}
