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
        let gestures = Dictionary(grouping: due.keys.sorted()) { takenAlong[$0] ?? $0 }
        for (_, indices) in gestures.sorted(by: { $0.key < $1.key }) {
            var rests: [ParameterID: Float] = [:]
            for index in indices {
                (unstoredRests[index], takenAlong[index]) = (nil, nil)
                let id = parameters[Int(index)].id
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
    public func undo(at frame: FramePosition) { step(line.undo, "Undone", "nothing to undo", at: frame) }

    /// The opposite of ``undo(at:)``.
    public func redo(at frame: FramePosition) { step(line.redo, "Redone", "nothing to redo", at: frame) }

    private func step(
        _ body: () -> (label: String, document: SessionDocument)?, _ done: String, _ nothing: String,
        at frame: FramePosition
    ) {
        guard !journalOpen else {
            tell("undo waits until the pass has ended: stop first")
            return
        }
        storeRests()
        guard let (label, new) = body() else {
            tell(nothing)
            return
        }
        adopt(new, at: frame)
        tell("\(done): \(label)")
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
                send(.follow(parameter: Int32(index), at: frame))
                gates[parameters[index].id] = WriteGate()
                activeGates.remove(Int32(index))
            }
        }
        modesChanged(from: modes, at: frame)
        if new.settings.loop != wantedLoop { adoptLoop(new.settings.loop, at: frame) }
    }

    /// Everything that is still only in memory goes to the store; the session can be closed then.
    public func close(at frame: FramePosition) {
        drainReports()
        storeRests()
        line.finish()
    }
}
