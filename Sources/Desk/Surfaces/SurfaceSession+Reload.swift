import ControlSurfaces
public import Mapping
public import Units

extension SurfaceSession {
    /// A device's mapping was changed while it is in use: values, touches and what controls have caught stay. Hands on controls that
    /// are gone, or stand elsewhere in the file now, let go first.
    public func reload(_ mapping: DeviceMapping, on surface: Surface, at frame: FramePosition) {
        let old = surface.mapping
        let time = clock.nanoseconds(frame)
        for (index, control) in surface.controls.enumerated() {
            let stays =
                mapping.controls.indices.contains(index) && control.spec.isSameHand(as: mapping.controls[index])
            guard !stays else { continue }
            _ = surface.controls[index].touch.disconnect(at: time)
            endMomentary(index, on: surface, at: frame)
            letGo(index, on: surface, at: frame)
            endHeldLayers(on: surface) { $0 == surface.hand(index) }
        }
        surface.adopt(mapping)
        // It may have got another word to join, another place, or another number of slots.
        left(surface, joining: old.joins, at: frame)
        joined(surface, at: frame)
        adoptTimeOut(on: surface)
        if mapping.setup != old.setup {
            for message in mapping.setup { deliver(message, to: surface, at: frame) }
            surface.output.scheduler.resync(at: time)
        }
        show(on: surface, at: frame)
        updateDeadline(of: surface)
    }
}
