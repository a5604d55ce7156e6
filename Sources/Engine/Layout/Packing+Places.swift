import Memory
import Vectors

/// Who belongs where: strips with the same needs into the same groups, in their section, or in the common groups if they would not
/// fill one there.
///
/// - Thread: audio.
extension Packing {
    /// Everybody is where he belongs, as far as the last look showed.
    var isDone: Bool {
        @_noLocks @_noAllocation get { cursor >= slots }
    }

    /// Two slots whose strips should change places, if there are any: called until there are none.
    @_noLocks @_noAllocation
    mutating func nextExchange(_ layout: Layout) -> (Int, Int)? {
        while cursor < slots {
            let partner = self.partner(of: cursor, layout)
            if partner >= 0 { return (cursor, partner) }
            cursor &+= 1
        }
        return nil
    }

    /// The slot with which one should change its strip; −1: its strip belongs there.
    @_noLocks @_noAllocation
    private func partner(of slot: Int, _ layout: Layout) -> Int {
        let section = layout.section(ofSlot: slot)
        let own = self.section(at: slot, layout)
        // Strips of a section leave it only for one of it that comes back.
        if own != section { return returning(from: own, to: section, of: layout.nodes[slot], layout) }
        let need = self.need(at: slot, layout)
        if need == wanted[slot] { return -1 }
        // Somebody stands in the part where this one belongs and belongs elsewhere.
        let table = places(of: section)
        for place in table[Int(need)]..<table[Int(need) &+ 1] {
            let other = Packing.slot(at: place, layout.groups(of: section))
            if self.section(at: other, layout) != section || self.need(at: other, layout) != need { return other }
        }
        return -1
    }

    /// A slot among those of one section with a strip that belongs to another, of the same section as a strip there: one of the
    /// two sections is that of the common groups.
    @_noLocks @_noAllocation
    private func returning(from section: Int, to other: Int, of strip: Int, _ layout: Layout) -> Int {
        let groups = layout.groups(of: section)
        for place in 0..<(groups.count &* 8) {
            let slot = Packing.slot(at: place, groups)
            let candidate = layout.nodes[slot]
            guard candidate >= 0 && self.section(at: slot, layout) == other else { continue }
            if layout.section(ofStrip: candidate) == layout.section(ofStrip: strip) { return slot }
        }
        return -1
    }

    /// A slot of some groups, by its place among them.
    @_noLocks @_noAllocation
    private static func slot(at place: Int, _ groups: Layout.Groups) -> Int { groups[place / 8] &* 8 &+ place & 7 }

    @_noLocks @_noAllocation
    private func need(at slot: Int, _ layout: Layout) -> UInt8 {
        let strip = layout.nodes[slot]
        return strip < 0 ? Packing.empty : needs[strip]
    }

    /// The section that the strip in a slot belongs to.
    @_noLocks @_noAllocation
    private func section(at slot: Int, _ layout: Layout) -> Int {
        let strip = layout.nodes[slot]
        if strip < 0 { return layout.section(ofSlot: slot) }
        return isAway[strip] ? layout.commonSection : layout.section(ofStrip: strip)
    }

    /// Finds out who belongs where.
    @_noLocks @_noAllocation
    mutating func arrange(_ layout: Layout) {
        for section in 0..<layout.commonGroupCount { choose(section, layout) }
        for section in 0...layout.commonSection { sort(section, layout) }
        cursor = 0
    }

    /// Chooses the eight strips of a section that belong into common groups: of each kind those that are left over when groups are
    /// filled, beginning with the kinds that have most to do; then any, beginning with those that have least.
    @_noLocks @_noAllocation
    private func choose(_ section: Int, _ layout: Layout) {
        let strips = layout.strips(of: section)
        for need in 0..<Packing.kinds {
            counts[need] = 0
            chosen[need] = 0
        }
        for strip in strips { counts[Int(needs[strip])] &+= 1 }
        var room = 8
        for need in (0..<Int(Packing.silent)).reversed() where counts[need] & 7 <= room {
            chosen[need] = counts[need] & 7
            room &-= chosen[need]
        }
        room &-= chooseMore(Int(Packing.silent), atMost: room)
        for need in 0..<Int(Packing.silent) { room &-= chooseMore(need, atMost: room) }
        // Whoever is away stays so if he can.
        for strip in strips where isAway[strip] {
            isAway[strip] = chosen[Int(needs[strip])] > 0
            if isAway[strip] { chosen[Int(needs[strip])] &-= 1 }
        }
        for strip in strips where !isAway[strip] && chosen[Int(needs[strip])] > 0 {
            isAway[strip] = true
            chosen[Int(needs[strip])] &-= 1
        }
    }

    /// Chooses more strips of a kind.
    ///
    /// - Returns: how many.
    @_noLocks @_noAllocation
    private func chooseMore(_ need: Int, atMost room: Int) -> Int {
        let rest = counts[need] &- chosen[need]
        let more = rest < room ? rest : room
        chosen[need] &+= more
        return more
    }

    /// By need, where a section's places for it begin.
    @_noLocks @_noAllocation
    private func places(of section: Int) -> UnsafeMutablePointer<Int> { first + section &* (Packing.kinds &+ 1) }

    /// Finds what belongs where in a section: counted by need.
    @_noLocks @_noAllocation
    private func sort(_ section: Int, _ layout: Layout) {
        let table = places(of: section)
        let groups = layout.groups(of: section)
        for need in 0...Packing.kinds { table[need] = 0 }
        let isCommon = section == layout.commonSection
        var present = 0
        for strip in isCommon ? 0..<strips : layout.strips(of: section) where isAway[strip] == isCommon {
            table[Int(needs[strip]) &+ 1] &+= 1
            present &+= 1
        }
        table[Packing.kinds] &+= groups.count &* 8 &- present
        for need in 0..<Packing.kinds { table[need &+ 1] &+= table[need] }
        for need in 0..<Packing.kinds {
            for place in table[need]..<table[need &+ 1] { wanted[Packing.slot(at: place, groups)] = UInt8(need) }
        }
    }
}
