import MixModel

/// Where each node of a mix lies in the lanes, in what order they are rendered, and who feeds whom.
///
/// Nodes count strips from 0, then buses, then the master. Strips lie in the lanes in their order. Buses lie in groups of
/// eight that can be rendered together, because none feeds another; the master has a group of its own.
///
/// - Thread: setup makes it and frees it; audio reads it.
struct Layout {
    // Pointers first: structs that hold a number first break the thread sanitizer's build (Swift 6.3.1, invalid bitcast).
    /// Node that each node feeds; −1 for the master.
    let outputs: UnsafePointer<Int>
    /// Lane of each node, counted through all groups.
    let slots: UnsafePointer<Int>
    /// Node in each lane; −1 where there is none.
    let nodes: UnsafePointer<Int>
    /// Groups of eight lanes that sound passes: strips first, then buses in the order of rendering, the master last.
    let groupCount: Int
    /// With the groups behind them that hold parameters alone: VCAs and the monitor section.
    let parameterGroupCount: Int
    let stripCount: Int
    let busCount: Int

    /// Groups that hold strips.
    var stripGroupCount: Int {
        @_noLocks @_noAllocation get { (stripCount &+ 7) / 8 }
    }
    var nodeCount: Int {
        @_noLocks @_noAllocation get { stripCount &+ busCount &+ 1 }
    }
    /// Node of the master.
    var master: Int {
        @_noLocks @_noAllocation get { stripCount &+ busCount }
    }

    init(mix: Mix) {
        let strips = mix.strips.count
        let buses = mix.buses.count
        let master = strips + buses
        // A bus feeds a later bus only; anything else (a damaged mix) goes to the master.
        let busOutput = { (output: Int?, least: Int) -> Int in
            guard let output, (least...max(least, buses)).contains(output), output <= buses else { return master }
            return strips + output - 1
        }
        stripCount = strips
        busCount = buses
        let outputs =
            mix.strips.map { busOutput($0.output, 1) }
            + mix.buses.enumerated().map { busOutput($1.output, $0 + 2) } + [-1]
        var depths = [Int](repeating: 0, count: buses)
        for bus in 0..<buses where outputs[strips + bus] != master {
            let fed = outputs[strips + bus] - strips
            depths[fed] = max(depths[fed], depths[bus] + 1)
        }
        var nodes = Layout.padded(Array(0..<strips))
        for depth in 0..<((depths.max() ?? -1) + 1) {
            nodes += Layout.padded((0..<buses).filter { depths[$0] == depth }.map { strips + $0 })
        }
        nodes += Layout.padded([master])
        groupCount = nodes.count / 8
        nodes += Layout.padded(Array((master + 1)..<mix.nodes.count))
        parameterGroupCount = nodes.count / 8
        var slots = [Int](repeating: 0, count: mix.nodes.count)
        for (slot, node) in nodes.enumerated() where node >= 0 { slots[node] = slot }
        self.nodes = Layout.table(nodes)
        self.slots = Layout.table(slots)
        self.outputs = Layout.table(outputs)
    }

    /// Frees the tables; nobody may use a copy any more.
    func free() {
        nodes.deallocate()
        slots.deallocate()
        outputs.deallocate()
    }

    /// Memory that the audio thread may read without a reference count.
    private static func table(_ numbers: [Int]) -> UnsafePointer<Int> {
        let memory = UnsafeMutablePointer<Int>.allocate(capacity: numbers.count)
        memory.initialize(from: numbers, count: numbers.count)
        return UnsafePointer(memory)
    }

    /// Filled up to whole groups.
    private static func padded(_ nodes: [Int]) -> [Int] {
        nodes + [Int](repeating: -1, count: (8 - nodes.count % 8) % 8)
    }
}
