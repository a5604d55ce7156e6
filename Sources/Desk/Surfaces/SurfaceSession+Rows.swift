import Mapping
import MixModel
public import Units

/// Devices that are one surface: those whose mappings join the same word, and the ports of one device. Side by side they share a
/// bank, layers and held buttons; everything else each has for itself.
extension SurfaceSession {
    /// The devices that are one surface with this one, itself among them, from the left.
    ///
    /// - Parameter share: what they must share; `nil`: anything.
    func companions(of surface: Surface, sharing share: Share? = nil) -> [Surface] {
        guard surface.mapping.joins != nil || surface.mapping.ports.count > 1 else { return [surface] }
        return surfaces.filter { $0 === surface || $0.isBeside(surface, sharing: share) }.sorted {
            order(of: $0) < order(of: $1)
        }
    }

    /// One device of each surface: the leftmost.
    var leaders: [Surface] { surfaces.filter { companions(of: $0).first === $0 } }

    /// Slots of a whole row of devices that banks move. The ports of one device count once: their mapping numbers the slots over all
    /// of them.
    func width(of row: [Surface]) -> Int {
        row.indices.reduce(0) { $0 + (isFirstPort(row, $1) ? row[$1].movingSlots : 0) }
    }

    /// Whether a slot keeps its strip. The others close up.
    func pin(_ slot: Int, _ switching: Switching, on surface: Surface) {
        let row = companions(of: surface, sharing: .bank)
        let isOn = switching.outcome(surface.view.pins[slot] != nil)
        guard isOn != (surface.view.pins[slot] != nil) else { return }
        let node = isOn ? node(.slot(slot), on: surface) : nil
        // All ports of the device number its slots alike.
        for member in row where member.unit == surface.unit { member.view.pins[slot] = node }
        let passed = Array(Set(row.flatMap(\.view.pins.values)))
        row.forEach { $0.view.passed = passed }
        layOut(row, from: row.first?.bank ?? 0)
    }

    /// Lets a row of devices show what comes from a place on, one beside the other.
    func layOut(_ row: [Surface], from place: Int) {
        var start = place
        for (index, member) in row.enumerated() {
            if index > 0, isFirstPort(row, index) { start += row[index - 1].movingSlots }
            guard member.bank != start else { continue }
            member.view.first = start
            member.rearm()
        }
    }

    /// What a hand holds on one device counts on those beside it.
    func lend(from surface: Surface) {
        let row = companions(of: surface, sharing: .buttons)
        for member in row {
            member.hands.lent = row.reduce(into: []) { if $1 !== member { $0.formUnion($1.hands.held) } }
        }
    }

    /// A layer is shown while a hand holds a control.
    func hold(_ layer: String, by hand: Int, on surface: Surface) {
        for member in companions(of: surface, sharing: .layer) where member.has(layer: layer) {
            guard !member.layers.held.contains(where: { $0 == (hand, layer) }) else { continue }
            member.layers.held.append((hand, layer))
            member.rearm()
        }
    }

    /// The hands that held layers have let go.
    func endHeldLayers(on surface: Surface, where isOver: (_ hand: Int) -> Bool) {
        for member in companions(of: surface) where member.layers.held.contains(where: { isOver($0.hand) }) {
            member.layers.held.removeAll { isOver($0.hand) }
            member.rearm()
        }
    }

    // MARK: Coming and going

    /// A device has come, or joins another word than before: it takes its place, and the layer of those that are there.
    func joined(_ surface: Surface, at frame: FramePosition) {
        guard companions(of: surface).count > 1 || surface.mapping.extenders > 0 else { return }
        if let other = companions(of: surface, sharing: .layer).first(where: { $0 !== surface }) {
            surface.choose(layer: other.layers.chosen)
        }
        lend(from: surface)
        let row = companions(of: surface, sharing: .bank)
        if row.count > 1 {
            let start = row.lazy.filter { $0 !== surface }.map(\.bank).min() ?? 0
            layOut(row, from: start)
            for member in row where member !== surface { show(on: member, at: frame) }
            say("\(surface.name): \(part(surface, of: row))")
        }
        rows.checkAt = frame + clock.frames(milliseconds: SurfaceSession.rowPatience)
    }

    /// A device has gone from its row: the others close up.
    ///
    /// - Parameter word: that it had joined, if that is another one now.
    func left(_ surface: Surface, joining word: String?? = nil, at frame: FramePosition) {
        let word = word ?? surface.mapping.joins
        let others = surfaces.filter { $0 !== surface && $0.isBeside(surface, joining: word) }
        surface.hands.lent = []
        guard let other = others.first else { return }
        let row = companions(of: other, sharing: .bank).filter { $0 !== surface }
        let starts = row.map(\.bank) + (surface.mapping.shares.contains(.bank) ? [surface.bank] : [])
        layOut(row, from: starts.min() ?? 0)
        for other in others { lend(from: other) }
        for member in others { show(on: member, at: frame) }
        rows.checkAt = frame + clock.frames(milliseconds: SurfaceSession.rowPatience)
    }

    /// How long the rest of a row may take to come before it is called missing, in ms.
    static let rowPatience = 3000

    /// Says what is missing in rows of devices, once each time.
    func checkRows(at frame: FramePosition) {
        guard let due = rows.checkAt, frame >= due else { return }
        rows.checkAt = nil
        for surface in surfaces {
            let row = companions(of: surface)
            let missing = surface.mapping.extenders - (Set(row.map(\.unit)).count - 1)
            if missing > 0 {
                let expected = surface.mapping.extenders
                let width = width(of: row)
                say(
                    "\(surface.name): \(missing) of its \(expected) extender\(expected == 1 ? "" : "s") \(missing == 1 ? "is" : "are") missing; "
                        + "until \(missing == 1 ? "it comes" : "they come") the surface is \(width) strips wide")
            }
            let ports = surface.mapping.ports.count
            guard ports > 1, row.first(where: { $0.unit == surface.unit }) === surface else { continue }
            let present = Set(row.filter { $0.unit == surface.unit }.map(\.mapping.port))
            for port in 1...ports where !present.contains(port) {
                say("\(surface.name): its port \(port) is missing: \(surface.mapping.ports[port - 1].description)")
            }
        }
    }

    // MARK: Order

    /// Puts devices side by side in this order, by their names; the others follow as their mappings say.
    public func arrange(_ names: [String], at frame: FramePosition) {
        rows.arrangement = names
        for leader in leaders {
            let row = companions(of: leader, sharing: .bank)
            layOut(row, from: row.map(\.bank).min() ?? 0)
            for member in row { show(on: member, at: frame) }
        }
    }

    /// Moves a device by places among those beside it.
    func move(_ surface: Surface, by steps: Int) {
        var row = companions(of: surface, sharing: .bank)
        let start = row.map(\.bank).min() ?? 0
        guard let place = row.firstIndex(where: { $0 === surface }) else { return }
        row.remove(at: place)
        row.insert(surface, at: min(max(0, place + steps), row.count))
        let names = row.map(\.name)
        rows.arrangement = names + rows.arrangement.filter { !names.contains($0) }
        layOut(row, from: start)
    }

    private func order(of surface: Surface) -> Place {
        Place(
            arranged: rows.arrangement.firstIndex(of: surface.name) ?? rows.arrangement.count,
            place: surface.mapping.place,
            title: surface.mapping.ports.count > 1 ? "\(surface.mapping.name) \(surface.link.device)" : surface.name,
            port: surface.mapping.port,
            number: surface.identifier)
    }

    private struct Place: Comparable {
        var arranged: Int
        var place: Int
        var title: String
        var port: Int
        var number: Int

        static func < (left: Place, right: Place) -> Bool {
            (left.arranged, left.place, left.title, left.port, left.number)
                < (right.arranged, right.place, right.title, right.port, right.number)
        }
    }

    /// Whether no port of the same device stands before it in the row.
    private func isFirstPort(_ row: [Surface], _ index: Int) -> Bool {
        index == 0 || row[index].unit != row[index - 1].unit
    }

    /// `strips 9 to 16 of 24`.
    private func part(_ surface: Surface, of row: [Surface]) -> String {
        let start = row.first?.bank ?? 0
        let first = surface.bank - start + 1
        return "slots \(first) to \(first + max(0, surface.slots - 1)) of one surface of \(width(of: row))"
    }
}

extension Surface {
    /// Which device it is, of whose ports it may be one: two ports of one device are one unit.
    struct Unit: Hashable {
        var mapping: String
        var device: Int
    }

    var unit: Unit {
        // A device of one port is a unit of its own, whatever number it has.
        Unit(mapping: mapping.id, device: mapping.ports.count > 1 ? link.device : -identifier)
    }

    /// - Parameter share: what both must share, unless they are ports of one device; `nil`: anything.
    func isBeside(_ other: Surface, sharing share: Share?) -> Bool {
        guard isBeside(other, joining: other.mapping.joins) else { return false }
        guard let share, unit != other.unit else { return true }
        return mapping.shares.contains(share) && other.mapping.shares.contains(share)
    }

    /// - Parameter word: that the other one joins.
    func isBeside(_ other: Surface, joining word: String?) -> Bool {
        word.map { mapping.joins == $0 } ?? false || unit == other.unit
    }

    func has(layer: String) -> Bool { mapping.layer(named: layer) != nil }

    /// Shows a layer from now on, if it has one of this name.
    func choose(layer: String) {
        guard has(layer: layer) else { return }
        layers.chosen = layer
        rearm()
    }
}
