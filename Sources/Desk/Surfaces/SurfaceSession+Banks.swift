import ControlSurfaces
import Mapping
import MixModel
import Units

extension SurfaceSession {
    /// Carries out a command about devices, and shows what has become of it.
    ///
    /// - Parameter surface: the one that the command came from; `nil`: it is meant for all, each wide surface once.
    ///
    /// - Parameter surface: that the command came from; `nil`: it is meant for each, but for those that are one surface once.
    func perform(from surface: Surface?, at frame: FramePosition, _ deed: (Surface) -> Void) {
        for surface in surface.map({ [$0] }) ?? leaders {
            deed(surface)
            for member in companions(of: surface) { show(on: member, at: frame) }
        }
    }

    /// A command with a part that varies. Devices that are one wide surface do it together.
    func perform(_ command: Command, on surface: Surface, ticks: Int) {
        switch command {
        case .bankByStrips(let strips):
            let row = companions(of: surface, sharing: .bank)
            let last = max(0, nodeCount(for: row) - max(1, width(of: row)))
            moveBank(of: row, to: min((row.first?.bank ?? 0) + strips * ticks, last))
        case .bankTo(let reference):
            let row = companions(of: surface, sharing: .bank)
            guard let place = node(reference, on: surface).flatMap({ place(of: $0, for: row) }) else { return }
            moveBank(of: row, to: place)
        case .pin(let slot, let switching): pin(slot, switching, on: surface)
        case .layer(let name): companions(of: surface, sharing: .layer).forEach { $0.choose(layer: name) }
        default: return
        }
    }

    /// So many banks on or, negative, back.
    func moveBank(of surface: Surface, by banks: Int) {
        let row = companions(of: surface, sharing: .bank)
        moveBank(of: row, to: (row.first?.bank ?? 0) + banks * max(1, width(of: row)))
    }

    func resync(_ surface: Surface, at frame: FramePosition) {
        surface.output.scheduler.resync(at: clock.nanoseconds(frame))
    }

    func switchMotors(of surface: Surface, _ switching: Switching, at frame: FramePosition) {
        let isOn = switching.outcome(surface.output.areMotorsOn)
        for member in companions(of: surface) {
            member.output.areMotorsOn = isOn
            member.output.scheduler.setMotors(on: isOn, at: clock.nanoseconds(frame))
        }
    }

    func switchTakeover(of surface: Surface, _ switching: Switching) {
        let isOn = switching.outcome(surface.hands.takesOver)
        companions(of: surface).forEach { $0.hands.takesOver = isOn }
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
        guard let place = place(of: around.selected(), for: row), let start = row.first?.bank else {
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
