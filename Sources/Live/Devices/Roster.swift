import Desk
import MIDI

/// Devices that are or were there, so that what belongs to one comes back with it, and not with its twin.
///
/// A device is known again by its serial number where no other bears the same, and by the socket that it is plugged into.
struct Roster {
    private struct Entry {
        var identity: PortIdentity
        var mapping: String
        var name: String
        /// What was taken along when it was unplugged; `nil`: it is there.
        var place: SurfacePlace?
        var isHere = true
    }

    private var entries: [Entry] = []

    /// A device has come.
    ///
    /// - Parameters:
    ///   - mapping: id of its mapping.
    ///   - title: its name, if it was never there before and no other has it.
    /// - Returns: its name among the connected ones, and what belongs to it.
    mutating func arrive(_ identity: PortIdentity, mapping: String, title: String) -> (
        name: String, place: SurfacePlace?
    ) {
        if let index = known(identity, mapping: mapping) {
            defer {
                entries[index].identity = identity
                entries[index].isHere = true
                entries[index].place = nil
            }
            return (entries[index].name, entries[index].place)
        }
        let name = Roster.name(title, besides: Set(entries.map(\.name)))
        entries.append(Entry(identity: identity, mapping: mapping, name: name))
        return (name, nil)
    }

    /// A title, or with a number after it, that no other device has.
    static func name(_ title: String, besides taken: Set<String>) -> String {
        (1...).lazy.map { $0 == 1 ? title : "\(title) \($0)" }.first { !taken.contains($0) } ?? title
    }

    /// A device has gone.
    mutating func leave(_ name: String, with place: SurfacePlace) {
        guard let index = entries.firstIndex(where: { $0.name == name && $0.isHere }) else { return }
        entries[index].place = place
        entries[index].isHere = false
    }

    /// The absent device that this one is.
    private func known(_ identity: PortIdentity, mapping: String) -> Int? {
        let absent = entries.indices.filter { index in
            let entry = entries[index]
            return !entry.isHere && entry.mapping == mapping && entry.identity.client == identity.client
                && entry.identity.index == identity.index && entry.identity.usb == identity.usb
                && entry.identity.serial == identity.serial
        }
        // In its old socket: certainly, also where makers give all their devices one serial number.
        if let same = absent.first(where: { entries[$0].identity.path == identity.path }) { return same }
        // In another socket: if it can be no other.
        let present = entries.contains {
            $0.isHere && $0.identity.client == identity.client && $0.identity.serial == identity.serial
                && $0.identity.path == identity.path && $0.identity.index == identity.index
        }
        return absent.count == 1 && !present ? absent.first : nil
    }
}
