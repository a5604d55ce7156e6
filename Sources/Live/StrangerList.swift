import ALSASequencer
import MIDI
import Page

/// Devices that are plugged in and that no mapping is for. They are not listened to, unless somebody learns from them.
///
/// - Thread: the desk's.
final class StrangerList: Strangers {
    private struct Stranger {
        var port: any DevicePort
        var name: String
        var hear: ((Message, Int64) -> Void)?
    }

    private var strangers: [Stranger] = []

    var names: [String] { strangers.map(\.name) }

    func appeared(_ port: any DevicePort) {
        guard port.sends, !strangers.contains(where: { $0.port === port }) else { return }
        let identity = port.identity
        let title = identity.index == 0 ? identity.client : "\(identity.client) · \(identity.port)"
        let taken = Set(names)
        let name = (1...).lazy.map { $0 == 1 ? title : "\(title) \($0)" }.first { !taken.contains($0) } ?? title
        strangers.append(Stranger(port: port, name: name))
    }

    func disappeared(_ port: any DevicePort) { strangers.removeAll { $0.port === port } }

    /// Those that somebody has a mapping for now: they are strangers no more.
    func take(where isMeant: (PortIdentity) -> Bool) -> [any DevicePort] {
        let taken = strangers.filter { isMeant($0.port.identity) }.map(\.port)
        for port in taken { disappeared(port) }
        return taken
    }

    func listen(to name: String, _ hear: ((Message, Int64) -> Void)?) -> Result<PortIdentity, StrangerFault> {
        guard let index = strangers.firstIndex(where: { $0.name == name }) else {
            return .failure(StrangerFault("there is no device `\(name)`"))
        }
        // It stays connected when the lesson is over: nothing it sends is heard then.
        if hear != nil {
            do throws(SequencerError) { try strangers[index].port.connect() } catch {
                return .failure(StrangerFault("\(error)"))
            }
        }
        strangers[index].hear = hear
        return .success(strangers[index].port.identity)
    }

    func hear(_ message: TimedMessage, from port: any DevicePort) {
        strangers.first { $0.port === port }?.hear?(message.message, message.nanoseconds)
    }
}
