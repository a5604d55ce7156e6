public import ControlSurfaces
import Mapping
public import MixModel
import SessionStore

/// What belongs to a device while it is away: where its controls stand, its bank, its layer.
public struct SurfacePlace: Sendable, Hashable {
    public var positions: PhysicalPositions
    /// First node of the bank, from 0.
    public var bank: Int
    /// Name of the layer that was chosen.
    public var layer: String
    /// What its slots keep while banks move, by their numbers.
    public var pins: [Int: Node] = [:]

    public init(positions: PhysicalPositions = PhysicalPositions(), bank: Int = 0, layer: String = "") {
        self.positions = positions
        self.bank = bank
        self.layer = layer
    }
}

extension Surface {
    /// What is to be kept of it while it is away.
    ///
    /// - Parameter positions: where its controls stand.
    public func place(with positions: PhysicalPositions) -> SurfacePlace {
        var place = SurfacePlace(positions: positions, bank: bank, layer: layers.chosen)
        place.pins = view.pins
        return place
    }
}

extension SurfaceSession {
    /// Brings a device that was away to its old bank and layer, as far as this session and its mapping have them.
    func put(_ surface: Surface, at place: SurfacePlace) {
        var positions = place.positions
        positions.reconnect()
        surface.positions = positions
        if around.addresses().bankNodes.indices.contains(place.bank) { surface.view.first = place.bank }
        surface.view.pins = place.pins.filter { $0.key <= surface.slots && session.document.mix.contains($0.value) }
        surface.view.passed = Array(surface.view.pins.values)
        if surface.mapping.layers.contains(where: { $0.name == place.layer }) { surface.layers.chosen = place.layer }
    }
}
