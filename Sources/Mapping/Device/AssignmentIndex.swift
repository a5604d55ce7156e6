/// The assignments of a mapping by their controls: thousands of controls are looked up anew whenever a layer or a held button changes.
public struct AssignmentIndex: Sendable {
    /// For each layer: the indices of its assignments, by the name of their control.
    private let places: [[String: [Int]]]
    private let mapping: DeviceMapping
    private let layers: [String: Int]
    /// For each layer: the indices of the layers in reach of it.
    private let reach: [[Int]]

    public init(_ mapping: DeviceMapping) {
        self.mapping = mapping
        let layers = LayerGraph.places(mapping.layers)
        self.layers = layers
        places = mapping.layers.map { layer in
            layer.assignments.indices.reduce(into: [:]) { $0[layer.assignments[$1].control, default: []].append($1) }
        }
        reach = mapping.layers.map { layer in mapping.layersInReach(of: layer.name).compactMap { layers[$0.name] } }
    }

    /// What a control does now, as ``DeviceMapping/assignments(for:layer:held:)`` says it.
    ///
    /// - Complexity: O(layers in reach and assignments of the control).
    public func assignments(for control: String, layer: String, held: Set<String>) -> [Assignment] {
        guard let layer = layers[layer] else { return [] }
        return Self.closest(
            reach[layer].lazy.map { layer in
                (places[layer][control] ?? []).map { mapping.layers[layer].assignments[$0] }
            }, held: held)
    }

    /// The assignments with the most held modifiers, one for each gesture; of equally many those of the nearest layer.
    ///
    /// - Parameter layers: a control's assignments in each layer, the nearest layer first.
    static func closest(_ layers: some Sequence<[Assignment]>, held: Set<String>) -> [Assignment] {
        var best: [Assignment] = []
        for assignments in layers {
            let fitting = assignments.filter { held.isSuperset(of: $0.modifiers) }
            guard let most = fitting.map(\.modifiers.count).max() else { continue }
            if let count = best.first?.modifiers.count, count >= most { continue }
            guard let chord = fitting.first(where: { $0.modifiers.count == most }).map({ Set($0.modifiers) }) else {
                continue
            }
            best = fitting.filter { Set($0.modifiers) == chord }
        }
        return best
    }
}
