import ControlSurfaces
public import MIDI
public import Mapping
import MixModel
public import Units

/// One connected device: its mapping, where its controls stand, what its hands hold, what it shows.
///
/// - Thread: the desk's.
public final class Surface {
    /// Who it is, and the way to it.
    let link: Link
    /// What its controls do.
    private(set) var book: AssignmentBook
    var controls: [ControlState]
    var positions = PhysicalPositions()
    /// What is held on it.
    var hands = HeldControls()
    var layers: LayerChoice
    /// What its slots show.
    var view = BankPlace(first: 0)
    var input: SurfaceInput
    var output: SurfaceOutput
    /// What was noticed and need not be noticed again.
    var noted = Noted()
    /// Engine frames of the surface's own time-outs.
    var nextDeadline: FramePosition?

    struct Link {
        let name: String
        let identifier: Int
        /// Tells ports of one device from those of its twin.
        let device: Int
        let port: any MIDIPort
    }

    struct Noted {
        /// What is missing in the session and was said already.
        var told: Set<String> = []
        /// What its hooks have seen last; `nil`: it has only just come.
        var seen: SeenEvents?
    }

    init(_ link: Link, mapping: DeviceMapping) {
        self.link = link
        book = AssignmentBook(mapping)
        controls = mapping.controls.map(ControlState.init)
        layers = LayerChoice(chosen: mapping.layers.first?.name ?? "")
        input = SurfaceInput(mapping)
        output = SurfaceOutput(mapping)
    }

    /// Name in performances and messages, unique among the connected ones.
    public var name: String { link.name }
    /// Tells connections apart, and their hands, as long as both are there.
    public var identifier: Int { link.identifier }
    /// What the system said of the device.
    public var identity: PortIdentity { link.port.identity }
    public var mapping: DeviceMapping { book.mapping }
    /// First node of the bank, from 0.
    public var bank: Int { view.first }
    /// Nodes in a bank; 0 if the mapping names no slot.
    var slots: Int { book.slots }
    /// Slots that banks move.
    var movingSlots: Int { max(0, slots - view.pins.count) }
    /// The layer that the controls work in now.
    public var layer: String { layers.shown }
    /// Whether its messages move nothing, since somebody learns from it.
    public var isLearnt: Bool { input.learner != nil }
    /// Every whole message that was sent, for performances; `nil`: not kept.
    public var sent: [(frame: FramePosition, bytes: [UInt8])]? { output.sent }

    /// The hand of one of the surface's controls.
    func hand(_ control: Int) -> Int { identifier * Surface.controlLimit + control }

    /// More controls than any mapping has.
    static let controlLimit = 4096

    /// What a control does now.
    func assignments(for control: String) -> [Assignment] {
        book.assignments(for: control, layer: layers.shown, held: hands.all)
    }

    /// What a control does now.
    func assignments(for control: Int) -> [Assignment] { assignments(for: controls[control].spec.name) }

    /// Takes another mapping of the same device. Controls of the same name and message go on as they were, if they have kept
    /// their place: hands are told apart by it.
    func adopt(_ new: DeviceMapping) {
        let old = controls
        controls = new.controls.enumerated().map { index, spec in
            guard old.indices.contains(index), old[index].spec.isSameHand(as: spec) else { return ControlState(spec) }
            return ControlState(spec, after: old[index])
        }
        input.adopt(new)
        output.adopt(new)
        hands.held.formIntersection(new.controls.map(\.name))
        layers.adopt(new.layers.map(\.name))
        book = AssignmentBook(new)
    }

    /// After a change of bank or layer every control has to catch its new value.
    func rearm() {
        for index in controls.indices {
            controls[index].takeover.rearm()
            controls[index].waiting = nil
        }
    }
}
