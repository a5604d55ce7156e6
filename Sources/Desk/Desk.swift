public import AudioFiles
import Automation
import ControlSurfaces
public import Engine
import Mapping
public import MixModel
public import SessionStore
public import Units

/// The bridge of the live mixer: hands and commands in, orders to the engine, passes to the session, feedback to the devices.
///
/// Everything that happens has an engine frame. The desk has no clock and no thread of its own: `gainrider mix` calls it from
/// its loop in real time, a performance calls it as fast as the machine can, and both get the same result.
///
/// - Thread: one, the caller's; never the audio thread.
public final class Desk {
    public let engine: Engine
    let disk: DiskReader
    let line: StoreLine
    /// The session as it is now. Running moves of rest positions are in it before they are stored.
    public internal(set) var document: SessionDocument
    /// Where the song is and goes.
    let control: TransportControl
    /// Connected devices, in the order of their coming.
    public internal(set) var surfaces: [Surface] = []
    /// The node that was selected last.
    public internal(set) var selected: Node
    /// The parameter that a hand touched last.
    public internal(set) var touched: Int32?
    /// Things to tell the user, in order; take them with ``takeNotices()``.
    var notices = NoticeLog()

    /// What waits for room in the engine's queue.
    var outbox = EngineOutbox()
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
    /// Frames of a return to the lane that is not to be heard as one, while it is ordered.
    var shortGlide: Int64?
    /// Where latch stopped writing last.
    var join: Join?
    /// What the last looped pass has left.
    var laps = Laps()
    /// What hands take along.
    var groups = GroupLinker()
    /// What is written.
    var recorder = PassRecorder()
    /// Passes of this sitting that wrote something, in their order.
    public var passes: [PassRecord] { recorder.passes }
    /// Rest positions that hands have moved and that are not in the store yet, with the frame of the last movement.
    var unstoredRests: [Int32: FramePosition] = [:]
    /// An undo that waits for the store.
    var orderedStep: OrderedStep?
    /// Whoever waits for what becomes of a revision that is brought back, in the order in which they were ordered.
    var waitingForRestore: [(String?) -> Void] = []
    /// The snapshot that was recalled or taken last, until something is undone.
    var lastSnapshot: String?
    /// The edge that was passed at ``now``, while more may stand at the same frame.
    var passedEdge: Int?
    /// What was said already.
    var told = Told()
    /// Whether passes are thinned as the session says; else every point stays.
    public var thinsPasses = true
    /// What is written to a range when the transport stops.
    var writesAtStop: [WriteAtStop] = []
    /// The punch range that was set last, for switching it on again.
    var lastPunch: Range<FramePosition>?
    /// The meters of all nodes, as whoever shows the mix has them; made when a device shows some.
    public var meters: DeskMeters?
    /// Seconds on the clock by which ``meters`` are read elsewhere; `nil`: engine time.
    public var metersClock: (() -> Double)?
    var metersReadAt: FramePosition = 0
    /// Revisions that can be heard in place of the mix; `nil` off line.
    var revisionShelf: RevisionShelf?
    var listening = RevisionListening()
    /// Devices side by side.
    var rows = DeviceRows()
    /// Nothing is written in any mode: what plays is only listened to.
    var isOnlyListening = false
    /// What is handled now should have acted earlier, since the machine stood still: its movements glide.
    public var isCatchingUp = false
    /// Engine frame up to which the desk has seen everything.
    public internal(set) var now: FramePosition = 0

    /// - Parameters:
    ///   - engine: made for `store.document.mix`, not yet rendering.
    ///   - disk: reads the stems into the engine's streams.
    ///   - line: where changes are stored.
    /// - Thread: setup.
    public init(engine: Engine, disk: DiskReader, line: StoreLine) {
        self.engine = engine
        self.disk = disk
        self.line = line
        document = line.document
        let mix = document.mix
        // What is in the limiter's look-ahead at the song's end is played out.
        control = TransportControl(
            end: mix.length + Int64(engine.runOut), loop: document.settings.loop, sampleRate: mix.sampleRate
        ) { disk.waitUntilReady(slot: Int($0), timeout: 0) }
        selected = mix.strips.isEmpty ? .master : .strip(1)
        parameters = (0..<Int32(mix.nodes.count * Role.allCases.count)).map {
            ParameterDesk(engine.parameter(at: $0))
        }
        control.order = { [unowned self] in carryOut($0) }
        // The engine knows the positions of its mix, and takes the lanes as they are: its queue would not hold them all.
        for id in document.lanes.keys {
            let curve = followedLane(of: id)
            guard !curve.isEmpty, let index = engine.index(of: id) else { continue }
            engine.setUp(index, lane: LaneTable.make(curve))
        }
        _ = engine.send(.end(frame: transport.end))
        if let loop = transport.loop { _ = engine.send(.loop(start: loop.lowerBound, end: loop.upperBound)) }
        disk.prepare(slot: 0, position: 0, loop: transport.loop)
    }

    /// Frames per second of the session.
    public var sampleRate: Int { document.mix.sampleRate }

    /// What is to be told to the user since the last call.
    public func takeNotices() -> [String] {
        for fault in line.takeFaults() { notices.add(fault, at: now) }
        return notices.take()
    }

    /// Frames in a time, rounded to the nearest.
    public func frames(milliseconds: Int) -> FramePosition { Int64(milliseconds) * Int64(sampleRate) / 1000 }
}

/// What the desk keeps for one parameter.
struct ParameterDesk {
    let id: ParameterID
    /// The hand's last movement.
    var way = MoveWay()
    /// Return to the lane that the hand's control asks for, in ms; `nil`: the session's.
    var glideMilliseconds: Int?
    /// dB by which its VCAs have moved under what is being written, the other way.
    var compensation = 0.0
    /// Of a VCA's fader: where a hand holds it.
    var heldAt: Float?

    init(_ id: ParameterID) { self.id = id }

    var spec: ParameterSpec { id.role.spec }
}

extension Desk {
    /// The position that a control should show: where a hand put it, else what sounds.
    public func shownPosition(of index: Int32) -> Float {
        let index = controlled(index)
        return gates[parameters[Int(index)].id].target ?? engine.livePosition(of: index)
    }

    public func shownPosition(of parameter: ParameterID) -> Float {
        engine.index(of: parameter).map { shownPosition(of: $0) } ?? parameter.role.spec.initialPosition
    }

    /// Parameters whose movements are being written now.
    public var writingParameters: [ParameterID] { gates.writing }

    /// Gives the engine a parameter's rest position, and its lane.
    func publish(_ index: Int32, lane: Bool) {
        let id = parameters[Int(index)].id
        send(.rest(parameter: index, to: document.mix[id]))
        guard lane else { return }
        let curve = followedLane(of: id)
        send(.lane(parameter: index, table: curve.isEmpty ? nil : LaneTable.make(curve)))
    }

    /// The lane that the engine plays: none in off.
    func followedLane(of id: ParameterID) -> Lane {
        mode(ruling: id) == .off ? Lane() : document.lanes[id] ?? Lane()
    }

    /// Sends a command, now or as soon as there is room.
    func send(_ command: EngineCommand) { outbox.send(command) { engine.send($0) } }
}

/// A movement that a hand has made: where it leads, and the engine frame at which it is there.
struct MoveWay {
    var target: Float = 0
    var end: FramePosition = 0
}
