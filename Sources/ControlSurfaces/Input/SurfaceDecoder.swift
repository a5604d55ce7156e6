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
        /// Data entry: both halves come to one key. Without a pair the high half alone counts.
        case data(control: Int, pair: Int?)
    }

    private struct ControlState: Sendable {
        var window: JitterWindow
        var isPressed = false
        /// The last number of a parameter that is moved by one.
        var number = 0
        var acceleration: Acceleration
    }

    private var routes: [MessageKey: [Route]] = [:]
    private var states: [ControlState]
    private var pairs: [(control: Int, pair: Pair14Bit, isTouch: Bool)] = []
    private var sysExRoutes: [(pattern: SysExPattern, control: Int, isTouch: Bool)] = []
    /// `nil` where no parameter number is mapped: controllers 6, 38 and 96 to 101 are like any others then.
    private var dataEntry: DataEntry?
    /// Controls whose touch is the button with this index.
    private var heldBy: [Int: [Int]] = [:]

    public init(controls: [ControlSpec]) {
        self.controls = controls
        states = controls.map {
            ControlState(window: JitterWindow(deadBand: $0.deadBand), acceleration: Acceleration($0.acceleration))
        }
        let indices = Dictionary(
            controls.indices.map { (controls[$0].name, $0) }, uniquingKeysWith: { first, _ in first })
        // Touches first: of a message that is both, the touch comes before the value.
        for index in controls.indices {
            switch controls[index].touch {
            case .sense(let pattern):
                if case .systemExclusive(let sysEx) = pattern.message { sysExRoutes.append((sysEx, index, true)) }
                routeTouch(pattern, to: index)
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
        if case .systemExclusive(let bytes) = message {
            return sysExRoutes.contains { $0.pattern.number(in: bytes) != nil }
        }
        if case .controlChange(_, 96...101, _) = message, dataEntry != nil { return true }
        if case .controlChange(_, let controller, _) = message, dataEntry != nil, [6, 38].contains(controller) {
            return true
        }
        return MessageKey.reading(message).map { routes[$0.key] != nil } ?? false
    }

    /// What a message means, in order; empty if it means nothing, or nothing yet.
    public mutating func decode(_ message: Message, at time: Int64) -> [ControlEvent] {
        var events = expire(at: time)
        switch message {
        case .systemExclusive(let bytes): return events + decode(sysEx: bytes, at: time)
        case .controlChange(let channel, let controller, let value):
            switch dataEntry?.take(controller: controller, value: value, channel: channel) ?? .controller {
            case .nothing: return events
            case .controller: break
            case .data(let half, let key): return events + decode(half, value, of: key, at: time)
            case .step(let step, let key): return events + decode(step: step, of: key, at: time)
            }
        default: break
        }
        guard let (key, number) = MessageKey.reading(message), let routes = routes[key] else { return events }
        for route in routes {
            switch route {
            case .value(let control): events += read(number, of: control, at: time)
            case .down(let control): events += turn(-1, control, at: time)
            case .touch(let control): events += touch(control, number, at: time)
            case .half(let half, let index): events += take(half, number, pair: index, at: time)
            case .data: break
            }
        }
        return events
    }

    private mutating func touch(_ control: Int, _ number: Int, at time: Int64) -> [ControlEvent] {
        guard case .sense(let pattern) = controls[control].touch, let number = pattern.meaning(of: number) else {
            return []
        }
        // A half of its last value that waits belongs before its release.
        let waiting = number == 0 ? flush(of: control, at: time) : []
        return waiting + [event(control, number > 0 ? .touched : .untouched, at: time)]
    }

    private mutating func take(_ half: Pair14Bit.Half, _ number: Int, pair: Int, at time: Int64) -> [ControlEvent] {
        var events: [ControlEvent] = []
        for number in pairs[pair].pair.take(half, number, at: time) {
            events += complete(pair, number, at: time)
        }
        return events
    }

    /// What the number of a pair means.
    private mutating func complete(_ pair: Int, _ number: Int, at time: Int64) -> [ControlEvent] {
        let control = pairs[pair].control
        return pairs[pair].isTouch ? touch(control, number, at: time) : read(number, of: control, at: time)
    }

    private mutating func decode(sysEx bytes: [UInt8], at time: Int64) -> [ControlEvent] {
        var events: [ControlEvent] = []
        for route in sysExRoutes {
            guard let number = route.pattern.number(in: bytes) else { continue }
            events +=
                route.isTouch ? touch(route.control, number, at: time) : read(number, of: route.control, at: time)
        }
        return events
    }

    private mutating func decode(
        _ half: Pair14Bit.Half, _ value: Int, of key: MessageKey, at time: Int64
    ) -> [ControlEvent] {
        var events: [ControlEvent] = []
        for route in routes[key] ?? [] {
            switch route {
            case .data(_, let pair?): events += take(half, value, pair: pair, at: time)
            case .data(let control, nil) where half == .high: events += read(value, of: control, at: time)
            case .touch(let control) where half == .high: events += touch(control, value, at: time)
            default: break
            }
        }
        return events
    }

    private mutating func decode(step: Int, of key: MessageKey, at time: Int64) -> [ControlEvent] {
        var events: [ControlEvent] = []
        for case .data(let control, _) in routes[key] ?? [] {
            if case .relative = controls[control].form {
                events += turn(step, control, at: time)
            } else {
                let maximum = controls[control].input?.maximum ?? 127
                events += read(min(max(states[control].number + step, 0), maximum), of: control, at: time)
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
            events += complete(index, number, at: deadline)
        }
        return events.sorted { $0.time < $1.time }
    }

    /// The events of all halves of pairs that wait, as if their time were over: what comes now ends their gesture.
    public mutating func flush(at time: Int64) -> [ControlEvent] {
        var events: [ControlEvent] = []
        for index in pairs.indices {
            guard let number = pairs[index].pair.flush() else { continue }
            events += complete(index, number, at: time)
        }
        return events
    }

    // MARK: Routes

    private mutating func route(_ key: MessageKey, to route: Route) { routes[key, default: []].append(route) }

    /// A HUI tells a touch by a zone and a port: by a pair.
    private mutating func routeTouch(_ pattern: MessagePattern, to control: Int) {
        for channel in pattern.channels {
            guard let key = pattern.key(channel: channel) else { continue }
            if case .controlChangePair(_, let low, _, let order) = pattern.message {
                pairs.append((control, Pair14Bit(order: order), true))
                route(key, to: .half(.high, pair: pairs.count - 1))
                let lowKey = MessageKey(kind: .controller, channel: channel, index: low)
                route(lowKey, to: .half(.low, pair: pairs.count - 1))
            } else {
                route(key, to: .touch(control: control))
            }
        }
    }

    private mutating func route(_ pattern: MessagePattern, to control: Int) {
        if case .systemExclusive(let sysEx) = pattern.message { sysExRoutes.append((sysEx, control, false)) }
        for channel in pattern.channels {
            guard let key = pattern.key(channel: channel) else { continue }
            switch pattern.message {
            case .controlChangePair(_, let low, _, let order):
                pairs.append((control, Pair14Bit(order: order), false))
                route(key, to: .half(.high, pair: pairs.count - 1))
                let lowKey = MessageKey(kind: .controller, channel: channel, index: low)
                route(lowKey, to: .half(.low, pair: pairs.count - 1))
            case .parameter(let parameter, _):
                dataEntry = dataEntry ?? DataEntry()
                if !parameter.isCoarse { pairs.append((control, Pair14Bit(order: .any), false)) }
                route(key, to: .data(control: control, pair: parameter.isCoarse ? nil : pairs.count - 1))
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
        for index in pairs.indices where pairs[index].control == control && !pairs[index].isTouch {
            if let number = pairs[index].pair.flush() { events += read(number, of: control, at: time) }
        }
        return events
    }

    // MARK: Numbers

    private mutating func read(_ said: Int, of control: Int, at time: Int64) -> [ControlEvent] {
        let spec = controls[control]
        guard let number = spec.input.map({ $0.meaning(of: said) }) ?? said else { return [] }
        states[control].number = number
        switch spec.form {
        case .absolute:
            let isMovement = states[control].window.isMovement(number)
            if !isMovement && spec.deadBand > 0 { return [] }
            let travel = spec.travel(step: number)
            return [event(control, .moved(to: travel, step: number, isJitter: !isMovement), at: time)]
        case .relative(let encoding, _):
            return turn(encoding.ticks(number, bits: spec.input?.bits ?? 7), control, at: time)
        case .button: return touches(of: control, number > 0, at: time) + press(number, control, at: time)
        case .toggle:
            let press = [event(control, .pressed(velocity: 1), at: time), event(control, .released, at: time)]
            return touches(of: control, number > 0, at: time) + press
        }
    }

    private mutating func turn(_ said: Int, _ control: Int, at time: Int64) -> [ControlEvent] {
        let ticks = states[control].acceleration.ticks(said, at: time)
        let isReversed = controls[control].highest < controls[control].lowest
        return ticks == 0 ? [] : [event(control, .turned(ticks: isReversed ? -ticks : ticks), at: time)]
    }

    private mutating func press(_ number: Int, _ control: Int, at time: Int64) -> [ControlEvent] {
        let wasPressed = states[control].isPressed
        let maximum = Double(controls[control].input?.maximum ?? 127)
        let pressed = event(control, .pressed(velocity: Double(number) / maximum), at: time)
        let released = event(control, .released, at: time)
        switch controls[control].input {
        case let input? where input.hasNoRelease: return [pressed, released]
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
