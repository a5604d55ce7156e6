import Automation
public import ControlSurfaces
public import MIDI
public import Mapping
import MixModel
import SessionStore
public import Units

extension Desk {
    /// Takes a device in: setup messages first, then everything that it shows.
    ///
    /// - Parameters:
    ///   - place: what belongs to it from when it was last there.
    ///   - device: the same for all ports of one device; other devices have other numbers.
    ///   - keepsSent: remember every message that is sent, in ``Surface/sent``.
    @discardableResult
    public func connect(
        _ mapping: DeviceMapping, to port: any MIDIPort, named name: String, place: SurfacePlace? = nil,
        device: Int = 0, keepsSent: Bool = false, at frame: FramePosition
    ) -> Surface {
        let number = (surfaces.map(\.number).max() ?? 0) + 1
        let surface = Surface(name: name, number: number, mapping: mapping, port: port, device: device)
        if let place { put(surface, at: place) }
        if keepsSent { surface.sent = [] }
        adoptTimeOut(on: surface)
        for message in mapping.setup { deliver(message, to: surface, at: frame) }
        surfaces.append(surface)
        beginHandshake(with: surface, at: frame)
        joined(surface, at: frame)
        show(on: surface, at: frame)
        return surface
    }

    /// The device has gone: its hands let go at this frame.
    ///
    /// - Returns: where its controls stand, for when it comes back.
    public func disconnect(_ surface: Surface, at frame: FramePosition) -> PhysicalPositions {
        letGoOfEverything(surface, at: frame)
        surfaces.removeAll { $0 === surface }
        left(surface, at: frame)
        return surface.positions
    }

    /// Before the program ends: lamps dark, then the mapping's farewell.
    public func sayFarewell(to surface: Surface, at frame: FramePosition) {
        for message in surface.scheduler.farewell() + surface.mapping.farewell {
            deliver(message, to: surface, at: frame)
        }
    }

    /// A message from a device that acts at an engine frame.
    ///
    /// - Returns: the control events that it made; none for a message that the mapping does not know.
    @discardableResult
    public func handle(_ message: Message, from surface: Surface, at frame: FramePosition) -> [ControlEvent] {
        let time = nanoseconds(frame)
        guard isClear(surface, message, at: time) else { return [] }
        tell(surface.flood.count(at: time), of: surface, at: time)
        if takeAnswer(message, from: surface, at: frame) { return [] }
        if let learner = surface.learner {
            learner(message, time)
            return []
        }
        if !surface.decoder.listens(to: message) { surface.strayMessages += 1 }
        let events = surface.decoder.decode(message, at: time)
        for event in events {
            for admitted in surface.flood.admit(event) { handle(admitted, on: surface, at: frame) }
        }
        updateDeadline(of: surface, after: events)
        return events
    }

    /// Whether the message is not our own output that comes back.
    private func isClear(_ surface: Surface, _ message: Message, at time: Int64) -> Bool {
        let before = surface.loopGuard.verdict
        let verdict = surface.loopGuard.received(message.bytes, at: time)
        if verdict != before, verdict == .looped {
            say(
                "\(surface.name): its output is wired to its input; it is not listened to until it is connected anew"
            )
        }
        return verdict == .clear
    }

    /// A device that sends more than hands can make is thinned, never left unheard; afterwards everything is sent to it anew.
    func tell(_ change: FloodValve.Change?, of surface: Surface, at time: Int64) {
        switch change {
        case .began:
            say(
                "\(surface.name): more messages than hands can make; of each control's values only the newest counts, touches "
                    + "and buttons are all heard")
        case .ended(let thinned):
            surface.scheduler.resync(at: time)
            say("\(surface.name): the flood is over; \(thinned) values were passed over, and its state was sent anew")
        case nil: break
        }
    }

    /// Controls whose mapping names no time-out of a movement have the session's.
    func adoptTimeOut(on surface: Surface) {
        let timeOut = Int64(document.settings.motionTimeoutMilliseconds) * 1_000_000
        for control in surface.controls.indices { surface.controls[control].touch.timeOut = timeOut }
    }

    func handle(_ event: ControlEvent, on surface: Surface, at frame: FramePosition) {
        guard surface.scheduler.receive(event) == .hand else {
            // The motor says where it was driven to: no hand, unless a touch behind it shows that one has stopped it.
            surface.controls[event.control].suspect = event
            return
        }
        useLatches(for: event, on: surface)
        switch event.change {
        case .moved(let travel, _, let isJitter):
            moved(event, to: travel, isJitter: isJitter, on: surface, at: frame)
        case .turned(let ticks): turned(event, by: ticks, on: surface, at: frame)
        case .pressed: pressed(event, on: surface, at: frame)
        case .released: released(event, on: surface, at: frame)
        case .touched, .untouched:
            let edges = surface.controls[event.control].touch.handle(event.change, at: event.time)
            follow(edges, of: event.control, on: surface, at: frame)
            let suspect = surface.controls[event.control].suspect
            surface.controls[event.control].suspect = nil
            guard event.change == .touched, var suspect, event.time - suspect.time <= Desk.joining else { return }
            suspect.time = event.time
            handle(suspect, on: surface, at: frame)
        }
    }

    /// A touch that comes so soon behind the first value of a gesture belongs to it, in ns.
    private static let joining: Int64 = 5_000_000

    // MARK: Faders and knobs

    private func moved(
        _ event: ControlEvent, to travel: Double, isJitter: Bool, on surface: Surface, at frame: FramePosition
    ) {
        let control = event.control
        let motor = surface.scheduler.motorState(of: control, at: event.time)
        let previous = surface.positions.move(event.name, to: travel, at: event.time)
        // The last of a fader, while the finger leaves it, is no hand's doing.
        guard surface.controls[control].touch.isHand(event.change, at: event.time) else { return }
        guard let (assignment, index) = followed(by: control, on: surface) else {
            // Nothing there to move; a touch on what was there before still lives on.
            for assignment in surface.assignments(for: event.name) {
                for case .follow(let target) in assignment.actions { tell(target, on: surface) }
            }
            follow(
                surface.controls[control].touch.handle(event.change, at: event.time), of: control, on: surface,
                at: frame)
            return
        }
        let grip = surface.controls[control].grip
        guard grip == nil || grip == index else {
            tellHeld(control, index, on: surface)
            follow(
                surface.controls[control].touch.handle(event.change, at: event.time), of: control, on: surface,
                at: frame)
            return
        }
        let spec = automation.spec(of: index)
        let target = assignment.travel(position: shownPosition(of: index), of: spec)
        surface.controls[control].takeover.mode = surface.takesOver ? assignment.takeover : .jump
        let admission = surface.controls[control].takeover.admit(
            travel, from: previous, target: target,
            touch: grip == index ? surface.controls[control].touch.touchedSince : nil, motor: motor,
            isSensed: surface.controls[control].touch.isSensed)
        guard case .admitted(let admitted) = admission else {
            if case .waiting(let direction, _) = admission {
                tellWaiting(control, index, direction, on: surface, at: frame)
                surface.controls[control].waiting = ControlState.Waiting(
                    parameter: index, direction: direction,
                    standing: assignment.position(travel: travel, of: spec), since: frame)
            }
            return
        }
        surface.controls[control].waiting = nil
        let edges = surface.controls[control].touch.handle(event.change, at: event.time)
        if isJitter, !surface.controls[control].touch.isTouched { return }
        follow(edges, of: control, on: surface, at: frame)
        // A hand that was on it before it had caught the value.
        if surface.controls[control].grip == nil, surface.controls[control].touch.isTouched {
            self.grip(control, assignment, index, on: surface, at: frame)
        }
        let position = assignment.position(travel: admitted, of: spec)
        surface.controls[control].takeover.applied(assignment.travel(position: position, of: spec))
        move(index, to: position, by: control, on: surface, at: frame)
    }

    private func turned(_ event: ControlEvent, by ticks: Int, on surface: Surface, at frame: FramePosition) {
        let control = event.control
        guard surface.controls[control].touch.isHand(event.change, at: event.time) else { return }
        let edges = surface.controls[control].touch.handle(event.change, at: event.time)
        for assignment in surface.assignments(for: event.name) where assignment.gesture == .turn {
            for action in assignment.actions {
                guard let target = action.target else {
                    if case .command(let command) = action {
                        say(perform(command, on: surface, at: frame, ticks: ticks))
                    }
                    continue
                }
                guard let index = index(of: target, on: surface) else {
                    tell(target, on: surface)
                    continue
                }
                follow(edges, of: control, on: surface, at: frame)
                if let grip = surface.controls[control].grip, grip != index { continue }
                let spec = automation.spec(of: index)
                let position: Float
                if case .follow = action, spec.isStepped, spec.unit != .onOff {
                    // One tick is one choice, however far a turn would go along a taper.
                    let stepped = stepped(index, by: ticks)
                    position = assignment.position(travel: assignment.travel(position: stepped, of: spec), of: spec)
                } else if case .follow = action {
                    let from = assignment.travel(position: shownPosition(of: index), of: spec)
                    let travel = from + surface.controls[control].spec.travel(ticks: ticks) * assignment.speed
                    position = assignment.position(travel: min(max(travel, 0), 1), of: spec)
                } else if let stepped = self.position(of: action, on: index, ticks: ticks) {
                    position = stepped
                } else {
                    continue
                }
                move(index, to: position, by: control, on: surface, at: frame)
            }
        }
    }

    /// What could not be done is told, once in a row.
    func say(_ complaint: String?) {
        if let complaint, notices.untold.last != complaint { tell(complaint) }
    }

    /// Tells the user.
    func tell(_ text: String) { notices.add(text, at: now) }

    /// The time of an engine frame on the surfaces' scale.
    func nanoseconds(_ frame: FramePosition) -> Int64 { frame * 1_000_000_000 / Int64(sampleRate) }

    /// The first engine frame that is not before a time: where a time-out is over.
    func firstFrame(nanoseconds: Int64) -> FramePosition {
        (nanoseconds * Int64(sampleRate) + 999_999_999) / 1_000_000_000
    }

    /// The engine frame nearest to a time.
    public func frame(nanoseconds: Int64) -> FramePosition {
        (nanoseconds * Int64(sampleRate) + 500_000_000) / 1_000_000_000
    }
}
