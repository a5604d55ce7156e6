import Automation
public import ControlSurfaces
public import MIDI
public import Mapping
import MixModel
import SessionStore
public import Units

/// Connected devices: what they send comes in, what their hands want goes out, and they are shown what the desk shows.
///
/// Knows neither engine nor store, and of automation only what it is shown. It sees the rest of the desk through
/// ``Surroundings``; what a hand wants is an ``Intent``, which is carried out before the next decision.
///
/// - Thread: the desk's.
public final class SurfaceSession {
    /// Connected devices, in the order of their coming.
    public internal(set) var surfaces: [Surface] = []
    /// What is handled now should have acted earlier, since the machine stood still: its movements glide.
    public var isCatchingUp = false
    /// Devices side by side.
    var rows = DeviceRows()

    /// The session as it is now; nothing of it is changed from here.
    let session: OpenSession
    let clock: FrameClock
    let around: Surroundings

    /// What surfaces see of the rest, and where they turn to.
    struct Surroundings {
        /// What addresses mean now.
        var addresses: () -> AddressResolver
        /// The node that was selected last; asked for in every turn.
        var selected: () -> Node
        /// Where a control of a parameter should stand: where a hand put it, else what sounds.
        var position: (ParameterID) -> Float
        /// The mode that rules a parameter.
        var mode: (ParameterID) -> AutomationMode
        var isRolling: () -> Bool
        /// What plays is only listened to: keys that were left held do nothing.
        var isOnlyListening: () -> Bool
        /// Engine frame up to which everything has been seen.
        var now: () -> FramePosition
        /// What is shown at an engine frame.
        var state: (FramePosition) -> DeskState
        var meters: (FramePosition) -> DeskMeters
        /// Carries out what a hand on a device wants, and says what is wrong if that cannot be done.
        var carryOut: (Intent, Surface, FramePosition) -> String?
        /// Tells the user, once in a row.
        var say: (String) -> Void
    }

    /// What a hand on a device wants of the mix.
    enum Intent {
        /// To hold a parameter where it stands. It returns to its lane over `glide` ms; `nil`: as the session says.
        case hold(ParameterID, by: WriteGate.Hand, glide: Int?)
        /// To move a parameter over `ramp` frames.
        ///
        /// - isHeld: the hand is known to be on it.
        case move(ParameterID, to: Float, by: WriteGate.Hand, isHeld: Bool, ramp: Int64)
        /// To put a parameter somewhere with a button, and to hold it as long as that is pressed.
        case press(ParameterID, to: Float, by: WriteGate.Hand, glide: Int?)
        /// To switch off what was on only while a button was held.
        case switchOff(ParameterID, by: WriteGate.Hand)
        case letGo(ParameterID, by: WriteGate.Hand)
        /// - ticks: of an encoder, signed; 1 for a button.
        case command(Command, ticks: Int)
        /// What a mapping wants done when something has happened.
        case action(Action)
        /// To let go of what a group took along: it links anew, from where everything stands then.
        case unlink
        /// To hear the lanes under a preview, or no longer.
        case suspendPreview(Switching)
    }

    init(_ session: OpenSession, _ around: Surroundings) {
        (self.session, self.around) = (session, around)
        clock = FrameClock(sampleRate: session.document.mix.sampleRate)
    }

    // MARK: Coming and going

    /// Takes a device in: setup messages first, then everything that it shows.
    ///
    /// - Parameters:
    ///   - place: what belongs to it from when it was last there.
    ///   - device: the same for all ports of one device; other devices have other numbers.
    ///   - keepsSent: remember every message that is sent, in ``Surface/sent``.
    @discardableResult
    public func connect(
        _ mapping: DeviceMapping, to port: any MIDIPort, named name: String, place: SurfacePlace? = nil,
        device: Int = 0, keepsSent: Bool = false, at frame: FramePosition
    ) -> Surface {
        let number = (surfaces.map(\.identifier).max() ?? 0) + 1
        let surface = Surface(
            Surface.Link(name: name, identifier: number, device: device, port: port), mapping: mapping)
        if let place { put(surface, at: place) }
        if keepsSent { surface.output.sent = [] }
        adoptTimeOut(on: surface)
        for message in mapping.setup { deliver(message, to: surface, at: frame) }
        surfaces.append(surface)
        beginHandshake(with: surface, at: frame)
        joined(surface, at: frame)
        show(on: surface, at: frame)
        return surface
    }

    /// The device has gone: its hands let go at this frame.
    ///
    /// - Returns: where its controls stand, for when it comes back.
    public func disconnect(_ surface: Surface, at frame: FramePosition) -> PhysicalPositions {
        letGoOfEverything(surface, at: frame)
        surfaces.removeAll { $0 === surface }
        left(surface, at: frame)
        return surface.positions
    }

    /// Before the program ends: lamps dark, then the mapping's farewell.
    public func sayFarewell(to surface: Surface, at frame: FramePosition) {
        for message in surface.output.scheduler.farewell() + surface.mapping.farewell {
            deliver(message, to: surface, at: frame)
        }
    }

    /// A button is held that lets members of groups move alone.
    var isSuspendingGroups: Bool { surfaces.contains { !$0.hands.suspending.isEmpty } }

    // MARK: The rest, as it is seen from here

    /// What could not be done is told, once in a row.
    func say(_ complaint: String?) { if let complaint { around.say(complaint) } }

    /// Has what a hand wants carried out, and says what is wrong with it.
    func want(_ intent: Intent, of surface: Surface, at frame: FramePosition) {
        say(around.carryOut(intent, surface, frame))
    }

    func position(of id: ParameterID) -> Float { around.position(id) }

    /// The node that is meant, if this session has it.
    func node(_ reference: NodeReference, on surface: Surface) -> Node? {
        around.addresses().node(reference, bank: surface.view)
    }

    /// The parameter that is meant, if this session has it.
    func parameter(_ target: Target, on surface: Surface) -> ParameterID? {
        around.addresses().parameter(target, bank: surface.view)
    }

    /// Says once a device and address that what a control should move is not there. Numbers and empty slots are no mistake:
    /// a mapping is made for sessions of any size.
    func tellMissing(_ target: Target, on surface: Surface) {
        switch target {
        case .send(let reference, _, _): guard node(reference, on: surface) != nil else { return }
        case .parameter(.stripNamed, _), .parameter(.busNamed, _), .parameter(.vcaNamed, _): break
        case .parameter, .touched: return
        }
        let complaint = around.addresses().absence(of: target, bank: surface.view)
        if surface.noted.told.insert(complaint).inserted { say("\(surface.name): \(complaint)") }
    }
}
