import ControlSurfaces
import Mapping
import MixModel
import Units

extension Desk {
    /// Commands that are about a device, not about the mix.
    func performOnSurface(_ command: Command, _ surface: Surface, at frame: FramePosition, ticks: Int) {
        switch command {
        case .bankBy(let banks):
            moveBank(of: surface, to: surface.bank + banks * ticks * max(1, surface.slots))
        case .bankByStrips(let strips):
            let last = max(0, addresses.bankNodes.count - max(1, surface.slots))
            moveBank(of: surface, to: min(surface.bank + strips * ticks, last))
        case .bankTo(let reference):
            guard let node = node(reference, on: surface), let place = addresses.bankNodes.firstIndex(of: node) else {
                return
            }
            moveBank(of: surface, to: place)
        case .layer(let name):
            surface.chosenLayer = name
            surface.rearm()
        case .resync: surface.scheduler.resync(at: nanoseconds(frame))
        case .motors(let switching):
            surface.motorsOn = switching.outcome(surface.motorsOn)
            surface.scheduler.setMotors(on: surface.motorsOn, at: nanoseconds(frame))
        case .takeover(let switching): surface.takesOver = switching.outcome(surface.takesOver)
        default: return
        }
        show(on: surface, at: frame)
    }

    /// A bank begins with a node that exists; beyond the last one the bank stays where it is.
    private func moveBank(of surface: Surface, to place: Int) {
        let target = max(0, place)
        guard target < addresses.bankNodes.count, target != surface.bank else { return }
        surface.bank = target
        surface.rearm()
    }
}

extension Switching {
    func outcome(_ present: Bool) -> Bool {
        switch self {
        case .on: true
        case .off: false
        case .toggle: !present
        case .momentary: true
        }
    }
}
