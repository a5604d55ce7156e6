import Automation
import Engine
public import MixModel
import SessionStore
public import Units

extension Desk {
    /// Takes what the engine has reported: written segments into the pass, seams and stops into the session.
    func drainReports() {
        while let report = engine.nextReport() {
            switch report {
            case .segment(let index, let frame, let ramp):
                let id = parameters[Int(index)].id
                pass.add(id, Lane.Segment(frame: frame, ramp: ramp))
                journalled.append(.segment(id, frame: frame, ramp: ramp))
            case .writeEnded(let index, let frame):
                let id = parameters[Int(index)].id
                pass.end(id, at: frame)
                journalled.append(.writeEnded(id, frame: frame))
            case .transport(let kind, let engineFrame, let from, let to):
                transportMoved(kind, at: engineFrame, from: from, to: to)
            case .laneReturned(let table): LaneTable.free(table)
            case .fault(let fault, let node): note(fault, at: node)
            }
        }
    }

    private func transportMoved(
        _ kind: EngineReport.Transport, at frame: FramePosition, from: FramePosition, to: FramePosition
    ) {
        switch kind {
        case .played: break
        case .stopped:
            // By itself, at the song's end; not the answer to a stop after which play was pressed again.
            if transport.isRolling, transport.rollingSince < frame { stopped(at: frame) }
            closePass(at: from)
            leaveWriteMode(at: frame)
        case .located:
            closePass(at: from)
            leaveWriteMode(at: frame)
        case .wrapped:
            closePass(at: from)
            leaveWriteMode(at: frame)
        }
    }

    /// One pass is one undo step, over all its lanes.
    private func closePass(at frame: FramePosition) {
        defer {
            pass = PassBuilder()
            journalled = []
        }
        pass.close(at: frame)
        guard !pass.isEmpty || journalOpen else { return }
        // In the history what was moved before the pass comes before it.
        storeRests()
        let mix = document.mix
        var written = document.lanes
        let changed = pass.apply(to: &written, rest: { mix[$0] })
        let lanes = written
        if !changed.isEmpty {
            passes.append(
                PassRecord(ranges: pass.results.filter { changed.contains($0.key) }.mapValues { $0.map(\.range) }))
        }
        let label = changed.isEmpty ? "Pass" : "Pass: " + changed.map(title(of:)).joined(separator: ", ")
        document.lanes = lanes
        line.perform(label, clearingJournal: true) { $0.lanes = lanes }
        journalOpen = false
        for id in changed { if let index = engine.index(of: id) { publish(index, lane: true) } }
        // Hands that hold on over a seam begin the next pass.
        if parameters.contains(where: \.gate.isWriting) { openJournal() }
    }

    func openJournal() {
        guard !journalOpen else { return }
        journalOpen = true
        line.beginPass()
    }

    /// All through a pass, several times in 50 ms: what was rendered goes to the disk, with how far the song has come.
    func journalIfDue(at frame: FramePosition) {
        let interval = frames(milliseconds: line.journalMilliseconds)
        guard journalOpen, frame - lastJournal >= interval || frame < lastJournal else { return }
        lastJournal = frame
        journalled.append(.position(frame: engine.sessionPosition))
        line.journal(journalled)
        journalled = []
    }

    private func note(_ fault: EngineReport.Fault, at node: Int32) {
        let nodes = document.mix.soundingNodes
        let name = nodes.indices.contains(Int(node)) ? document.mix.name(of: nodes[Int(node)]) : "node \(node)"
        switch fault {
        case .notANumber: notices.append("\(name): the sound holds values that are not numbers; silenced there")
        case .reportsLost: say("the desk was late: a part of what was played is not in the pass")
        case .runaway: notices.append("the mix was above +24 dBFS for seconds; the monitors were muted")
        case .starved: notices.append("\(name): the disk was late; silence was played for the missing frames")
        case .referenceStarved:
            notices.append("reference \(node): the disk was late; silence was played for the missing frames")
        }
    }
}

/// What a pass of this sitting has written.
public struct PassRecord: Sendable, Hashable {
    /// Session frames, by parameter.
    public let ranges: [ParameterID: [Range<FramePosition>]]
}
