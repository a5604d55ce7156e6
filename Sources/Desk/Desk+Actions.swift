import Automation
public import Mapping
import MixModel
import SessionStore
public import Units

extension Desk {
    /// Does an action that did not come from a control: of a performance, the command line, the page.
    ///
    /// - Returns: what is wrong if this session has no such node, group or marker.
    @discardableResult
    public func perform(_ action: Action, at frame: FramePosition) -> String? { perform(action, for: nil, at: frame) }

    /// - Parameter surface: whose bank is meant; `nil`: none.
    func perform(_ action: Action, for surface: Surface?, at frame: FramePosition) -> String? {
        guard let target = action.target else {
            guard case .command(let command) = action else { return nil }
            return perform(command, on: surface, at: frame)
        }
        guard let index = index(of: target, on: surface) else {
            return addresses.absence(of: target, bank: surface?.view ?? 0)
        }
        let role = automation.id(of: index).role
        guard let position = action.position(of: role, from: shownPosition(of: index)) else { return nil }
        put(index, to: position, at: frame)
        automation.tellIfRuled(index)
        return nil
    }

    /// By a hand that is there for this one movement.
    func put(_ index: Int32, to position: Float, at frame: FramePosition) {
        hand(
            .value(position, Desk.scriptHand, touched: true), on: index, at: frame,
            rampFrames: frames(milliseconds: 20))
        automation.timers.letGo(of: index, at: frame + frames(milliseconds: 20))
    }

    /// The hand of performances' own actions.
    static let scriptHand = -1

    /// Does a command. `surface` is the device that it came from, for banks and layers.
    ///
    /// - Parameter ticks: of an encoder, signed; 1 for a button.
    /// - Returns: what is wrong, if it could not be done.
    func perform(_ command: Command, on surface: Surface?, at frame: FramePosition, ticks: Int = 1) -> String? {
        let here = transport.position(at: frame)
        switch command {
        case .play: play(at: frame)
        case .stop: stop(at: frame)
        case .playOrStop: if transport.isRolling { stop(at: frame) } else { play(at: frame) }
        case .toStart: locate(to: 0, at: frame)
        case .toEnd: locate(to: transport.end, at: frame)
        case .locate(let seconds): locate(to: frames(seconds: seconds), at: frame)
        case .nudge(let seconds): locate(to: here + frames(seconds: seconds * Double(ticks)), at: frame)
        case .speed(let choice): setSpeed(choice, ticks: ticks, at: frame)
        case .nextMarker: locate(to: marker(after: here), at: frame)
        case .previousMarker: locate(to: marker(before: here), at: frame)
        case .addMarker: addMarker(at: frame)
        case .goToMarker(let reference): return goTo(reference, at: frame)
        case .loop(let switching): return switchLoop(switching, at: frame)
        case .loopStartHere: loopEdge(start: here, at: frame)
        case .loopEndHere: loopEdge(end: here, at: frame)
        case .select(let reference):
            guard let node = node(reference, on: surface) else { return "there is no \(reference.address)" }
            selected = node
        case .selectBy(let step): select(by: step * ticks)
        case .mode(let scope, let mode):
            guard let scope = self.scope(scope, on: surface) else { return "there is no \(scope.address)" }
            setMode(mode, of: scope, at: frame)
        case .match(let scope):
            guard let scope = self.scope(scope, on: surface) else { return "there is no \(scope.address)" }
            match(scope, at: frame)
        case .automation(let scope, let order):
            guard let scope = self.scope(scope, on: surface) else { return "there is no \(scope.address)" }
            return carryOut(order, of: scope, at: frame)
        case .enable(let kind, let switching): enable(kind, switching, at: frame)
        case .punch(let switching): return switchPunch(switching, at: frame)
        case .punchStartHere: return putPunch(start: here, at: frame)
        case .punchEndHere: return putPunch(end: here, at: frame)
        case .thinning(let switching): switchThinning(switching)
        case .group(let reference, let switching): return switchGroup(reference, switching, at: frame)
        case .suspendGroups(let switching): suspendGroups(switching, at: frame)
        case .clearSolo: clearSolo(at: frame)
        case .preview(let switching): automation.switchPreview(switching, at: frame)
        case .suspendPreview(let switching): return automation.suspendPreview(switching, at: frame)
        case .punchPreview: return punchPreview(at: frame)
        case .capture: capture()
        case .punchCapture: return punchCapture(at: frame)
        case .autoJoin(let switching): switchAutoJoin(switching)
        case .continueInLoop(let switching): continueInLoop(switching, at: frame)
        case .lap(let choice): return chooseLap(choice, at: frame)
        case .recallSnapshot(let reference): return recallSnapshot(reference, at: frame)
        case .takeSnapshot(let reference): return takeSnapshot(reference, at: frame)
        case .recallRevision(let reference): return recallRevision(reference, at: frame)
        case .listenToRevision(let reference): return listenToRevision(reference, at: frame)
        case .undo: undo(at: frame)
        case .redo: redo(at: frame)
        case .bankBy, .bankByStrips, .bankTo, .layer, .heldLayer, .resync, .motors, .takeover,
            .placeBy, .pin:
            surfaceSession.perform(command, on: surface, at: frame, ticks: ticks)
        }
        return nil
    }

    func frames(seconds: Double) -> FramePosition { Int64((seconds * Double(sampleRate)).rounded()) }

    private func goTo(_ reference: MarkerReference, at frame: FramePosition) -> String? {
        let markers = document.mix.markers
        switch reference {
        case .number(let number):
            guard markers.indices.contains(number - 1) else { return "there is no marker \(number)" }
            locate(to: markers[number - 1].position, at: frame)
        case .named(let name):
            guard let marker = markers.first(where: { $0.name == name }) else {
                return "there is no marker `\(name)`"
            }
            locate(to: marker.position, at: frame)
        }
        return nil
    }

    private func select(by step: Int) {
        let nodes = addresses.bankNodes + [.master]
        let place = nodes.firstIndex(of: selected) ?? 0
        selected = nodes[min(max(0, place + step), nodes.count - 1)]
    }
}
