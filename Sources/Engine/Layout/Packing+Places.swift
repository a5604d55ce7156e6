import Memory
import Vectors

/// Which slot each strip belongs in: strips with the same needs in the same groups of their section, or in the common groups if they
/// would not fill a group there.
///
/// - Thread: audio.
extension Packing {
    /// Every strip is in its place, as of the last survey.
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

    /// The slot whose strip should change places with this slot's strip; −1: this one is in its place.
    @_noLocks @_noAllocation
    private func partner(of slot: Int, _ layout: Layout) -> Int {
        let section = layout.section(ofSlot: slot)
        let own = self.section(at: slot, layout)
        // A strip leaves its section for the common groups only in exchange for a strip of the section that comes back.
        if own != section { return returning(from: own, to: section, of: layout.nodes[slot], layout) }
        let need = self.need(at: slot, layout)
        if need == wanted[slot] { return -1 }
        // Among the places for this need one has a strip of another need.
        let table = places(of: section)
        for place in table[Int(need)]..<table[Int(need) &+ 1] {
            let other = Packing.slot(at: place, layout.groups(of: section))
            if self.section(at: other, layout) != section || self.need(at: other, layout) != need { return other }
        }
        return -1
    }

    /// A slot of one section (or of the common groups) whose strip belongs in the other, and has the same home section as `strip`:
    /// the two can change places.
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

    /// The section that the strip in a slot belongs in: its own, or that of the common groups.
    @_noLocks @_noAllocation
    private func section(at slot: Int, _ layout: Layout) -> Int {
        let strip = layout.nodes[slot]
        if strip < 0 { return layout.section(ofSlot: slot) }
        return isAway[strip] ? layout.commonSection : layout.section(ofStrip: strip)
    }

    /// Surveys all strips: works out which place each belongs in.
    @_noLocks @_noAllocation
    mutating func arrange(_ layout: Layout) {
        for section in 0..<layout.commonGroupCount { choose(section, layout) }
        for section in 0...layout.commonSection { sort(section, layout) }
        cursor = 0
    }

    /// Chooses the eight strips of a section that belong in common groups: first the strips of each kind that are left over after filling
    /// whole groups, from the kinds with the most stages down; then any, from those with the fewest stages up.
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
        // Strips that are in common groups already are preferred.
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

    /// By need: the first of a section's places for it.
    @_noLocks @_noAllocation
    private func places(of section: Int) -> UnsafeMutablePointer<Int> { first + section &* (Packing.kinds &+ 1) }

    /// Assigns a section's places to needs, by counting sort.
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
