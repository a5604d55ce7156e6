import ControlSurfaces
import Mapping
import MixModel
import SessionStore
public import Units

/// Devices whose hands are not known any more.
extension SurfaceSession {
    /// Where a device's controls stand, 0…1, as far as known.
    public func travels(of surface: Surface) -> [String: Double] {
        surface.positions.travels(at: clock.nanoseconds(around.now()))
    }

    /// Messages of a device were lost on their way, nobody knows which: its hands let go at this frame, held buttons count as
    /// released, and it is sent everything again.
    ///
    /// What the mix plays stays as it is; a hand that is still on a control takes it again with its next message.
    public func lostInput(of surface: Surface, at frame: FramePosition) {
        letGoOfEverything(surface, at: frame)
        surface.input.decoder = SurfaceDecoder(controls: surface.mapping.controls)
        for control in surface.controls.indices { surface.controls[control].gestures = ButtonGestures() }
        surface.hands.held = []
        surface.hands.latches = [:]
        lend(from: surface)
        surface.positions.reconnect()
        surface.rearm()
        // A motor that is believed to be under a hand would never be sent anything again.
        surface.output.scheduler.disconnect()
        surface.output.scheduler.resync(at: clock.nanoseconds(frame))
        show(on: surface, at: frame)
        updateDeadline(of: surface)
    }

    /// The hands of a device let go of what they hold, and what is on only while a button is held is off.
    func letGoOfEverything(_ surface: Surface, at frame: FramePosition) {
        for control in surface.controls.indices {
            _ = surface.controls[control].touch.disconnect(at: clock.nanoseconds(frame))
            endMomentary(control, on: surface, at: frame)
            letGo(control, on: surface, at: frame)
        }
        endHeldLayers(on: surface) { $0 / Surface.controlLimit == surface.identifier }
        if !surface.hands.suspending.isEmpty {
            surface.hands.suspending = []
            want(.unlink, of: surface, at: frame)
        }
        guard !surface.hands.trying.isEmpty else { return }
        surface.hands.trying = []
        _ = around.carryOut(.suspendPreview(.off), surface, frame)
    }
}
