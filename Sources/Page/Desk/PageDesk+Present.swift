import Automation
import Desk
import Mapping
import MixModel
import SessionStore
import Units

/// What is told: the present, as values of which others make texts.
extension PageDesk {
    /// Tells the present if a picture is due.
    ///
    /// - Parameters:
    ///   - seconds: now, on a clock that never goes back.
    ///   - noSound: why nothing is heard.
    /// - Returns: whether something was told.
    public func publish(at seconds: Double, noSound: String?, xruns: Int64) -> Bool {
        // Pictures go out with the desk's turns, 100 a second: turns of their own would cost more than the rest of the page. So each
        // is up to half a turn early or late, and there are 60 a second in all.
        guard seconds >= due - PageDesk.halfTurn else { return false }
        let interval = hub.hasClients ? PageDesk.interval : PageDesk.idleInterval
        due = seconds - due > interval ? seconds + interval : due + interval
        if hub.hasClients { meters.update(at: seconds) }
        lookAfterLessons(at: desk.now)
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
            speed: state.transport.speed.factor,
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
            touched: state.touched, surfaces: desk.surfaceSession.pictures, unmapped: unmapped?.names ?? [],
            passes: state.passes, noSound: noSound,
            xruns: xruns, clippedFrames: meters.clippedFrames,
            modes: Dictionary(
                uniqueKeysWithValues: document.mix.shownNodes.map {
                    ($0, state.mode(of: ParameterID($0, .fader)).rawValue)
                }), references: references.sources.indices.map { references.gain(of: $0 + 1) },
            revisionsReady: state.revisionsReady)
    }
}
