import Automation
import MixModel
import Units

/// What hands take along because a group links it: a hand on one member moves the others by the same difference.
///
/// Knows neither time nor device: it is told what a hand does, before and after that is done, and says what the others are to do.
struct GroupLinker {
    /// A hand on a parameter.
    struct Key: Hashable {
        let hand: WriteGate.Hand
        let leader: ParameterID
    }

    /// The members of its groups that a hand takes along.
    private struct Link {
        /// Differences in position to the leader, as of the touch.
        var followers: [(id: ParameterID, difference: Float)]
        /// Engine frame of the last movement.
        var moved: FramePosition
    }

    /// How the linker sees the rest of the desk.
    struct Surroundings {
        var mix: Mix
        /// Groups link at all.
        var isLinking: Bool
        /// Frames without a movement after which a hand that is not known to be there counts as gone.
        var pause: Int64
        /// Where a parameter stands, as a control shows it.
        var position: (ParameterID) -> Float
        /// Hands that are on a parameter.
        var hands: (ParameterID) -> Set<WriteGate.Hand>
        /// The engine has such a parameter.
        var exists: (ParameterID) -> Bool
    }

    private var links: [Key: Link] = [:]
    /// No group links until this is off again.
    var isSuspended = false
    /// Rest positions that were taken along, with the parameter that took them: one step of undo.
    private(set) var takenAlong: [ParameterID: ParameterID] = [:]

    /// Before a hand's doing takes effect on its own parameter: differences count from here.
    ///
    /// - Returns: by what it takes others along; `nil` for what is no hand's doing.
    mutating func prepare(
        _ event: WriteGate.Event, on leader: ParameterID, at frame: FramePosition, _ around: Surroundings
    ) -> Key? {
        switch event {
        case .touch(let hand):
            let key = Key(hand: hand, leader: leader)
            links[key] = link(key, at: frame, around)
            return key
        case .value(_, let hand, let touched):
            let key = Key(hand: hand, leader: leader)
            // Without a touch a pause ends the movement.
            let isOver = links[key].map { !touched && frame - $0.moved > around.pause } ?? true
            if isOver { links[key] = link(key, at: frame, around) }
            links[key]?.moved = frame
            return key
        case .release(let hand): return Key(hand: hand, leader: leader)
        default: return nil
        }
    }

    /// How many parameters a hand takes along.
    func count(_ key: Key) -> Int { links[key]?.followers.count ?? 0 }

    /// What one of them is to do after its leader has done this; `nil`: it stays.
    mutating func follow(
        _ place: Int, _ key: Key, _ event: WriteGate.Event, _ around: Surroundings
    ) -> (id: ParameterID, event: WriteGate.Event)? {
        guard let follower = links[key]?.followers[place] else { return nil }
        guard case .value(let position, let hand, let touched) = event else { return (follower.id, event) }
        let spec = follower.id.role.spec
        let led = spec.clamped(position)
        // A member that another hand holds stays with it, and comes along again from where that hand leaves it.
        guard around.isFree(follower.id, for: hand) else {
            links[key]?.followers[place].difference = around.position(follower.id) - led
            return nil
        }
        takenAlong[follower.id] = key.leader
        let target = spec.scale == .onOff ? led : spec.clamped(led + follower.difference)
        return (follower.id, .value(target, hand, touched: touched))
    }

    /// The hand has let go.
    mutating func end(_ key: Key) { links[key] = nil }

    /// Hands go on alone.
    ///
    /// - Returns: what they took along and is to be let go, in the order of the leaders.
    mutating func unlink() -> [(id: ParameterID, hand: WriteGate.Hand)] {
        defer { links = [:] }
        return links.sorted { ($0.key.leader, $0.key.hand) < ($1.key.leader, $1.key.hand) }.flatMap { key, link in
            link.followers.map { ($0.id, key.hand) }
        }
    }

    /// What has taken a parameter along, forgotten with this: its rest position is stored.
    mutating func takeLeader(of id: ParameterID) -> ParameterID? { takenAlong.removeValue(forKey: id) }

    /// What a hand on a parameter takes along now; `nil`: nothing.
    private func link(_ key: Key, at frame: FramePosition, _ around: Surroundings) -> Link? {
        guard !around.mix.groups.isEmpty, around.isLinking else { return nil }
        var followers: [ParameterID] = []
        for group in around.mix.groups
        where group.isOn && group.roles.contains(key.leader.role) && group.members.contains(key.leader.node) {
            for member in group.members where member != key.leader.node {
                let id = ParameterID(member, key.leader.role)
                guard around.exists(id), !followers.contains(id), around.isFree(id, for: key.hand) else { continue }
                followers.append(id)
            }
        }
        guard !followers.isEmpty else { return nil }
        let here = around.position(key.leader)
        return Link(followers: followers.map { ($0, around.position($0) - here) }, moved: frame)
    }
}

extension GroupLinker.Surroundings {
    fileprivate func isFree(_ id: ParameterID, for hand: WriteGate.Hand) -> Bool {
        hands(id).allSatisfy { $0 == hand }
    }
}
