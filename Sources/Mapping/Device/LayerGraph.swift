/// Which layers fall through to which.
enum LayerGraph {
    /// Index of each layer by its name, the first of equals.
    static func places(_ layers: [Layer]) -> [String: Int] {
        Dictionary(layers.enumerated().map { ($1.name, $0) }) { first, _ in first }
    }

    /// For each layer: whether its `also` entries lead back to it, directly or over other layers.
    ///
    /// - Complexity: O(layers and their `also` entries).
    /// - Source: R. Tarjan, "Depth-First Search and Linear Graph Algorithms", 1972; with a stack of its own, for a chain may be
    ///   longer than the thread's.
    static func loops(_ layers: [Layer]) -> [Bool] {
        let places = places(layers)
        let edges = layers.map { $0.also.compactMap { places[$0] } }
        var loops = edges.enumerated().map { $1.contains($0) }
        var order = [Int?](repeating: nil, count: layers.count)
        var low = [Int](repeating: 0, count: layers.count)
        var isOpen = [Bool](repeating: false, count: layers.count)
        var component: [Int] = []
        var counter = 0
        for root in layers.indices where order[root] == nil {
            var path: [(layer: Int, edge: Int)] = []
            func enter(_ layer: Int) {
                order[layer] = counter
                low[layer] = counter
                counter += 1
                isOpen[layer] = true
                component.append(layer)
                path.append((layer, 0))
            }
            enter(root)
            while let (layer, edge) = path.last {
                if edge < edges[layer].count {
                    path[path.count - 1].edge += 1
                    let next = edges[layer][edge]
                    if let seen = order[next] {
                        if isOpen[next] { low[layer] = min(low[layer], seen) }
                    } else {
                        enter(next)
                    }
                    continue
                }
                path.removeLast()
                if let above = path.last?.layer { low[above] = min(low[above], low[layer]) }
                guard low[layer] == order[layer], let start = component.lastIndex(of: layer) else { continue }
                let members = component[start...]
                for member in members {
                    isOpen[member] = false
                    if members.count > 1 { loops[member] = true }
                }
                component.removeSubrange(start...)
            }
        }
        return loops
    }
}
