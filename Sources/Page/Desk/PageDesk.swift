import Automation
public import Desk
public import Mapping
import MixModel
import SessionStore
public import Units

/// The page's side of the desk: carries out what clients order, as their hands, and tells them the present.
///
/// - Thread: the desk's.
public final class PageDesk {
    private let hub: PageHub
    private let studio: Studio
    private let meters: DeskMeters
    private var desk: Desk { studio.desk }
    /// What each client's hands hold, and what it looks at.
    private var hands: [Int: [ParameterID]] = [:]
    private var watched: [Int: [Watched]] = [:]
    /// Gives devices that have an edited mapping the new one.
    private let reload: (DeviceMapping) -> Void
    /// Seconds of the clock at which the next picture is due.
    private var due = 0.0
    private var calm: PageCalm?
    private var calmAt = 0.0

    /// Orders in a turn of the desk.
    private static let portion = 256
    /// Seconds between two pictures, and between two looks at what changes seldom.
    static let interval = 1.0 / 60
    private static let calmInterval = 1.0 / 15
    /// The same where nobody looks: for scripts that ask now and then.
    private static let idleInterval = 0.5
    private static let halfTurn = 0.005

    /// - Parameter reload: gives devices that have an edited mapping the new one.
    public init(
        hub: PageHub, studio: Studio, meters: DeskMeters, reload: @escaping (DeviceMapping) -> Void
    ) {
        self.hub = hub
        self.studio = studio
        self.meters = meters
        self.reload = reload
    }

    /// Readable when orders wait.
    public var descriptor: Int32 { hub.orderDescriptor }

    // MARK: Orders

    /// Carries out what has been ordered; a part, if it is much.
    public func carryOut(at frame: FramePosition) {
        for request in hub.takeOrders(atMost: PageDesk.portion) {
            let complaint = carryOut(request.order, of: request.client, at: frame)
            hub.reply(to: request, complaint: complaint)
        }
    }

    /// - Returns: why it was not done, for people.
    private func carryOut(_ order: PageOrder, of client: Int, at frame: FramePosition) -> String? {
        switch order {
        case .perform(let action): return desk.perform(action, at: frame)
        case .touch(let target):
            guard let id = desk.touch(target, client: client, at: frame) else { return desk.missing(target) }
            hold(id, by: client)
        case .move(let target, let position):
            guard let id = desk.move(target, to: position, client: client, at: frame) else {
                return desk.missing(target)
            }
            hold(id, by: client)
        case .release(let target):
            guard let id = desk.parameter(target) else { return desk.missing(target) }
            desk.release(id, client: client, at: frame)
            hands[client]?.removeAll { $0 == id }
        case .releaseAll: releaseAll(of: client, at: frame)
        case .watch(let list): watch(list, by: client)
        case .lane(let order): return draw(order, at: frame)
        case .name(let reference, let name):
            guard let node = desk.node(reference) else { return "there is no \(reference.address)" }
            return desk.rename(node, to: name, at: frame)
        case .travel(let count): return travel(to: count, at: frame)
        case .loop(let range): desk.setLoop(range, at: frame)
        case .punch(let range): desk.setPunch(range, at: frame)
        case .meters(.clear): meters.clear()
        case .meters(.restart): studio.meter?.restart()
        case .reload(let mapping): reload(mapping)
        case .leave:
            releaseAll(of: client, at: frame)
            hands[client] = nil
            watched[client] = nil
        }
        return nil
    }

    private func hold(_ id: ParameterID, by client: Int) {
        if hands[client]?.contains(id) != true { hands[client, default: []].append(id) }
    }

    private func releaseAll(of client: Int, at frame: FramePosition) {
        for id in hands[client] ?? [] { desk.release(id, client: client, at: frame) }
        hands[client] = []
    }

    /// Who looks at the monitors looks at the meters of the mix, whose spectrum costs more than all the rest.
    private func watch(_ list: [Watched], by client: Int) {
        watched[client] = list
        if list.contains(.node(.monitor)) { studio.meter?.wantsSpectrum(true) }
    }

    private func draw(_ order: LaneOrder, at frame: FramePosition) -> String? {
        guard let id = desk.parameter(order.target) else { return desk.missing(order.target) }
        return desk.drawLane(
            of: id, order.range, points: order.points.map { ($0.frame, $0.position) }, label: order.label, at: frame)
    }

    /// Undoes or does again until so many changes are in force.
    private func travel(to count: Int, at frame: FramePosition) -> String? {
        let all = studio.store.history.count
        guard count <= all else { return "the history has \(all) changes" }
        return desk.travel(to: count, at: frame)
    }

    // MARK: The present

    /// Tells the present if a picture is due.
    ///
    /// - Parameters:
    ///   - seconds: now, on a clock that never goes back.
    ///   - noSound: why nothing is heard.
    /// - Returns: whether something was told.
    public func publish(at seconds: Double, noSound: String?, xruns: Int64) -> Bool {
        // The desk's own turns, a hundred a second, carry the pictures: a turn more for each would cost more than all of the page. So
        // they come half a turn early or late, and sixty a second in all.
        guard seconds >= due - PageDesk.halfTurn else { return false }
        let interval = hub.hasClients ? PageDesk.interval : PageDesk.idleInterval
        due = seconds - due > interval ? seconds + interval : due + interval
        if hub.hasClients { meters.update(at: seconds) }
        if calm == nil || seconds - calmAt >= PageDesk.calmInterval {
            calmAt = seconds
            calm = takeCalm(noSound: noSound, xruns: xruns)
        }
        guard let calm else { return false }
        let state = desk.state
        let states = state.active
        let writing = Set(states.lazy.filter { $0.parameter.role != .fader }.map(\.parameter.node))
        let waiting = state.waiting
        let turn = PageTurn(
            position: state.position, isRolling: state.transport.isRolling,
            levels: calm.document.mix.shownNodes.map { levels(of: $0, state, writing: writing) },
            states: states, waiting: waiting, watched: watched.mapValues { positions($0, state) },
            reading: studio.meter?.reading,
            calm: calm)
        hub.publish(turn)
        return hub.hasClients
    }

    private func levels(of node: Node, _ state: DeskState, writing: Set<Node>) -> NodeLevels {
        func position(_ role: Role) -> Float {
            role.belongs(to: node) ? state.position(of: ParameterID(node, role)) : 0
        }
        let fader = ParameterID(node, .fader)
        var switches: NodeLevels.Switches = writing.contains(node) ? .writes : []
        let roles: [(Role, NodeLevels.Switches)] = [(.mute, .mute), (.solo, .solo), (.pfl, .pfl), (.afl, .afl)]
        for (role, bit) in roles where position(role) >= 0.5 { switches.insert(bit) }
        var levels = NodeLevels(
            fader: position(.fader), pan: position(.pan), lane: state.lane(of: fader) ?? .nan,
            switches: switches, state: state.writeState(of: fader))
        guard node.kind != .vcas else { return levels }
        let meter = meters[node]
        levels.peakLeft = Float(meter.peakLeft)
        levels.peakRight = Float(meter.peakRight)
        levels.rmsLeft = Float(meter.rmsLeft)
        levels.rmsRight = Float(meter.rmsRight)
        levels.held = Float(meter.held)
        levels.clips = meter.clips
        levels.gate = Float(meter.gate)
        levels.compressor = Float(meter.compressor)
        levels.deEsser = Float(meter.deEsser)
        levels.limiter = Float(meter.limiter)
        return levels
    }

    private func positions(_ watched: [Watched], _ state: DeskState) -> [(parameter: ParameterID, position: Float)] {
        watched.flatMap { watched -> [ParameterID] in
            switch watched {
            case .parameter(let target): return state.addresses.parameter(target).map { [$0] } ?? []
            case .node(let reference):
                guard let node = state.addresses.node(reference) else { return [] }
                return (PageDesk.roles[node.kind.rawValue] ?? []).map { ParameterID(node, $0) }
            }
        }.map { ($0, state.position(of: $0)) }
    }

    private static let roles: [UInt8: [Role]] = {
        let kinds: [Node] = [.strip(1), .bus(1), .master, .vca(1), .monitor]
        return Dictionary(uniqueKeysWithValues: kinds.map { ($0.kind.rawValue, Role.roles(of: $0)) })
    }()

    private func takeCalm(noSound: String?, xruns: Int64) -> PageCalm {
        let state = desk.state
        let document = state.document
        let references = studio.references
        return PageCalm(
            document: document, end: state.transport.end, loop: state.transport.model.loop, selected: state.selected,
            touched: state.touched, surfaces: desk.surfacePictures, passes: state.passes, noSound: noSound,
            xruns: xruns,
            modes: Dictionary(
                uniqueKeysWithValues: document.mix.shownNodes.map {
                    ($0, state.mode(of: ParameterID($0, .fader)).rawValue)
                }), references: references.sources.indices.map { references.gain(of: $0 + 1) })
    }
}
