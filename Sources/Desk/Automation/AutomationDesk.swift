import Automation
import Engine
import MixModel
import SessionStore
import Units

/// What automation does with every parameter: events of hands and of the time line come in, orders go out.
///
/// Knows neither engine nor store, neither disk nor device. It sees the rest of the desk through ``Surroundings``; what it decides
/// goes out as an ``Order``, which is carried out before the next decision.
///
/// - Thread: the desk's.
// Large: what is remembered between events, each thing under its own name; what one parameter needs is in ParameterDesk.
final class AutomationDesk {
    /// Carries out what was decided.
    var order: (Order) -> Void = { _ in }

    /// One entry a parameter, at the engine's index.
    var parameters: [ParameterDesk]
    /// Who rules each parameter that is not at rest.
    var gates = Gates()
    /// The same parameters, by the engine's index.
    var activeGates: Set<Int32> = []
    /// What happens by itself, and when.
    var timers = Timers()
    /// Engine frames of the last movement of a parameter by a hand, for displays.
    var lastMoved: [ParameterID: FramePosition] = [:]
    /// What is tried, and what was captured.
    var preview = Preview()
    /// Frames of the return to the lane while one is ordered that only has to avoid a click; `nil`: as the mapping or session says.
    var shortGlide: Int64?
    /// Where latch stopped writing last.
    var join: Join?
    /// What is written to a range when the transport stops.
    var writesAtStop: [WriteAtStop] = []
    /// The snapshot that was recalled or taken last, until something is undone.
    var lastSnapshot: String?
    /// What write has become where the song was sent elsewhere, until the engine has reported that and the session says it.
    var writeLeft: AutomationMode?
    /// What was said already.
    var told = Told()
    /// Nothing is written in any mode: what plays is only listened to.
    var isOnlyListening = false

    /// The session as it is now; nothing of it is changed from here.
    let session: OpenSession
    private let surroundings: Surroundings

    /// What automation sees of the rest.
    struct Surroundings {
        var transport: () -> TransportModel
        /// What sounds.
        var position: (Int32) -> Float
        /// The number of a parameter, if the mix has it.
        var index: (ParameterID) -> Int32?
    }

    enum Order {
        /// To the engine.
        case engine(EngineCommand)
        /// The engine plays this parameter's lane, and has its rest position, as they are now.
        case publish(Int32)
        /// Writing begins; the pass is told before anything of it is rendered.
        case expectPass(ParameterID, at: FramePosition)
        /// A glide is written after what is written, although nobody hears it.
        case expectGlide(ParameterID, frames: Int64)
        /// A hand has moved the rest position: session and engine have it from this engine frame on.
        case rest(Int32, to: Float, at: FramePosition)
        case say(String)
    }

    /// - Parameter parameters: all that the mix has room for, at the engine's indices.
    init(_ parameters: [ParameterID], of session: OpenSession, _ surroundings: Surroundings) {
        self.session = session
        self.parameters = parameters.map { ParameterDesk($0) }
        self.surroundings = surroundings
    }

    // MARK: The rest, as it is seen from here

    var transport: TransportModel { surroundings.transport() }
    func livePosition(of index: Int32) -> Float { surroundings.position(index) }
    func engineIndex(of id: ParameterID) -> Int32? { surroundings.index(id) }
    func id(of index: Int32) -> ParameterID { parameters[Int(index)].id }
    func spec(of index: Int32) -> ParameterSpec { parameters[Int(index)].spec }
    func title(of id: ParameterID) -> String { session.document.mix.title(of: id) }
    func frames(milliseconds: Int) -> FramePosition { session.document.mix.frames(milliseconds: milliseconds) }

    func send(_ command: EngineCommand) { order(.engine(command)) }
    func say(_ words: String) { order(.say(words)) }

    // MARK: Where parameters stand

    /// The position that a control should show: where a hand put it, else what sounds.
    func shownPosition(of index: Int32) -> Float {
        let index = controlled(index)
        return gates[id(of: index)].target ?? livePosition(of: index)
    }

    /// Where a parameter itself stands, without its trim: where a hand put it, else what sounds.
    func ownPosition(of id: ParameterID) -> Float {
        gates[id].target ?? engineIndex(of: id).map { livePosition(of: $0) } ?? session.document.mix[id]
    }

    /// The lane that the engine plays: none in off.
    func followedLane(of id: ParameterID) -> Lane {
        mode(ruling: id) == .off ? Lane() : session.document.lanes[id] ?? Lane()
    }

    /// Where a parameter stands while nobody holds it: what the lane says, else its rest position.
    func heldPosition(of index: Int32, at frame: FramePosition) -> Float {
        let id = id(of: index)
        return followedLane(of: id).position(at: transport.position(at: frame)) ?? session.document.mix[id]
    }

    /// Takes a parameter out of all hands: it follows its lane, or its rest position.
    func forget(_ index: Int32, at frame: FramePosition) {
        send(.follow(parameter: index, at: frame))
        gates[id(of: index)] = WriteGate()
        preview.values[id(of: index)] = nil
        activeGates.remove(index)
    }

    /// Undo, redo or a restore has changed the session: what was remembered of it is no longer true.
    func historyMoved() { (join, lastSnapshot) = (nil, nil) }

    /// Takes all hands off: what they held follows its lane, or its rest position.
    func leaveToLanes(at frame: FramePosition) {
        (preview, join) = (Preview(), nil)
        for index in parameters.indices.map(Int32.init) where gates[id(of: index)] != WriteGate() {
            send(.follow(parameter: index, at: frame))
            gates[id(of: index)] = WriteGate()
            timers.forgetGate(of: index)
        }
    }
}

/// What the desk keeps for one parameter.
struct ParameterDesk {
    let id: ParameterID
    /// The hand's last movement.
    var way = MoveWay()
    /// Return to the lane that the hand's control asks for, in ms; `nil`: the session's.
    var glideMilliseconds: Int?
    /// dB added to what is being written to make up for what its VCAs have moved.
    var compensation = 0.0
    /// Hands that were writing its trim as that was switched off: they move nothing before they have let go.
    var leftHands: Set<WriteGate.Hand> = []
    /// Of a VCA's fader: where a hand holds it.
    var heldAt: Float?

    init(_ id: ParameterID) { self.id = id }

    var spec: ParameterSpec { id.role.spec }
}

/// A movement that a hand has made: where it leads, and the engine frame at which it is there.
struct MoveWay {
    var target: Float = 0
    var end: FramePosition = 0
}
