import Lanes

extension Section {
    /// Begins a new cell where the last one arrived.
    ///
    /// Lanes that have faded out are set at rest: they pass their input.
    @_noLocks @_noAllocation
    mutating func settle() {
        current = target
        let isOut = (weight .== 0) .& (current.k .!= 0)
        if Section.any(isOut) {
            current.rest(isOut)
            target.rest(isOut)
            clear(isOut)
        }
        unsettled = LaneMask(repeating: false)
    }

    /// The weight at the end of a cell that begins now.
    ///
    /// - Parameters:
    ///   - goal: 0 or 1.
    ///   - snap: lanes that go there at once.
    @_noLocks @_noAllocation @inline(__always)
    static func step(_ weight: Lanes, to goal: Lanes, snap: LaneMask) -> Lanes {
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
    ///   - isPending: lanes in which the weight must move on after that.
    ///   - snap: lanes in which the design is in force at once.
    @_noLocks @_noAllocation
    mutating func aim(at design: Coefficients, weight goal: Lanes, isPending: LaneMask, snap: LaneMask) {
        let isOut = goal .== 0
        var next = design
        next.flatten(isOut)
        // At rest, unless the last of the fade out has still to be heard.
        let atRest = isOut .& ((weight .== 0) .| snap)
        next.rest(atRest)
        if Section.any(atRest) { clear(atRest) }
        // What begins to fade in has its poles at once; only its weight moves. It begins from rest, where the first
        // integrator still holds a sample.
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
    /// Poles stay, the signal passes.
    @_noLocks @_noAllocation @inline(__always)
    mutating func flatten(_ lanes: LaneMask) {
        c1.replace(with: 0, where: lanes)
        c3.replace(with: 0, where: lanes)
        d.replace(with: 1, where: lanes)
    }

    /// The signal passes and nothing is remembered.
    @_noLocks @_noAllocation @inline(__always)
    mutating func rest(_ lanes: LaneMask) {
        a.replace(with: 0, where: lanes)
        k.replace(with: 0, where: lanes)
        flatten(lanes)
    }

    @_noLocks @_noAllocation @inline(__always)
    mutating func replace(with other: Self, where lanes: LaneMask) {
        a.replace(with: other.a, where: lanes)
        k.replace(with: other.k, where: lanes)
        c1.replace(with: other.c1, where: lanes)
        c3.replace(with: other.c3, where: lanes)
        d.replace(with: other.d, where: lanes)
    }

    @_noLocks @_noAllocation @inline(__always)
    func differences(from other: Self) -> LaneMask {
        Section.differ(a, other.a) .| Section.differ(k, other.k) .| Section.differ(c1, other.c1)
            .| Section.differ(c3, other.c3) .| Section.differ(d, other.d)
    }
}
