import Automation
import Engine
import Mapping
import MixModel
import SessionStore
import Units

/// Groups: a hand on one member moves the others by the same difference, and each is written as if its own hand moved.
extension Desk {
    /// A hand's doing on a parameter and on what is linked to it. Everything else goes through ``handle``.
    func hand(_ event: WriteGate.Event, on index: Int32, at frame: FramePosition, rampFrames: Int64 = 0) {
        let leader = automation.id(of: index)
        let key = groups.prepare(event, on: leader, at: frame, surroundings)
        automation.take(event, on: index, at: frame, rampFrames: rampFrames)
        guard let key else { return }
        for place in 0..<groups.count(key) {
            guard let (id, event) = groups.follow(place, key, event, surroundings),
                let follower = engine.index(of: id)
            else { continue }
            automation.parameters[Int(follower)].glideMilliseconds =
                automation.parameters[Int(index)].glideMilliseconds
            automation.take(event, on: follower, at: frame, rampFrames: rampFrames)
        }
        if case .release = event { groups.end(key) }
    }

    /// What the groups see of the rest.
    private var surroundings: GroupLinker.Surroundings {
        GroupLinker.Surroundings(
            mix: document.mix, isLinking: groupsLink, pause: Int64(sampleRate),
            position: { [unowned self] in shownPosition(of: $0) },
            hands: { [unowned self] in
                automation.gates[$0].hands.union($0.trim.map { automation.gates[$0].hands } ?? [])
            },
            exists: { [unowned self] in engine.index(of: $0) != nil })
    }

    /// Whether groups link at all.
    var groupsLink: Bool { !groups.isSuspended && !surfaceSession.isSuspendingGroups }

    /// Hands go on alone: what they took along is let go. The next movement links anew, from where everything stands then.
    func unlink(at frame: FramePosition) {
        for (id, hand) in groups.unlink() {
            guard let index = engine.index(of: id) else { continue }
            automation.handle(.release(hand), on: automation.held(index, by: .release(hand)), at: frame)
        }
    }

    /// - Returns: what is wrong if the session has no such group.
    func switchGroup(_ reference: GroupReference, _ switching: Switching, at frame: FramePosition) -> String? {
        guard let place = addresses.group(reference) else { return "this session has no \(reference.address)" }
        let group = document.mix.groups[place]
        let isOn = switching.outcome(group.isOn)
        guard isOn != group.isOn else { return nil }
        unlink(at: frame)
        edit("\(group.name) \(isOn ? "links" : "does not link")") { $0.mix.groups[place].isOn = isOn }
        return nil
    }

    /// Moves members alone, while a control is held or until it is said otherwise.
    func suspendGroups(_ switching: Switching, at frame: FramePosition) {
        unlink(at: frame)
        groups.isSuspended = switching.outcome(groups.isSuspended)
    }
}
