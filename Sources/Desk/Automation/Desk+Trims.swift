import Automation
import Engine
import MixModel
import SessionStore
import Units

/// Trims are worked into their lanes, when the session says so.
extension Desk {
    /// Works trims into their lanes: what sounds stays, and the trims are at 0 dB.
    ///
    /// - Returns: what is wrong, if it could not be done.
    func coalesce(_ scope: ModeScope, at frame: FramePosition) -> String? {
        let trims = document.trims.filter { scope.covers($0) }
        let isBusy = trims.contains {
            automation.gates[$0].isWriting || $0.trimmed.map { automation.gates[$0].isWriting } == true
        }
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
            guard !automation.gates[id].isWriting, id.trim.map({ automation.gates[$0].isWriting }) != true else {
                continue
            }
            _ = coalesce(.parameter(id), at: frame)
        }
    }
}
