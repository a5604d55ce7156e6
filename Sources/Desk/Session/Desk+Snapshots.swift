import Automation
import Engine
import Mapping
import MixModel
import SessionStore
import Units

/// Snapshots: the mix goes to values that were kept, each parameter as its mode has it.
extension Desk {
    /// Takes the mix to a snapshot: values at rest in one step of undo, what is armed as a hand would, what a lane rules not at all.
    ///
    /// - Returns: what is wrong, if this session has no such snapshot.
    func recallSnapshot(_ reference: KeptReference, at frame: FramePosition) -> String? {
        guard let place = place(of: reference, among: document.snapshots.map(\.name)) else {
            return absence(of: reference, "snapshot", document.snapshots.map(\.name))
        }
        let snapshot = document.snapshots[place]
        let ways = ways(to: snapshot, at: frame)
        func indices(_ way: RecallWay) -> [Int32] { ways.filter { $0.way == way }.map(\.index) }
        let fade = frames(milliseconds: max(snapshot.fadeMilliseconds, document.settings.glideMilliseconds))
        let resting = indices(.rest)
        if !resting.isEmpty {
            let rests = Dictionary(
                uniqueKeysWithValues: resting.map { (automation.id(of: $0), snapshot[automation.id(of: $0)]) })
            edit("Recall \(snapshot.name)") { for (id, position) in rests { $0.mix[id] = position } }
        }
        for index in resting {
            let event = WriteGate.Event.value(
                snapshot[automation.id(of: index)], AutomationDesk.recallHand, touched: false)
            automation.handle(event, on: index, at: frame, rampFrames: fade)
            // Stored already, in one step.
            editor.forgetRest(of: automation.id(of: index))
        }
        for index in indices(.hand) {
            let event = WriteGate.Event.value(
                snapshot[automation.id(of: index)], AutomationDesk.recallHand, touched: true)
            automation.isolate(index, by: event)
            automation.handle(event, on: index, at: frame, rampFrames: fade)
            automation.timers.endRecall(of: index, at: frame + max(fade, frames(milliseconds: 20)))
        }
        automation.lastSnapshot = snapshot.name
        tell(snapshot, held: indices(.held), ruled: indices(.ruled))
        return nil
    }

    /// Keeps the values that are heard now. A snapshot that is there has them in the place of its own; a new one has the whole mix.
    ///
    /// - Returns: what is wrong, if there can be no such snapshot.
    func takeSnapshot(_ reference: KeptReference, at frame: FramePosition) -> String? {
        let names = document.snapshots.map(\.name)
        let place = place(of: reference, among: names)
        var snapshot: Snapshot
        if let place {
            snapshot = document.snapshots[place]
        } else if case .named(let name) = reference {
            snapshot = Snapshot(name: name)
        } else if reference == .number(names.count + 1) {
            snapshot = Snapshot(name: "Snapshot \(names.count + 1)")
        } else {
            return "\(absence(of: reference, "snapshot", names)); the next one is /snapshot/\(names.count + 1)"
        }
        guard place != nil || names.count < Snapshot.countLimit else {
            return "a session has \(Snapshot.countLimit) snapshots at most; take one that is there"
        }
        snapshot.take(document.mix) { automation.ownPosition(of: $0) }
        let taken = snapshot
        edit("Take snapshot \(taken.name)") {
            if let place { $0.snapshots[place] = taken } else { $0.snapshots.append(taken) }
        }
        automation.lastSnapshot = taken.name
        say("snapshot \(VisibleText.line(taken.name)) taken")
        return nil
    }

    /// What becomes of each parameter of a snapshot that stands elsewhere.
    private func ways(to snapshot: Snapshot, at frame: FramePosition) -> [(index: Int32, way: RecallWay)] {
        snapshot.parameters(of: document.mix).compactMap { id in
            guard let index = engine.index(of: id) else { return nil }
            // Of a large mix most is there already.
            guard automation.ownPosition(of: id) != snapshot[id] else { return nil }
            let isTried =
                automation.preview.isOn && !automation.preview.isSuspended && automation.mode(ruling: id) != .off
                && !automation.gates[id].isWriting
            let way = RecallWay(
                automation.gates[id], automation.moment(of: index, at: frame), besides: AutomationDesk.recallHand,
                isTried: isTried)
            return (index, way)
        }
    }

    /// What the snapshot could not move, and why.
    private func tell(_ snapshot: Snapshot, held: [Int32], ruled: [Int32]) {
        let name = VisibleText.line(snapshot.name)
        func titles(_ indices: [Int32]) -> String {
            let rest = indices.count > 3 ? " and \(indices.count - 3) more" : ""
            return indices.prefix(3).map { title(of: automation.id(of: $0)) }.joined(separator: ", ") + rest
        }
        if !held.isEmpty { say("\(name): \(titles(held)): a hand is on it and wins") }
        guard !ruled.isEmpty else { return }
        let ways = transport.isRolling ? "touch or latch" : "latch"
        say(
            "\(name): \(titles(ruled)): stays with its lane, which rules it in this mode; in \(ways) the recall is written"
        )
    }

    /// An exact match first, then one that ignores case.
    func place(of reference: KeptReference, among names: [String]) -> Int? {
        switch reference {
        case .number(let number): names.indices.contains(number - 1) ? number - 1 : nil
        case .named(let name): KeptName.place(of: name, among: names)
        }
    }

    /// - Parameter what: `snapshot`.
    func absence(of reference: KeptReference, _ what: String, _ names: [String]) -> String {
        let known =
            names.isEmpty ? "it has none" : "it has \(names.map { VisibleText.line($0) }.joined(separator: ", "))"
        return "this session has no \(what) `\(reference.text)`; \(known)"
    }
}
