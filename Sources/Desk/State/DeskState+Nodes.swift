public import Automation
public import MixModel
import SessionStore
import Units

/// One parameter as it stands.
public struct ParameterState: Sendable, Hashable {
    public var id: ParameterID
    /// What sounds, on the parameter's scale.
    public var position: Float
    /// Where a hand put it, if one rules it; a control shows this.
    public var target: Float?
    /// Its position without a lane.
    public var rest: Float
    /// Where its lane has it now; `nil`: there is none that is followed.
    public var lane: Float?
    public var mode: AutomationMode
    public var write: WriteState
    /// A hand is on it.
    public var isHeld: Bool
}

/// One strip, bus or VCA, the master or the monitors, as it stands.
public struct NodeState: Sendable, Hashable {
    public var node: Node
    public var name: String
    public var isSelected: Bool
    /// Of its fader.
    public var mode: AutomationMode
    /// The most striking of its parameters.
    public var write: WriteState
    public var isMuted: Bool
    public var isSoloed: Bool
    /// Not heard since others are soloed.
    public var isSilencedBySolo: Bool
    /// Not heard since a VCA is muted that it belongs to.
    public var isMutedByVCA: Bool
}

extension DeskState {
    /// One parameter.
    public subscript(id: ParameterID) -> ParameterState {
        ParameterState(
            id: id, position: sounding(id), target: target(of: id), rest: document.mix[id], lane: lane(of: id),
            mode: mode(of: id), write: writeState(of: id),
            isHeld: [id, controlled(id)].contains { gates[$0]?.hands.isEmpty == false })
    }

    /// Where a hand put a parameter; in trim what its control shows, which is not what sounds.
    private func target(of id: ParameterID) -> Float? {
        controlled(id) == id ? gates[id]?.target : position(of: id)
    }

    /// Who is not heard because of others.
    public var hearing: Hearing { Hearing(document.mix) { isOn($0, $1) } }

    /// All nodes: strips, buses, master, VCAs, the monitors.
    ///
    /// - Complexity: O(nodes · sends + parameters that are not at rest).
    public var nodes: [NodeState] {
        let hearing = hearing
        // A strip with nothing under way shows its fader's state.
        var striking: [Node: WriteState] = [:]
        for id in Set(gates.keys).union(waiting.map(\.parameter)) {
            striking[id.node] = (striking[id.node] ?? .idle).orMoreStriking(writeState(of: id))
        }
        return document.mix.nodes.map { node in
            let fader = ParameterID(node, .fader)
            return NodeState(
                node: node, name: document.mix.name(of: node), isSelected: node == selected, mode: mode(of: fader),
                write: (striking[node] ?? .idle).orMoreStriking(node == .monitor ? .idle : writeState(of: fader)),
                isMuted: isOn(node, .mute), isSoloed: isOn(node, .solo),
                isSilencedBySolo: hearing.silencedBySolo.contains(node),
                isMutedByVCA: hearing.mutedByVCA.contains(node))
        }
    }
}

extension Mix {
    /// `Lead Vox fader`, for messages and the history.
    func title(of id: ParameterID) -> String {
        let role = id.role.spec.path.split(separator: "/").joined(separator: " ")
        return "\(VisibleText.line(name(of: id.node))) \(role)"
    }
}
