import Automation
import Engine
public import Mapping
import MixModel
import SessionStore
import Units

/// What is written when the transport stops.
public struct WriteAtStop: Sendable, Hashable {
    public var range: WriteRange
    public var scope: ModeScope
}

/// Orders about automation beside the modes: safe, suspend, enables, write-to.
extension Desk {
    /// - Returns: what is wrong, if it could not be done.
    func carryOut(_ order: AutomationOrder, of scope: ModeScope, at frame: FramePosition) -> String? {
        switch order {
        case .safe(let switching): set(.safe, "safe", of: scope, switching, at: frame)
        case .suspend(let switching): set(.suspended, "suspended", of: scope, switching, at: frame)
        case .trim(let switching):
            set(.trim, "in trim", of: scope, switching, at: frame)
            coalesceLeft(at: frame)
        case .coalesceTrim: return coalesce(scope, at: frame)
        case .glideOverPunch: return glideOverPunch(scope, at: frame)
        case .writeTo(let range, onStop: false): return write(to: range, scope, at: frame)
        case .writeTo(let range, onStop: true):
            let write = WriteAtStop(range: range, scope: scope)
            if !automation.writesAtStop.contains(write) { automation.writesAtStop.append(write) }
        }
        return nil
    }

    private func set(
        _ flag: AutomationFlags, _ word: String, of scope: ModeScope, _ switching: Switching, at frame: FramePosition
    ) {
        let place = scope.place
        let isOn = switching.outcome(document.flags[place]?.contains(flag) == true)
        change("\(title(of: scope)) \(isOn ? word : "no longer \(word)")", at: frame) {
            $0.set(flag, of: place, on: isOn)
        }
    }

    /// Permits or forbids writing of one kind of parameters.
    func enable(_ kind: ParameterKind, _ switching: Switching, at frame: FramePosition) {
        let isOn = switching.outcome(!document.settings.disabled.contains(kind))
        change("Automation of \(kind.rawValue) \(isOn ? "enabled" : "disabled")", at: frame) {
            if isOn { $0.settings.disabled.remove(kind) } else { $0.settings.disabled.insert(kind) }
        }
    }

    /// A change that may rule parameters in another way. What goes out of automation stays where it is.
    func change(
        _ label: String, at frame: FramePosition, _ body: @escaping @Sendable (inout SessionDocument) -> Void
    ) {
        let old = automation.rulingModes
        var next = document
        body(&next)
        let live = automation.livePositions(becomingOffIn: next, at: frame)
        edit(label) {
            body(&$0)
            for (id, position) in live { $0.mix[id] = position }
        }
        automation.modesChanged(from: old, at: frame)
    }

    private func title(of scope: ModeScope) -> String {
        switch scope {
        case .session: "The session"
        case .node(let node): VisibleText.line(document.mix.name(of: node))
        case .parameter(let id): title(of: id)
        }
    }

    func switchThinning(_ switching: Switching) {
        let isOn = switching.outcome(document.settings.thinning != nil)
        guard isOn != (document.settings.thinning != nil) else { return }
        edit("Thinning \(isOn ? "on" : "off")") { $0.settings.thinning = isOn ? Thinning() : nil }
    }

    // MARK: Write to

    /// Writes the live values of what is being written over a range.
    func write(to range: WriteRange, _ scope: ModeScope, at frame: FramePosition) -> String? {
        guard transport.isRolling else {
            return "write-to \(range.rawValue) takes what is being written, and nothing is while the transport stands"
        }
        let writing = automation.activeGates.sorted().filter { index in
            let id = automation.id(of: index)
            return scope.covers(id) && automation.gates[id].isWriting && !automation.gates[id].isGliding
        }
        guard !writing.isEmpty else { return "write-to \(range.rawValue): nothing is being written there" }
        let here = transport.position(at: frame)
        let laid = writing.filter { lay(range, on: $0, from: here) }
        if range.endsWriting { handOver(laid, at: frame) }
        return nil
    }

    /// What was written goes on in the lanes themselves.
    func handOver(_ laid: [Int32], at frame: FramePosition) {
        let lanes = recorder.lanes(upTo: transport.position(at: frame), in: document) ?? []
        for index in laid {
            if let (_, lane) = lanes.first(where: { $0.id == automation.id(of: index) }) {
                send(.lane(parameter: index, table: LaneTable.make(lane)))
            }
            automation.handle(.handOver, on: index, at: frame)
        }
    }

    func carryOutWritesAtStop(at frame: FramePosition) {
        let writes = automation.writesAtStop
        automation.writesAtStop = []
        guard transport.isRolling else { return }
        for order in writes {
            if let fault = write(to: order.range, order.scope, at: frame) { say(fault) }
        }
    }

    /// - Returns: whether the range has any length.
    private func lay(_ range: WriteRange, on index: Int32, from here: FramePosition) -> Bool {
        let id = automation.id(of: index)
        let end = max(transport.end, here + 1)
        let span: Range<FramePosition>
        switch range {
        case .start: span = 0..<max(0, here)
        case .end: span = here..<end
        case .all: span = 0..<end
        case .next: span = here..<(document.lanes[id]?.nextBreakpoint(after: here) ?? end)
        case .punch: span = min(recorder.beginning(of: id) ?? here, here)..<here
        }
        guard !span.isEmpty else { return false }
        let position = shownPosition(of: index)
        recorder.lay(.hold(position, from: span.lowerBound), over: span, on: id, holdsOn: span.upperBound == end)
        return true
    }
}

extension ModeScope {
    /// The place under which the scope's flags are kept.
    var place: ModePlace {
        switch self {
        case .session: .session
        case .node(let node): .node(node)
        case .parameter(let id): .parameter(id)
        }
    }
}
