import DSP
import Memory
import MixModel
import Vectors

/// Which nodes are heard: all; while any is soloed, those soloed, those that feed them or that they feed, and solo-safe ones. The
/// master always is. A VCA's solo solos its members, and its mute silences them.
///
/// - Thread: audio; setup makes it.
// Large: a table by node or group for each property of them.
struct Audibility: ~Copyable {
    /// By node: soloed, or feeding something soloed.
    private let feeds: FixedMemory<Bool>
    /// By node: soloed, or fed by something soloed.
    private let isFed: FixedMemory<Bool>
    /// Switches by node, VCAs too.
    private let isSoloed: FixedMemory<Bool>
    private let isSafe: FixedMemory<Bool>
    private let isMuted: FixedMemory<Bool>
    /// By group of parameters: its switches as they were read last.
    private let known: FixedMemory<Switches>
    /// By group: 1 where the node is heard, as of the last frame.
    private let still: FixedMemory<Vector>
    /// The same, while it is computed anew.
    private let next: FixedMemory<Vector>
    /// By group, ``Block/frames`` vectors.
    private let moving: FixedMemory<Vector>
    /// By group: the frames of the block differ.
    private let isMoving: FixedMemory<Bool>
    private let layout: Layout
    private let nodeCount: Int
    private var isAnyMoving = false

    /// Switches of eight nodes: 1 where they are on.
    struct Switches {
        var solos = Vector(repeating: 0)
        var safes = Vector(repeating: 0)
        var mutes = Vector(repeating: 0)
    }

    init(layout: Layout, memberships: borrowing Memberships) {
        self.layout = layout
        nodeCount = layout.nodeCount + memberships.count
        feeds = FixedMemory(repeating: false, count: layout.nodeCount)
        isFed = FixedMemory(repeating: false, count: layout.nodeCount)
        isSoloed = FixedMemory(repeating: false, count: nodeCount)
        isSafe = FixedMemory(repeating: false, count: nodeCount)
        isMuted = FixedMemory(repeating: false, count: nodeCount)
        known = FixedMemory(repeating: Switches(), count: layout.faderGroupCount)
        still = FixedMemory(repeating: Vector(repeating: 1), count: layout.groupCount)
        next = FixedMemory(repeating: Vector(repeating: 1), count: layout.groupCount)
        moving = FixedMemory(unwritten: layout.groupCount * Block.frames)
        isMoving = FixedMemory(repeating: false, count: layout.groupCount)
    }

    /// 1 where a group's nodes are heard, over the block.
    @_noLocks @_noAllocation
    func row(group: Int) -> VectorRow {
        isMoving[group] ? VectorRow(moving: moving + group &* Block.frames) : VectorRow(constant: still + group)
    }

    /// Reads the switches over a block, if any may have changed.
    @_noLocks @_noAllocation
    mutating func render(
        _ parameters: borrowing ParameterPlayers, memberships: borrowing Memberships, frames: Int
    ) {
        if isAnyMoving {
            for group in 0..<layout.groupCount { isMoving[group] = false }
            isAnyMoving = false
        }
        var isTouched = false
        var isAnySwitching = false
        for group in 0..<layout.faderGroupCount where isTouchedIn(parameters, group) {
            isTouched = true
            if isSwitching(parameters, group) { isAnySwitching = true }
        }
        guard isTouched else { return }
        for frame in 0..<(isAnySwitching ? frames : 1) {
            var isOther = false
            for group in 0..<layout.faderGroupCount where frame == 0 || isSwitching(parameters, group) {
                if read(parameters, group, at: frame) { isOther = true }
            }
            if isOther {
                hear(memberships)
                takeOver(from: frame, frames: frames)
            }
        }
    }

    /// A node has another column now.
    @_noLocks @_noAllocation
    func exchange(_ column: Int, of group: Int, with other: Int, of otherGroup: Int) {
        let kept = still[group][column]
        still[group][column] = still[otherGroup][other]
        still[otherGroup][other] = kept
        // NaN, so that both groups' switches count as changed and are read anew.
        known[group].solos = Vector(repeating: .nan)
        known[otherGroup].solos = Vector(repeating: .nan)
    }

    /// Whether switches of a group may differ from the block before.
    @_noLocks @_noAllocation
    private func isTouchedIn(_ parameters: borrowing ParameterPlayers, _ group: Int) -> Bool {
        parameters.isChanged(.solo, group: group)
            || parameters.isChanged(group < layout.groupCount ? .soloSafe : .mute, group: group)
    }

    /// Whether switches of a group may change in the middle of the block.
    @_noLocks @_noAllocation
    private func isSwitching(_ parameters: borrowing ParameterPlayers, _ group: Int) -> Bool {
        parameters.row(.solo, group: group).isMoving
            || parameters.row(group < layout.groupCount ? .soloSafe : .mute, group: group).isMoving
    }

    /// Reads the switches of a group at a frame.
    ///
    /// - Returns: whether one of them is another than it was.
    @_noLocks @_noAllocation
    private func read(_ parameters: borrowing ParameterPlayers, _ group: Int, at frame: Int) -> Bool {
        var now = Switches()
        now.solos.replace(with: 1, where: parameters.row(.solo, group: group)[frame] .>= 0.5)
        if group < layout.groupCount {
            now.safes.replace(with: 1, where: parameters.row(.soloSafe, group: group)[frame] .>= 0.5)
        } else {
            now.mutes.replace(with: 1, where: parameters.row(.mute, group: group)[frame] .>= 0.5)
        }
        let before = known[group]
        if isSame(now.solos, before.solos) && isSame(now.safes, before.safes) && isSame(now.mutes, before.mutes) {
            return false
        }
        known[group] = now
        var isOther = false
        for column in 0..<8 {
            let node = layout.nodes[group &* 8 &+ column]
            guard node >= 0, node < nodeCount else { continue }
            let (solo, safe, mute) = (now.solos[column] == 1, now.safes[column] == 1, now.mutes[column] == 1)
            if isSoloed[node] != solo || isSafe[node] != safe || isMuted[node] != mute { isOther = true }
            isSoloed[node] = solo
            isSafe[node] = safe
            isMuted[node] = mute
        }
        return isOther
    }

    /// Puts the new result in force from a frame of the block on.
    @_noLocks @_noAllocation
    private mutating func takeOver(from frame: Int, frames: Int) {
        for group in 0..<layout.groupCount where !isSame(next[group], still[group]) {
            if frame > 0 {
                let row = moving + group &* Block.frames
                if !isMoving[group] {
                    for earlier in 0..<frame { row[earlier] = still[group] }
                    isMoving[group] = true
                    isAnyMoving = true
                }
                for later in frame..<frames { row[later] = next[group] }
            }
            still[group] = next[group]
        }
    }

    @_noLocks @_noAllocation
    private func hear(_ memberships: borrowing Memberships) {
        let master = layout.master
        var isAnySoloed = false
        for node in 0..<master {
            isFed[node] = isSoloed[node] || memberships.isAny(isSoloed + layout.nodeCount, over: node)
            if isFed[node] { isAnySoloed = true }
            feeds[node] = isFed[node]
        }
        isFed[master] = true
        feeds[master] = false
        // A node feeds later ones only.
        for node in 0..<master where isFed[node] {
            isFed[layout.outputs[node]] = true
            for send in 0..<layout.sendCount {
                let fed = layout.sends[node &* layout.sendCount &+ send]
                if fed >= 0 { isFed[fed] = true }
            }
        }
        var node = master
        while node > 0 {
            node &-= 1
            if feeds[layout.outputs[node]] { feeds[node] = true }
            for send in 0..<layout.sendCount {
                let fed = layout.sends[node &* layout.sendCount &+ send]
                if fed >= 0 && feeds[fed] { feeds[node] = true }
            }
        }
        for node in 0...master {
            let slot = layout.slots[node]
            let isLetThrough = !isAnySoloed || node == master || isFed[node] || feeds[node] || isSafe[node]
            let isShut = memberships.isAny(isMuted + layout.nodeCount, over: node)
            next[slot / 8][slot & 7] = isLetThrough && !isShut ? 1 : 0
        }
    }
}
