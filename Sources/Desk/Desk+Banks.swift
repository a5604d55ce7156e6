import ControlSurfaces
import Mapping
import MixModel
import Units

extension Desk {
    /// Commands that are about a device, not about the mix. Devices that are one wide surface do them together.
    func performOnSurface(_ command: Command, _ surface: Surface, at frame: FramePosition, ticks: Int) {
        let row = companions(of: surface, sharing: .bank)
        let width = max(1, width(of: row))
        let start = row.first?.bank ?? 0
        switch command {
        case .bankBy(let banks): moveBank(of: row, to: start + banks * ticks * width)
        case .bankByStrips(let strips):
            moveBank(of: row, to: min(start + strips * ticks, max(0, nodeCount(for: row) - width)))
        case .bankTo(let reference):
            guard let place = node(reference, on: surface).flatMap({ place(of: $0, for: row) }) else { return }
            moveBank(of: row, to: place)
        case .pin(let slot, let switching): pin(slot, switching, on: surface)
        case .layer(let name): companions(of: surface, sharing: .layer).forEach { $0.choose(layer: name) }
        case .resync: surface.scheduler.resync(at: nanoseconds(frame))
        case .motors(let switching):
            let isOn = switching.outcome(surface.motorsOn)
            for member in companions(of: surface) {
                member.motorsOn = isOn
                member.scheduler.setMotors(on: isOn, at: nanoseconds(frame))
            }
        case .takeover(let switching):
            let isOn = switching.outcome(surface.takesOver)
            companions(of: surface).forEach { $0.takesOver = isOn }
        case .placeBy(let steps): move(surface, by: steps * ticks)
        default: return
        }
        for member in companions(of: surface) { show(on: member, at: frame) }
    }

    /// A bank begins with a node that exists; beyond the last one the bank stays where it is.
    private func moveBank(of row: [Surface], to place: Int) {
        let count = nodeCount(for: row)
        var target = max(0, place)
        guard target < count else { return }
        if row.contains(where: { $0.mapping.banks.last == .full }) {
            target = min(target, max(0, count - width(of: row)))
        }
        guard target != row.first?.bank else { return }
        layOut(row, from: target)
    }

    /// Nodes that banks move over: not those that slots keep.
    private func nodeCount(for row: [Surface]) -> Int {
        addresses.bankNodes.count - (row.first?.passed.count ?? 0)
    }

    /// Where a node is among those that banks move over, from 0.
    private func place(of node: Node, for row: [Surface]) -> Int? {
        let passed = row.first?.passed ?? []
        return addresses.bankNodes.filter { !passed.contains($0) }.firstIndex(of: node)
    }

    /// Something was selected: its bank is shown, where the mapping says so.
    func showSelection(on surface: Surface, at frame: FramePosition) {
        let row = companions(of: surface, sharing: .bank)
        guard let place = place(of: selected, for: row), let start = row.first?.bank else { return }
        let width = max(1, width(of: row))
        switch surface.mapping.banks.selected {
        case .stay: return
        case .show:
            guard !(start..<(start + width)).contains(place) else { return }
            moveBank(of: row, to: place / width * width)
        case .first: moveBank(of: row, to: place)
        }
        for member in row { show(on: member, at: frame) }
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
