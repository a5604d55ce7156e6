import Automation
import Engine
public import Units

extension Desk {
    /// Feedback is worked out this often: 100 times a second.
    public var tickFrames: FramePosition { Int64(sampleRate) / 100 }

    /// The next engine frame at which the desk wants to be called, whatever else happens; always ahead of ``now``.
    public var nextDeadline: FramePosition {
        var next = (now / tickFrames + 1) * tickFrames
        if let frame = automation.timers.next(after: now) { next = min(next, frame) }
        if let frame = surfaceSession.nextDeadline(after: now) { next = min(next, frame) }
        if let edge = nextEdgeFrame, edge > now { next = min(next, edge) }
        if let seam = transport.framesToSeam(from: now), seam > 0 { next = min(next, now + seam) }
        return next
    }

    /// Brings the desk to an engine frame: reports, time-outs in their order, the journal, feedback.
    ///
    /// - Parameter frame: what the engine has rendered up to; commands of this call act there or later.
    public func advance(to frame: FramePosition) {
        passEdges(upTo: frame)
        drainReports()
        outbox.sendWaiting { engine.send($0) }
        expire(upTo: frame)
        let isTick = frame / tickFrames != now / tickFrames || frame == 0
        now = frame
        if isTick { automation.compensateForLanes(from: frame, over: (frame / tickFrames + 1) * tickFrames - frame) }
        control.advanceReread(to: frame)
        control.finishLocate(at: frame)
        if isTick { settleListening(at: frame) }
        journalIfDue(at: frame)
        editor.storeRests(stillAt: frame)
        editor.takeAnswers(at: frame)
        surfaceSession.finishTurn(at: frame, tick: tickFrames)
    }

    /// Time-outs that have come by `frame`, each at its own frame.
    func expire(upTo frame: FramePosition) {
        automation.beginReturns(upTo: frame)
        while let due = automation.timers.takeGate(upTo: frame) {
            // A hand that has rested on a moving lane takes it back to where it grabbed it: not with a step.
            automation.handle(due.event, on: due.index, at: due.frame, rampFrames: frames(milliseconds: 20))
        }
        while let due = automation.timers.takeHand(upTo: frame) {
            hand(.release(Desk.scriptHand), on: due.index, at: due.frame)
        }
        automation.endRecalls(upTo: frame)
        surfaceSession.expire(upTo: frame)
    }
}
