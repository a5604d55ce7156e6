import Automation
import Engine
import MixModel
import SessionStore
public import Units

extension Desk {
    /// One change of the session: one transaction, one undo entry.
    func edit(_ label: String, _ change: @escaping @Sendable (inout SessionDocument) -> Void) {
        editor.edit(label, change)
    }

    /// Takes the last change back. Refused while a pass is being written.
    public func undo(at frame: FramePosition) { _ = order(.undo, at: frame) }

    /// The opposite of ``undo(at:)``.
    public func redo(at frame: FramePosition) { _ = order(.redo, at: frame) }

    /// Undoes or does again until so many changes are in force.
    ///
    /// - Returns: what is wrong, if it cannot be done.
    public func travel(to count: Int, at frame: FramePosition) -> String? { order(.travel(to: count), at: frame) }

    func order(_ step: StoreLine.Step, at frame: FramePosition, done: ((String?) -> Void)? = nil) -> String? {
        editor.order(step, isWriting: recorder.isOpen, at: frame, done: done)
    }

    func carryOut(_ order: SessionEditor.Order) {
        switch order {
        case .adopt(let document, let isStep, let frame):
            if isStep { automation.historyMoved() }
            adopt(document, at: frame)
        case .tell(let words, isOnce: true): say(words)
        case .tell(let words, isOnce: false): tell(words)
        }
    }

    /// Makes another state of the document the current one, and the engine's.
    func adopt(_ new: SessionDocument, at frame: FramePosition) {
        let old = document
        let modes = automation.rulingModes
        editor.session.document = new
        surfaceSession.adoptTimeOuts()
        for (index, parameter) in automation.parameters.enumerated() {
            let id = parameter.id
            let laneChanged = old.lanes[id] != new.lanes[id]
            guard laneChanged || old.mix[id] != new.mix[id] else { continue }
            publish(Int32(index), lane: laneChanged)
            // Also out of a hand that holds it: the hand has to move or let go first.
            guard !automation.gates[id].isWriting else { continue }
            // Behind what a hand did at the same moment, which the engine may not have come to yet.
            send(.restUnderHand(parameter: Int32(index), at: frame, to: new.mix[id]))
            automation.forget(Int32(index), at: frame)
        }
        automation.modesChanged(from: modes, at: frame)
        automation.punchChanged(from: old.settings.punch, at: frame)
        if new.settings.loop != control.wantedLoop { control.adoptLoop(new.settings.loop, at: frame) }
    }

    /// Everything that is still only in memory goes to the store; the session can be closed then.
    public func close(at frame: FramePosition) {
        drainReports()
        editor.close(at: frame)
    }
}
