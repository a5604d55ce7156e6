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

    /// Moves a parameter by a hand that is there for this one movement.
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
        switch command {
        case .fixed(let word, let switching):
            return word.row.run(CommandCall(desk: self, surface: surface, frame: frame, ticks: ticks), switching)
        case .locate(let seconds): locate(to: frames(seconds: seconds), at: frame)
        case .nudge(let seconds):
            locate(to: transport.position(at: frame) + frames(seconds: seconds * Double(ticks)), at: frame)
        case .speed(let choice): setSpeed(choice, ticks: ticks, at: frame)
        case .goToMarker(let reference): return goTo(reference, at: frame)
        case .select(let reference):
            guard let node = node(reference, on: surface) else { return "there is no \(reference.address)" }
            selected = node
        case .selectBy(let step): select(by: step * ticks)
        case .mode(let scope, let mode): return inScope(scope, surface) { setMode(mode, of: $0, at: frame) }
        case .match(let scope): return inScope(scope, surface) { match($0, at: frame) }
        case .automation(let scope, let order):
            var complaint: String?
            return inScope(scope, surface) { complaint = carryOut(order, of: $0, at: frame) } ?? complaint
        case .enable(let kind, let switching): enable(kind, switching, at: frame)
        case .group(let reference, let switching): return switchGroup(reference, switching, at: frame)
        case .lap(let choice): return chooseLap(choice, at: frame)
        case .recallSnapshot(let reference): return recallSnapshot(reference, at: frame)
        case .takeSnapshot(let reference): return takeSnapshot(reference, at: frame)
        case .recallRevision(let reference): return recallRevision(reference, at: frame)
        case .listenToRevision(let reference): return listenToRevision(reference, at: frame)
        case .bankByStrips, .bankTo, .layer, .heldLayer, .pin:
            surfaceSession.perform(from: surface, at: frame) { surfaceSession.perform(command, on: $0, ticks: ticks) }
        }
        return nil
    }

    /// - Returns: what is wrong if there is no such scope.
    private func inScope(_ scope: AutomationScope, _ surface: Surface?, _ body: (ModeScope) -> Void) -> String? {
        guard let found = self.scope(scope, on: surface) else { return "there is no \(scope.address)" }
        body(found)
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
