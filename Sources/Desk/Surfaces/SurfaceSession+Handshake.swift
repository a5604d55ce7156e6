import ControlSurfaces
import MIDI
import Mapping
import Units

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
        guard case .systemExclusive(let bytes) = message, let handshake = surface.mapping.handshake,
            handshake.answer.number(in: bytes) != nil
        else { return false }
        if let asking = surface.output.asking, asking.tries > Asking.patience { say("\(surface.name) answers now") }
        surface.output.asking = nil
        for message in surface.mapping.setup { deliver(message, to: surface, at: frame) }
        surface.output.scheduler.resync(at: clock.nanoseconds(frame))
        show(on: surface, at: frame)
        updateDeadline(of: surface)
        return true
    }
}
