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
            case .segment(let index, let frame, let ramp): written(index, Lane.Segment(frame: frame, ramp: ramp))
            case .writeEnded(let index, let frame): writeEnded(index, at: frame)
            case .transport(let kind, let engineFrame, let from, let to):
                transportMoved(kind, at: engineFrame, from: from, to: to)
            case .laneReturned(let table): LaneTable.free(table)
            case .fault(let fault, let node): note(fault, at: node)
            }
        }
        // As soon as nothing is written any more the pass is a step of undo, also while the song plays on.
        if !pass.isEmpty, pass.writing.isEmpty, !isAnythingWriting { closePass(at: 0) }
    }

    private func written(_ index: Int32, _ segment: Lane.Segment) {
        let id = parameters[Int(index)].id
        if let rest = parameters[Int(index)].punchInRest {
            parameters[Int(index)].punchInRest = nil
            pass.begin(id, rest: rest)
            journalled.append(.began(id, rest: rest))
        }
        pass.add(id, segment)
        journalled.append(.segment(id, frame: segment.frame, ramp: segment.ramp))
    }

    private func writeEnded(_ index: Int32, at frame: FramePosition) {
        let id = parameters[Int(index)].id
        parameters[Int(index)].punchInRest = nil
        var end = frame
        if let wanted = parameters[Int(index)].glideOnPaper {
            parameters[Int(index)].glideOnPaper = nil
            end += glideOnPaper(id, from: frame, wanted: wanted)
        }
        pass.end(id, at: end, rest: document.mix[id])
        journalled.append(.writeEnded(id, frame: end))
    }

    /// Lays a glide to the old curve behind what was written: nobody hears it now, and no step is left there.
    ///
    /// - Returns: its frames.
    private func glideOnPaper(_ id: ParameterID, from frame: FramePosition, wanted: Int64) -> Int64 {
        var room = transport.end - frame
        if let loop = transport.loop, loop.contains(frame) { room = min(room, loop.upperBound - frame) }
        if let punch = document.settings.punch, punch.contains(frame) { room = min(room, punch.upperBound - frame) }
        let length = id.role.spec.isStepped ? 0 : min(wanted, room)
        guard length > 0, let line = pass.line(of: id), frame >= line.start else { return 0 }
        let back = document.lanes[id]?.position(at: frame + length) ?? document.mix[id]
        let ramp = Ramp(start: frame, from: line.position(at: frame), to: back, length: length)
        pass.add(id, Lane.Segment(frame: frame, ramp: ramp))
        journalled.append(.segment(id, frame: frame, ramp: ramp))
        return length
    }

    private func transportMoved(
        _ kind: EngineReport.Transport, at frame: FramePosition, from: FramePosition, to: FramePosition
    ) {
        switch kind {
        case .played: hasRolled = true
        case .stopped:
            // By itself, at the song's end; not the answer to a stop after which play was pressed again.
            if transport.isRolling, transport.rollingSince < frame {
                transportMoves &+= 1
                stopped(at: frame)
            }
            closePass(at: from, grace: frames(milliseconds: 20), holdsOn: from >= transport.end)
            leaveWriteMode(at: frame)
            hasRolled = false
        case .located:
            // Located in stop nothing has been written, and nothing that is armed is disarmed.
            guard hasRolled else { return }
            closePass(at: from, grace: frames(milliseconds: 20))
            leaveWriteMode(at: frame)
        case .wrapped:
            closePass(at: from)
            leaveWriteMode(at: frame)
        }
    }

    /// What has been written so far becomes the lane that the engine plays, before it goes where that is heard.
    func publishWritten(upTo session: FramePosition) {
        guard !pass.isEmpty else { return }
        var written = pass
        written.close(at: session) { [document] in document.mix[$0] }
        var lanes = document.lanes
        let mix = document.mix
        for id in written.apply(to: &lanes, rest: { mix[$0] }) {
            guard let index = engine.index(of: id),
                mode(ruling: id) != .off, let lane = lanes[id]
            else { continue }
            send(.lane(parameter: index, table: LaneTable.make(lane)))
        }
    }

    /// One pass is one undo step, over all its lanes.
    private func closePass(at frame: FramePosition, grace: Int64 = 0, holdsOn: Bool = false) {
        defer {
            pass = PassBuilder()
            journalled = []
        }
        let rests = document.mix
        pass.close(at: frame, grace: grace, holdsOn: holdsOn) { rests[$0] }
        guard !pass.isEmpty || journalOpen else { return }
        // In the history what was moved before the pass comes before it.
        storeRests()
        let mix = document.mix
        var written = document.lanes
        let thinning = thinsPasses ? document.settings.thinning : nil
        let changed = pass.apply(to: &written, thinning: thinning, rest: { mix[$0] })
        let lanes = written
        if !changed.isEmpty {
            passes.append(
                PassRecord(ranges: pass.results.filter { changed.contains($0.key) }.mapValues { $0.map(\.range) }))
        }
        if !changed.isEmpty, let thinning { tell(thinning) }
        let label = changed.isEmpty ? "Pass" : "Pass: " + changed.map(title(of:)).joined(separator: ", ")
        document.lanes = lanes
        line.perform(label, clearingJournal: true) { $0.lanes = lanes }
        journalOpen = false
        for id in changed { if let index = engine.index(of: id) { publish(index, lane: true) } }
        // Hands that hold on over a seam begin the next pass.
        if isAnythingWriting { openJournal() }
    }

    /// What thinning has made of the pass.
    private func tell(_ thinning: Thinning) {
        let counts = pass.pointCounts(thinning)
        guard counts.kept < counts.written else { return }
        say("pass thinned from \(counts.written) to \(counts.kept) points, within \(thinning.words)")
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
        case .notANumber: tell("\(name): the sound holds values that are not numbers; silenced there")
        case .reportsLost: say("the desk was late: a part of what was played is not in the pass")
        case .runaway: tell("the mix was above +24 dBFS for seconds; the monitors were muted")
        case .starved: tell("\(name): the disk was late; silence was played for the missing frames")
        case .referenceStarved:
            tell("reference \(node): the disk was late; silence was played for the missing frames")
        }
    }
}

/// What a pass of this sitting has written.
public struct PassRecord: Sendable, Hashable {
    /// Session frames, by parameter.
    public let ranges: [ParameterID: [Range<FramePosition>]]
}
