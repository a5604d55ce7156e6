import ControlSurfaces
import Mapping
import MixModel
import Units

extension SurfaceSession {
    /// Commands that are about devices, not about the mix.
    ///
    /// - Parameter surface: that the command came from; `nil`: it is meant for each, but for those that are one surface once.
    func perform(_ command: Command, on surface: Surface?, at frame: FramePosition, ticks: Int) {
        for surface in surface.map({ [$0] }) ?? leaders { perform(command, of: surface, at: frame, ticks: ticks) }
    }

    /// Devices that are one wide surface do it together.
    private func perform(_ command: Command, of surface: Surface, at frame: FramePosition, ticks: Int) {
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
        case .resync: surface.output.scheduler.resync(at: clock.nanoseconds(frame))
        case .motors(let switching):
            let isOn = switching.outcome(surface.output.areMotorsOn)
            for member in companions(of: surface) {
                member.output.areMotorsOn = isOn
                member.output.scheduler.setMotors(on: isOn, at: clock.nanoseconds(frame))
            }
        case .takeover(let switching):
            let isOn = switching.outcome(surface.hands.takesOver)
            companions(of: surface).forEach { $0.hands.takesOver = isOn }
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
        around.addresses().bankNodes.count - (row.first?.view.passed.count ?? 0)
    }

    /// Where a node is among those that banks move over, from 0.
    private func place(of node: Node, for row: [Surface]) -> Int? {
        let passed = row.first?.view.passed ?? []
        return around.addresses().bankNodes.filter { !passed.contains($0) }.firstIndex(of: node)
    }

    /// Something was selected: its bank is shown, where the mapping says so.
    func showSelection(on surface: Surface, at frame: FramePosition) {
        let row = companions(of: surface, sharing: .bank)
        guard let place = place(of: around.addresses().selected, for: row), let start = row.first?.bank else {
            return
        }
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
