import Mapping

/// A device's mapping, made ready for the question what a control does.
struct AssignmentBook {
    let mapping: DeviceMapping
    /// Controls that change what others do while they are held.
    let modifiers: Set<String>
    /// Nodes in a bank; 0 if the mapping names no slot.
    let slots: Int
    /// Something on it shows levels.
    let showsMeters: Bool
    private let index: AssignmentIndex
    /// Answers in the state that was asked for last.
    private var answers: [String: [Assignment]] = [:]
    private var answered: State?

    private struct State: Equatable {
        var layer: String
        var held: Set<String>
    }

    init(_ mapping: DeviceMapping) {
        self.mapping = mapping
        index = AssignmentIndex(mapping)
        modifiers = mapping.modifiers
        slots = mapping.slots
        showsMeters = mapping.showsMeters
    }

    /// What a control does. Looked up once for each layer and set of held controls.
    mutating func assignments(for control: String, layer: String, held: Set<String>) -> [Assignment] {
        let state = State(layer: layer, held: held.intersection(modifiers))
        if state != answered { (answered, answers) = (state, [:]) }
        if let found = answers[control] { return found }
        let found = index.assignments(for: control, layer: state.layer, held: state.held)
        answers[control] = found
        return found
    }
}
