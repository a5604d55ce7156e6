import Automation
import Engine
import Mapping
import MixModel
import SessionStore
import Units

/// A hand on a parameter.
struct LinkKey: Hashable {
    let hand: Int
    let leader: Int32
}

/// The members of its groups that a hand takes along.
struct Link {
    /// Differences in position to the leader, as of the touch.
    var followers: [Follower]
    /// Engine frame of the last movement.
    var moved: FramePosition

    struct Follower {
        let index: Int32
        var difference: Float
    }
}

/// Groups: a hand on one member moves the others by the same difference, and each is written as if its own hand moved.
extension Desk {
    /// A hand's doing on a parameter and on what is linked to it. Everything else goes through ``handle``.
    func hand(_ event: WriteGate.Event, on index: Int32, at frame: FramePosition, rampFrames: Int64 = 0) {
        // Differences count from before the movement.
        let key: LinkKey
        switch event {
        case .touch(let hand):
            key = LinkKey(hand: hand, leader: index)
            links[key] = link(key, at: frame)
        case .value(_, let hand, let touched):
            key = LinkKey(hand: hand, leader: index)
            // Without a touch a pause of a second ends the movement.
            let isOver = links[key].map { !touched && frame - $0.moved > Int64(sampleRate) } ?? true
            if isOver { links[key] = link(key, at: frame) }
            links[key]?.moved = frame
        case .release(let hand): key = LinkKey(hand: hand, leader: index)
        default: return handle(event, on: index, at: frame, rampFrames: rampFrames)
        }
        handle(event, on: index, at: frame, rampFrames: rampFrames)
        for place in (links[key]?.followers ?? []).indices {
            takeAlong(place, key, event, at: frame, rampFrames: rampFrames)
        }
        if case .release = event { links[key] = nil }
    }

    private func takeAlong(
        _ place: Int, _ key: LinkKey, _ event: WriteGate.Event, at frame: FramePosition, rampFrames: Int64
    ) {
        guard let follower = links[key]?.followers[place] else { return }
        var event = event
        if case .value(let position, let hand, let touched) = event {
            let spec = parameters[Int(follower.index)].spec
            let led = spec.clamped(position)
            // A member that another hand holds stays with it, and comes along again from where that hand leaves it.
            guard isFree(follower.index, for: hand) else {
                links[key]?.followers[place].difference = shownPosition(of: follower.index) - led
                return
            }
            let target = spec.scale == .onOff ? led : spec.clamped(led + follower.difference)
            event = .value(target, hand, touched: touched)
            takenAlong[follower.index] = key.leader
        }
        parameters[Int(follower.index)].glideMilliseconds = parameters[Int(key.leader)].glideMilliseconds
        handle(event, on: follower.index, at: frame, rampFrames: rampFrames)
    }

    /// What a hand on a parameter takes along now; `nil`: nothing.
    private func link(_ key: LinkKey, at frame: FramePosition) -> Link? {
        guard !document.mix.groups.isEmpty, groupsLink else { return nil }
        let id = parameters[Int(key.leader)].id
        let here = shownPosition(of: key.leader)
        var followers: [Int32] = []
        for group in document.mix.groups
        where group.isOn && group.roles.contains(id.role) && group.members.contains(id.node) {
            for member in group.members where member != id.node {
                guard let index = engine.index(of: ParameterID(member, id.role)), !followers.contains(index),
                    isFree(index, for: key.hand)
                else { continue }
                followers.append(index)
            }
        }
        guard !followers.isEmpty else { return nil }
        return Link(
            followers: followers.map { Link.Follower(index: $0, difference: shownPosition(of: $0) - here) },
            moved: frame)
    }

    private func isFree(_ index: Int32, for hand: Int) -> Bool {
        gates[parameters[Int(index)].id].hands.allSatisfy { $0 == hand }
    }

    /// Whether groups link at all.
    var groupsLink: Bool { !isSuspended && surfaces.allSatisfy(\.suspending.isEmpty) }

    /// Hands go on alone: what they took along is let go. The next movement links anew, from where everything stands then.
    func unlink(at frame: FramePosition) {
        for (key, link) in links.sorted(by: { ($0.key.leader, $0.key.hand) < ($1.key.leader, $1.key.hand) }) {
            for follower in link.followers { handle(.release(key.hand), on: follower.index, at: frame) }
        }
        links = [:]
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
        isSuspended = switching.outcome(isSuspended)
    }
}
