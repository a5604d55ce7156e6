import Memory
import MixModel

/// The memory of a mix's ``Layout``, and its computation.
///
/// - Thread: setup makes it; it must outlive every copy of the layout.
struct LayoutTables: ~Copyable {
    private let outputs: FixedMemory<Int>
    private let sends: FixedMemory<Int>
    private let slots: FixedMemory<Int>
    private let nodes: FixedMemory<Int>
    private let isMono: FixedMemory<Bool>
    /// What they say; borrowed.
    let layout: Layout

    /// - Parameter hasCommonGroups: whether there are common groups, where the mix allows them.
    init(mix: Mix, hasCommonGroups: Bool = false) {
        let strips = mix.strips.count
        let buses = mix.buses.count
        let master = strips + buses
        // A bus feeds a later bus only; anything else (a damaged mix) goes to the master.
        let busOutput = { (output: Int?, least: Int) -> Int in
            guard let output, (least...max(least, buses)).contains(output), output <= buses else { return master }
            return strips + output - 1
        }
        let whole = strips / (Layout.sectionGroups * 8)
        let outputs =
            mix.strips.map { busOutput($0.output, 1) }
            + mix.buses.enumerated().map { busOutput($1.output, $0 + 2) } + [-1]
        // A send too leads to a later bus only.
        let sounding = mix.strips.map(\.sends) + mix.buses.map(\.sends) + [[]]
        let sendCount = mix.sendCount
        var sends = [Int](repeating: -1, count: (master + 1) * sendCount)
        for (node, list) in sounding.enumerated() {
            for (number, bus) in list.prefix(sendCount).enumerated() {
                guard let bus, (1...max(1, buses)).contains(bus), bus <= buses, strips + bus - 1 > node else {
                    continue
                }
                sends[node * sendCount + number] = strips + bus - 1
            }
        }
        var depths = [Int](repeating: 0, count: buses)
        for bus in 0..<buses {
            let node = strips + bus
            let fed = [outputs[node]] + sends[(node * sendCount)..<((node + 1) * sendCount)]
            for node in fed where node >= strips && node < master {
                depths[node - strips] = max(depths[node - strips], depths[bus] + 1)
            }
        }
        var nodes = LayoutTables.padded(Array(0..<strips))
        for depth in 0..<((depths.max() ?? -1) + 1) {
            nodes += LayoutTables.padded((0..<buses).filter { depths[$0] == depth }.map { strips + $0 })
        }
        nodes += LayoutTables.padded([master])
        let groupCount = nodes.count / 8
        let vcas = mix.vcas.count
        nodes += LayoutTables.padded(Array((master + 1)..<(master + 1 + vcas)))
        nodes += LayoutTables.padded([master + 1 + vcas])
        let parameterGroupCount = nodes.count / 8
        var slots = [Int](repeating: 0, count: mix.nodes.count)
        for (slot, node) in nodes.enumerated() where node >= 0 { slots[node] = slot }
        self.nodes = FixedMemory(nodes)
        self.slots = FixedMemory(slots)
        self.outputs = FixedMemory(outputs)
        self.sends = FixedMemory(sends)
        isMono = FixedMemory((0...master).map { $0 < strips && mix.strips[$0].source?.channels == 1 })
        layout = Layout(
            outputs: self.outputs.start, sends: self.sends.start, slots: self.slots.start, nodes: self.nodes.start,
            isMono: isMono.start, groupCount: groupCount, parameterGroupCount: parameterGroupCount,
            stripCount: strips, busCount: buses, sendCount: sendCount,
            commonGroupCount: hasCommonGroups && whole >= 2 ? whole : 0)
    }

    /// Filled up to whole groups.
    private static func padded(_ nodes: [Int]) -> [Int] {
        nodes + [Int](repeating: -1, count: (8 - nodes.count % 8) % 8)
    }
}
