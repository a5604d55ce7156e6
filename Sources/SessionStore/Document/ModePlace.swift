public import MixModel
import Units

/// What can have a mode of its own.
public enum ModePlace: Sendable, Hashable, Comparable {
    case session
    case node(Node)
    case parameter(ParameterID)

    /// `/`, `/strip/1`, `/strip/1/fader`.
    var address: String {
        switch self {
        case .session: "/"
        case .node(let node): node.address
        case .parameter(let parameter): parameter.address
        }
    }

    /// The parameter, if it is one.
    var parameter: ParameterID? { if case .parameter(let id) = self { id } else { nil } }

    init?(address: String) {
        if address == "/" {
            self = .session
        } else if let parameter = ParameterID(address: address) {
            self = .parameter(parameter)
        } else if let node = ParameterID(address: address + "/" + Role.fader.spec.path)?.node {
            self = .node(node)
        } else {
            return nil
        }
    }
}
