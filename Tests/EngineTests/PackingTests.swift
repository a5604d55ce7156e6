import Memory
import MixModel
import TestSupport
import Testing

@testable import Engine

@Suite struct `Strips that need the same` {
    /// Lets strips change places until all are where they belong.
    ///
    /// - Returns: exchanges.
    private static func pack(_ packing: inout Packing, _ layout: Layout) -> Int {
        packing.arrange(layout)
        var exchanges = 0
        while let (slot, other) = packing.nextExchange(layout), exchanges < 10_000 {
            let (strip, otherStrip) = (layout.nodes[slot], layout.nodes[other])
            (layout.nodes[slot], layout.nodes[other]) = (otherStrip, strip)
            if strip >= 0 { layout.slots[strip] = other }
            if otherStrip >= 0 { layout.slots[otherStrip] = slot }
            exchanges += 1
        }
        return exchanges
    }

    /// By group: what its strips need, each need once.
    private static func needs(_ packing: borrowing Packing, _ layout: Layout) -> [Set<UInt8>] {
        var needs = [Set<UInt8>](repeating: [], count: layout.stripGroupCount)
        for slot in 0..<(layout.stripGroupCount * 8) where layout.nodes[slot] >= 0 {
            needs[slot / 8].insert(packing.needs[layout.nodes[slot]])
        }
        return needs
    }

    /// Every strip has one slot, in its section or in a common group.
    private static func check(_ layout: Layout) {
        for strip in 0..<layout.stripCount {
            let slot = layout.slots[strip]
            let section = layout.section(ofSlot: slot)
            #expect(layout.nodes[slot] == strip)
            #expect(section == layout.commonSection || section == layout.section(ofStrip: strip))
        }
        let seated = (0..<(layout.stripGroupCount * 8)).filter { layout.nodes[$0] >= 0 }
        #expect(seated.count == layout.stripCount)
    }

    @Test(arguments: [true, false]) func `share groups, across sections where one thread renders`(hasCommon: Bool) {
        let tables = LayoutTables(mix: Rig.mix(strips: 640, buses: 0), hasCommonGroups: hasCommon)
        let layout = tables.layout
        var packing = Packing(layout: layout)
        // One in ten has everything on: six or seven in each section of 64.
        for strip in 0..<640 { packing.needs[strip] = strip % 10 == 3 ? 63 : 0 }
        let exchanges = Self.pack(&packing, layout)
        #expect(exchanges > 50)
        Self.check(layout)
        let needs = Self.needs(packing, layout)
        let (full, bare) = (needs.filter { $0 == [63] }.count, needs.filter { $0 == [0] }.count)
        // Sixty-four of them are eight groups; in sections of their own they take ten, which the others fill up.
        #expect(hasCommon ? full == 8 && bare == 72 : full == 0 && bare == 70)
        let more = Self.pack(&packing, layout)
        #expect(more == 0)
    }

    /// 1, 2 and more sections, whole and cut; needs of few kinds and of many, which change.
    @Test(arguments: [7, 64, 127, 128, 130, 200, 448], [2, 9, 120])
    func `come together from everywhere, whatever changes`(strips: Int, kinds: Int) {
        var dice = Dice(rig: UInt64(strips * 1000 + kinds))
        let mix = Rig.mix(strips: strips, buses: 0)
        let tables = LayoutTables(mix: mix, hasCommonGroups: true)
        let tablesApart = LayoutTables(mix: mix)
        let (layout, apart) = (tables.layout, tablesApart.layout)
        #expect(layout.commonGroupCount == (strips < 128 ? 0 : strips / 64))
        var packing = Packing(layout: layout)
        var packingApart = Packing(layout: apart)
        var (mixed, mixedApart) = (0, 0)
        for _ in 0..<20 {
            for _ in 0..<(strips / 2) {
                let strip = dice.int(0..<strips)
                packing.needs[strip] = UInt8(dice.int(0..<kinds)) &* 7 % 127
                packingApart.needs[strip] = packing.needs[strip]
            }
            let exchanges = Self.pack(&packing, layout) + Self.pack(&packingApart, apart)
            #expect(exchanges < 4 * strips)
            Self.check(layout)
            let isDone = packing.isDone && packingApart.isDone
            #expect(isDone)
            mixed += Self.needs(packing, layout).filter { $0.count > 1 }.count
            mixedApart += Self.needs(packingApart, apart).filter { $0.count > 1 }.count
        }
        // With as many kinds as strips nothing helps.
        #expect(strips < 128 || kinds > 100 ? mixed <= mixedApart + strips : mixed < mixedApart)
    }
}
