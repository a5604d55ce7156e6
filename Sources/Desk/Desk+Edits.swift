import Automation
import Engine
import MixModel
import SessionStore
public import Units

extension Desk {
    /// One change of the session: one transaction, one undo entry.
    func edit(_ label: String, _ change: @escaping @Sendable (inout SessionDocument) -> Void) {
        storeRests()
        change(&document)
        line.perform(label, change)
    }

    /// Stores the rest positions that hands have moved: one entry a gesture.
    ///
    /// - Parameter frame: only those that have been still for half a second and are not held; `nil`: all.
    func storeRests(stillAt frame: FramePosition? = nil) {
        let due = unstoredRests.filter { index, moved in
            guard let frame else { return true }
            return frame - moved >= Int64(sampleRate) / 2 && gates[parameters[Int(index)].id].hands.isEmpty
        }
        // What a group took along is stored with what took it.
        let gestures = Dictionary(grouping: due.keys.sorted()) { index in
            groups.takenAlong[parameters[Int(index)].id].flatMap { engine.index(of: $0) } ?? index
        }
        for (_, indices) in gestures.sorted(by: { $0.key < $1.key }) {
            var rests: [ParameterID: Float] = [:]
            for index in indices {
                let id = parameters[Int(index)].id
                unstoredRests[index] = nil
                groups.forgetLeader(of: id)
                rests[id] = document.mix[id]
            }
            let stored = rests
            let change: @Sendable (inout SessionDocument) -> Void = { document in
                for (id, position) in stored { document.mix[id] = position }
            }
            // Listening to something else is no step of the work: undo is for the song.
            let isListening = rests.keys.allSatisfy { $0.node == .monitor }
            if isListening { line.keep(restTitle(rests), change) } else { line.perform(restTitle(rests), change) }
        }
    }

    /// `Lead Vox fader -3 dB`; of several the first two.
    private func restTitle(_ rests: [ParameterID: Float]) -> String {
        let titles = rests.sorted { $0.key < $1.key }.map {
            "\(title(of: $0.key)) \($0.key.role.spec.text(at: $0.value))"
        }
        let rest = titles.count > 2 ? " and \(titles.count - 2) more" : ""
        return titles.prefix(2).joined(separator: ", ") + rest
    }

    /// Takes the last change back. Refused while a pass is being written.
    public func undo(at frame: FramePosition) { _ = order(.undo, at: frame) }

    /// The opposite of ``undo(at:)``.
    public func redo(at frame: FramePosition) { _ = order(.redo, at: frame) }

    /// Undoes or does again until so many changes are in force.
    ///
    /// - Returns: what is wrong, if it cannot be done.
    public func travel(to count: Int, at frame: FramePosition) -> String? { order(.travel(to: count), at: frame) }

    /// Nobody waits for it: live it is done as soon as the store comes to it (``takeAnswers(at:)``), off line at once.
    func order(_ step: StoreLine.Step, at frame: FramePosition) -> String? {
        guard !recorder.isOpen else {
            let complaint = "\(step.isInHistory ? "undo" : step.name) waits until the pass has ended: stop first"
            tell(complaint)
            return complaint
        }
        storeRests()
        guard !line.isReadOnly else {
            tell("nothing to \(step.name)")
            return "this session is read-only"
        }
        line.order(step)
        orderedStep = OrderedStep(name: step.name, since: frame)
        takeAnswers(at: frame)
        return nil
    }

    /// A step through the history that the store has not come to yet.
    struct OrderedStep {
        var name: String
        var since: FramePosition
        /// The user knows that it waits.
        var isTold = false
    }

    /// Follows what the store has made of changes and steps: what it refused is taken back from what is shown and heard, too.
    func takeAnswers(at frame: FramePosition) {
        for answer in line.takeAnswers() {
            switch answer {
            case .refused(let document): adopt(underHands(document), at: frame)
            case .stepped(let isBack, let labels, let document):
                (orderedStep, join, lastSnapshot) = (nil, nil, nil)
                adopt(underHands(document), at: frame)
                for label in labels { tell("\(isBack ? "Undone" : "Redone"): \(label)") }
            case .restored(let name, let document):
                (orderedStep, join, lastSnapshot) = (nil, nil, nil)
                adopt(underHands(document), at: frame)
                tell("Restored: \(name)")
                waitingForRestore.removeFirst()(nil)
            case .noStep(let step, let reason):
                orderedStep = nil
                if reason == nil { tell("nothing to \(step.name)") }
                if case .restore = step { waitingForRestore.removeFirst()(reason) }
            }
        }
        guard let step = orderedStep, !step.isTold, frame - step.since >= frames(milliseconds: 100) else { return }
        orderedStep?.isTold = true
        say("\(step.name) waits until the disk has stored what came before it")
    }

    /// A document as it is to be shown, with the rest positions that hands are moving.
    private func underHands(_ document: SessionDocument) -> SessionDocument {
        var document = document
        for index in unstoredRests.keys {
            let id = parameters[Int(index)].id
            document.mix[id] = self.document.mix[id]
        }
        return document
    }

    /// Makes another state of the document the current one, and the engine's.
    func adopt(_ new: SessionDocument, at frame: FramePosition) {
        let old = document
        let modes = rulingModes
        document = new
        for surface in surfaces { adoptTimeOut(on: surface) }
        for (index, parameter) in parameters.enumerated() {
            let id = parameter.id
            let laneChanged = old.lanes[id] != new.lanes[id]
            guard laneChanged || old.mix[id] != new.mix[id] else { continue }
            publish(Int32(index), lane: laneChanged)
            // Also out of a hand that holds it: the hand has to move or let go first.
            if !gates[parameter.id].isWriting {
                // Behind what a hand did at the same moment, which the engine may not have come to yet.
                send(.restUnderHand(parameter: Int32(index), at: frame, to: new.mix[id]))
                send(.follow(parameter: Int32(index), at: frame))
                gates[id] = WriteGate()
                preview.values[id] = nil
                activeGates.remove(Int32(index))
            }
        }
        modesChanged(from: modes, at: frame)
        punchChanged(from: old.settings.punch, at: frame)
        if new.settings.loop != control.wantedLoop { control.adoptLoop(new.settings.loop, at: frame) }
    }

    /// Everything that is still only in memory goes to the store; the session can be closed then.
    public func close(at frame: FramePosition) {
        drainReports()
        storeRests()
        line.finish()
        takeAnswers(at: frame)
    }
}
