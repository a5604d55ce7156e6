import ControlSurfaces
public import MIDI

/// The controls that a person moves on one device during a lesson.
///
/// A value that takes one message after another; what it keeps is bounded however long it listens.
public struct ControlLesson: Sendable {
    /// A control that was moved.
    public struct Heard: Sendable, Hashable, Encodable {
        public enum Kind: String, Sendable, Hashable, Encodable {
            case fader, knob, encoder, button, toggle
            /// Too little was heard to tell.
            case unclear
        }

        /// As a mapping writes it: `cc 20 ch 1`.
        public var message: String
        public var kind: Kind
        /// How an encoder counts: `twos`.
        public var encoding: String?
        /// The message that says that a hand is on it.
        public var touch: String?
        /// Name in the mapping, or one that is free there.
        public var control: String
        /// The mapping has it already.
        public var isKnown: Bool
        /// What it does now, in the layer that is shown.
        public var does: [String]
        /// What a mapping says of it: `{in: cc 20 ch 1}`.
        public var line: String
        /// Numbers that came, the least and the greatest; `nil` where the mapping alone knows them.
        public var range: [Int]?
        public var count: Int
        /// Its last messages, as a performance has them, the latest last.
        public var latest: [String]
    }

    private struct Known: Sendable {
        var count = 0
        var time: Int64 = 0
        var latest: [String] = []
    }

    private let mapping: DeviceMapping?
    private let layer: String
    private var learner = ControllerLearner(keeping: Self.mostSamples)
    private var decoder: SurfaceDecoder
    /// Controls of the mapping that were moved.
    private var known: [String: Known] = [:]
    /// Messages that controls of the mapping listen to, with the control's name.
    private var names: [HeardControl.Key: String] = [:]
    private var times: [HeardControl.Key: Int64] = [:]
    private var latest: [HeardControl.Key: [String]] = [:]

    /// Most messages kept of one control; most controls, beyond which everything is forgotten and begins anew.
    private static let mostSamples = 128, mostControls = 64
    private static let mostLatest = 4

    /// - Parameters:
    ///   - mapping: of the device; `nil`: it has none.
    ///   - layer: the layer that is shown.
    public init(_ mapping: DeviceMapping?, layer: String) {
        self.mapping = mapping
        self.layer = layer
        decoder = SurfaceDecoder(controls: mapping?.controls ?? [])
    }

    /// Takes a message.
    ///
    /// - Parameter nanoseconds: never less than before.
    public mutating func take(_ message: Message, at nanoseconds: Int64) {
        if learner.count > Self.mostControls { forget() }
        learner.take(message, at: nanoseconds)
        let key = HeardControl.reading(message)?.0
        if let key {
            times[key] = nanoseconds
            Self.keep(message, in: &latest[key, default: []])
        }
        for event in decoder.decode(message, at: nanoseconds) {
            known[event.name, default: Known()].count += 1
            known[event.name]?.time = nanoseconds
            Self.keep(message, in: &known[event.name, default: Known()].latest)
            if let key { names[key] = event.name }
        }
        // The first half of a pair, or jitter: a control of the mapping listens to it, and which one is not known
        // yet.
        if let key, names[key] == nil, decoder.listens(to: message) { names[key] = "" }
    }

    private static func keep(_ message: Message, in list: inout [String]) {
        list.append(message.words)
        if list.count > mostLatest { list.removeFirst() }
    }

    private mutating func forget() { self = ControlLesson(mapping, layer: layer) }

    /// What was moved, the latest first.
    public var heard: [Heard] {
        var found: [(heard: Heard, time: Int64)] = known.compactMap { name, state in
            mapping?.control(named: name).map { (heard($0, state), state.time) }
        }
        var taken = Set(mapping?.controls.map(\.name) ?? [])
        for control in learner.controls() where !control.keys.contains(where: { names[$0] != nil }) {
            let new = heard(control, &taken)
            found.append((new, control.keys.compactMap { times[$0] }.max() ?? 0))
        }
        return found.sorted { $0.time > $1.time }.map(\.heard)
    }

    private func heard(_ spec: ControlSpec, _ state: Known) -> Heard {
        var heard = Heard(
            message: spec.input?.words ?? "", kind: .button, control: spec.name, isKnown: true,
            does: does(spec.name), line: "", count: state.count,
            latest: state.latest)
        switch spec.form {
        case .absolute: heard.kind = spec.isMotorised || spec.name.hasPrefix("fader") ? .fader : .knob
        case .relative(let encoding, _): (heard.kind, heard.encoding) = (.encoder, encoding.rawValue)
        case .button: heard.kind = .button
        case .toggle: heard.kind = .toggle
        }
        if case .sense(let pattern) = spec.touch { heard.touch = pattern.words }
        return heard
    }

    private func does(_ control: String) -> [String] {
        mapping?.assignments(for: control, layer: layer).flatMap(\.actions).map(\.description) ?? []
    }

    private func heard(_ control: LearnedControl, _ taken: inout Set<String>) -> Heard {
        let values = control.samples.map(\.value)
        var heard = Heard(
            message: control.message, kind: .knob, touch: control.touch, control: "", isKnown: false, does: [],
            line: line(of: control), range: values.min().flatMap { low in values.max().map { [low, $0] } },
            count: control.samples.count, latest: control.keys.compactMap { latest[$0] }.first { !$0.isEmpty } ?? [])
        switch control.character {
        case .absolute: heard.kind = control.touch != nil || control.width > 127 ? .fader : .knob
        case .relative(let encoding): (heard.kind, heard.encoding) = (.encoder, encoding)
        case .button: heard.kind = .button
        case .toggle: heard.kind = .toggle
        case .unclear: heard.kind = .unclear
        }
        heard.control = Self.freeName(control.isKey ? "key" : heard.kind.rawValue, taken)
        taken.insert(heard.control)
        return heard
    }

    /// A control on another port of the device than the first names its port.
    private func line(of control: LearnedControl) -> String {
        guard let port = mapping?.port, port > 1 else { return control.line }
        return "\(control.line.dropLast()), port: \(port)}"
    }

    private static func freeName(_ kind: String, _ taken: Set<String>) -> String {
        let kind = kind == Heard.Kind.unclear.rawValue ? "knob" : kind
        return (1...).lazy.map { "\(kind)/\($0)" }.first { !taken.contains($0) } ?? kind
    }
}
