import Units

/// A place that has parameters: a strip, a bus or a VCA by number from 1, the master, the monitor section.
public enum Node: Sendable, Hashable, Comparable {
    case strip(Int)
    case bus(Int)
    case master
    /// A fader that moves its members' faders.
    case vca(Int)
    /// What stands between the mix and the loudspeakers.
    case monitor

    /// `/strip/3`, `/bus/1`, `/master`, `/vca/2`, `/monitor`.
    public var address: String {
        switch self {
        case .strip(let number): "/strip/\(number)"
        case .bus(let number): "/bus/\(number)"
        case .master: "/master"
        case .vca(let number): "/vca/\(number)"
        case .monitor: "/monitor"
        }
    }

    /// Which roles it has.
    public var kind: NodeKinds {
        switch self {
        case .strip: .strips
        case .bus: .buses
        case .master: .master
        case .vca: .vcas
        case .monitor: .monitor
        }
    }
}

/// One parameter of a mix.
public struct ParameterID: Sendable, Hashable {
    public let node: Node
    public let role: Role

    public init(_ node: Node, _ role: Role) {
        self.node = node
        self.role = role
    }

    /// `/strip/3/hpf/frequency`.
    public var address: String { "\(node.address)/\(role.spec.path)" }

    /// Reads an address by number, such as `/strip/3/fader` or `/master/fader`. Names are resolved by ``Mix/node(named:)``.
    public init?(address: String) {
        guard let (node, path) = Node.split(address), let role = Role(path: path), role.belongs(to: node)
        else { return nil }
        self.init(node, role)
    }
}

extension Node {
    /// Reads ``address``.
    public init?(address: String) {
        guard let (node, path) = Node.split(address), path.isEmpty else { return nil }
        self = node
    }

    /// A node's address, and what stands below it.
    fileprivate static func split(_ address: String) -> (Node, path: String)? {
        let parts = address.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 2, parts[0].isEmpty else { return nil }
        let node: Node
        var rest = 3
        switch parts[1] {
        case "strip", "bus", "vca":
            guard parts.count > 2, let number = ReadNumber.whole(parts[2], in: 1...Int.max) else { return nil }
            node = parts[1] == "strip" ? .strip(number) : parts[1] == "bus" ? .bus(number) : .vca(number)
        case "master", "monitor":
            node = parts[1] == "master" ? .master : .monitor
            rest = 2
        default: return nil
        }
        // A slash with nothing behind it names nothing.
        guard parts.count == rest || !parts[rest].isEmpty else { return nil }
        return (node, parts[rest...].joined(separator: "/"))
    }
}

extension ParameterID: Comparable {
    /// Strips, buses, master, VCAs, monitor; inside a node the order of the roles: the order of the session as text.
    public static func < (a: Self, b: Self) -> Bool {
        a.node == b.node ? a.role.rawValue < b.role.rawValue : a.node < b.node
    }
}
