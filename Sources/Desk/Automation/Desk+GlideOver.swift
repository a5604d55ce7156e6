import Automation
import Engine
import MixModel
import SessionStore
import Units

/// A straight line over the punch range, to the live value.
extension Desk {
    /// - Returns: what is wrong, if it could not be done.
    func glideOverPunch(_ scope: ModeScope, at frame: FramePosition) -> String? {
        guard let range = document.settings.punch ?? control.lastPunch else {
            return "there is no punch range yet: /transport/punch/start and /transport/punch/end put its ends here"
        }
        let indices = live(in: scope).filter { !automation.spec(of: $0).isStepped }
        guard !indices.isEmpty else { return "glide-over takes what a hand has moved, and nothing is held there" }
        let lines = indices.map { line(of: $0, over: range, at: frame) }
        let written = zip(indices, lines).filter { automation.gates[automation.id(of: $0.0)].isWriting }
        for (index, line) in written {
            recorder.lay(line.ramp, over: line.span, on: automation.id(of: index), holdsOn: line.holdsOn)
        }
        handOver(written.map(\.0), at: frame)
        let others = zip(indices, lines).filter { pair in !written.contains { $0.0 == pair.0 } }
        guard !others.isEmpty else { return nil }
        var lanes: [ParameterID: Lane] = [:]
        for (index, line) in others {
            let id = automation.id(of: index)
            lanes[id] = (document.lanes[id] ?? Lane()).replacing(
                line.span, with: [Lane.Segment(line.ramp)], before: document.mix[id], after: document.mix[id],
                holdsOn: line.holdsOn)
        }
        let changed = lanes
        edit("Glide: " + changed.keys.sorted().map(title(of:)).joined(separator: ", ")) {
            for (id, lane) in changed { $0.lanes[id] = lane }
        }
        for (index, _) in others { publish(index, lane: true) }
        return nil
    }

    /// Parameters with a live value of their own: the one that is named, or those that are held somewhere else than their lanes are.
    private func live(in scope: ModeScope) -> [Int32] {
        if case .parameter(let id) = scope { return engine.index(of: id).map { [automation.controlled($0)] } ?? [] }
        return automation.activeGates.sorted().filter { index in
            let gate = automation.gates[automation.id(of: index)]
            return scope.covers(automation.id(of: index)) && gate.isHeld && !gate.isGliding
        }
    }

    private typealias Line = (ramp: Ramp, span: Range<FramePosition>, holdsOn: Bool)

    /// From the lane to the live value over a range, which then holds to the lane's next point.
    private func line(of index: Int32, over range: Range<FramePosition>, at frame: FramePosition) -> Line {
        let id = automation.id(of: index)
        let lane = document.lanes[id] ?? Lane()
        let from = lane.position(at: range.lowerBound) ?? document.mix[id]
        let next = lane.nextBreakpoint(after: range.upperBound - 1)
        let end = max(range.upperBound, next ?? transport.end)
        let ramp = Ramp(
            start: range.lowerBound, from: from, to: shownPosition(of: index), length: Int64(range.count))
        return (ramp, range.lowerBound..<end, next == nil)
    }
}
