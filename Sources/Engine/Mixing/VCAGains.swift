import DSP
import Memory
import MixModel
import Vectors

/// What VCAs do to the faders of their members: a gain for each column.
///
/// - Thread: audio; setup makes it.
struct VCAGains: ~Copyable {
    /// By group: gain of each column as of the last frame.
    private let still: FixedMemory<Vector>
    /// By group, ``Block/frames`` vectors; empty without VCAs.
    private let moving: FixedMemory<Vector>
    /// Gains of the VCAs themselves: a row for each group of eight.
    private let own: FixedMemory<Vector>
    /// Positions from which ``still`` was made.
    private let known: FixedMemory<Vector>
    /// By VCA: 1 in the columns of the group in work that it moves.
    private let members: FixedMemory<Vector>
    /// By group: the frames of the block differ.
    private let isMoving: FixedMemory<Bool>
    private let layout: Layout
    private let ownGroups: Int
    private var isAnyMoving = false

    init(layout: Layout, memberships: borrowing Memberships) {
        self.layout = layout
        let groups = layout.groupCount
        ownGroups = layout.vcaGroupCount
        still = FixedMemory(repeating: Vector(repeating: 1), count: groups)
        moving = FixedMemory(unwritten: memberships.count == 0 ? 0 : groups * Block.frames)
        own = FixedMemory(unwritten: ownGroups * Block.frames)
        known = FixedMemory(repeating: Vector(repeating: .infinity), count: ownGroups)
        members = FixedMemory(repeating: Vector(repeating: 0), count: memberships.count)
        isMoving = FixedMemory(repeating: false, count: groups)
    }

    /// Gains of a group's columns over the block.
    @_noLocks @_noAllocation
    func row(group: Int) -> VectorRow {
        isMoving[group] ? VectorRow(moving: moving + group &* Block.frames) : VectorRow(constant: still + group)
    }

    /// Reads the VCAs' faders over a block, if any may have changed.
    @_noLocks @_noAllocation
    mutating func render(
        _ parameters: borrowing ParameterPlayers, memberships: borrowing Memberships, frames: Int
    ) {
        if isAnyMoving {
            for group in 0..<layout.groupCount { isMoving[group] = false }
            isAnyMoving = false
        }
        guard memberships.count > 0 else { return }
        var isOther = false
        for group in 0..<ownGroups where parameters.isChanged(.fader, group: layout.groupCount &+ group) {
            let row = parameters.row(.fader, group: layout.groupCount &+ group)
            if row.isMoving { isAnyMoving = true }
            if !isSame(row.first, known[group]) { isOther = true }
            known[group] = row[frames &- 1]
        }
        guard isAnyMoving || isOther else { return }
        for group in 0..<ownGroups {
            let row = parameters.row(.fader, group: layout.groupCount &+ group)
            let room = own + group &* Block.frames
            for frame in 0..<(row.isMoving ? frames : 1) { room[frame] = LevelGain.fader(row[frame]) }
        }
        for group in 0..<layout.groupCount { multiply(parameters, memberships, group, frames: frames) }
    }

    /// A node has another column now.
    @_noLocks @_noAllocation
    func exchange(_ column: Int, of group: Int, with other: Int, of otherGroup: Int) {
        let kept = still[group][column]
        still[group][column] = still[otherGroup][other]
        still[otherGroup][other] = kept
    }

    /// The gains of a group's columns: products in the order of the VCAs.
    @_noLocks @_noAllocation
    private func multiply(
        _ parameters: borrowing ParameterPlayers, _ memberships: borrowing Memberships, _ group: Int, frames: Int
    ) {
        var first = memberships.count
        var last = -1
        for vca in 0..<memberships.count where collect(vca, memberships, group) {
            if last < 0 { first = vca }
            last = vca
            let slot = layout.slots[layout.nodeCount &+ vca] / 8
            if parameters.row(.fader, group: slot).isMoving { isMoving[group] = true }
        }
        let row = moving + group &* Block.frames
        for frame in 0..<(isMoving[group] ? frames : 1) {
            var gains = Vector(repeating: 1)
            var vca = first
            while vca <= last {
                let slot = layout.slots[layout.nodeCount &+ vca] &- layout.groupCount &* 8
                let isRowMoving = parameters.row(.fader, group: layout.groupCount &+ slot / 8).isMoving
                let gain = own[slot / 8 &* Block.frames &+ (isRowMoving ? frame : 0)][slot & 7]
                gains.replace(with: gains * gain, where: members[vca] .== 1)
                vca &+= 1
            }
            still[group] = gains
            if isMoving[group] { row[frame] = gains }
        }
    }

    /// Finds the columns of a group that a VCA moves.
    ///
    /// - Returns: whether there are any.
    @_noLocks @_noAllocation
    private func collect(_ vca: Int, _ memberships: borrowing Memberships, _ group: Int) -> Bool {
        var isAny = false
        for column in 0..<8 {
            let node = layout.nodes[group &* 8 &+ column]
            let isMember = node >= 0 && node < layout.master && memberships.contains(vca, over: node)
            members[vca][column] = isMember ? 1 : 0
            if isMember { isAny = true }
        }
        return isAny
    }
}
