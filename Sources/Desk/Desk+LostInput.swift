public import ControlSurfaces
import Mapping
public import MixModel
import SessionStore
public import Units

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
        var place = SurfacePlace(positions: positions, bank: bank, layer: chosenLayer)
        place.pins = pins
        return place
    }
}

extension Desk {
    /// Where a device's controls stand, 0…1, as far as known.
    public func travels(of surface: Surface) -> [String: Double] { surface.positions.travels(at: nanoseconds(now)) }

    /// Messages of a device were lost on their way, nobody knows which: its hands let go at this frame, held buttons count as
    /// released, and it is sent everything again.
    ///
    /// What the mix plays stays as it is; a hand that is still on a control takes it again with its next message.
    public func lostInput(of surface: Surface, at frame: FramePosition) {
        letGoOfEverything(surface, at: frame)
        surface.decoder = SurfaceDecoder(controls: surface.mapping.controls)
        for control in surface.controls.indices { surface.controls[control].gestures = ButtonGestures() }
        surface.held = []
        surface.latches = [:]
        lend(from: surface)
        if !surface.suspending.isEmpty {
            surface.suspending = []
            unlink(at: frame)
        }
        surface.positions.reconnect()
        surface.rearm()
        // A motor that is believed to be under a hand would never be sent anything again.
        surface.scheduler.disconnect()
        surface.scheduler.resync(at: nanoseconds(frame))
        show(on: surface, at: frame)
        updateDeadline(of: surface)
    }

    /// The hands of a device let go of what they hold, and what is on only while a button is held is off.
    func letGoOfEverything(_ surface: Surface, at frame: FramePosition) {
        for control in surface.controls.indices {
            _ = surface.controls[control].touch.disconnect(at: nanoseconds(frame))
            endMomentary(control, on: surface, at: frame)
            letGo(control, on: surface, at: frame)
        }
        endHeldLayers(on: surface) { $0 / Surface.controlLimit == surface.number }
        guard !surface.trying.isEmpty else { return }
        surface.trying = []
        _ = automation.suspendPreview(.off, at: frame)
    }

    /// The device has sent back what only a wire sends back: it is not listened to until it is connected anew.
    public func foundEcho(on surface: Surface) {
        guard surface.loopGuard.verdict != .looped else { return }
        surface.loopGuard.prove()
        say("\(surface.name): its output is wired to its input; it is not listened to until it is connected anew")
    }

    /// Brings a device that was away to its old bank and layer, as far as this session and its mapping have them.
    func put(_ surface: Surface, at place: SurfacePlace) {
        var positions = place.positions
        positions.reconnect()
        surface.positions = positions
        if addresses.bankNodes.indices.contains(place.bank) { surface.bank = place.bank }
        surface.pins = place.pins.filter { $0.key <= surface.slots && document.mix.contains($0.value) }
        surface.passed = Array(surface.pins.values)
        if surface.mapping.layers.contains(where: { $0.name == place.layer }) { surface.chosenLayer = place.layer }
    }
}
