import ControlSurfaces
import MIDI
import Mapping
import Units

/// The answers of a device to its keep-alives.
struct Pulse {
    /// Engine frame of the last one.
    var last: FramePosition
    var isMissing = false
}

/// A device that is asked until it answers.
struct Asking {
    /// Engine frame of the next question.
    var next: FramePosition
    var tries = 0
    /// Questions without an answer after which the user is told.
    static let patience = 3
}

extension SurfaceSession {
    /// Asks a device that has just come.
    func beginHandshake(with surface: Surface, at frame: FramePosition) {
        surface.output.asking = surface.mapping.handshake == nil ? nil : Asking(next: frame)
        ask(surface, at: frame)
    }

    /// Asks again, if it is time to.
    func ask(_ surface: Surface, at frame: FramePosition) {
        guard let asking = surface.output.asking, asking.next <= frame, let handshake = surface.mapping.handshake
        else {
            return
        }
        if asking.tries == Asking.patience {
            say(
                "\(surface.name) does not answer: is it in the mode that its mapping is for? It is asked again all the time"
            )
        }
        surface.output.asking?.tries += 1
        surface.output.asking?.next = frame + clock.frames(milliseconds: handshake.milliseconds)
        deliver(handshake.question, to: surface, at: frame)
    }

    /// Takes the answer, asked for or not: a device that was switched off and on says so in this way.
    ///
    /// - Returns: whether the message is one.
    func takeAnswer(_ message: Message, from surface: Surface, at frame: FramePosition) -> Bool {
        if takePulse(message, from: surface, at: frame) { return true }
        guard case .systemExclusive(let bytes) = message, let handshake = surface.mapping.handshake else {
            return false
        }
        if let reply = handshake.challenge?.reply(to: bytes) {
            deliver(reply, to: surface, at: frame)
            return true
        }
        guard handshake.answer.number(in: bytes) != nil else { return false }
        if let asking = surface.output.asking, asking.tries > Asking.patience { say("\(surface.name) answers now") }
        surface.output.asking = nil
        setUpAnew(surface, at: frame)
        return true
    }

    /// The device has forgotten what it was told.
    private func setUpAnew(_ surface: Surface, at frame: FramePosition) {
        for message in surface.mapping.setup { deliver(message, to: surface, at: frame) }
        surface.output.scheduler.resync(at: clock.nanoseconds(frame))
        show(on: surface, at: frame)
        updateDeadline(of: surface)
    }

    // MARK: Whether it is still there

    /// Takes the answer to a keep-alive.
    ///
    /// - Returns: whether the message is one.
    private func takePulse(_ message: Message, from surface: Surface, at frame: FramePosition) -> Bool {
        guard let answer = surface.mapping.keepAlive?.answer, message.bytes == answer else { return false }
        let wasMissing = surface.output.pulse?.isMissing == true
        surface.output.pulse = Pulse(last: frame)
        if wasMissing {
            say("\(surface.name) answers now")
            setUpAnew(surface, at: frame)
        }
        return true
    }

    /// A device that has answered, and does so no more: its hands let go, for nobody will hear them do.
    func missPulse(of surface: Surface, at frame: FramePosition) {
        guard let keepAlive = surface.mapping.keepAlive, let pulse = surface.output.pulse, !pulse.isMissing,
            clock.nanoseconds(frame - pulse.last) > KeepAlive.patience * keepAlive.interval
        else { return }
        surface.output.pulse?.isMissing = true
        say("\(surface.name) does not answer any more: is it switched off?")
        lostInput(of: surface, at: frame)
    }
}
