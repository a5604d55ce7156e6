internal import Engine
internal import Glibc
internal import Synchronization

/// Loss of the device: it is given to the door, which opens another.
///
/// - Thread: audio.
extension PeriodLoop {
    func lose(_ device: Unmanaged<PCMDevice>, _ code: Int32) {
        let period = device._withUnsafeGuaranteedRef { $0.agreement.period }
        let longer = code == EPIPE ? Endurance.longer(than: period) : nil
        self.device = nil
        if code == EPIPE, settings.lengthens, let longer {
            report(.lengthened(from: period, to: longer))
            door.discard(device, retryingWith: longer)
            return
        }
        if code == EPIPE, !toldTooShort {
            toldTooShort = true
            report(.tooShort(period: period, proposed: longer ?? 0))
        }
        counters.losses.add(1, ordering: .relaxed)
        report(.lost(engineFrame: engine.enginePosition, code: code))
        door.discard(device)
    }
}
