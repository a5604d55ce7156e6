public import Mapping
public import MixModel

/// Which node, parameter or group of this session is meant: a place in a bank, a number, a name, what was selected or touched last.
///
/// A pure value: made of the mix as it is now, and as good as the moment at which it was made.
public struct AddressResolver: Sendable {
    public let mix: Mix
    /// The node that was selected last.
    public let selected: Node
    /// The parameter that a hand touched last.
    public let touched: ParameterID?

    public init(mix: Mix, selected: Node, touched: ParameterID? = nil) {
        self.mix = mix
        self.selected = selected
        self.touched = touched
    }

    /// Strips, then buses, then VCAs: what banks move over.
    public var bankNodes: [Node] { mix.nodes.filter { $0 != .master && $0 != .monitor } }

    /// The node that is meant, if this session has it.
    ///
    /// - Parameter bank: what the slots show.
    public func node(_ reference: NodeReference, bank: BankPlace = 0) -> Node? {
        switch reference {
        case .slot(let number): node(inSlot: number, bank)
        case .strip(let number): existing(.strip(number))
        case .bus(let number): existing(.bus(number))
        case .vca(let number): existing(.vca(number))
        case .stripNamed(let name): place(of: name, among: mix.strips.map(\.name)).map { .strip($0 + 1) }
        case .busNamed(let name): place(of: name, among: mix.buses.map(\.name)).map { .bus($0 + 1) }
        case .vcaNamed(let name): place(of: name, among: mix.vcas.map(\.name)).map { .vca($0 + 1) }
        case .master: .master
        case .monitor: .monitor
        case .selected: existing(selected)
        }
    }

    /// The parameter that is meant, if this session has it.
    public func parameter(_ target: Target, bank: BankPlace = 0) -> ParameterID? {
        switch target {
        case .touched: return touched
        case .parameter(let reference, let role):
            guard let node = node(reference, bank: bank), role.belongs(to: node) else { return nil }
            return ParameterID(node, role)
        case .send(let reference, let bus, let part):
            guard let node = node(reference, bank: bank), let number = send(of: node, to: bus) else { return nil }
            return ParameterID(node, .send(number, part))
        }
    }

    /// The group that is meant, counted from 0.
    public func group(_ reference: GroupReference) -> Int? {
        switch reference {
        case .number(let number): mix.groups.indices.contains(number - 1) ? number - 1 : nil
        case .named(let name): place(of: name, among: mix.groups.map(\.name))
        }
    }

    /// Whose automation is meant.
    public func scope(_ scope: AutomationScope, bank: BankPlace = 0) -> ModeScope? {
        switch scope {
        case .session: .session
        case .node(let reference): node(reference, bank: bank).map { .node($0) }
        // A trim has the modes and the flags of what it is added to.
        case .parameter(let target): parameter(target, bank: bank).map { .parameter($0.trimmed ?? $0) }
        }
    }

    private func node(inSlot slot: Int, _ bank: BankPlace) -> Node? {
        if let pinned = bank.pins[slot] { return existing(pinned) }
        var place = bank.place(of: slot)
        guard !bank.passed.isEmpty else { return bankNode(place + 1) }
        for passed in bank.passed.compactMap(place(of:)).sorted() where passed <= place { place += 1 }
        return bankNode(place + 1)
    }

    /// Where a node is among ``bankNodes``, from 0.
    func place(of node: Node) -> Int? {
        switch node {
        case .strip(let number): number - 1
        case .bus(let number): mix.strips.count + number - 1
        case .vca(let number): mix.strips.count + mix.buses.count + number - 1
        case .master, .monitor: nil
        }
    }

    /// The n-th of ``bankNodes``, from 1, without making the list: every control asks for it many times a second.
    private func bankNode(_ number: Int) -> Node? {
        let (strips, buses) = (mix.strips.count, mix.buses.count)
        if number <= strips { return existing(.strip(number)) }
        if number <= strips + buses { return existing(.bus(number - strips)) }
        return existing(.vca(number - strips - buses))
    }

    private func existing(_ node: Node) -> Node? { mix.contains(node) ? node : nil }

    /// An exact match first, then one that ignores case.
    func place(of name: String, among names: [String]) -> Int? {
        names.firstIndex(of: name) ?? names.firstIndex { $0.lowercased() == name.lowercased() }
    }

    /// The number of a node's send that feeds the bus of this name.
    private func send(of node: Node, to name: String) -> Int? {
        guard let bus = place(of: name, among: mix.buses.map(\.name)) else { return nil }
        return sends(of: node).firstIndex { $0 == bus + 1 }.map { $0 + 1 }
    }

    private func sends(of node: Node) -> [Int?] {
        switch node {
        case .strip(let number): mix.strips[number - 1].sends
        case .bus(let number): mix.buses[number - 1].sends
        case .master, .vca, .monitor: []
        }
    }
}

/// Whose automation is meant, resolved to this session.
public enum ModeScope: Sendable, Hashable {
    case session
    case node(Node)
    case parameter(ParameterID)

    func covers(_ id: ParameterID) -> Bool {
        switch self {
        case .session: true
        case .node(let node): id.node == node
        case .parameter(let parameter): (id.trimmed ?? id) == parameter
        }
    }
}
