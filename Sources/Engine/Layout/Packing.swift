import Memory
import MixModel
import Vectors

/// Decides which strips share a group: those that sound with others that use the same stages, silent ones together, since a group
/// renders every stage that any of its eight strips needs.
///
/// Every ``interval`` frames all strips are surveyed; misplaced ones change places, one pair a block. Columns are independent, so no
/// bit of the sound depends on it.
///
/// - Thread: audio; setup makes it.
// Large: a table by strip, group or slot for each property of them.
struct Packing: ~Copyable {
    /// By strip: what it needs, 0…127; the last for an empty slot.
    let needs: FixedMemory<UInt8>
    /// By silent strip: frame, by ``clock``, up to which it sounded.
    private let heardUntil: FixedMemory<Int>
    /// By group: which columns are open, and the switches from which that was found.
    private let doors: FixedMemory<Doors>
    /// By group: a bit for each column that sounded in the block before.
    private let sounding: FixedMemory<UInt8>
    /// By slot: what the strip that belongs there needs.
    let wanted: FixedMemory<UInt8>
    /// By strip: whether it belongs in a common group.
    let isAway: FixedMemory<Bool>
    /// By section and need: the first of the section's places for it.
    let first: FixedMemory<Int>
    /// By need: strips of a section that have it; `chosen`: those of them that belong in common groups.
    let counts: FixedMemory<Int>
    let chosen: FixedMemory<Int>
    let slots: Int
    let strips: Int
    var cursor: Int
    private var toSurvey = 0
    /// Frames rendered.
    private var clock = 0

    /// Which of eight columns let sound through.
    struct Doors {
        var heard = Vector(repeating: .nan)
        var mutes = Vector(repeating: .nan)
        var open: UInt8 = 0
    }

    /// Frames between two surveys of all strips.
    static var interval: Int {
        @_noLocks @_noAllocation get { 4096 }
    }
    /// Frames of silence after which a strip counts as silent.
    static var patience: Int {
        @_noLocks @_noAllocation get { 16384 }
    }
    static var kinds: Int {
        @_noLocks @_noAllocation get { 128 }
    }
    static var silent: UInt8 {
        @_noLocks @_noAllocation get { 126 }
    }
    static var empty: UInt8 {
        @_noLocks @_noAllocation get { 127 }
    }

    init(layout: Layout) {
        strips = layout.stripCount
        slots = layout.stripGroupCount * 8
        needs = FixedMemory(repeating: 0, count: strips)
        heardUntil = FixedMemory(repeating: 0, count: strips)
        doors = FixedMemory(repeating: Doors(), count: slots / 8)
        sounding = FixedMemory(repeating: 0, count: slots / 8)
        wanted = FixedMemory(repeating: 0, count: slots)
        isAway = FixedMemory(count: strips) { layout.section(ofSlot: layout.slots[$0]) == layout.commonSection }
        first = FixedMemory(repeating: 0, count: (layout.sectionCount + 1) * (Packing.kinds + 1))
        counts = FixedMemory(repeating: 0, count: Packing.kinds)
        chosen = FixedMemory(repeating: 0, count: Packing.kinds)
        cursor = slots
    }

    /// Notes which strips sounded in a block, and looks at all of them when it is time.
    ///
    /// - Parameter frames: frames of the block.
    @_noLocks @_noAllocation
    mutating func note(
        _ renderer: borrowing StripRenderer, _ parameters: borrowing ParameterPlayers, frames: Int
    ) {
        for group in 0..<(slots / 8) {
            let heard = renderer.jobs[group].heard.first
            let mutes = parameters.row(.mute, group: group).first
            if !isSame(heard, doors[group].heard) || !isSame(mutes, doors[group].mutes) {
                open(group, heard, mutes)
            }
            let now = renderer.notes.sounding[group] & doors[group].open
            if now != sounding[group] { note(group, now, renderer.layout) }
        }
        clock &+= frames
        toSurvey &-= frames
        guard toSurvey <= 0 else { return }
        toSurvey = Packing.interval
        survey(renderer.layout, parameters)
    }

    /// Finds out which columns of a group let sound through.
    @_noLocks @_noAllocation
    private func open(_ group: Int, _ heard: Vector, _ mutes: Vector) {
        doors[group].heard = heard
        doors[group].mutes = mutes
        doors[group].open = 0
        for column in 0..<8 where heard[column] > 0 && mutes[column] < 0.5 {
            doors[group].open |= 1 &<< UInt8(column)
        }
    }

    /// Notes that a different set of a group's columns sounds.
    @_noLocks @_noAllocation
    private func note(_ group: Int, _ now: UInt8, _ layout: Layout) {
        var gone = sounding[group] & ~now
        while gone != 0 {
            let strip = layout.nodes[group &* 8 &+ gone.trailingZeroBitCount]
            if strip >= 0 { heardUntil[strip] = clock }
            gone &= gone &- 1
        }
        sounding[group] = now
    }

    /// A strip has another column now.
    @_noLocks @_noAllocation
    func exchange(_ column: Int, of group: Int, with other: Int, of otherGroup: Int) {
        let bit = sounding[group] &>> UInt8(column) & 1
        let otherBit = sounding[otherGroup] &>> UInt8(other) & 1
        guard bit != otherBit else { return }
        sounding[group] ^= 1 &<< UInt8(column)
        sounding[otherGroup] ^= 1 &<< UInt8(other)
    }

    /// Whether a strip has not sounded for so long that it counts as silent.
    @_noLocks @_noAllocation
    private func isSilent(_ strip: Int, at slot: Int) -> Bool {
        sounding[slot / 8] &>> UInt8(slot & 7) & 1 == 0 && clock &- heardUntil[strip] > Packing.patience
    }

    @_noLocks @_noAllocation
    private mutating func survey(_ layout: Layout, _ parameters: borrowing ParameterPlayers) {
        var hasChanged = false
        for strip in 0..<strips {
            let slot = layout.slots[strip]
            let need =
                isSilent(strip, at: slot) ? Packing.silent : Packing.stages(parameters, slot / 8, slot & 7)
            if need != needs[strip] {
                needs[strip] = need
                hasChanged = true
            }
        }
        if hasChanged { arrange(layout) }
    }

    /// A bit for each stage in circuit.
    @_noLocks @_noAllocation
    private static func stages(_ parameters: borrowing ParameterPlayers, _ group: Int, _ column: Int) -> UInt8 {
        var bits: UInt8 = 0
        if parameters.row(.eqOn, group: group).first[column] >= 0.5 { bits |= 32 }
        if parameters.row(.compOn, group: group).first[column] >= 0.5 { bits |= 16 }
        if parameters.row(.gateOn, group: group).first[column] >= 0.5 { bits |= 8 }
        if parameters.row(.hpfOn, group: group).first[column] >= 0.5 { bits |= 4 }
        if parameters.row(.lpfOn, group: group).first[column] >= 0.5 { bits |= 2 }
        if parameters.row(.deEsserOn, group: group).first[column] >= 0.5 { bits |= 1 }
        return bits
    }
}
