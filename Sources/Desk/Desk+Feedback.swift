import Automation
import ControlSurfaces
import MIDI
import Mapping
import MixModel
import SessionStore
public import Units

extension Desk {
    /// Works out what every control of a device has to show, and sends what the device can take now.
    func show(on surface: Surface, at frame: FramePosition) {
        let time = nanoseconds(frame)
        surface.shownAt = frame
        if let resync = surface.resyncAt, frame >= resync {
            surface.resyncAt = nil
            surface.scheduler.resync(at: time)
        }
        for (index, control) in surface.controls.enumerated() where !control.spec.outputs.isEmpty {
            guard let value = value(shownBy: index, on: surface, at: frame) else { continue }
            surface.scheduler.set(value, of: index, at: time)
        }
        sendWaiting(to: surface, at: frame)
    }

    /// Sends what has waited for the device to take it.
    func sendWaiting(to surface: Surface, at frame: FramePosition) {
        let time = nanoseconds(frame)
        guard let due = surface.scheduler.deadline, due <= time else { return }
        for message in surface.scheduler.drain(at: time) { deliver(message, to: surface, at: frame) }
        for (control, travel) in surface.scheduler.lastDriven {
            surface.positions.drive(surface.controls[control].spec.name, to: travel, at: time)
        }
    }

    /// Sends one message. What a device did not take is made good by sending everything again, a little later.
    func deliver(_ message: [UInt8], to surface: Surface, at frame: FramePosition) {
        do {
            try surface.port.send(message)
            surface.loopGuard.sent(message, at: nanoseconds(frame))
            surface.sent?.append((frame, message))
        } catch {
            surface.sendFailures += 1
            surface.resyncAt = surface.resyncAt ?? frame + frames(milliseconds: 200)
            say("\(surface.name): \(error)")
        }
    }

    /// The state of one control: what its assignment shows; nothing assigned is dark and still.
    private func value(shownBy index: Int, on surface: Surface, at frame: FramePosition) -> FeedbackValue? {
        let control = surface.controls[index]
        let assignments = surface.assignments(for: control.spec.name)
        guard let assignment = assignments.first(where: { $0.show != nil }), let show = assignment.show else {
            return control.spec.hasText ? .text("") : (control.spec.isMotorised ? nil : .lamp(.off))
        }
        if control.spec.hasText {
            if let touched = assignment.touched, isTouched(touched, on: surface, at: frame) {
                return .text(text(of: touched, on: surface, at: frame))
            }
            return .text(text(of: show, on: surface, at: frame))
        }
        guard case .value(let target) = show, let parameter = self.index(of: target, on: surface) else {
            if case .value = show, control.spec.isMotorised || control.spec.hasRing { return .travel(nil) }
            return .lamp(isLit(show, on: surface) ? .on : .off)
        }
        let position = shownPosition(of: parameter)
        if control.spec.isMotorised || control.spec.hasRing {
            return .travel(assignment.travel(position: position, of: parameters[Int(parameter)].spec))
        }
        return .lamp(position >= 0.5 ? .on : .off)
    }

    /// A hand is on the parameter, or was within the last second.
    private func isTouched(_ shown: Shown, on surface: Surface, at frame: FramePosition) -> Bool {
        guard case .value(let target) = shown, let index = index(of: target, on: surface) else { return false }
        return !parameters[Int(index)].gate.hands.isEmpty
            || lastMoved[index].map { frame - $0 < Int64(sampleRate) } == true
    }

    private func text(of shown: Shown, on surface: Surface, at frame: FramePosition) -> String {
        switch shown {
        case .value(let target):
            guard let index = index(of: target, on: surface) else { return "" }
            return parameters[Int(index)].spec.text(at: shownPosition(of: index))
        case .name(let reference): return node(reference, on: surface).map(document.mix.name(of:)) ?? ""
        case .mode(let scope): return mode(of: scope, on: surface)?.rawValue ?? ""
        case .state(let action): return holds(action, on: surface) ? "on" : "off"
        case .time: return TimeText.minutes(transport.position(at: frame), sampleRate: sampleRate)
        case .text(let text): return text
        }
    }

    private func isLit(_ shown: Shown, on surface: Surface) -> Bool {
        switch shown {
        case .state(let action): holds(action, on: surface)
        case .value(let target): index(of: target, on: surface).map { shownPosition(of: $0) >= 0.5 } ?? false
        case .mode(let scope): mode(of: scope, on: surface).map { $0 != .read && $0 != .off } ?? false
        case .name(let reference): node(reference, on: surface) != nil
        case .time: transport.isRolling
        case .text(let text): !text.isEmpty
        }
    }

    /// Whether an action's outcome is the present state.
    func holds(_ action: Action, on surface: Surface? = nil) -> Bool {
        switch action {
        case .set(let target, let position):
            return index(of: target, on: surface).map { shownPosition(of: $0) == position } ?? false
        case .toggle(let target), .momentary(let target), .follow(let target), .step(let target, _):
            return index(of: target, on: surface).map { shownPosition(of: $0) >= 0.5 } ?? false
        case .command(let command): return holds(command, on: surface)
        }
    }

    private func holds(_ command: Command, on surface: Surface?) -> Bool {
        switch command {
        case .play, .playOrStop: transport.isRolling
        case .stop: !transport.isRolling
        case .loop(let switching): (wantedLoop != nil) == (switching != .off)
        case .mode(let scope, let mode): self.mode(of: scope, on: surface) == mode
        case .automation(let scope, let order): holds(order, of: scope, on: surface)
        case .enable(let kind, let switching): document.settings.disabled.contains(kind) == (switching == .off)
        case .punch(let switching): (document.settings.punch != nil) == (switching != .off)
        case .thinning(let switching): (document.settings.thinning != nil) == (switching != .off)
        case .layer(let name), .heldLayer(let name): surface?.layer == name
        case .select(let reference): node(reference, on: surface) == selected
        case .group(let reference, let switching):
            group(reference).map { document.mix.groups[$0].isOn == (switching != .off) } ?? false
        case .suspendGroups(let switching): groupsLink == (switching == .off)
        case .motors(let switching): surface?.motorsOn == (switching != .off)
        case .takeover(let switching): surface?.takesOver == (switching != .off)
        default: false
        }
    }
}

extension ControlSpec {
    var hasText: Bool { outputs.contains { if case .text = $0 { true } else { false } } }
    var hasRing: Bool { outputs.contains { if case .ring = $0 { true } else { false } } }
}

/// The play head as people read it.
public enum TimeText {
    /// `01:23.4`: minutes, seconds and tenths, never rounded up.
    public static func minutes(_ position: FramePosition, sampleRate: Int) -> String {
        let tenths = position * 10 / Int64(sampleRate)
        let (minutes, rest) = (tenths / 600, tenths % 600)
        let seconds = rest / 10
        return "\(minutes < 10 ? "0" : "")\(minutes):\(seconds < 10 ? "0" : "")\(seconds).\(rest % 10)"
    }
}
