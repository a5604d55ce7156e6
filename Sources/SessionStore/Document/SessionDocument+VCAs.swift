import Automation
public import MixModel
import Units

extension SessionDocument {
    /// Takes a strip, a bus or a VCA out of a VCA, and works into its fader what the VCA did to it: what sounds stays.
    ///
    /// VCAs that moved it through this one are worked in as well. What the VCA's own trim and lane say is in it, over the whole song.
    ///
    /// - Returns: whether the fader met the end of its range, where the sound is another one.
    /// - Throws: ``AddressFault`` if the node is no member, or its fader does not look at lanes and would need one.
    public mutating func leave(_ vca: Int, _ node: Node) throws(AddressFault) -> Bool {
        let before = mix.vcas(over: node)
        guard mix.removeMember(node, of: vca) else {
            throw AddressFault("\(mix.name(of: node)) is not a member of \(mix.name(of: .vca(vca)))")
        }
        let gone = before.subtracting(mix.vcas(over: node)).sorted()
        let faders = gone.map { ParameterID(.vca($0), .fader) }
        let id = ParameterID(node, .fader)
        var (lane, rest, isClamped) = (heard(id), mix[id], false)
        for other in faders.flatMap({ [$0, $0.trim].compactMap { $0 } }) {
            let curve = heard(other)
            let sum = Lane.sum(lane, rest: rest, curve, rest: mix[other], limit: .greatestFiniteMagnitude)
            if !(lane.isEmpty && curve.isEmpty) { lane = sum.lane }
            rest = Scale.sum(rest, mix[other], limit: .greatestFiniteMagnitude)
        }
        guard lane.isEmpty || mode(of: id) != .off else {
            throw AddressFault(
                "the fader of \(mix.name(of: node)) is off and plays no lane, but what its VCA did moves",
                help: "set its mode to read first")
        }
        let limit = id.role.spec.highest
        mix[id] = min(rest, limit)
        if rest > limit, lane.isEmpty { isClamped = true }
        guard !lane.isEmpty else { return isClamped }
        // At the end of the range, where the sum would be higher.
        let held = Lane.sum(lane, rest: rest, Lane(), rest: 0, limit: limit)
        lanes[id] = held.lane
        return isClamped || held.isClamped
    }

    /// The lane that is played: none in off.
    private func heard(_ id: ParameterID) -> Lane { mode(of: id) == .off ? Lane() : lanes[id] ?? Lane() }
}

extension Mix {
    /// Numbers of the VCAs that move a node, directly or through others.
    func vcas(over node: Node) -> Set<Int> {
        var found: Set<Int> = []
        var open = members(node)
        while let next = open.popLast() {
            guard vcas.indices.contains(next - 1), found.insert(next).inserted else { continue }
            open += vcas[next - 1].vcas
        }
        return found
    }

    private func members(_ node: Node) -> [Int] {
        switch node {
        case .strip(let number): strips.indices.contains(number - 1) ? strips[number - 1].vcas : []
        case .bus(let number): buses.indices.contains(number - 1) ? buses[number - 1].vcas : []
        case .vca(let number): vcas.indices.contains(number - 1) ? vcas[number - 1].vcas : []
        case .master, .monitor: []
        }
    }

    /// - Returns: whether it was a member.
    mutating func removeMember(_ node: Node, of vca: Int) -> Bool {
        guard members(node).contains(vca) else { return false }
        switch node {
        case .strip(let number): strips[number - 1].vcas.removeAll { $0 == vca }
        case .bus(let number): buses[number - 1].vcas.removeAll { $0 == vca }
        case .vca(let number): vcas[number - 1].vcas.removeAll { $0 == vca }
        case .master, .monitor: return false
        }
        return true
    }
}
