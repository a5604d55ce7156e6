public import Automation
import Engine
public import MixModel
import SessionStore
public import Units

extension Desk {
    /// Sets a mode for a node, one parameter or (with neither) the whole session; `nil` takes the choice back.
    public func setMode(_ mode: AutomationMode?, of scope: ModeScope, at frame: FramePosition) {
        let label: String
        var modes = document.modes
        switch scope {
        case .session:
            label = "Automation mode \(mode?.rawValue ?? "as set")"
            modes.session = mode
        case .node(let node):
            label = "\(document.mix.name(of: node)) automation \(mode?.rawValue ?? "read")"
            modes.nodes[node] = mode
        case .parameter(let id):
            label = "\(title(of: id)) automation \(mode?.rawValue ?? "as its strip")"
            modes.parameters[id] = mode
        }
        let chosen = modes
        change(label, at: frame) { $0.modes = chosen }
    }

    /// Ends writing with a glide back to the lane, for all parameters in reach; in stop takes back what was primed.
    public func match(_ scope: ModeScope, at frame: FramePosition) { automation.match(scope, at: frame) }

    /// After a pass, write mode becomes the session's choice, so that nothing is overwritten unasked. Where nothing was written, before
    /// the punch range, it stays armed.
    func leaveWriteMode(at frame: FramePosition) {
        defer { automation.writeLeft = nil }
        guard let next = document.settings.afterWrite.mode, document.modes.haveWrite else { return }
        let writing = { @Sendable (mode: AutomationMode) in mode == .write ? next : mode }
        let old = automation.rulingModes
        edit("Leave write") {
            $0.modes.session = $0.modes.session.map(writing)
            $0.modes.nodes = $0.modes.nodes.mapValues(writing)
            $0.modes.parameters = $0.modes.parameters.mapValues(writing)
        }
        automation.modesChanged(from: old, by: .modeLeft, at: frame)
    }

    /// `Lead Vox fader`, for messages and the history.
    public func title(of id: ParameterID) -> String { document.mix.title(of: id) }
}
