public import Automation
public import Engine
public import MixModel
public import SessionStore
public import Units

/// What the desk shows at one moment: all that feedback, the terminal and a page read of it, and nothing else.
///
/// Taken at the end of a turn (``Desk/state``). It shares the desk's own values until one side changes them, so that taking it
/// copies nothing and costs nothing while nobody looks; whoever keeps one over the next turn makes the desk copy what it changes
/// meanwhile (a table of positions, never a lane).
///
/// - Thread: any.
// Large: a field for each thing that can be shown.
public struct DeskState: Sendable {
    /// Engine frame of the turn.
    public var frame: FramePosition = 0
    /// The session as it is now: mix, lanes, modes, settings. Rest positions that hands are moving are in it.
    public var document: SessionDocument
    public var transport: TransportState
    public var selected: Node
    /// The parameter that a hand touched last.
    public var touched: ParameterID?
    /// Of all parameters that are not at rest: hands on them, what is written, where a hand put them.
    public var gates: [ParameterID: WriteGate] = [:]
    /// Engine frames at which hands have moved parameters last, in this sitting.
    public var moved: [ParameterID: FramePosition] = [:]
    /// Connected devices, in the order of their coming.
    public var surfaces: [SurfaceState] = []
    /// Whether groups link at all now.
    public var groupsLink = true
    /// What is written to a range when the transport stops.
    public var writesAtStop: [WriteAtStop] = []
    /// What hands touch is tried, and not written.
    public var isPreviewing = false
    /// The lanes are heard under what is tried.
    public var isPreviewSuspended = false
    /// Parameters that are held apart from their lanes, to be tried.
    public var previewed: Set<ParameterID> = []
    /// The snapshot that was recalled or taken last, until something is undone.
    public var lastSnapshot: String?
    /// Revisions that can be heard in place of the mix.
    public var revisionsReady: [RevisionShelf.Ready] = []
    /// What undo and redo would do.
    public var history = HistoryTitles()
    /// Passes of this sitting that wrote something, in their order.
    public var passes: [PassRecord] = []
    /// What the user was told last, the oldest first.
    public var notices: [Notice] = []
    /// Where parameters stand that no hand holds.
    public var positions: Positions

    /// Where parameters stand.
    public enum Positions: Sendable {
        /// As the engine has rendered them, at the end of the last block when they are asked for.
        case rendered(Engine)
        /// As said; what is not said rests where the mix has it.
        case fixed([ParameterID: Float])
    }

    /// A desk at rest.
    public init(_ document: SessionDocument) {
        self.init(
            document,
            transport: TransportState(
                model: TransportModel(end: document.mix.length), loop: document.settings.loop,
                punch: document.settings.punch),
            selected: document.mix.strips.isEmpty ? .master : .strip(1), positions: .fixed([:]))
    }

    /// A desk with nothing under way.
    public init(
        _ document: SessionDocument, transport: TransportState, selected: Node, positions: Positions
    ) {
        self.document = document
        self.transport = transport
        self.selected = selected
        self.positions = positions
    }

    // MARK: Song

    public var mix: Mix { document.mix }
    /// Frames per second.
    public var sampleRate: Int { document.mix.sampleRate }
    /// Session frame of the play head.
    public var position: FramePosition { transport.model.position(at: frame) }
    /// The marker that the play head has passed last.
    public var marker: Marker? {
        let here = position
        return document.mix.markers.filter { $0.position <= here }.max { $0.position < $1.position }
    }

    /// What addresses mean now.
    public var addresses: AddressResolver { AddressResolver(mix: document.mix, selected: selected, touched: touched) }

    // MARK: Parameters

    /// Where a parameter is: where a hand put it, else what sounds. This is what a control shows.
    public func position(of id: ParameterID) -> Float {
        let id = controlled(id)
        return gates[id]?.target ?? rendered(id)
    }

    /// What a hand on a parameter's control moves: the parameter, or in trim what is added to it.
    public func controlled(_ id: ParameterID) -> ParameterID { document.controlled(id, in: mode(of: id)) }

    /// What sounds of a level: with its trim; of everything else the same as ``rendered(_:)``.
    public func sounding(_ id: ParameterID) -> Float {
        guard let trim = id.trim else { return rendered(id) }
        return Scale.sum(rendered(id), rendered(trim), limit: id.role.spec.highest)
    }

    /// Whether a switch is on.
    public func isOn(_ node: Node, _ role: Role) -> Bool {
        role.belongs(to: node) && position(of: ParameterID(node, role)) >= 0.5
    }

    /// What sounds.
    public func rendered(_ id: ParameterID) -> Float {
        switch positions {
        case .rendered(let engine):
            engine.index(of: id).map { engine.livePosition(of: $0) } ?? id.role.spec.initialPosition
        case .fixed(let positions): positions[id] ?? document.mix[id]
        }
    }

    /// Where the lane has the parameter now; `nil` where it has no lane, or none that is followed.
    public func lane(of id: ParameterID) -> Float? {
        guard let lane = document.lanes[id], !lane.isEmpty, mode(of: id) != .off else { return nil }
        return lane.position(at: position)
    }

    /// The mode that rules a parameter.
    public func mode(of id: ParameterID) -> AutomationMode { document.mode(ruling: id, moved: moved) }

    /// The mode that a scope shows: that of its fader, for a node.
    public func mode(of scope: ModeScope) -> AutomationMode? {
        switch scope {
        case .session: document.modes.session
        case .node(let node): mode(of: ParameterID(node, .fader))
        case .parameter(let id): mode(of: id)
        }
    }

    public func writeState(of id: ParameterID) -> WriteState {
        let level = id.trimmed ?? id
        let held = [level, controlled(level), level.trim].compactMap { $0 }.first { gates[$0] != nil }
        let ruled = held ?? controlled(level)
        return WriteState(
            gates[ruled] ?? WriteGate(), mode: mode(of: ruled).asHeld(byFader: ruled.role.isFader),
            isTrim: ruled != level,
            isWaiting: surfaces.contains { $0.waiting.contains { $0.parameter == level } })
    }

    /// That of the most striking of a node's parameters: of those that something is done with, or its fader.
    public func writeState(of node: Node) -> WriteState {
        let busy = gates.keys.filter { $0.node == node } + waiting.map(\.parameter).filter { $0.node == node }
        return busy.map { writeState(of: $0 as ParameterID) }.reduce(writeState(of: ParameterID(node, .fader))) {
            $0.orMoreStriking($1)
        }
    }

    /// A hand is on it, or was within the last second.
    public func isTouched(_ id: ParameterID) -> Bool {
        [id, id.trim].compactMap { $0 }.contains { id in
            gates[id]?.hands.isEmpty == false || moved[id].map { frame - $0 < Int64(sampleRate) } == true
        }
    }

    /// Parameters whose movements are being written now, in the order of the mix.
    public var writing: [ParameterID] { gates.filter(\.value.isWriting).keys.sorted() }

    /// Parameters that something is done with now, in the order of the mix: hands are on them, or they are written.
    public var active: [(parameter: ParameterID, state: WriteState)] {
        let keys = gates.filter { $0.value.isGliding || $0.value.isWriting || !$0.value.hands.isEmpty }.keys
        return Set(keys.map { $0.trimmed ?? $0 }).sorted().map { ($0, writeState(of: $0)) }
    }

    /// Controls that hands have moved within the last three seconds without catching their value, the latest first.
    public var waiting: [WaitingControl] { surfaces.flatMap(\.waiting).sorted { $0.since > $1.since } }

    /// `Lead Vox fader`, for messages.
    public func title(of id: ParameterID) -> String { document.mix.title(of: id) }
}
