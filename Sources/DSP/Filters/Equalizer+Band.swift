import CRealtime
import Vectors

extension Equalizer {
    /// What a band was last designed for.
    struct BandMemory {
        var on = Vector(repeating: .nan)
        var type = Vector(repeating: 0)
        var frequency = Vector(repeating: .nan)
        var gain = Vector(repeating: .nan)
        var q = Vector(repeating: .nan)
        /// The error that the band leaves to the corrector.
        var rest = Corrector.Rest()

        @_noLocks @_noAllocation
        init() {}
    }
}

extension Equalizer.BandMemory {
    /// Whether a position has changed, or a bit of `also` is set. Bits are compared: it is the fastest, and mostly none differs.
    @_noLocks @_noAllocation @inline(__always)
    func isDue(_ band: Equalizer.BandParameters, _ frame: Int, _ also: SIMD8<Int32>) -> Bool {
        let switches =
            (Section.bits(band.on[frame]) ^ Section.bits(on)) | (Section.bits(band.type[frame]) ^ Section.bits(type))
        let numbers =
            (Section.bits(band.frequency[frame]) ^ Section.bits(frequency))
            | (Section.bits(band.gain[frame]) ^ Section.bits(gain)) | (Section.bits(band.q[frame]) ^ Section.bits(q))
        return rt_any(also | switches | numbers)
    }

    /// Takes the positions and moves the section's weight on by one cell.
    ///
    /// - Parameters:
    ///   - snap: columns that go there at once.
    ///   - kept: columns of those whose design still holds, unless the positions are others.
    ///   - isDesigned: made true where the section was designed anew.
    @_noLocks @_noAllocation
    mutating func follow(
        _ band: Equalizer.BandParameters, _ frame: Int, on isEqualizerOn: Vector, rate: Vector,
        _ points: Corrector.Points, section: inout Section, snap: VectorMask, kept: VectorMask,
        isDesigned: inout Bool
    ) {
        if section.isMoving { section.settle() }
        let moved =
            Section.differ(band.frequency[frame], frequency) .| Section.differ(band.gain[frame], gain)
            .| Section.differ(band.q[frame], q)
        let weight = section.weight
        on = band.on[frame]
        frequency = band.frequency[frame]
        gain = band.gain[frame]
        q = band.q[frame]
        // A type changes while the band is faded out: the old one fades out, then the new one in.
        let wanted = band.type[frame]
        let isNew = snap .& (.!kept .| Section.differ(wanted, type))
        type.replace(with: wanted, where: (weight .== 0) .| snap)
        let isOn = (isEqualizerOn .>= 0.5) .& (on .>= 0.5) .& .!Section.differ(wanted, type)
        let goal = Vector(repeating: 0).replacing(with: 1, where: isOn)
        let next = Section.step(weight, to: goal, snap: snap)
        let isHeard = (weight .!= 0) .| (next .!= 0)
        guard Section.any((moved .& isHeard) .| (next .!= weight) .| isNew) else { return }
        let design = ResonanceDesign(types: type, frequency: frequency, gain: gain, q: q, rate: rate).design(points)
        section.aim(
            at: design.section.coefficients(weight: next), weight: next, isPending: next .!= goal, snap: snap)
        rest = design.rest.weighted(next)
        isDesigned = true
    }
}
