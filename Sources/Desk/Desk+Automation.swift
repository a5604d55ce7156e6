public import Automation
import Engine
public import MixModel
import SessionStore
public import Units

extension Desk {
    /// A hand's doing on a parameter, at an engine frame.
    ///
    /// - Parameters:
    ///   - rampFrames: length of the movement to a new value.
    ///   - glideFrames: return to the lane when the hand lets go; `nil`: the session's.
    func handle(
        _ event: WriteGate.Event, on index: Int32, at frame: FramePosition, rampFrames: Int64 = 0,
        glideFrames: Int64? = nil
    ) {
        let moment = moment(of: index, at: frame)
        let orders = parameters[Int(index)].gate.handle(event, moment)
        for order in orders { carryOut(order, on: index, at: frame, ramp: rampFrames, glide: glideFrames) }
    }

    func moment(of index: Int32, at frame: FramePosition) -> WriteGate.Moment {
        let id = parameters[Int(index)].id
        let lane = document.lanes[id]
        let punch = document.settings.punch
        let mode = document.mode(of: id).asHeld(byFader: id.role == .fader)
        return WriteGate.Moment(
            mode: mode, isRolling: transport.isRolling, hasLane: mode != .off && lane?.isEmpty == false,
            isStepped: id.role.spec.isStepped,
            mayWrite: !isOnlyListening && punch?.contains(transport.position(at: frame)) ?? true)
    }

    private func carryOut(
        _ order: WriteGate.Action, on index: Int32, at frame: FramePosition, ramp: Int64, glide: Int64?
    ) {
        deadlines[index] = nil
        switch order {
        case .hold: send(.hold(parameter: index, at: frame))
        case .move(let position):
            let target = parameters[Int(index)].spec.clamped(position)
            lastMoved[index] = frame
            send(.ramp(parameter: index, at: frame, to: target, length: Int32(ramp)))
        case .write(let endsAtSeam):
            openJournal()
            send(.write(parameter: index, at: frame, endsAtSeam: endsAtSeam))
        case .glide:
            let wanted = glide ?? frames(milliseconds: document.settings.glideMilliseconds)
            let length = min(wanted, transport.framesToSeam(from: frame) ?? 0)
            send(.glide(parameter: index, at: frame, length: Int32(length)))
            deadlines[index] = Deadline(frame: frame + length, event: .glided)
        case .follow: send(.follow(parameter: index, at: frame))
        case .rest(let position):
            let id = parameters[Int(index)].id
            let target = id.role.spec.clamped(position)
            document.mix[id] = target
            unstoredRests[index] = frame
            send(.rest(parameter: index, to: target))
        case .awaitBreakpoint:
            let lane = document.lanes[parameters[Int(index)].id] ?? Lane()
            let here = transport.position(at: frame)
            if let next = lane.nextBreakpoint(after: here),
                let reached = transport.engineFrame(ofSession: next, after: frame)
            {
                deadlines[index] = Deadline(frame: reached, event: .breakpoint)
            }
        }
    }

    /// Tells every gate of a movement of the transport.
    func tellGates(_ event: WriteGate.Event, at frame: FramePosition) {
        // A gate at rest has nothing to do, but for writing that begins with the start.
        let modes = document.modes
        let mayWrite =
            event == .roll
            && (modes.session == .write || modes.nodes.values.contains(.write)
                || modes.parameters.values.contains(.write))
        for index in parameters.indices where mayWrite || !parameters[index].gate.isAtRest {
            handle(event, on: Int32(index), at: frame)
        }
    }

    // MARK: Modes

    /// Sets a mode for a node, one parameter or (with neither) the whole session; `nil` takes the choice back.
    public func setMode(_ mode: AutomationMode?, of scope: ModeScope, at frame: FramePosition) {
        let old = parameters.map { document.mode(of: $0.id) }
        switch scope {
        case .session: edit("Automation mode \(mode?.rawValue ?? "as set")") { $0.modes.session = mode }
        case .node(let node):
            edit("\(document.mix.name(of: node)) automation \(mode?.rawValue ?? "read")") {
                $0.modes.nodes[node] = mode
            }
        case .parameter(let id):
            edit("\(title(of: id)) automation \(mode?.rawValue ?? "as its strip")") { $0.modes.parameters[id] = mode }
        }
        modesChanged(from: old, at: frame)
    }

    func modesChanged(from old: [AutomationMode], at frame: FramePosition) {
        for (index, before) in old.enumerated() {
            let after = document.mode(of: parameters[index].id)
            guard after != before else { continue }
            if (before == .off) != (after == .off) { publish(Int32(index), lane: true) }
            handle(.modeChanged, on: Int32(index), at: frame)
        }
    }

    /// Ends writing with a glide back to the lane, for all parameters in reach.
    public func match(_ scope: ModeScope, at frame: FramePosition) {
        for (index, parameter) in parameters.enumerated() where scope.covers(parameter.id) {
            handle(.match, on: Int32(index), at: frame)
        }
    }

    /// After a stop or a locate, write mode becomes the session's choice, so that nothing is overwritten unasked.
    func leaveWriteMode(at frame: FramePosition) {
        let next: AutomationMode
        switch document.settings.afterWrite {
        case .stay: return
        case .touch: next = .touch
        case .latch: next = .latch
        }
        let writing = { @Sendable (mode: AutomationMode) in mode == .write ? next : mode }
        let modes = document.modes
        guard
            modes.session == .write || modes.nodes.values.contains(.write) || modes.parameters.values.contains(.write)
        else { return }
        let old = parameters.map { document.mode(of: $0.id) }
        edit("Leave write") {
            $0.modes.session = $0.modes.session.map(writing)
            $0.modes.nodes = $0.modes.nodes.mapValues(writing)
            $0.modes.parameters = $0.modes.parameters.mapValues(writing)
        }
        modesChanged(from: old, at: frame)
    }

    /// `Lead Vox fader`, for messages and the history.
    public func title(of id: ParameterID) -> String {
        let role = id.role.spec.path.split(separator: "/").joined(separator: " ")
        return "\(VisibleText.line(document.mix.name(of: id.node))) \(role)"
    }
}

/// Whose automation is meant, resolved to this session.
public enum ModeScope: Sendable, Hashable {
    case session
    case node(Node)
    case parameter(ParameterID)

    func covers(_ id: ParameterID) -> Bool {
        switch self {
        case .session: true
        case .node(let node): id.node == node
        case .parameter(let parameter): id == parameter
        }
    }
}

extension WriteGate {
    /// Nobody holds it and the lane rules, if there is one.
    fileprivate var isAtRest: Bool { hands.isEmpty && !isWriting && !isHeld && !isGliding && !isPrimed }
}
