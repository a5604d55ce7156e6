import ALSASequencer
import MIDI
import Page

/// Devices that are plugged in and that no mapping is for. They are not listened to, unless somebody learns from them.
///
/// - Thread: the desk's.
final class UnmappedList: UnmappedDevices {
    private struct Entry {
        var port: any DevicePort
        var name: String
        var hear: ((Message, Int64) -> Void)?
    }

    private var unmapped: [Entry] = []

    var names: [String] { unmapped.map(\.name) }

    func appeared(_ port: any DevicePort) {
        guard port.sends, !unmapped.contains(where: { $0.port === port }) else { return }
        let identity = port.identity
        let title = identity.index == 0 ? identity.client : "\(identity.client) · \(identity.port)"
        unmapped.append(Entry(port: port, name: Roster.name(title, besides: Set(names))))
    }

    func disappeared(_ port: any DevicePort) { unmapped.removeAll { $0.port === port } }

    /// Removes the devices that a mapping is for by now, and returns them.
    func take(where isMeant: (PortIdentity) -> Bool) -> [any DevicePort] {
        let taken = unmapped.filter { isMeant($0.port.identity) }.map(\.port)
        for port in taken { disappeared(port) }
        return taken
    }

    func listen(to name: String, _ hear: ((Message, Int64) -> Void)?) -> Result<PortIdentity, UnmappedFault> {
        guard let index = unmapped.firstIndex(where: { $0.name == name }) else {
            return .failure(UnmappedFault("there is no device `\(name)`"))
        }
        // It stays connected when the lesson is over: nothing it sends is heard then.
        if hear != nil {
            do throws(SequencerError) { try unmapped[index].port.connect() } catch {
                return .failure(UnmappedFault("\(error)"))
            }
        }
        unmapped[index].hear = hear
        return .success(unmapped[index].port.identity)
    }

    func hear(_ message: TimedMessage, from port: any DevicePort) {
        unmapped.first { $0.port === port }?.hear?(message.message, message.nanoseconds)
    }
}
