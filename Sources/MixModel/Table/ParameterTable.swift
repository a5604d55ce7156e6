public import Units

/// All parameters of one mix, worked out when the mix is opened: for each node those that it has, then the foreign parameters of
/// single nodes. A parameter's place here is its *index*, by which the engine's commands and reports name it.
///
/// Nodes are in the order of ``Mix/nodes``, the roles of a node in theirs. There are as many sends as the mix connects
/// (``Mix/sendCount``), or as many as are asked for if that is more; values that a session keeps of further sends are in no table.
public struct ParameterTable: Sendable {
    /// All that is known of one parameter.
    public struct Entry: Sendable {
        public let node: Node
        /// Its path below the node.
        public let path: String
        public let spec: ParameterSpec
        /// `nil`: a foreign parameter.
        public let role: Role?
        /// Place in the table.
        public let index: Int
        /// Of a role: place of its row among those of its kind of nodes. Of a foreign parameter: eight share a row of their own.
        public let row: Int
    }

    /// Parameters, the foreign ones too.
    public let count: Int
    /// Parameters that are roles: the first ones.
    public let roleCount: Int
    public let foreign: [ForeignParameter]
    /// Sends of each strip and bus.
    public let sendCount: Int
    private let parts: [Part]
    private let foreignPlaces: [String: Int]

    /// The nodes of one kind, one behind the other.
    private struct Part: Sendable {
        let kind: NodeKinds
        let rows: RowOrder
        let nodes: Int
        let first: Int
        var end: Int { first + nodes * rows.roles.count }
    }

    /// - Parameters:
    ///   - sends: least number of sends of each strip and bus, even if fewer are connected; 16 at most.
    ///   - foreign: parameters that are no roles, each of a node of the mix, with a path that no other parameter of the node has; others
    ///     are left out.
    public init(mix: Mix, sends: Int = 0, foreign: [ForeignParameter] = []) {
        let sends = min(max(sends, mix.sendCount), Role.sendCount)
        sendCount = sends
        let kinds: [(NodeKinds, Int)] = [
            (.strips, mix.strips.count), (.buses, mix.buses.count), (.master, 1), (.vcas, mix.vcas.count),
            (.monitor, 1),
        ]
        var parts: [Part] = []
        for (kind, nodes) in kinds {
            let rows = RowOrder(of: kind, sendCount: sends)
            parts.append(Part(kind: kind, rows: rows, nodes: nodes, first: parts.last?.end ?? 0))
        }
        self.parts = parts
        roleCount = parts.last?.end ?? 0
        var places: [String: Int] = [:]
        var known: [ForeignParameter] = []
        for one in foreign where mix.contains(one.node) && Role(path: one.spec.path) == nil {
            guard places[one.address] == nil else { continue }
            places[one.address] = roleCount + known.count
            known.append(one)
        }
        self.foreign = known
        foreignPlaces = places
        count = roleCount + known.count
    }

    /// The parameter's place; `nil` if the mix has none such.
    public func index(of parameter: ParameterID) -> Int? {
        let (number, place) = ParameterTable.place(of: parameter.node)
        let part = parts[place]
        guard (1...max(1, part.nodes)).contains(number), number <= part.nodes,
            let row = part.rows.row(of: parameter.role)
        else { return nil }
        return part.first + (number - 1) * part.rows.roles.count + row
    }

    /// The place of a foreign parameter, by node and path.
    public func index(of node: Node, path: String) -> Int? { foreignPlaces["\(node.address)/\(path)"] }

    /// The parameter at a place below ``roleCount``; `nil` for the foreign ones.
    public func parameter(at index: Int) -> ParameterID? {
        guard index >= 0, let part = parts.first(where: { index < $0.end }) else { return nil }
        let offset = index - part.first
        let roles = part.rows.roles
        return ParameterID(
            ParameterTable.node(part.kind, number: offset / roles.count + 1), roles[offset % roles.count])
    }

    /// What a parameter is.
    ///
    /// - Parameter index: 0..<``count``.
    public func spec(at index: Int) -> ParameterSpec {
        parameter(at: index)?.role.spec ?? foreign[index - roleCount].spec
    }

    /// All that is known of a parameter.
    ///
    /// - Parameter index: 0..<``count``.
    public func entry(at index: Int) -> Entry {
        if let id = parameter(at: index) {
            return Entry(
                node: id.node, path: id.role.spec.path, spec: id.role.spec, role: id.role, index: index,
                row: rows(of: id.node.kind).row(of: id.role) ?? 0)
        }
        let one = foreign[index - roleCount]
        return Entry(
            node: one.node, path: one.spec.path, spec: one.spec, role: nil, index: index, row: (index - roleCount) / 8
        )
    }

    /// The rows that eight nodes of one kind have.
    ///
    /// - Parameter kind: one kind alone.
    public func rows(of kind: NodeKinds) -> RowOrder {
        parts.first { $0.kind == kind }?.rows ?? RowOrder(of: [], sendCount: 0)
    }

    /// A node's number from 1 and the place of its kind.
    private static func place(of node: Node) -> (number: Int, place: Int) {
        switch node {
        case .strip(let number): (number, 0)
        case .bus(let number): (number, 1)
        case .master: (1, 2)
        case .vca(let number): (number, 3)
        case .monitor: (1, 4)
        }
    }

    private static func node(_ kind: NodeKinds, number: Int) -> Node {
        switch kind {
        case .strips: .strip(number)
        case .buses: .bus(number)
        case .vcas: .vca(number)
        case .monitor: .monitor
        default: .master
        }
    }
}

/// A parameter of one node that is no role, known only when a session is opened: of a plug-in.
public struct ForeignParameter: Sendable, Hashable {
    public let node: Node
    /// With its path below the node, such as `insert/1/drive`.
    public let spec: ParameterSpec
    /// Position where it rests without a lane.
    public let rest: Float

    /// - Parameter rest: `nil`: the default of the specification.
    public init(_ node: Node, _ spec: ParameterSpec, rest: Float? = nil) {
        self.node = node
        self.spec = spec
        self.rest = spec.clamped(rest ?? spec.initialPosition)
    }

    /// `/strip/3/insert/1/drive`.
    public var address: String { "\(node.address)/\(spec.path)" }
}
