import ControlSurfaces
import MIDI
import Mapping
import Units

extension SurfaceSession {
    /// Works out what every control of a device has to show, and sends what the device can take now.
    func show(on surface: Surface, at frame: FramePosition) {
        let time = clock.nanoseconds(frame)
        surface.output.shownAt = frame
        guard !surface.isLearnt else { return }
        if let resync = surface.output.resyncAt, frame >= resync {
            surface.output.resyncAt = nil
            surface.output.scheduler.resync(at: time)
        }
        let feedback = SurfaceFeedback(
            around.state(frame), surface, meters: surface.book.showsMeters ? around.meters(frame) : nil)
        for (index, control) in surface.controls.enumerated() where !control.spec.outputs.isEmpty {
            guard let value = feedback.value(shownBy: index) else { continue }
            surface.output.scheduler.set(value, of: index, at: time)
        }
        sendWaiting(to: surface, at: frame)
    }

    /// Sends what has waited for the device to take it.
    func sendWaiting(to surface: Surface, at frame: FramePosition) {
        let time = clock.nanoseconds(frame)
        guard let due = surface.output.scheduler.deadline, due <= time else { return }
        for message in surface.output.scheduler.drain(at: time) { deliver(message, to: surface, at: frame) }
        for (control, travel) in surface.output.scheduler.lastDriven {
            surface.positions.drive(surface.controls[control].spec.name, to: travel, at: time)
        }
    }

    /// Sends one message. What a device did not take is made good by sending everything again, a little later.
    func deliver(_ message: [UInt8], to surface: Surface, at frame: FramePosition) {
        do {
            try surface.link.port.send(message)
            surface.input.loopGuard.sent(message, at: clock.nanoseconds(frame))
            surface.output.sent?.append((frame, message))
        } catch {
            surface.output.resyncAt = surface.output.resyncAt ?? frame + clock.frames(milliseconds: 200)
            say("\(surface.name): \(error)")
        }
    }
}
