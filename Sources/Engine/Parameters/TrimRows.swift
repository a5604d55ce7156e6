import DSP
import Memory
import MixModel
import Units
import Vectors

/// Levels with their trims added: rows that are read in place of the levels' own.
///
/// - Thread: audio; setup makes it.
struct TrimRows: ~Copyable {
    /// By group: levels whose trims have ever been used, a bit each.
    let used: FixedMemory<UInt32>
    /// By group: levels whose rows are sums now.
    let added: FixedMemory<UInt32>
    /// Constant sums, by group and level.
    let still: FixedMemory<Vector>
    /// ``Block/frames`` vectors for each.
    let moving: FixedMemory<Vector>
    /// Levels that have a trim: the fader and the sends.
    let count: Int

    /// - Parameter count: levels of a node that have a trim.
    init(groups: Int, count: Int) {
        self.count = count
        used = FixedMemory(repeating: 0, count: groups)
        added = FixedMemory(repeating: 0, count: groups)
        // A sum is made before it is read.
        still = FixedMemory(unwritten: groups * count)
        moving = FixedMemory(unwritten: groups * count * Block.frames)
    }

    /// The row of a level, counted from its group's first.
    @_noLocks @_noAllocation
    static func level(_ pair: Int, _ group: RowGroup) -> Int {
        pair == 0 ? group.level : Role.send1Level.index &+ (pair &- 1) &* 4
    }

    /// Notes that a row was touched; if it is a trim's, the trim is used from now on. Trims are a group's last rows, in the order of the
    /// levels.
    @_noLocks @_noAllocation
    func note(_ row: Int, _ groups: RowGroups) {
        let group = Int(groups.groupOf[row])
        let pair = row &- groups.groups[group].first &- groups.groups[group].trim
        if pair >= 0 { use(pair, group) }
    }

    @_noLocks @_noAllocation
    func use(_ pair: Int, _ group: Int) { used[group] |= 1 &<< UInt32(pair) }

    /// Nodes of the two groups have changed places.
    @_noLocks @_noAllocation
    func exchange(_ group: Int, _ other: Int) {
        used[group] |= used[other]
        used[other] = used[group]
    }
}

/// Adding trims to levels.
///
/// - Thread: audio.
extension ParameterPlayers {
    /// Puts sums in place of a group's levels whose trims are not 0 dB.
    @_noLocks @_noAllocation
    func addTrims(_ group: Int, frames: Int) {
        var rest = trims.used[group]
        while rest != 0 {
            add(rest.trailingZeroBitCount, group, frames: frames)
            rest &= rest &- 1
        }
    }

    @_noLocks @_noAllocation
    private func add(_ pair: Int, _ group: Int, frames: Int) {
        let rowGroup = rowGroups.groups[group]
        let (level, trim) = (TrimRows.level(pair, rowGroup), rowGroup.trim &+ pair)
        let (levelRow, trimRow) = (rowGroup.first &+ level, rowGroup.first &+ trim)
        let bit: UInt32 = 1 &<< UInt32(pair)
        let isLevelMoving = isFilled(level, group)
        let isTrimMoving = isFilled(trim, group)
        let isOther = isChanged(at: level, group) || isChanged(at: trim, group)
        let wasAdded = trims.added[group] & bit != 0
        if !isTrimMoving, !isAny(still[trimRow] .!= 0) {
            guard wasAdded else { return }
            trims.added[group] &= ~bit
            rows[levelRow] =
                isLevelMoving
                ? VectorRow(moving: moving + levelRow &* Block.frames) : VectorRow(constant: still + levelRow)
            return change(level, group)
        }
        guard isOther || !wasAdded else { return }
        trims.added[group] |= bit
        change(level, group)
        let place = group &* trims.count &+ pair
        let one =
            isLevelMoving
            ? VectorRow(moving: moving + levelRow &* Block.frames) : VectorRow(constant: still + levelRow)
        let other =
            isTrimMoving ? VectorRow(moving: moving + trimRow &* Block.frames) : VectorRow(constant: still + trimRow)
        guard isLevelMoving || isTrimMoving else {
            trims.still[place] = ParameterPlayers.sum(one.first, other.first)
            rows[levelRow] = VectorRow(constant: trims.still + place)
            return
        }
        let sums = trims.moving + place &* Block.frames
        for frame in 0..<frames { sums[frame] = ParameterPlayers.sum(one[frame], other[frame]) }
        rows[levelRow] = VectorRow(moving: sums)
    }

    /// Whether a row was filled in this block.
    @_noLocks @_noAllocation
    private func isFilled(_ place: Int, _ group: Int) -> Bool {
        moved[rowGroups.groups[group].firstWord &+ place / 64] &>> UInt64(place & 63) & 1 == 1
    }

    @_noLocks @_noAllocation
    private func isChanged(at place: Int, _ group: Int) -> Bool {
        changed[rowGroups.groups[group].firstWord &+ place / 64] &>> UInt64(place & 63) & 1 == 1
    }

    @_noLocks @_noAllocation
    private func change(_ place: Int, _ group: Int) {
        changed[rowGroups.groups[group].firstWord &+ place / 64] |= 1 &<< UInt64(place & 63)
    }

    /// Eight levels with their trims: the same bits as `Scale.sum` gives for each.
    @_noLocks @_noAllocation @inline(__always)
    private static func sum(_ levels: Vector, _ trims: Vector) -> Vector {
        let sums = levels + trims
        let isPlain = (levels .> -60) .& (trims .> -60) .& (sums .> -60)
        var result = levels.replacing(with: sums.replacing(with: highest, where: sums .> highest), where: isPlain)
        let isUntouched = trims .== 0
        result.replace(with: levels, where: isUntouched)
        guard isAny(.!(isPlain .| isUntouched)) else { return result }
        for column in 0..<8 where !isPlain[column] && !isUntouched[column] {
            result[column] = Scale.sum(levels[column], trims[column], limit: highest)
        }
        return result
    }

    /// The end of a fader's range, in dB.
    private static var highest: Float {
        @_noLocks @_noAllocation get { 12 }
    }
}
