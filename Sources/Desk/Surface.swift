import ControlSurfaces
public import MIDI
public import Mapping
import MixModel
public import Units

/// One connected device: its mapping, where its controls stand, what its hands hold, what it shows.
///
/// - Thread: the desk's.
public final class Surface {
    /// Name in performances and messages, unique among the connected ones.
    public let name: String
    public private(set) var mapping: DeviceMapping
    let port: any MIDIPort
    /// What the system said of the device.
    public var identity: PortIdentity { port.identity }
    /// Number of the surface, for telling hands apart.
    let number: Int
    /// Tells connections apart, as long as both are there.
    public var identifier: Int { number }
    var decoder: SurfaceDecoder
    var controls: [ControlState]
    /// Controls that are held now, for modifiers.
    var held: Set<String> = []
    /// Controls that are held on the devices beside it: its own chords are played with them, too.
    var lent: Set<String> = []
    /// Tells ports of one device from those of its twin.
    let device: Int
    /// The layer that was chosen, and those that are shown while a control is held, the latest last.
    public internal(set) var chosenLayer: String
    /// By the hands that hold them (``hand(_:)``), which may be on a device beside this one.
    var heldLayers: [(hand: Int, layer: String)] = []
    /// First node of the bank, from 0.
    public internal(set) var bank = 0
    /// What slots keep while banks move, by their numbers.
    var pins: [Int: Node] = [:]
    /// What slots of this device and of those beside it keep.
    var passed: [Node] = []
    /// What its slots show.
    var view: BankPlace { BankPlace(first: bank, pins: pins, passed: passed) }
    /// Slots that banks move.
    var movingSlots: Int { max(0, slots - pins.count) }
    /// Buttons that a short press may hold, or holds, by their places.
    var latches: [Int: LatchState] = [:]
    /// Its handshake; `nil`: it has none, or has answered.
    var asking: Asking?
    /// What its hooks have seen last; `nil`: it has only just come.
    var seen: SeenEvents?
    /// Controls that are held to move members of groups alone.
    var suspending: Set<String> = []
    /// Controls that are held to hear the lanes under a preview.
    var trying: Set<String> = []
    /// What is missing in the session and was said already.
    var told: Set<String> = []
    private var index: AssignmentIndex
    private var lookup: [String: [Assignment]] = [:]
    private var lookupState: LookupState?
    private(set) var modifiers: Set<String>
    /// Nodes in a bank; 0 if the mapping names no slot.
    private(set) var slots: Int
    let names = NameBook()
    /// Something on it shows levels.
    private(set) var showsMeters: Bool
    var positions = PhysicalPositions()
    var scheduler: FeedbackScheduler
    /// Off: values are taken as they come.
    var takesOver = true
    var motorsOn = true
    var loopGuard: LoopGuard
    var flood = FloodValve()
    /// Engine frame at which everything is sent again, after the device has refused a message.
    var resyncAt: FramePosition?
    /// Engine frame at which its feedback was worked out last.
    var shownAt: FramePosition = 0
    /// Takes its messages instead of the mix; `nil`: nobody learns from it.
    var learner: ((Message, Int64) -> Void)?
    /// Whether its messages move nothing, since somebody learns from it.
    public var isLearnt: Bool { learner != nil }
    /// Engine frames of the surface's own time-outs.
    public internal(set) var nextDeadline: FramePosition?
    /// Every whole message that was sent, for performances; `nil`: not kept.
    public var sent: [(frame: FramePosition, bytes: [UInt8])]?
    /// Messages that no control of the mapping has.
    public internal(set) var strayMessages = 0
    /// Sending failed: the device is gone or its buffer is full.
    public internal(set) var sendFailures = 0

    init(name: String, number: Int, mapping: DeviceMapping, port: any MIDIPort, device: Int) {
        self.name = name
        self.device = device
        self.number = number
        self.mapping = mapping
        self.port = port
        index = AssignmentIndex(mapping)
        modifiers = mapping.modifiers
        slots = mapping.slots
        showsMeters = mapping.showsMeters
        decoder = SurfaceDecoder(controls: mapping.controls)
        loopGuard = LoopGuard(controls: mapping.controls)
        controls = mapping.controls.map(ControlState.init)
        chosenLayer = mapping.layers.first?.name ?? ""
        scheduler = FeedbackScheduler(controls: mapping.controls, rate: mapping.rate, keepAlive: mapping.keepAlive)
    }

    /// The layer that the controls work in now.
    public var layer: String { heldLayers.last?.layer ?? chosenLayer }

    /// The hand of one of the surface's controls.
    func hand(_ control: Int) -> Int { number * Surface.controlLimit + control }

    /// More controls than any mapping has.
    static let controlLimit = 4096

    /// What a control does now. Looked up once for each layer and set of held controls.
    func assignments(for control: String) -> [Assignment] {
        let state = LookupState(layer: layer, held: held.union(lent).intersection(modifiers))
        if state != lookupState {
            lookupState = state
            lookup = [:]
        }
        if let found = lookup[control] { return found }
        let found = index.assignments(for: control, layer: state.layer, held: state.held)
        lookup[control] = found
        return found
    }

    /// Takes another mapping of the same device. Controls of the same name and message go on as they were, if they have kept
    /// their place: hands are told apart by it.
    func adopt(_ new: DeviceMapping) {
        let old = controls
        controls = new.controls.enumerated().map { index, spec in
            guard old.indices.contains(index), old[index].spec.isSameHand(as: spec) else { return ControlState(spec) }
            return ControlState(spec, after: old[index])
        }
        decoder = SurfaceDecoder(controls: new.controls, after: decoder)
        scheduler = FeedbackScheduler(
            controls: new.controls, rate: new.rate, keepAlive: new.keepAlive, after: scheduler)
        loopGuard = LoopGuard(controls: new.controls)
        let names = Set(new.controls.map(\.name))
        held.formIntersection(names)
        let layers = Set(new.layers.map(\.name))
        heldLayers.removeAll { !layers.contains($0.layer) }
        if !layers.contains(chosenLayer) { chosenLayer = new.layers.first?.name ?? "" }
        index = AssignmentIndex(new)
        modifiers = new.modifiers
        slots = new.slots
        showsMeters = new.showsMeters
        lookupState = nil
        mapping = new
    }

    private struct LookupState: Equatable {
        var layer: String
        var held: Set<String>
    }

    /// After a change of bank or layer every control has to catch its new value.
    func rearm() {
        for index in controls.indices {
            controls[index].takeover.rearm()
            controls[index].waiting = nil
        }
    }
}

/// What the desk keeps for one control of a device.
struct ControlState {
    let spec: ControlSpec
    var touch: TouchTracker
    var gestures = ButtonGestures()
    var takeover: Takeover
    /// The parameter that the hand on the control holds, whatever the control is assigned to meanwhile.
    var grip: Int32?
    /// What a motor seemed to say, just before a touch that may show that it was the hand's.
    var suspect: ControlEvent?
    /// The bank was changed under a hand that holds on: that was said.
    var toldHeld = false
    /// The switch that is on only while this button is held.
    var momentary: Int32?
    var ramp = MoveRamp()
    /// The last movement did not reach its parameter yet; `nil`: in step.
    var waiting: Waiting?

    struct Waiting {
        var parameter: Int32
        /// The way to go to catch the value.
        var direction: Admission.Direction
        /// Where the control stands, on the parameter's scale.
        var standing: Float
        /// Engine frame of the movement.
        var since: FramePosition
    }

    /// The same control in a mapping that was changed: the hand on it, and what it has caught, stay.
    init(_ spec: ControlSpec, after old: ControlState) {
        self.init(spec)
        (gestures, takeover, grip, momentary) = (old.gestures, old.takeover, old.grip, old.momentary)
        (toldHeld, ramp, waiting) = (old.toldHeld, old.ramp, old.waiting)
        if spec.touch == old.spec.touch, spec.deadBand == old.spec.deadBand { touch = old.touch }
        touch.timeOut = old.touch.timeOut
    }

    init(_ spec: ControlSpec) {
        self.spec = spec
        touch = TouchTracker(spec.touch, deadBand: spec.deadBand)
        takeover = Takeover(.pickup, deviceStep: spec.deviceStep)
    }
}
