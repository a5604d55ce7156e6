import MixModel
import Units

/// Who feeds, moves and follows whom: what is wrong, and how a document put together from parts is mended.
extension Mix {
    /// Why a bus cannot be fed by a strip (`from` = 0) or by bus `from`; `nil` if it can.
    func feedFault(_ bus: Int, from: Int) -> String? {
        if bus > from, bus <= buses.count { return nil }
        guard from > 0 else { return "feeds bus \(bus), but the mix has \(inventory)" }
        return "bus \(from) feeds bus \(bus); it can feed a later bus (up to \(buses.count)) or the master"
    }

    func sendFault(_ bus: Int, from: Int) -> String? {
        if bus > from, bus <= buses.count { return nil }
        guard from > 0 else { return "sends to bus \(bus), but the mix has \(inventory)" }
        return "bus \(from) sends to bus \(bus); a bus sends to later buses only (up to \(buses.count))"
    }

    /// `from`: 0 for a strip or a bus, else the number of the VCA.
    func memberFault(_ vca: Int, from: Int) -> String? {
        if vca > from, vca <= vcas.count { return nil }
        guard from > 0 else { return "is a member of VCA \(vca), but the mix has \(vcaCount)" }
        return "VCA \(from) is a member of VCA \(vca); it can be a member of later ones only (up to \(vcas.count))"
    }

    private var vcaCount: String { "\(vcas.count) VCA\(vcas.count == 1 ? "" : "s")" }

    private func linkFaults(_ output: Int?, _ sends: [Int?], _ members: [Int], from: Int) -> [String] {
        var faults = output.flatMap { feedFault($0, from: from) }.map { [$0] } ?? []
        if sends.count > Role.sendCount { faults.append("has \(sends.count) sends; it takes \(Role.sendCount)") }
        faults += sends.compactMap { $0 }.compactMap { sendFault($0, from: from) }
        return faults + members.compactMap { memberFault($0, from: 0) }
    }

    func linkFaults(_ strip: Strip) -> [String] { linkFaults(strip.output, strip.sends, strip.vcas, from: 0) }

    func linkFaults(_ bus: Bus, _ number: Int) -> [String] {
        linkFaults(bus.output, bus.sends, bus.vcas, from: number)
    }

    func linkFaults(_ vca: VCA, _ number: Int) -> [String] { vca.vcas.compactMap { memberFault($0, from: number) } }

    func linkFaults(_ group: Group) -> [String] {
        group.members.compactMap(memberFault) + group.roles.compactMap(linkFault)
    }

    /// Why a node cannot be a member of a group.
    func memberFault(_ node: Node) -> String? {
        if node == .monitor {
            return "the monitors cannot be in a group; it takes strips, buses, VCAs and the master"
        }
        return contains(node) ? nil : "has \(node.address) as a member; the mix has \(inventory)"
    }

    /// Why a role cannot be linked.
    func linkFault(_ role: Role) -> String? {
        role.nodes == .monitor ? "\(role.spec.path) belongs to the monitors, which cannot be in a group" : nil
    }

    /// Lets go of what a strip, a bus, a VCA or a group cannot be connected to; the rest of it stays.
    mutating func unlink(_ key: RowKey) {
        switch key {
        case .strip(let number):
            let strip = strips[number - 1]
            strips[number - 1].output = strip.output.flatMap { feedFault($0, from: 0) == nil ? $0 : nil }
            strips[number - 1].sends = fitting(strip.sends, from: 0)
            strips[number - 1].vcas = strip.vcas.filter { memberFault($0, from: 0) == nil }
        case .bus(let number):
            let bus = buses[number - 1]
            buses[number - 1].output = bus.output.flatMap { feedFault($0, from: number) == nil ? $0 : nil }
            buses[number - 1].sends = fitting(bus.sends, from: number)
            buses[number - 1].vcas = bus.vcas.filter { memberFault($0, from: 0) == nil }
        case .vca(let number):
            let stays = vcas[number - 1].vcas.filter { memberFault($0, from: number) == nil }
            vcas[number - 1].vcas = stays
        case .linkgroup(let number):
            let group = groups[number - 1]
            groups[number - 1].members = group.members.filter { memberFault($0) == nil }
            groups[number - 1].roles = group.roles.filter { linkFault($0) == nil }
        default: break
        }
    }

    /// The sends in their places, without those that cannot be.
    private func fitting(_ sends: [Int?], from: Int) -> [Int?] {
        sends.prefix(Role.sendCount).map { bus in bus.flatMap { sendFault($0, from: from) == nil ? $0 : nil } }
    }
}
