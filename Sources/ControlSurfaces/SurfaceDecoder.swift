public import MIDI

/// Turns a device's messages into what hands did to its controls.
///
/// One for each connected device; a new connection starts with a new decoder. It knows no parameter and no clock.
/// When ``deadline`` has come call ``expire(at:)``: half of a 14-bit pair may have waited in vain.
public struct SurfaceDecoder: Sendable {
    public let controls: [ControlSpec]

    private enum Route: Sendable {
        case value(control: Int)
        /// The second controller of an encoder that has one for up and the next for down.
        case down(control: Int)
        case half(Pair14Bit.Half, pair: Int)
        case touch(control: Int)
    }

    private struct ControlState: Sendable {
        var window: JitterWindow
        var isPressed = false
    }

    private var routes: [MessageKey: [Route]] = [:]
    private var states: [ControlState]
    private var pairs: [(control: Int, pair: Pair14Bit)] = []
    /// Controls whose touch is the button with this index.
    private var heldBy: [Int: [Int]] = [:]

    public init(controls: [ControlSpec]) {
        self.controls = controls
        states = controls.map { ControlState(window: JitterWindow(deadBand: $0.deadBand)) }
        let indices = Dictionary(
            controls.indices.map { (controls[$0].name, $0) }, uniquingKeysWith: { first, _ in first })
        // Touches first: of a message that is both, the touch comes before the value.
        for index in controls.indices {
            switch controls[index].touch {
            case .sense(let pattern):
                for channel in pattern.channels { route(pattern.key(channel: channel), to: .touch(control: index)) }
            case .button(let name): if let button = indices[name] { heldBy[button, default: []].append(index) }
            case .none, .motion: break
            }
        }
        for index in controls.indices { if let pattern = controls[index].input { route(pattern, to: index) } }
    }

    /// A decoder for a mapping that was changed while the device is in use.
    ///
    /// Controls of the same name and message go on as they were: a button that is down is still seen to go up.
    public init(controls: [ControlSpec], after old: SurfaceDecoder) {
        self.init(controls: controls)
        for (index, control) in controls.enumerated() {
            guard
                let before = old.controls.firstIndex(where: { $0.name == control.name && $0.input == control.input })
            else { continue }
            states[index] = old.states[before]
            states[index].window.width = JitterWindow(deadBand: control.deadBand).width
            let pairs = pairs.indices.filter { self.pairs[$0].control == index }
            for (new, kept) in zip(pairs, old.pairs.filter { $0.control == before }) {
                self.pairs[new].pair = kept.pair
            }
        }
    }

    /// Whether some control listens to this message; the others are shown by `gainrider monitor`.
    public func listens(to message: Message) -> Bool {
        MessageKey.reading(message).map { routes[$0.key] != nil } ?? false
    }

    /// What a message means, in order; empty if it means nothing, or nothing yet.
    public mutating func decode(_ message: Message, at time: Int64) -> [ControlEvent] {
        var events = expire(at: time)
        guard let (key, number) = MessageKey.reading(message), let routes = routes[key] else { return events }
        for route in routes {
            switch route {
            case .value(let control): events += read(number, of: control, at: time)
            case .down(let control): events += turn(-1, control, at: time)
            case .touch(let control):
                // A half of its last value that waits belongs before its release.
                if number == 0 { events += flush(of: control, at: time) }
                events.append(event(control, number > 0 ? .touched : .untouched, at: time))
            case .half(let half, let index):
                for number in pairs[index].pair.take(half, number, at: time) {
                    events += read(number, of: pairs[index].control, at: time)
                }
            }
        }
        return events
    }

    /// When ``expire(at:)`` must be called; `nil` while nothing waits.
    public var deadline: Int64? { pairs.compactMap(\.pair.deadline).min() }

    /// The events of halves of pairs that have stayed alone; each bears its own deadline as time.
    public mutating func expire(at time: Int64) -> [ControlEvent] {
        var events: [ControlEvent] = []
        for index in pairs.indices {
            guard let deadline = pairs[index].pair.deadline, deadline <= time else { continue }
            guard let number = pairs[index].pair.expire(at: time) else { continue }
            events += read(number, of: pairs[index].control, at: deadline)
        }
        return events.sorted { $0.time < $1.time }
    }

    /// The events of all halves of pairs that wait, as if their time were over: what comes now ends their gesture.
    public mutating func flush(at time: Int64) -> [ControlEvent] {
        var events: [ControlEvent] = []
        for index in pairs.indices {
            guard let number = pairs[index].pair.flush() else { continue }
            events += read(number, of: pairs[index].control, at: time)
        }
        return events
    }

    // MARK: Routes

    private mutating func route(_ key: MessageKey, to route: Route) { routes[key, default: []].append(route) }

    private mutating func route(_ pattern: MessagePattern, to control: Int) {
        for channel in pattern.channels {
            let key = pattern.key(channel: channel)
            switch pattern {
            case .controlChangePair(_, let low, _, let order):
                pairs.append((control, Pair14Bit(order: order)))
                route(key, to: .half(.high, pair: pairs.count - 1))
                let lowKey = MessageKey(kind: .controller, channel: channel, index: low)
                route(lowKey, to: .half(.low, pair: pairs.count - 1))
            default:
                route(key, to: .value(control: control))
                if case .relative(.incDec, _) = controls[control].form {
                    let next = MessageKey(kind: key.kind, channel: channel, index: key.index + 1)
                    route(next, to: .down(control: control))
                }
            }
        }
    }

    private mutating func flush(of control: Int, at time: Int64) -> [ControlEvent] {
        var events: [ControlEvent] = []
        for index in pairs.indices where pairs[index].control == control {
            if let number = pairs[index].pair.flush() { events += read(number, of: control, at: time) }
        }
        return events
    }

    // MARK: Numbers

    private mutating func read(_ number: Int, of control: Int, at time: Int64) -> [ControlEvent] {
        let spec = controls[control]
        switch spec.form {
        case .absolute:
            let isMovement = states[control].window.isMovement(number)
            if !isMovement && spec.deadBand > 0 { return [] }
            let travel = spec.travel(step: number)
            return [event(control, .moved(to: travel, step: number, isJitter: !isMovement), at: time)]
        case .relative(let encoding, _):
            let bits = spec.input?.maximum == 16_383 ? 14 : 7
            return turn(encoding.ticks(number, bits: bits), control, at: time)
        case .button: return touches(of: control, number > 0, at: time) + press(number, control, at: time)
        case .toggle:
            let press = [event(control, .pressed(velocity: 1), at: time), event(control, .released, at: time)]
            return touches(of: control, number > 0, at: time) + press
        }
    }

    private func turn(_ ticks: Int, _ control: Int, at time: Int64) -> [ControlEvent] {
        let isReversed = controls[control].highest < controls[control].lowest
        return ticks == 0 ? [] : [event(control, .turned(ticks: isReversed ? -ticks : ticks), at: time)]
    }

    private mutating func press(_ number: Int, _ control: Int, at time: Int64) -> [ControlEvent] {
        let wasPressed = states[control].isPressed
        let maximum = Double(controls[control].input?.maximum ?? 127)
        let pressed = event(control, .pressed(velocity: Double(number) / maximum), at: time)
        let released = event(control, .released, at: time)
        switch controls[control].input {
        case .programChange: return [pressed, released]
        // A second note-on is a second press whose release was lost; a second controller value is only more pressure.
        case .note where number > 0 && wasPressed: return [released, pressed]
        default:
            states[control].isPressed = number > 0
            if number > 0 { return wasPressed ? [] : [pressed] }
            return wasPressed ? [released] : []
        }
    }

    private func touches(of button: Int, _ isDown: Bool, at time: Int64) -> [ControlEvent] {
        (heldBy[button] ?? []).map { event($0, isDown ? .touched : .untouched, at: time) }
    }

    private func event(_ control: Int, _ change: ControlEvent.Change, at time: Int64) -> ControlEvent {
        ControlEvent(control: control, name: controls[control].name, time: time, change: change)
    }
}
