import Automation
import MixModel
import SessionStore
import Units

/// What becomes of changes: edits, rest positions on their way to the store, steps through the history, and what the store makes of
/// all that.
///
/// Knows neither engine nor devices nor automation. After each answer of the store an ``Order`` says what the session is to be; it is
/// carried out before the next answer is looked at.
///
/// - Thread: the desk's.
final class SessionEditor {
    /// Where changes are stored.
    let line: StoreLine
    let session: OpenSession
    /// Carries out what an answer of the store comes to.
    var order: (Order) -> Void = { _ in }
    /// What is to be known of a rest position that a hand has moved.
    var hands = Hands()

    /// Rest positions that hands have moved and that are not in the store yet, with the engine frame of the last movement.
    private var unstored: [ParameterID: FramePosition] = [:]
    /// A step that waits for the store.
    private var ordered: OrderedStep?
    /// Told what becomes of each revision that is being restored, in the order in which they were ordered.
    private var waiting: [(String?) -> Void] = []

    struct Hands {
        /// Whether a hand is on a parameter.
        var hold: (ParameterID) -> Bool = { _ in false }
        /// The parameter whose hand took this one along, if its own hand did not move it; forgotten with this call.
        var takeLeader: (ParameterID) -> ParameterID? = { _ in nil }
    }

    enum Order: Equatable {
        /// The session is this from now on: shown and heard. `isStep`: by a step through the history, or to a revision.
        case adopt(SessionDocument, isStep: Bool, at: FramePosition)
        /// To be told to the user; `isOnce`: not if it was the last that was told.
        case tell(String, isOnce: Bool)
    }

    /// A step through the history that the store has not come to yet.
    private struct OrderedStep {
        var name: String
        var since: FramePosition
        /// The user knows that it waits.
        var isTold = false
    }

    init(_ line: StoreLine, _ session: OpenSession) { (self.line, self.session) = (line, session) }

    // MARK: Changes

    /// One change of the session: one transaction, one undo entry.
    func edit(_ label: String, _ change: @escaping @Sendable (inout SessionDocument) -> Void) {
        storeRests()
        change(&session.document)
        line.perform(label, change)
    }

    /// One change that is no step of the work: undo does not touch it.
    func keep(_ label: String, _ change: @escaping @Sendable (inout SessionDocument) -> Void) {
        change(&session.document)
        line.keep(label, change)
    }

    /// A pass has written these lanes: one undo entry, and its journal is no longer needed. Only what it has changed: another lane may
    /// be on its way through an undo.
    func storePass(_ label: String, _ changed: [(id: ParameterID, lane: Lane?)]) {
        // In the history what was moved before the pass comes before it.
        storeRests()
        let change: @Sendable (inout SessionDocument) -> Void = { for (id, lane) in changed { $0.lanes[id] = lane } }
        change(&session.document)
        line.perform(label, clearingJournal: true, change)
    }

    // MARK: Rest positions

    /// A hand has moved a rest position: the session has it, the store gets it when the gesture is over.
    func moveRest(of id: ParameterID, to position: Float, at frame: FramePosition) {
        session.document.mix[id] = position
        unstored[id] = frame
    }

    /// What was moved is in the store already.
    func forgetRest(of id: ParameterID) { unstored[id] = nil }

    /// Stores the rest positions that hands have moved: one entry a gesture.
    ///
    /// - Parameter frame: only those that have been still for half a second and are not held; `nil`: all.
    func storeRests(stillAt frame: FramePosition? = nil) {
        let stillness = Int64(session.document.mix.sampleRate) / 2
        let due = unstored.filter { id, moved in
            frame.map { $0 - moved >= stillness && !hands.hold(id) } ?? true
        }
        // What a group took along is stored with what took it.
        let gestures = Dictionary(grouping: due.keys.sorted()) { hands.takeLeader($0) ?? $0 }
        for (_, ids) in gestures.sorted(by: { $0.key < $1.key }) {
            for id in ids { unstored[id] = nil }
            store(Dictionary(uniqueKeysWithValues: ids.map { ($0, session.document.mix[$0]) }))
        }
    }

    private func store(_ rests: [ParameterID: Float]) {
        let change: @Sendable (inout SessionDocument) -> Void = { document in
            for (id, position) in rests { document.mix[id] = position }
        }
        // Listening to something else is no step of the work: undo is for the song.
        let isListening = rests.keys.allSatisfy { $0.node == .monitor }
        if isListening { line.keep(title(rests), change) } else { line.perform(title(rests), change) }
    }

    /// `Lead Vox fader -3 dB`; of several the first two.
    private func title(_ rests: [ParameterID: Float]) -> String {
        let titles = rests.sorted { $0.key < $1.key }.map {
            "\(session.document.mix.title(of: $0.key)) \($0.key.role.spec.text(at: $0.value))"
        }
        let rest = titles.count > 2 ? " and \(titles.count - 2) more" : ""
        return titles.prefix(2).joined(separator: ", ") + rest
    }

    // MARK: History

    /// Nobody waits for it: live it is done as soon as the store comes to it (``takeAnswers(at:)``), off line at once.
    ///
    /// - Parameters:
    ///   - isWriting: a pass is being written.
    ///   - done: is told why it could not be done, for people; `nil`: it is done. Not called if this returns something.
    /// - Returns: what is wrong, if it cannot be done.
    func order(
        _ step: StoreLine.Step, isWriting: Bool, at frame: FramePosition, done: ((String?) -> Void)? = nil
    ) -> String? {
        guard !isWriting else {
            let complaint = "\(step.isInHistory ? "undo" : step.name) waits until the pass has ended: stop first"
            order(.tell(complaint, isOnce: false))
            return complaint
        }
        storeRests()
        guard !line.isReadOnly else {
            order(.tell("nothing to \(step.name)", isOnce: false))
            return SessionEditor.readOnly
        }
        if case .restore = step { waiting.append(done ?? { _ in }) }
        line.order(step)
        ordered = OrderedStep(name: step.name, since: frame)
        takeAnswers(at: frame)
        return nil
    }

    static let readOnly = "this session is read-only"

    /// Follows what the store has made of changes and steps: what it refused is taken back from what is shown and heard, too.
    func takeAnswers(at frame: FramePosition) {
        for answer in line.takeAnswers() {
            switch answer {
            case .refused(let document): order(.adopt(underHands(document), isStep: false, at: frame))
            case .stepped(let isBack, let labels, let document):
                ordered = nil
                order(.adopt(underHands(document), isStep: true, at: frame))
                for label in labels { order(.tell("\(isBack ? "Undone" : "Redone"): \(label)", isOnce: false)) }
            case .restored(let name, let document):
                ordered = nil
                order(.adopt(underHands(document), isStep: true, at: frame))
                order(.tell("Restored: \(name)", isOnce: false))
                waiting.removeFirst()(nil)
            case .noStep(let step, let reason):
                ordered = nil
                if reason == nil { order(.tell("nothing to \(step.name)", isOnce: false)) }
                if case .restore = step { waiting.removeFirst()(reason) }
            }
        }
        let patience = session.document.mix.frames(milliseconds: 100)
        guard let step = ordered, !step.isTold, frame - step.since >= patience else { return }
        ordered?.isTold = true
        order(.tell("\(step.name) waits until the disk has stored what came before it", isOnce: true))
    }

    /// A document as it is to be shown, with the rest positions that hands are moving.
    private func underHands(_ document: SessionDocument) -> SessionDocument {
        var document = document
        for id in unstored.keys { document.mix[id] = session.document.mix[id] }
        return document
    }

    /// Everything that is still only in memory goes to the store; the session can be closed then.
    func close(at frame: FramePosition) {
        storeRests()
        line.finish()
        takeAnswers(at: frame)
    }
}
