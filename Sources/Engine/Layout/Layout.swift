import MixModel
import Vectors

/// Where each node of a mix lies, in what order they are rendered, and who feeds whom.
///
/// Nodes count strips from 0, then buses, then the master. Strips lie in the columns in their order. Buses lie in groups of
/// eight that can be rendered together, because none feeds another; the master has a group of its own.
///
/// Pointers and numbers only: whoever renders has a copy. The memory is that of ``LayoutTables``.
///
/// - Thread: audio reads it.
struct Layout {
    // Pointers first: structs that hold a number first break the thread sanitizer's build (Swift 6.3.1, invalid bitcast).
    /// Node that each node feeds; −1 for the master.
    let outputs: UnsafeMutablePointer<Int>
    /// By node and send: the node that it feeds, −1 for none. ``sendCount`` numbers a node.
    let sends: UnsafeMutablePointer<Int>
    /// Slot of each node: column counted through all groups. Strips may exchange slots.
    let slots: UnsafeMutablePointer<Int>
    /// Node in each slot; −1 where there is none.
    let nodes: UnsafeMutablePointer<Int>
    /// 1 where a node is mono, by node.
    let isMono: UnsafeMutablePointer<Bool>
    /// Groups of eight columns of nodes with sound: strips first, then buses in the order of rendering, the master last.
    let groupCount: Int
    /// These and the groups that have parameters alone: VCAs, and last the monitor section.
    let parameterGroupCount: Int
    let stripCount: Int
    let busCount: Int
    /// Sends of a node that lead anywhere: 0…16, the same for all.
    let sendCount: Int
    /// Whole sections whose last group is *common*: strips of any of them may lie there. None, or 2 and more.
    let commonGroupCount: Int

    /// Groups of a *section*: 64 strips by number, which one thread renders and sums, so that their outputs stay in its caches. Each
    /// bus is the sum of the sections' sums. Where one thread renders everything, the few strips of each section that would not fill a
    /// group of their own kind share the common groups.
    static var sectionGroups: Int {
        @_noLocks @_noAllocation get { 8 }
    }
    /// Sections of the strips.
    var sectionCount: Int {
        @_noLocks @_noAllocation get { (stripGroupCount &+ Layout.sectionGroups &- 1) / Layout.sectionGroups }
    }
    /// The section of the common groups, which is rendered before all others and sums nothing.
    var commonSection: Int {
        @_noLocks @_noAllocation get { sectionCount }
    }
    /// Groups that hold strips.
    var stripGroupCount: Int {
        @_noLocks @_noAllocation get { (stripCount &+ 7) / 8 }
    }
    var nodeCount: Int {
        @_noLocks @_noAllocation get { stripCount &+ busCount &+ 1 }
    }
    /// Groups of what has a fader: those that sound passes, and the VCAs.
    var faderGroupCount: Int {
        @_noLocks @_noAllocation get { parameterGroupCount &- 1 }
    }
    /// Groups of VCAs.
    var vcaGroupCount: Int {
        @_noLocks @_noAllocation get { faderGroupCount &- groupCount }
    }
    /// Groups of what may send: all that sound passes but the master's.
    var sendGroupCount: Int {
        @_noLocks @_noAllocation get { groupCount &- 1 }
    }
    /// Node of the master.
    var master: Int {
        @_noLocks @_noAllocation get { stripCount &+ busCount }
    }

    /// Groups at a regular distance: the first, their number, and the step from one to the next.
    struct Groups {
        let first: Int
        let step: Int
        let count: Int

        @_noLocks @_noAllocation
        init(first: Int, step: Int, count: Int) {
            self.first = first
            self.step = step
            self.count = count
        }

        subscript(_ place: Int) -> Int {
            @_noLocks @_noAllocation get { first &+ place &* step }
        }
    }

    /// The groups of a section that are its own, or the common ones.
    @_noLocks @_noAllocation
    func groups(of section: Int) -> Groups {
        if section == commonSection {
            return Groups(first: Layout.sectionGroups &- 1, step: Layout.sectionGroups, count: commonGroupCount)
        }
        let first = section &* Layout.sectionGroups
        let rest = stripGroupCount &- first
        let own = section < commonGroupCount ? Layout.sectionGroups &- 1 : Layout.sectionGroups
        return Groups(first: first, step: 1, count: rest < own ? rest : own)
    }

    /// The section of a slot's group.
    @_noLocks @_noAllocation
    func section(ofSlot slot: Int) -> Int {
        let group = slot / 8
        let section = group / Layout.sectionGroups
        let isCommon = section < commonGroupCount && group % Layout.sectionGroups == Layout.sectionGroups &- 1
        return isCommon ? commonSection : section
    }

    /// The section whose sums contain a strip.
    @_noLocks @_noAllocation
    func section(ofStrip strip: Int) -> Int { strip / (Layout.sectionGroups &* 8) }

    /// The strips that a section sums, by number.
    @_noLocks @_noAllocation
    func strips(of section: Int) -> Range<Int> {
        let begin = section &* Layout.sectionGroups &* 8
        let end = begin &+ Layout.sectionGroups &* 8
        return begin..<(end < stripCount ? end : stripCount)
    }

    /// What the nodes of a group are.
    func kind(of group: Int) -> NodeKinds {
        if group < stripGroupCount { return .strips }
        if group < sendGroupCount { return .buses }
        if group < groupCount { return .master }
        return group < faderGroupCount ? .vcas : .monitor
    }

    /// Columns of a group that are mono.
    @_noLocks @_noAllocation
    func monoLanes(of group: Int) -> VectorMask {
        var mask = VectorMask(repeating: false)
        for column in 0..<8 {
            let node = nodes[group &* 8 &+ column]
            mask[column] = node >= 0 && node <= master && isMono[node]
        }
        return mask
    }
}
