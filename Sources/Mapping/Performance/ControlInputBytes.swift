public import ControlSurfaces
import MIDI
import Units

extension ControlInput {
    /// The messages that the device would send, in order; empty if the control has no such movement.
    ///
    /// A message whose mapping names no channel is sent on channel 1.
    public func bytes(for control: ControlSpec) -> [[UInt8]] {
        switch self {
        case .travel(let travel):
            guard control.form == .absolute, let input = control.input else { return [] }
            let (low, high) = (control.lowest, control.highest)
            let number = Double(low) + (min(1, max(0, travel)) * Double(high - low)).rounded()
            return ReadNumber.nearest(number, in: min(low, high)...max(low, high)).map(input.messages) ?? []
        case .ticks(let ticks):
            guard case .relative(let encoding, _) = control.form, let input = control.input else { return [] }
            return encoding.bytes(ticks, input)
        case .press:
            guard control.form == .button || control.form == .toggle, let input = control.input else { return [] }
            return input.messages(control.highest)
        case .release:
            guard control.form == .button, let input = control.input else { return [] }
            return input.messages(0)
        case .touch, .letGo:
            guard case .sense(let pattern) = control.touch else { return [] }
            return pattern.messages(self == .touch ? 127 : 0)
        }
    }
}

extension MessagePattern {
    /// The bytes that carry a number in this message.
    func messages(_ number: Int) -> [[UInt8]] {
        switch self {
        case .note(let note, let channel) where number <= 0:
            return [Message.noteOff(channel: channel ?? 1, note: note, velocity: 0).bytes]
        case _ where number <= 0 && hasNoRelease: return []
        default: return bytes(carrying: number)
        }
    }
}

extension RelativeEncoding {
    /// Ticks as messages of at most 63 ticks each.
    func bytes(_ ticks: Int, _ input: MessagePattern) -> [[UInt8]] {
        if self == .direction {
            let half = 1 << (input.bits - 1)
            return (0..<min(1000, abs(ticks))).flatMap { _ in input.messages(ticks > 0 ? half : half - 1) }
        }
        if self == .incDec, case .parameter(_, let channel) = input {
            let choose = input.messages(0).prefix(2)
            let step = MessagePattern.controlChange(ticks < 0 ? 97 : 96, channel: channel).messages(1)
            return choose + (0..<min(1000, abs(ticks))).flatMap { _ in step }
        }
        if self == .incDec {
            guard case .controlChange(let controller, let channel) = input else { return [] }
            let pattern = MessagePattern.controlChange(controller + (ticks < 0 ? 1 : 0), channel: channel)
            return (0..<min(1000, abs(ticks))).flatMap { _ in pattern.messages(1) }
        }
        let half = 1 << (input.bits - 1)
        var left = min(1000, abs(ticks)), messages: [[UInt8]] = []
        while left > 0 {
            let part = min(63, left)
            left -= part
            let number =
                switch self {
                case .twos: ticks > 0 ? part : 2 * half - part
                case .offset: ticks > 0 ? half + part : half - part
                case .signed: ticks > 0 ? part : half + part
                case .signedInverse: ticks > 0 ? half + part : part
                case .incDec, .direction: 1
                }
            messages += input.messages(number)
        }
        return messages
    }
}

extension Performance {
    /// Surfaces, controls and movements that the mappings do not have, as diagnostics.
    ///
    /// - Parameter mappings: by name of the surface in the performance.
    public func check(mappings: [String: DeviceMapping]) -> [Diagnostic] {
        let missing = surfaces.filter { mappings[$0.name] == nil }.map { surface in
            Diagnostic(
                .error, "unknown-mapping", at: surface.location,
                "no mapping `\(surface.mapping)` for surface `\(surface.name)`")
        }
        return missing + misfits(mappings)
    }

    /// Controls, movements and layers that the mappings do not have; devices without a mapping are passed over.
    func misfits(_ mappings: [String: DeviceMapping]) -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        for event in events {
            guard case .control(let surface, let name, let input) = event.input, let mapping = mappings[surface]
            else { continue }
            var fault: Diagnostic?
            if let control = mapping.control(named: name) {
                if input.bytes(for: control).isEmpty {
                    fault = Diagnostic(
                        .error, "unserved-movement", at: event.location,
                        "`\(name)` of `\(mapping.id)` has no such movement", help: control.movements)
                }
            } else {
                let help = Suggestion.nearest(to: name, among: mapping.controls.map(\.name)).map {
                    "did you mean `\($0)`?"
                }
                fault = Diagnostic(
                    .error, "unknown-control", at: event.location, "`\(mapping.id)` has no control `\(name)`",
                    help: help)
            }
            if let fault, !diagnostics.contains(fault) { diagnostics.append(fault) }
        }
        for expectation in expectations {
            guard case .layer(let surface, let layer) = expectation.fact, let mapping = mappings[surface],
                mapping.layer(named: layer) == nil
            else { continue }
            let help = Suggestion.help(for: layer, among: mapping.layers.map(\.name))
            diagnostics.append(
                Diagnostic(
                    .error, "unknown-layer", at: expectation.location, "`\(mapping.id)` has no layer `\(layer)`",
                    help: help))
        }
        return diagnostics
    }
}

extension ControlSpec {
    /// For help texts.
    fileprivate var movements: String {
        switch form {
        case _ where input == nil: "it only shows"
        case .absolute: "expected travel from 0 to 1" + (touch.isSense ? ", `touch` or `let go`" : "")
        case .relative: "expected ticks such as `+3`"
        case .button: "expected `press` or `release`"
        case .toggle: "expected `press`"
        }
    }
}

extension TouchSpec {
    fileprivate var isSense: Bool { if case .sense = self { true } else { false } }
}
