import DSP
import Lanes
import MixModel

/// Who is heard: all, or while anything is soloed that, what feeds it, what it feeds, and what is safe. The master always.
/// A VCA's solo is its members', and its mute silences them.
///
/// - Thread: audio; setup makes it.
struct Audibility: ~Copyable {
    /// By node: soloed, or feeding something soloed.
    private let feeds: UnsafeMutablePointer<Bool>
    /// By node: soloed, or fed by something soloed.
    private let isFed: UnsafeMutablePointer<Bool>
    /// Switches by node, VCAs too.
    private let isSoloed: UnsafeMutablePointer<Bool>
    private let isSafe: UnsafeMutablePointer<Bool>
    private let isMuted: UnsafeMutablePointer<Bool>
    /// By group: 1 where the node is heard, as of the last frame.
    private let still: UnsafeMutablePointer<Lanes>
    /// By group, ``Block/frames`` vectors.
    private let moving: UnsafeMutablePointer<Lanes>
    private let layout: Layout
    private let memberships: Memberships
    private let nodeCount: Int
    private var isMoving = false

    init(layout: Layout, memberships: Memberships) {
        self.layout = layout
        self.memberships = memberships
        nodeCount = layout.nodeCount + memberships.count
        feeds = .allocate(capacity: layout.nodeCount)
        isFed = .allocate(capacity: layout.nodeCount)
        isSoloed = .allocate(capacity: nodeCount)
        isSoloed.initialize(repeating: false, count: nodeCount)
        isSafe = .allocate(capacity: nodeCount)
        isSafe.initialize(repeating: false, count: nodeCount)
        isMuted = .allocate(capacity: nodeCount)
        isMuted.initialize(repeating: false, count: nodeCount)
        still = .allocate(capacity: layout.groupCount)
        still.initialize(repeating: Lanes(repeating: 1), count: layout.groupCount)
        moving = .allocate(capacity: layout.groupCount * Block.frames)
    }

    deinit {
        feeds.deallocate()
        isFed.deallocate()
        isSoloed.deallocate()
        isSafe.deallocate()
        isMuted.deallocate()
        still.deallocate()
        moving.deallocate()
    }

    /// 1 where a group's nodes are heard, over the block.
    @_noLocks @_noAllocation
    func row(group: Int) -> LaneRow {
        isMoving ? LaneRow(moving: moving + group &* Block.frames) : LaneRow(constant: still + group)
    }

    /// Reads the switches over a block.
    @_noLocks @_noAllocation
    mutating func render(_ parameters: borrowing ParameterPlayers, frames: Int) {
        var isAnyMoving = false
        for group in 0..<layout.parameterGroupCount {
            if parameters.row(.solo, group: group).isMoving || parameters.row(.soloSafe, group: group).isMoving {
                isAnyMoving = true
            }
            if group >= layout.groupCount && parameters.row(.mute, group: group).isMoving { isAnyMoving = true }
        }
        isMoving = isAnyMoving
        guard isAnyMoving else {
            if update(parameters, frame: 0) { hear() }
            return
        }
        for frame in 0..<frames {
            if update(parameters, frame: frame) { hear() }
            for group in 0..<layout.groupCount { moving[group &* Block.frames &+ frame] = still[group] }
        }
    }

    /// A node has another lane now.
    @_noLocks @_noAllocation
    mutating func exchange(_ lane: Int, of group: Int, with other: Int, of otherGroup: Int) {
        let kept = still[group][lane]
        still[group][lane] = still[otherGroup][other]
        still[otherGroup][other] = kept
    }

    /// - Returns: whether a switch changed.
    @_noLocks @_noAllocation
    private mutating func update(_ parameters: borrowing ParameterPlayers, frame: Int) -> Bool {
        var hasChanged = false
        let zero = Lanes(repeating: 0)
        for group in 0..<layout.parameterGroupCount {
            let solos = zero.replacing(with: 1, where: parameters.row(.solo, group: group)[frame] .>= 0.5)
            let safes = zero.replacing(with: 1, where: parameters.row(.soloSafe, group: group)[frame] .>= 0.5)
            let mutes =
                group < layout.groupCount
                ? zero : zero.replacing(with: 1, where: parameters.row(.mute, group: group)[frame] .>= 0.5)
            for lane in 0..<8 {
                let node = layout.nodes[group &* 8 &+ lane]
                guard node >= 0, node < nodeCount else { continue }
                if isSoloed[node] != (solos[lane] == 1) || isSafe[node] != (safes[lane] == 1)
                    || isMuted[node] != (mutes[lane] == 1)
                {
                    isSoloed[node] = solos[lane] == 1
                    isSafe[node] = safes[lane] == 1
                    isMuted[node] = mutes[lane] == 1
                    hasChanged = true
                }
            }
        }
        return hasChanged
    }

    @_noLocks @_noAllocation
    private mutating func hear() {
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
            still[slot / 8][slot & 7] = isLetThrough && !isShut ? 1 : 0
        }
    }
}
