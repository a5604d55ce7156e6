import Automation
import Engine
import MixModel
import SessionStore
import Units

/// Trim: a hand on a level moves what is added to it, which has a lane of its own.
extension Desk {
    func id(of index: Int32) -> ParameterID { parameters[Int(index)].id }

    /// What a control of a parameter moves and shows: the parameter, or in trim what is added to it.
    func controlled(_ index: Int32) -> Int32 {
        guard !document.flags.isEmpty else { return index }
        let id = id(of: index)
        return engine.index(of: document.controlled(id, in: mode(ruling: id))) ?? index
    }

    /// What a hand is on, or takes hold of: a hand that was there before trim was switched keeps what it holds.
    func held(_ index: Int32, by event: WriteGate.Event) -> Int32 {
        let id = id(of: index)
        guard let hand = event.hand, let trim = id.trim, let trimIndex = engine.index(of: trim) else {
            return controlled(index)
        }
        if gates[trim].hands.contains(hand) { return trimIndex }
        return gates[id].hands.contains(hand) ? index : controlled(index)
    }

    /// The mode that rules a parameter; what a hand was on when trim was switched on is written as in touch until it lets go, for it is
    /// heard until then.
    func heldMode(of id: ParameterID) -> AutomationMode {
        let mode = mode(ruling: id)
        guard mode == .read, !gates[id].hands.isEmpty, let other = id.trim,
            self.mode(ruling: other).policy.starts != .never
        else { return mode }
        return .touch
    }

    /// Where a parameter is heard: a level with its trim.
    func soundingPosition(of id: ParameterID) -> Float {
        func own(_ id: ParameterID) -> Float {
            gates[id].target ?? engine.index(of: id).map { engine.livePosition(of: $0) } ?? document.mix[id]
        }
        guard let trim = id.trim else { return own(id) }
        return Scale.sum(own(id), own(trim), limit: id.role.spec.highest)
    }

    /// A level that its trim would lift above the end of its range stays there; that is said, once in a roll.
    func tellIfClamped(_ index: Int32, at trim: Float) {
        guard let id = id(of: index).trimmed, let level = engine.index(of: id) else { return }
        let spec = id.role.spec
        let sum = Scale.sum(engine.livePosition(of: level), trim, limit: .greatestFiniteMagnitude)
        guard sum > spec.highest, told.clamps.insert(index).inserted else { return }
        say("\(title(of: id)): trimmed above \(spec.text(at: spec.highest)), where it ends; held there")
    }

    /// Works trims into their lanes: what sounds stays, and the trims are at 0 dB.
    ///
    /// - Returns: what is wrong, if it could not be done.
    func coalesce(_ scope: ModeScope, at frame: FramePosition) -> String? {
        let trims = document.trims.filter { scope.covers($0) }
        let isBusy = trims.contains { gates[$0].isWriting || $0.trimmed.map { gates[$0].isWriting } == true }
        guard !isBusy else { return "trim/coalesce waits until nothing is written there: match or stop first" }
        guard !trims.isEmpty else {
            say("trim/coalesce: there is no trim there")
            return nil
        }
        let levels = trims.compactMap(\.trimmed)
        var result = document
        let clamped = levels.filter { result.coalesceTrim(of: $0) }
        for id in clamped { say("\(title(of: id)): trimmed above the end of its range, and held there") }
        let coalesced = (trims + levels).map { (id: $0, lane: result.lanes[$0], rest: result.mix[$0]) }
        edit("Coalesce trim: " + levels.map(title(of:)).joined(separator: ", ")) {
            for (id, lane, rest) in coalesced {
                $0.lanes[id] = lane
                $0.mix[id] = rest
            }
        }
        publishLanes(of: trims + levels)
        return nil
    }

    /// After a pass, if the session says so.
    func coalesceAfterPass(at frame: FramePosition) {
        guard document.settings.coalesce == .stop, !document.trims.isEmpty else { return }
        _ = coalesce(.session, at: frame)
    }

    /// What has been in trim and is not any more, if the session says so.
    func coalesceLeft(at frame: FramePosition) {
        guard document.settings.coalesce == .leave else { return }
        for id in document.trims.compactMap(\.trimmed) where !document.flags(of: id).contains(.trim) {
            guard !gates[id].isWriting, id.trim.map({ gates[$0].isWriting }) != true else { continue }
            _ = coalesce(.parameter(id), at: frame)
        }
    }
}

extension WriteGate.Event {
    /// Whose doing it is, if it is a hand's.
    var hand: WriteGate.Hand? {
        switch self {
        case .touch(let hand), .value(_, let hand, _), .release(let hand): hand
        default: nil
        }
    }
}
