import Vectors

extension Section {
    /// Begins a new cell where the last one arrived.
    ///
    /// Columns that have faded out are put at rest: they pass their input.
    @_noLocks @_noAllocation
    mutating func settle() {
        current = target
        let isOut = (weight .== 0) .& (current.k .!= 0)
        if Section.any(isOut) {
            current.rest(isOut)
            target.rest(isOut)
            clear(isOut)
        }
        unsettled = VectorMask(repeating: false)
    }

    /// The weight at the end of a cell that begins now.
    ///
    /// - Parameters:
    ///   - goal: 0 or 1.
    ///   - snap: columns that go there at once.
    @_noLocks @_noAllocation @inline(__always)
    static func step(_ weight: Vector, to goal: Vector, snap: VectorMask) -> Vector {
        // A cell has 32 frames: 256 frames from one end to the other.
        var change = goal - weight
        change.replace(with: 0.125, where: change .> 0.125)
        change.replace(with: -0.125, where: change .< -0.125)
        return (weight + change).replacing(with: goal, where: snap)
    }

    /// Lets the coefficients move to a design over the cell that begins now.
    ///
    /// - Parameters:
    ///   - design: already weighted.
    ///   - weight: how far the section is in circuit at the end of the cell.
    ///   - isPending: columns in which the weight must move on in the next cell.
    ///   - snap: columns in which the design is in force at once.
    @_noLocks @_noAllocation
    mutating func aim(at design: Coefficients, weight goal: Vector, isPending: VectorMask, snap: VectorMask) {
        let isOut = goal .== 0
        var next = design
        next.flatten(isOut)
        // At rest, unless the last cell of the fade-out is still to come.
        let atRest = isOut .& ((weight .== 0) .| snap)
        next.rest(atRest)
        if Section.any(atRest) { clear(atRest) }
        // A column that begins to fade in has its poles at once; only its weight moves. Its state is cleared: at rest the first
        // integrator holds a sample.
        let begins = (weight .== 0) .& .!isOut
        if Section.any(begins) { clear(begins) }
        current.a.replace(with: next.a, where: begins)
        current.k.replace(with: next.k, where: begins)
        current.replace(with: next, where: snap)
        target = next
        unsettled = (current.differences(from: next) .| (goal .!= weight) .| isPending) .& .!snap
        weight = goal
    }
}

extension Section.Coefficients {
    /// Zeros onto the poles: the poles stay, the signal passes.
    @_noLocks @_noAllocation @inline(__always)
    mutating func flatten(_ columns: VectorMask) {
        c1.replace(with: 0, where: columns)
        c3.replace(with: 0, where: columns)
        d.replace(with: 1, where: columns)
    }

    /// The signal passes and nothing is remembered.
    @_noLocks @_noAllocation @inline(__always)
    mutating func rest(_ columns: VectorMask) {
        a.replace(with: 0, where: columns)
        k.replace(with: 0, where: columns)
        flatten(columns)
    }

    @_noLocks @_noAllocation @inline(__always)
    mutating func replace(with other: Self, where columns: VectorMask) {
        a.replace(with: other.a, where: columns)
        k.replace(with: other.k, where: columns)
        c1.replace(with: other.c1, where: columns)
        c3.replace(with: other.c3, where: columns)
        d.replace(with: other.d, where: columns)
    }

    @_noLocks @_noAllocation @inline(__always)
    func differences(from other: Self) -> VectorMask {
        Section.differ(a, other.a) .| Section.differ(k, other.k) .| Section.differ(c1, other.c1)
            .| Section.differ(c3, other.c3) .| Section.differ(d, other.d)
    }
}
