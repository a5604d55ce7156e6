import Automation
import ControlSurfaces
import MIDI
import Mapping
import MixModel
import SessionStore
import Units

extension Desk {
    /// Works out what every control of a device has to show, and sends what the device can take now.
    func show(on surface: Surface, at frame: FramePosition) {
        let time = nanoseconds(frame)
        surface.shownAt = frame
        guard !surface.isLearnt else { return }
        if let resync = surface.resyncAt, frame >= resync {
            surface.resyncAt = nil
            surface.scheduler.resync(at: time)
        }
        let feedback = SurfaceFeedback(
            state(at: frame), surface, meters: surface.showsMeters ? meterFeed.read(self, at: frame) : nil)
        for (index, control) in surface.controls.enumerated() where !control.spec.outputs.isEmpty {
            guard let value = feedback.value(shownBy: index) else { continue }
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
}

extension Desk {
    /// Whether an action's outcome is the present state.
    func holds(_ action: Action) -> Bool { state.holds(action) }
}
