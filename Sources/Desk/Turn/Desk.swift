public import AudioFiles
import Automation
public import Engine
public import MixModel
public import SessionStore
public import Units

/// The bridge of the live mixer: hands and commands in, orders to the engine, passes to the session, feedback to the devices.
///
/// Everything that happens has an engine frame. The desk has no clock and no thread of its own: `gainrider mix` calls it from
/// its loop in real time, a performance calls it as fast as the machine can, and both get the same result.
///
/// - Thread: one, the caller's; never the audio thread.
// Large: a member for each part whose turns it orders.
public final class Desk {
    public let engine: Engine
    let disk: DiskReader
    /// What becomes of changes of the session.
    let editor: SessionEditor
    /// Where the song is and goes.
    let control: TransportControl
    /// What automation does with every parameter.
    let automation: AutomationDesk
    /// Connected devices, and what becomes of what they send.
    public private(set) lazy var surfaceSession = SurfaceSession(editor.session, surroundingsOfSurfaces)
    /// The node that was selected last.
    public internal(set) var selected: Node
    /// The parameter that a hand touched last.
    public internal(set) var touched: Int32?
    /// Things to tell the user, in order; take them with ``takeNotices()``.
    var notices = NoticeLog()

    /// What waits for room in the engine's queue.
    var outbox = EngineOutbox()
    /// What hands take along.
    var groups = GroupLinker()
    /// What is written.
    var recorder = PassRecorder()
    /// Passes of this sitting that wrote something, in their order.
    public var passes: [PassRecord] { recorder.passes }
    /// Whether passes are thinned as the session says; else every point stays.
    public var thinsPasses: Bool {
        get { recorder.thins }
        set { recorder.thins = newValue }
    }
    /// The edge that was passed at ``now``, while more may stand at the same frame.
    var passedEdge: Int?
    /// The meters that devices show.
    public var meterFeed = MeterFeed()
    /// Revisions that can be heard in place of the mix; `nil` off line.
    var revisionShelf: RevisionShelf?
    var listening = RevisionListening()
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
        let session = OpenSession(line.document)
        let mix = session.document.mix
        // What is in the limiter's look-ahead at the song's end is played out.
        let control = TransportControl(
            end: mix.length + Int64(engine.runOut), loop: session.document.settings.loop, sampleRate: mix.sampleRate
        ) { disk.waitUntilReady(slot: Int($0), timeout: 0) }
        selected = mix.strips.isEmpty ? .master : .strip(1)
        automation = AutomationDesk(
            (0..<engine.table.roleCount).compactMap { engine.table.parameter(at: $0) }, of: session,
            AutomationDesk.Surroundings(
                transport: { control.model }, position: { engine.livePosition(of: $0) },
                index: { engine.index(of: $0) }))
        (editor, self.control) = (SessionEditor(line, session), control)
        control.order = { [unowned self] in carryOut($0) }
        automation.order = { [unowned self] in carryOut($0) }
        editor.order = { [unowned self] in carryOut($0) }
        editor.hands = SessionEditor.Hands(
            hold: { [unowned self] in !automation.gates[$0].hands.isEmpty },
            takeLeader: { [unowned self] in groups.takeLeader(of: $0) })
        // The engine knows the positions of its mix, and takes the lanes as they are: its queue would not hold them all.
        for id in document.lanes.keys {
            let curve = automation.followedLane(of: id)
            guard !curve.isEmpty, let index = engine.index(of: id) else { continue }
            engine.setUp(index, lane: LaneTable.make(curve))
        }
        _ = engine.send(.end(frame: transport.end))
        if let loop = transport.loop { _ = engine.send(.loop(start: loop.lowerBound, end: loop.upperBound)) }
        disk.prepare(slot: 0, position: 0, loop: transport.loop)
    }

    /// The session as it is now. Running moves of rest positions are in it before they are stored.
    public var document: SessionDocument { editor.session.document }

    var line: StoreLine { editor.line }

    /// Frames per second of the session.
    public var sampleRate: Int { document.mix.sampleRate }

    /// What is to be told to the user since the last call.
    public func takeNotices() -> [String] {
        for fault in line.takeFaults() { notices.add(fault, at: now) }
        return notices.take()
    }

    /// Frames and times of the session.
    public var clock: FrameClock { FrameClock(sampleRate: sampleRate) }

    /// Frames in a time, rounded down.
    public func frames(milliseconds: Int) -> FramePosition { clock.frames(milliseconds: milliseconds) }

    /// Connected devices, in the order of their coming.
    public var surfaces: [Surface] { surfaceSession.surfaces }

    /// What could not be done is told, once in a row.
    func say(_ complaint: String?) {
        if let complaint, notices.untold.last != complaint { tell(complaint) }
    }

    /// Tells the user.
    func tell(_ text: String) { notices.add(text, at: now) }
}

extension Desk {
    /// The position that a control should show: where a hand put it, else what sounds.
    public func shownPosition(of index: Int32) -> Float { automation.shownPosition(of: index) }

    public func shownPosition(of parameter: ParameterID) -> Float {
        engine.index(of: parameter).map { shownPosition(of: $0) } ?? parameter.role.spec.initialPosition
    }

    /// Parameters whose movements are being written now.
    public var writingParameters: [ParameterID] { automation.gates.writing }

    func carryOut(_ order: AutomationDesk.Order) {
        switch order {
        case .engine(let command): send(command)
        case .publish(let index): publish(index, lane: true)
        case .expectPass(let id, let frame):
            openJournal(at: frame)
            recorder.expect(id, rest: document.mix[id])
        case .expectGlide(let id, let frames): recorder.expectGlide(id, frames: frames)
        case .rest(let index, let position, let frame):
            editor.moveRest(of: automation.id(of: index), to: position, at: frame)
            send(.restUnderHand(parameter: index, at: frame, to: position))
        case .say(let words): say(words)
        }
    }

    /// Gives the engine a parameter's rest position, and its lane.
    func publish(_ index: Int32, lane: Bool) {
        let id = automation.id(of: index)
        send(.rest(parameter: index, to: document.mix[id]))
        guard lane else { return }
        let curve = automation.followedLane(of: id)
        send(.lane(parameter: index, table: curve.isEmpty ? nil : LaneTable.make(curve)))
    }

    /// Sends a command, now or as soon as there is room.
    func send(_ command: EngineCommand) { outbox.send(command) { engine.send($0) } }
}
