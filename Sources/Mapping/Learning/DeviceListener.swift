import ControlSurfaces
public import MIDI

/// What one device's messages are, what they do, and why they do nothing. Follows its layers and held buttons as the desk does.
public struct DeviceListener: Sendable {
    private let mapping: DeviceMapping?
    private var decoder: SurfaceDecoder
    private var held: Set<String> = []
    private var chosenLayer: String
    private var heldLayers: [(control: String, layer: String)] = []

    /// - Parameter mapping: of the device; `nil`: none matches.
    public init(_ mapping: DeviceMapping?) {
        self.mapping = mapping
        decoder = SurfaceDecoder(controls: mapping?.controls ?? [])
        chosenLayer = mapping?.layers.first?.name ?? ""
    }

    /// What a message came to.
    public struct Meaning: Sendable, Hashable, Encodable {
        /// Name of the control in the mapping.
        public var control: String?
        /// `at 50 % (step 8192)`, `turned +1`, `pressed`.
        public var movement: String?
        /// The layer in which it was looked up.
        public var layer: String?
        /// Actions as the mapping has them.
        public var does: [String] = []
        /// Why nothing is done; `nil` where something is.
        public var why: String?
    }

    /// The layer that the controls work in.
    public var layer: String { heldLayers.last?.layer ?? chosenLayer }

    /// What a message means; one entry for each control that it is.
    public mutating func take(_ message: Message, at nanoseconds: Int64) -> [Meaning] {
        guard let mapping else {
            return [Meaning(why: "no mapping matches this device; `gainrider learn` writes one")]
        }
        guard decoder.listens(to: message) else { return [Meaning(why: unknown(message, mapping))] }
        let events = decoder.decode(message, at: nanoseconds)
        guard !events.isEmpty else {
            return [
                Meaning(
                    why: "nothing yet: the first half of a pair, the same value again, or less than the dead-band")
            ]
        }
        return events.map { take($0, mapping) }
    }

    private mutating func take(_ event: ControlEvent, _ mapping: DeviceMapping) -> Meaning {
        if case .pressed = event.change { held.insert(event.name) }
        defer {
            if case .released = event.change {
                held.remove(event.name)
                heldLayers.removeAll { $0.control == event.name }
            }
        }
        var meaning = Meaning(control: event.name, movement: DeviceListener.words(event.change), layer: layer)
        let all = mapping.assignments(for: event.name, layer: layer, held: held)
        let meant = all.filter { $0.gesture.isBegun(by: event.change) && !$0.actions.isEmpty }
        meaning.does = meant.flatMap { assignment in
            assignment.actions.map { "\($0)" + assignment.gesture.condition }
        }
        if meant.isEmpty { meaning.why = reason(event, all, mapping) }
        for case .command(let command) in meant.filter({ $0.gesture == .press }).flatMap(\.actions) {
            if case .layer(let name) = command { chosenLayer = name }
            if case .heldLayer(let name) = command { heldLayers.append((event.name, name)) }
        }
        return meaning
    }

    // MARK: Why nothing

    private func unknown(_ message: Message, _ mapping: DeviceMapping) -> String {
        let near = mapping.controls.first { control in
            guard let words = control.input?.words, let said = message.pattern else { return false }
            return words.split(separator: " ").prefix(2) == said.split(separator: " ").prefix(2)
        }
        if let near, let words = near.input?.words {
            return "no control of \(mapping.id) has this message; `\(near.name)` has `\(words)`"
        }
        return "no control of \(mapping.id) has this message"
            + (message.pattern.map { "; give it one with `in: \($0)`" } ?? "")
    }

    private func reason(_ event: ControlEvent, _ all: [Assignment], _ mapping: DeviceMapping) -> String {
        switch event.change {
        case .touched: return "a hand is on it"
        case .untouched: return "the hand is off it"
        case .moved(_, _, true): return "jitter: no sign of a hand"
        case .released where all.contains { $0.gesture != .release && !$0.actions.isEmpty }:
            return "what it does is done when it is pressed"
        default: break
        }
        if mapping.modifiers.contains(event.name) {
            return "it is a modifier: others do something else while it is held"
        }
        let everywhere = mapping.layers.flatMap { layer in
            layer.assignments.filter { $0.control == event.name && !$0.actions.isEmpty }.map { (layer.name, $0) }
        }
        if let (_, chord) = everywhere.first(where: { $0.0 == layer && !$0.1.modifiers.isEmpty }) {
            return "it does something with \(chord.modifiers.joined(separator: " and ")) held alone"
        }
        if let (other, _) = everywhere.first {
            return "nothing in layer \(layer); it does something in layer \(other)"
        }
        if all.contains(where: { $0.show != nil }) { return "it only shows something" }
        return "nothing is assigned to it in any layer"
    }

    private static func words(_ change: ControlEvent.Change) -> String {
        switch change {
        case .moved(let travel, let step, _): "at \((travel * 1000).rounded() / 10) % (step \(step))"
        case .turned(let ticks): "turned \(ticks > 0 ? "+" : "")\(ticks)"
        case .pressed: "pressed"
        case .released: "released"
        case .touched: "touched"
        case .untouched: "let go"
        }
    }
}

extension Gesture {
    /// Whether something that a hand does is, or may become, this gesture.
    fileprivate func isBegun(by change: ControlEvent.Change) -> Bool {
        switch (self, change) {
        case (.turn, .moved(_, _, false)), (.turn, .turned), (.press, .pressed), (.hold, .pressed),
            (.double, .pressed),
            (.repeat, .pressed), (.release, .released):
            true
        default: false
        }
    }

    /// What else has to happen.
    fileprivate var condition: String {
        switch self {
        case .hold(let milliseconds): " (held \(milliseconds) ms)"
        case .double: " (pressed twice)"
        case .repeat(let milliseconds): " (again every \(milliseconds) ms)"
        case .turn, .press, .release, .none: ""
        }
    }
}
