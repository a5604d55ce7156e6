import DSP
import Lanes
import MixModel

/// What VCAs do to the faders of their members: a gain for each lane.
///
/// - Thread: audio; setup makes it.
struct VCAGains: ~Copyable {
    /// By group: gain of each lane as of the last frame.
    private let still: UnsafeMutablePointer<Lanes>
    /// By group, ``Block/frames`` vectors; empty without VCAs.
    private let moving: UnsafeMutablePointer<Lanes>
    /// Gains of the VCAs themselves: a row for each group of eight.
    private let own: UnsafeMutablePointer<Lanes>
    /// Positions of which ``still`` was made.
    private let known: UnsafeMutablePointer<Lanes>
    private let layout: Layout
    private let memberships: Memberships
    private let ownGroups: Int
    private var isMoving = false

    init(layout: Layout, memberships: Memberships) {
        self.layout = layout
        self.memberships = memberships
        let groups = layout.groupCount
        ownGroups = layout.parameterGroupCount - groups
        still = .allocate(capacity: groups)
        still.initialize(repeating: Lanes(repeating: 1), count: groups)
        moving = .allocate(capacity: memberships.count == 0 ? 1 : groups * Block.frames)
        own = .allocate(capacity: ownGroups * Block.frames)
        known = .allocate(capacity: ownGroups)
        known.initialize(repeating: Lanes(repeating: .infinity), count: ownGroups)
    }

    deinit {
        still.deallocate()
        moving.deallocate()
        own.deallocate()
        known.deallocate()
    }

    /// Gains of a group's lanes over the block.
    @_noLocks @_noAllocation
    func row(group: Int) -> LaneRow {
        isMoving ? LaneRow(moving: moving + group &* Block.frames) : LaneRow(constant: still + group)
    }

    /// Reads the VCAs' faders over a block.
    @_noLocks @_noAllocation
    mutating func render(_ parameters: borrowing ParameterPlayers, frames: Int) {
        guard memberships.count > 0 else { return }
        var isAnyMoving = false
        var hasChanged = false
        for group in 0..<ownGroups {
            let row = parameters.row(.fader, group: layout.groupCount &+ group)
            if row.isMoving { isAnyMoving = true }
            if row.first != known[group] { hasChanged = true }
            known[group] = row[row.isMoving ? frames &- 1 : 0]
        }
        isMoving = isAnyMoving
        guard isAnyMoving || hasChanged else { return }
        for group in 0..<ownGroups {
            let row = parameters.row(.fader, group: layout.groupCount &+ group)
            let room = own + group &* Block.frames
            for frame in 0..<(isAnyMoving ? frames : 1) { room[frame] = LevelGain.fader(row[frame]) }
        }
        for frame in 0..<(isAnyMoving ? frames : 1) { multiply(frame) }
    }

    /// A node has another lane now.
    @_noLocks @_noAllocation
    mutating func exchange(_ lane: Int, of group: Int, with other: Int, of otherGroup: Int) {
        let kept = still[group][lane]
        still[group][lane] = still[otherGroup][other]
        still[otherGroup][other] = kept
    }

    /// The gains of all lanes at a frame: products in the order of the VCAs.
    @_noLocks @_noAllocation
    private func multiply(_ frame: Int) {
        for group in 0..<layout.groupCount {
            var gains = Lanes(repeating: 1)
            for lane in 0..<8 {
                let node = layout.nodes[group &* 8 &+ lane]
                guard node >= 0, node < layout.master else { continue }
                for vca in 0..<memberships.count where memberships.contains(vca, over: node) {
                    let slot = layout.slots[layout.nodeCount &+ vca] &- layout.groupCount &* 8
                    gains[lane] *= own[slot / 8 &* Block.frames &+ frame][slot & 7]
                }
            }
            still[group] = gains
            if isMoving { moving[group &* Block.frames &+ frame] = gains }
        }
    }
}
