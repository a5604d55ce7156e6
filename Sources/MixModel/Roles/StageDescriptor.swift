public import Units

/// All that is known of one stage that sound passes, or of parameters beside the signal (the trims), as one row of ``all``. All
/// lists of stages are made from these rows.
public struct StageDescriptor: Sendable {
    /// What it does to the sound; by this, writing is permitted for some stages and not for others.
    public enum Family: Sendable {
        case input, filter, dynamics, effect, output, send, monitor, trim
    }

    /// Its name in code and for programs. Where a stage can be bypassed its parameters' paths begin with it.
    public let name: String
    /// Its name for people. Stages of the same title are shown as one.
    public let title: String
    /// One line for people.
    public let summary: String
    public let family: Family
    /// The kinds of nodes that have it.
    public let nodes: NodeKinds
    /// Its place in the order of the signal: less is earlier.
    public let place: Int
    /// Its parameters, in the order of the roles.
    public let specs: [ParameterSpec]
    /// Paths of those of its parameters that VCAs have too, such as fader and mute.
    private let vcas: Set<String>

    init(
        _ name: String, _ title: String, _ family: Family, _ nodes: NodeKinds, place: Int, vcas: Set<String> = [],
        _ summary: String, _ specs: [ParameterSpec]
    ) {
        self.name = name
        self.title = title
        self.summary = summary
        self.family = family
        self.nodes = nodes
        self.place = place
        self.specs = specs
        self.vcas = vcas
    }

    /// The stages in the order of the signal; the trims, which no sound passes, are with what they are added to.
    public static let inOrderOfSignal: [StageDescriptor] = all.enumerated().sorted {
        ($0.element.place, $0.offset) < ($1.element.place, $1.offset)
    }.map(\.element)

    /// The stage with this ``name``.
    public static func named(_ name: String) -> StageDescriptor? { all.first { $0.name == name } }

    /// Its roles, in their order.
    public var roles: [Role] { specs.compactMap { Role(path: $0.path) } }

    /// The switch that takes it out of circuit, `gate/on`; `nil`: it always is.
    public var bypass: Role? { Role(path: name + "/on") }

    /// The kinds of nodes that have one of its parameters.
    func nodes(of spec: ParameterSpec) -> NodeKinds { vcas.contains(spec.path) ? nodes.union(.vcas) : nodes }
}
