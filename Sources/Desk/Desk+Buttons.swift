import Automation
import ControlSurfaces
import Mapping
import Units

extension Desk {
    func pressed(_ event: ControlEvent, on surface: Surface, at frame: FramePosition) {
        pressLatch(event, on: surface)
        surface.held.insert(event.name)
        lend(from: surface)
        follow(
            surface.controls[event.control].touch.handle(event.change, at: event.time), of: event.control,
            on: surface, at: frame)
        prepareGestures(of: event.control, on: surface)
        let gestures = surface.controls[event.control].gestures.press(at: event.time)
        act(on: gestures, of: event.control, on: surface)
    }

    func released(_ event: ControlEvent, on surface: Surface, at frame: FramePosition) {
        let isKept = keepsHeld(event, on: surface)
        let gestures = surface.controls[event.control].gestures.release(at: event.time)
        act(on: gestures, of: event.control, on: surface)
        if !isKept {
            surface.held.remove(event.name)
            lend(from: surface)
        }
        endLatches(after: event, on: surface, at: frame)
        follow(
            surface.controls[event.control].touch.handle(event.change, at: event.time), of: event.control,
            on: surface, at: frame)
    }

    /// Only gestures that something is assigned to are waited for.
    private func prepareGestures(of control: Int, on surface: Surface) {
        guard surface.controls[control].gestures.deadline == nil else { return }
        var hold: Int64?
        var doublePress: Int64?
        var repetition: ButtonGestures.Repetition?
        for assignment in surface.assignments(for: surface.controls[control].spec.name) {
            switch assignment.gesture {
            case .hold(let milliseconds): hold = Int64(milliseconds) * 1_000_000
            case .double: doublePress = 300_000_000
            case .repeat(let milliseconds):
                repetition = .init(delay: 400_000_000, interval: Int64(milliseconds) * 1_000_000)
            case .turn, .press, .release, .none: break
            }
        }
        surface.controls[control].gestures = ButtonGestures(
            hold: hold, doublePress: doublePress, repetition: repetition)
    }

    func act(on gestures: [ButtonGesture], of control: Int, on surface: Surface) {
        let spec = surface.controls[control].spec
        for gesture in gestures {
            let frame = firstFrame(nanoseconds: gesture.time)
            let assignments = surface.assignments(for: spec.name)
            let waits = assignments.contains { $0.gesture.needsWaiting }
            for assignment in assignments where assignment.gesture.isMeant(by: gesture.kind, waits: waits) {
                for action in assignment.actions { press(action, assignment, control, on: surface, at: frame) }
            }
            let isOver = gesture.kind == .released || gesture.kind == .tapped
            guard isOver || (gesture.kind == .pressed && spec.form == .toggle) else { continue }
            guard surface.latches[control]?.isKept != true else { continue }
            endPress(of: control, on: surface, at: frame)
        }
    }

    /// One action of a button; its hand stays on the parameter until the release.
    private func press(
        _ action: Action, _ assignment: Assignment, _ control: Int, on surface: Surface, at frame: FramePosition
    ) {
        guard let target = action.target else {
            if case .command(.heldLayer(let layer)) = action {
                hold(layer, by: surface.hand(control), on: surface)
            } else if case .command(.suspendGroups(.momentary)) = action {
                unlink(at: frame)
                surface.suspending.insert(surface.controls[control].spec.name)
            } else if case .command(.suspendPreview(.momentary)) = action {
                surface.trying.insert(surface.controls[control].spec.name)
                say(automation.suspendPreview(.on, at: frame))
            } else if case .command(let command) = action {
                say(perform(command, on: surface, at: frame))
            }
            return
        }
        guard let index = index(of: target, on: surface) else { return tell(target, on: surface) }
        guard let position = position(of: action, on: index) else { return }
        if surface.controls[control].grip != index { letGo(control, on: surface, at: frame) }
        surface.controls[control].grip = index
        automation.parameters[Int(index)].glideMilliseconds = assignment.glideMilliseconds
        touched = index
        hand(
            .value(position, surface.hand(control), touched: true), on: index, at: frame,
            rampFrames: frames(milliseconds: 20))
        if case .momentary = action { surface.controls[control].momentary = index }
    }

    func endPress(of control: Int, on surface: Surface, at frame: FramePosition) {
        let name = surface.controls[control].spec.name
        endHeldLayers(on: surface) { $0 == surface.hand(control) }
        if surface.suspending.remove(name) != nil { unlink(at: frame) }
        if surface.trying.remove(name) != nil { say(automation.suspendPreview(.off, at: frame)) }
        endMomentary(control, on: surface, at: frame)
        if !surface.controls[control].touch.isTouched { letGo(control, on: surface, at: frame) }
    }

    /// What was on while the button was held is off.
    func endMomentary(_ control: Int, on surface: Surface, at frame: FramePosition) {
        guard let index = surface.controls[control].momentary else { return }
        surface.controls[control].momentary = nil
        hand(.value(0, surface.hand(control), touched: true), on: index, at: frame)
    }

    /// Time-outs of a surface that have come by `frame`: touches by motion, holds, repetitions, halves of 14-bit pairs.
    func expire(_ surface: Surface, upTo frame: FramePosition) {
        let time = nanoseconds(frame)
        ask(surface, at: frame)
        for event in surface.decoder.expire(at: time) {
            handle(event, on: surface, at: firstFrame(nanoseconds: event.time))
        }
        if surface.flood.deadline.map({ $0 <= time }) == true {
            let (events, change) = surface.flood.expire(at: time)
            for event in events { handle(event, on: surface, at: firstFrame(nanoseconds: event.time)) }
            tell(change, of: surface, at: time)
        }
        for control in surface.controls.indices {
            let edges = surface.controls[control].touch.expire(at: time)
            if !edges.isEmpty { follow(edges, of: control, on: surface, at: frame) }
            // A key that was left held does nothing any more where the song is only listened to.
            if !automation.isOnlyListening, surface.controls[control].gestures.deadline.map({ $0 <= time }) == true {
                act(on: surface.controls[control].gestures.expire(at: time), of: control, on: surface)
            }
        }
    }

    /// The same after events of a few controls: the others' time-outs are as they were. It may be too early, never too late.
    func updateDeadline(of surface: Surface, after events: [ControlEvent]) {
        var earliest = min(surface.decoder.deadline ?? .max, surface.scheduler.deadline ?? .max)
        if let deadline = surface.flood.deadline { earliest = min(earliest, deadline) }
        for event in events {
            let control = surface.controls[event.control]
            earliest = min(earliest, control.touch.deadline ?? .max, control.gestures.deadline ?? .max)
        }
        guard earliest < .max else { return }
        surface.nextDeadline = min(surface.nextDeadline ?? .max, firstFrame(nanoseconds: earliest))
    }

    /// When the surface has to be looked at again, whatever else happens.
    func updateDeadline(of surface: Surface) {
        var earliest = min(surface.decoder.deadline ?? .max, surface.scheduler.deadline ?? .max)
        if let deadline = surface.flood.deadline { earliest = min(earliest, deadline) }
        for control in surface.controls {
            if let deadline = control.touch.deadline { earliest = min(earliest, deadline) }
            if let deadline = control.gestures.deadline { earliest = min(earliest, deadline) }
        }
        surface.nextDeadline = earliest == .max ? nil : firstFrame(nanoseconds: earliest)
        if let asking = surface.asking { surface.nextDeadline = min(surface.nextDeadline ?? .max, asking.next) }
    }
}

extension Gesture {
    /// A press cannot be told from this before its time is over.
    fileprivate var needsWaiting: Bool {
        switch self {
        case .hold, .double: true
        default: false
        }
    }

    fileprivate func isMeant(by kind: ButtonGesture.Kind, waits: Bool) -> Bool {
        switch self {
        case .press: kind == (waits ? .tapped : .pressed)
        case .release: kind == .released
        case .hold: kind == .held
        case .double: kind == .doublePressed
        case .repeat: kind == .pressed || kind == .repeated
        case .turn, .none: false
        }
    }
}
