import Automation
import Engine
import MixModel
import SessionStore
import Units

extension Desk {
    /// Takes what the engine has reported: written segments into the pass, seams and stops into the session.
    func drainReports() {
        while let report = engine.nextReport() {
            switch report {
            case .segment(let index, let frame, let ramp):
                recorder.written(automation.id(of: index), Lane.Segment(frame: frame, ramp: ramp))
            case .writeEnded(let index, let frame):
                recorder.ended(
                    automation.id(of: index), at: frame, room: roomForGlide(from: frame), in: document)
            case .transport(let kind, let engineFrame, let from, let to):
                transportMoved(kind, at: engineFrame, from: from, to: to)
            case .laneReturned(let table): LaneTable.free(table)
            case .fault(let fault, let node): note(fault, at: node)
            }
        }
        // As soon as nothing is written any more the pass is a step of undo, also while the song plays on.
        if recorder.isComplete, !automation.isAnythingWriting { closePass(at: 0) }
    }

    /// Frames after a session frame that an unheard glide may take.
    private func roomForGlide(from frame: FramePosition) -> Int64 {
        var room = min(transport.end - frame, roomToSeam(from: frame))
        if let punch = document.settings.punch, punch.contains(frame) { room = min(room, punch.upperBound - frame) }
        return room
    }

    /// Frames after a session frame up to the loop's end, which nothing is written beyond.
    private func roomToSeam(from frame: FramePosition) -> Int64 {
        transport.loop.flatMap { frame < $0.upperBound ? $0.upperBound - frame : nil } ?? .max
    }

    private func transportMoved(
        _ kind: EngineReport.Transport, at frame: FramePosition, from: FramePosition, to: FramePosition
    ) {
        switch kind {
        case .played: control.hasRolled = true
        case .stopped:
            control.engineStopped(at: frame)
            let hasWritten = recorder.endRoll(at: frame)
            closePass(at: from, grace: frames(milliseconds: 20), holdsOn: from >= transport.end)
            automation.writeLeft = nil
            if control.stoppedForward, hasWritten { leaveWriteMode(at: frame) }
            coalesceAfterPass(at: frame)
            control.hasRolled = false
        case .located:
            // Located in stop nothing has been written, and nothing that is armed is disarmed.
            guard control.hasRolled else { return }
            let hasWritten = recorder.endRoll(at: frame)
            closePass(at: from, grace: frames(milliseconds: 20))
            if hasWritten { leaveWriteMode(at: frame) }
        case .wrapped:
            // Backwards nothing is written, and no lap is kept.
            guard to <= from else { return }
            let hasWritten = recorder.endRoll(at: frame)
            closePass(at: from, isLap: true)
            if !document.settings.continuesInLoop, hasWritten { leaveWriteMode(at: frame) }
        }
    }

    /// What has been written so far becomes the lane that the engine plays, before it goes where that is heard.
    func publishWritten(upTo session: FramePosition) {
        for (id, lane) in recorder.lanes(upTo: session, in: document) ?? [] {
            guard let index = engine.index(of: id), automation.mode(ruling: id) != .off else { continue }
            send(.lane(parameter: index, table: LaneTable.make(lane)))
        }
    }

    /// One pass is one undo step, over all its lanes.
    ///
    /// - Parameter isLap: it ends at a loop's end.
    private func closePass(
        at frame: FramePosition, grace: Int64 = 0, holdsOn: Bool = false, isLap: Bool = false
    ) {
        defer { if isLap { recorder.laps.goRound() } }
        guard
            let outcome = recorder.close(
                at: frame, grace: grace, room: roomToSeam(from: frame), holdsOn: holdsOn,
                thinning: document.settings.thinning,
                in: document)
        else { return }
        if let thinned = outcome.thinned { tell(thinned) }
        let label =
            outcome.changed.isEmpty ? "Pass" : "Pass: " + outcome.changed.map(title(of:)).joined(separator: ", ")
        keepLap(outcome.lanes.filter { outcome.changed.contains($0.key) }, before: document.lanes)
        editor.storePass(label, outcome.changed.map { (id: $0, lane: outcome.lanes[$0]) })
        publishLanes(of: outcome.changed)
        coalesceLeft(at: now)
        // Hands that hold on over a seam begin the next pass.
        if automation.isAnythingWriting { openJournal(at: now) }
    }

    /// The engine plays these lanes as they are now.
    func publishLanes(of ids: some Sequence<ParameterID>) {
        for id in ids { if let index = engine.index(of: id) { publish(index, lane: true) } }
    }

    /// What thinning has made of the pass.
    private func tell(_ thinned: PassRecorder.Thinned) {
        guard thinned.kept < thinned.written else { return }
        say("pass thinned from \(thinned.written) to \(thinned.kept) points, within \(thinned.bound.words)")
    }

    /// Something is written from an engine frame on.
    func openJournal(at frame: FramePosition) { if recorder.open(at: frame) { line.beginPass() } }

    /// All through a pass, several times in 50 ms: what was rendered goes to the disk, with how far the song has come.
    func journalIfDue(at frame: FramePosition) {
        let interval = frames(milliseconds: line.journalMilliseconds)
        guard
            let batch = recorder.batchIfDue(at: frame, every: interval, position: engine.sessionPosition)
        else { return }
        line.journal(batch)
    }

    private func note(_ fault: EngineReport.Fault, at node: Int32) {
        let nodes = document.mix.soundingNodes
        let name = nodes.indices.contains(Int(node)) ? document.mix.name(of: nodes[Int(node)]) : "node \(node)"
        switch fault {
        case .notANumber: tell("\(name): the sound holds values that are not numbers; silenced there")
        case .reportsLost: say("the desk was late: a part of what was played is not in the pass")
        case .runaway: tell("the mix was above +24 dBFS for seconds; the monitors were muted")
        case .starved: tell("\(name): the disk was late; silence was played for the missing frames")
        case .referenceStarved:
            tell("reference \(node): the disk was late; silence was played for the missing frames")
        }
    }
}
