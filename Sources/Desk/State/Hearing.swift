public import MixModel

/// Who is not heard because of others: of solos elsewhere, of a VCA's mute. For showing; the engine goes by the same law
/// (`Sources/Engine/Mixing/Audibility.swift`): while anything is soloed, that is heard, what feeds it, what it feeds, what is safe, and
/// the master. A VCA's solo is its members', and its mute silences them.
public struct Hearing: Sendable, Hashable {
    /// Nodes that solos elsewhere silence.
    public private(set) var silencedBySolo: Set<Node> = []
    /// Nodes that the mute of a VCA silences.
    public private(set) var mutedByVCA: Set<Node> = []

    /// - Parameter isOn: whether a switch of a node is on.
    /// - Complexity: O(nodes · sends).
    public init(_ mix: Mix, isOn: (Node, Role) -> Bool) {
        let nodes = mix.soundingNodes.dropLast()
        let over = Hearing.vcas(over: mix)
        let mutedVCAs = Set(mix.vcas.indices.map { $0 + 1 }.filter { isOn(.vca($0), .mute) })
        let soloedVCAs = Set(mix.vcas.indices.map { $0 + 1 }.filter { isOn(.vca($0), .solo) })
        mutedByVCA = Set(nodes.filter { !mutedVCAs.isDisjoint(with: over[$0] ?? []) })
        let soloed = nodes.filter { isOn($0, .solo) || !soloedVCAs.isDisjoint(with: over[$0] ?? []) }
        guard !soloed.isEmpty else { return }
        // A node feeds later ones only.
        var fed = Set(soloed)
        for node in nodes where fed.contains(node) { fed.formUnion(Hearing.fed(by: node, mix)) }
        var feeding = Set(soloed)
        for node in nodes.reversed() where !feeding.isDisjoint(with: Hearing.fed(by: node, mix)) {
            feeding.insert(node)
        }
        silencedBySolo = Set(nodes.filter { !fed.contains($0) && !feeding.contains($0) && !isOn($0, .soloSafe) })
    }

    /// Where a node's sound goes.
    private static func fed(by node: Node, _ mix: Mix) -> [Node] {
        let (output, sends) =
            switch node {
            case .strip(let number): (mix.strips[number - 1].output, mix.strips[number - 1].sends)
            case .bus(let number): (mix.buses[number - 1].output, mix.buses[number - 1].sends)
            case .master, .vca, .monitor: (nil, [])
            }
        return ([output] + sends).compactMap { $0 }.map { .bus($0) }
    }

    /// By node the VCAs that move it, directly or through others.
    private static func vcas(over mix: Mix) -> [Node: Set<Int>] {
        guard !mix.vcas.isEmpty else { return [:] }
        // What moves a VCA has a greater number.
        var over: [Set<Int>] = mix.vcas.map { _ in [] }
        func all(_ numbers: [Int]) -> Set<Int> {
            numbers.reduce(into: []) { $0.formUnion(over[$1 - 1].union([$1])) }
        }
        for index in mix.vcas.indices.reversed() { over[index] = all(mix.vcas[index].vcas) }
        let strips = mix.strips.enumerated().map { (Node.strip($0 + 1), all($1.vcas)) }
        let buses = mix.buses.enumerated().map { (Node.bus($0 + 1), all($1.vcas)) }
        return Dictionary(uniqueKeysWithValues: strips + buses)
    }
}
