public import ControlSurfaces
public import MIDI
public import Units

/// What devices send becomes what hands do.
extension SurfaceSession {
    /// A message from a device that acts at an engine frame.
    ///
    /// - Returns: the control events that it made; none for a message that the mapping does not know.
    @discardableResult
    public func handle(_ message: Message, from surface: Surface, at frame: FramePosition) -> [ControlEvent] {
        let time = clock.nanoseconds(frame)
        guard isClear(surface, message, at: time) else { return [] }
        tell(surface.input.flood.count(at: time), of: surface, at: time)
        if takeAnswer(message, from: surface, at: frame) { return [] }
        if let learner = surface.input.learner {
            learner(message, time)
            return []
        }
        let events = surface.input.decoder.decode(message, at: time)
        for event in events {
            for admitted in surface.input.flood.admit(event) { handle(admitted, on: surface, at: frame) }
        }
        updateDeadline(of: surface, after: events)
        return events
    }

    /// Whether the message is not our own output that comes back.
    private func isClear(_ surface: Surface, _ message: Message, at time: Int64) -> Bool {
        let before = surface.input.loopGuard.verdict
        let verdict = surface.input.loopGuard.received(message.bytes, at: time)
        if verdict != before, verdict == .looped { tellLooped(surface) }
        return verdict == .clear
    }

    /// The device has sent back what only a wire sends back: it is not listened to until it is connected anew.
    public func foundEcho(on surface: Surface) {
        guard surface.input.loopGuard.verdict != .looped else { return }
        surface.input.loopGuard.prove()
        tellLooped(surface)
    }

    private func tellLooped(_ surface: Surface) {
        say("\(surface.name): its output is wired to its input; it is not listened to until it is connected anew")
    }

    /// A device that sends more than hands can make is thinned, never left unheard; afterwards everything is sent to it anew.
    func tell(_ change: FloodValve.Change?, of surface: Surface, at time: Int64) {
        switch change {
        case .began:
            say(
                "\(surface.name): more messages than hands can make; of each control's values only the newest counts, touches "
                    + "and buttons are all heard")
        case .ended(let thinned):
            surface.output.scheduler.resync(at: time)
            say("\(surface.name): the flood is over; \(thinned) values were passed over, and its state was sent anew")
        case nil: break
        }
    }

    func handle(_ event: ControlEvent, on surface: Surface, at frame: FramePosition) {
        guard surface.output.scheduler.receive(event) == .hand else {
            // The motor says where it was driven to: no hand, unless a touch after it shows that one has stopped it.
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
            followTouch(event, on: surface, at: frame)
            let suspect = surface.controls[event.control].suspect
            surface.controls[event.control].suspect = nil
            guard event.change == .touched, var suspect, event.time - suspect.time <= SurfaceSession.joining else {
                return
            }
            suspect.time = event.time
            handle(suspect, on: surface, at: frame)
        }
    }

    /// A touch that comes so soon after the first value of a gesture belongs to it, in ns.
    private static let joining: Int64 = 5_000_000
}
