import Vectors

/// A frame of the shapes to which a chain comes down. Coefficients and states are handed over one by one: a struct of them
/// all would lie in memory while the loop runs.
extension SectionChain {
    /// High-pass and low-pass, both sides.
    @_noLocks @_noAllocation @inline(__always)
    static func pair(
        _ a: Section.Coefficients, _ s: inout Section.State, _ b: Section.Coefficients, _ t: inout Section.State,
        _ left: Vector, _ right: Vector
    ) -> (Vector, Vector) {
        let l = Section.filterBare(a, &s.left1, &s.left2, left)
        let r = Section.filterBare(a, &s.right1, &s.right2, right)
        return (Section.filterPlain(b, &t.left1, &t.left2, l), Section.filterPlain(b, &t.right1, &t.right2, r))
    }

    /// Four sections, of which the last three are plain: the left side.
    @_noLocks @_noAllocation @inline(__always)
    static func left(
        _ a: Section.Coefficients, _ s: inout Section.State, _ b: Section.Coefficients, _ t: inout Section.State,
        _ c: Section.Coefficients, _ u: inout Section.State, _ d: Section.Coefficients, _ v: inout Section.State,
        _ input: Vector
    ) -> Vector {
        var x = Section.filter(a, &s.left1, &s.left2, input)
        x = Section.filterPlain(b, &t.left1, &t.left2, x)
        x = Section.filterPlain(c, &u.left1, &u.left2, x)
        return Section.filterPlain(d, &v.left1, &v.left2, x)
    }

    /// The same of the right side.
    @_noLocks @_noAllocation @inline(__always)
    static func right(
        _ a: Section.Coefficients, _ s: inout Section.State, _ b: Section.Coefficients, _ t: inout Section.State,
        _ c: Section.Coefficients, _ u: inout Section.State, _ d: Section.Coefficients, _ v: inout Section.State,
        _ input: Vector
    ) -> Vector {
        var x = Section.filter(a, &s.right1, &s.right2, input)
        x = Section.filterPlain(b, &t.right1, &t.right2, x)
        x = Section.filterPlain(c, &u.right1, &u.right2, x)
        return Section.filterPlain(d, &v.right1, &v.right2, x)
    }
}
