public import Units

/// What the stages say of a role, and the role of a path.
extension Role {
    /// The raw value as an instruction rather than a call: the tag of a plain enum counts its cases in order.
    @inlinable public var index: Int {
        @_noLocks @_noAllocation @inline(__always) get { Int(unsafeBitCast(self, to: UInt8.self)) }
    }

    /// The role's row in ``specs``.
    public var spec: ParameterSpec { Role.specs[rawValue] }

    /// Parameter specifications in the order of the cases.
    public static let specs: [ParameterSpec] = rows.map(\.spec)

    /// The nodes that have the role, in the order of the cases.
    static let places: [NodeKinds] = rows.map(\.nodes)

    /// What the stages say of each role, in the order of the cases.
    private static let rows: [Row] = StageDescriptor.all.enumerated().flatMap { number, stage in
        stage.specs.map { Row(nodes: stage.nodes(of: $0), stage: number, spec: $0) }
    }

    private struct Row {
        let nodes: NodeKinds
        let stage: Int
        let spec: ParameterSpec
    }

    /// The stage that it belongs to.
    public var stage: StageDescriptor { StageDescriptor.all[Role.rows[rawValue].stage] }

    /// The kinds of nodes that have the role.
    public var nodes: NodeKinds { Role.places[rawValue] }

    /// Whether a node has the role.
    public func belongs(to node: Node) -> Bool { Role.places[rawValue].contains(node.kind) }

    /// The roles that a node has, in the order of the cases.
    public static func roles(of node: Node) -> [Role] { allCases.filter { $0.belongs(to: node) } }

    /// The role with this path below a node, such as `hpf/frequency`.
    public init?(path: some StringProtocol) {
        guard let role = Role.byPath[String(path)] else { return nil }
        self = role
    }

    private static let byPath = Dictionary(uniqueKeysWithValues: allCases.map { ($0.spec.path, $0) })
}
