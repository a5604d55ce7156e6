/// What a rescan finds: ports that have gone and ports that are new.
///
/// A port under its old number is not proof that nothing has happened: a device that was unplugged and plugged in again while
/// nobody listened has the same number, and no wire to us. What should be connected and is not has gone, and is new.
struct PortChanges: Equatable {
    /// A port that we know.
    struct Known {
        var address: SequencerPort.Address
        var description: PortDescription
        /// We have connected it.
        var isConnected: Bool
        /// The kernel has all its wires to us and from us.
        var isWired: Bool
    }

    private(set) var gone: [SequencerPort.Address] = []
    private(set) var new: [SequencerPort.Address] = []

    /// - Parameters:
    ///   - known: the ports that we know, in their order.
    ///   - present: those that the kernel has now, in its order.
    init(known: [Known], present: [(address: SequencerPort.Address, description: PortDescription)]) {
        for port in known {
            let now = present.first { $0.address == port.address }
            let isSame = now.map { $0.description == port.description } ?? false
            if !isSame || (port.isConnected && !port.isWired) { gone.append(port.address) }
        }
        new = present.map(\.address).filter { address in
            gone.contains(address) || !known.contains { $0.address == address }
        }
    }
}
