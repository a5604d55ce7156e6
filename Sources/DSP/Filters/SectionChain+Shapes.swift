import Lanes

/// The shapes to which a chain comes down, as their loops hold them: coefficients and what sounds on.
extension SectionChain {
    /// High-pass and low-pass.
    struct Pair {
        private let a: Section.Coefficients
        private let b: Section.Coefficients
        private(set) var s: Section.State
        private(set) var t: Section.State

        @_noLocks @_noAllocation @inline(__always)
        init(
            _ a: Section.Coefficients, _ s: Section.State, _ b: Section.Coefficients, _ t: Section.State
        ) {
            self.a = a
            self.b = b
            self.s = s
            self.t = t
        }

        @_noLocks @_noAllocation @inline(__always)
        mutating func flush() {
            s.flush()
            t.flush()
        }

        /// A frame of both sides.
        @_noLocks @_noAllocation @inline(__always)
        mutating func filter(_ left: Lanes, _ right: Lanes) -> (Lanes, Lanes) {
            let l = Section.filterBare(a, &s.left1, &s.left2, left)
            let r = Section.filterBare(a, &s.right1, &s.right2, right)
            return (
                Section.filterPlain(b, &t.left1, &t.left2, l), Section.filterPlain(b, &t.right1, &t.right2, r)
            )
        }
    }

    /// Four sections, of which the last three are plain.
    struct Four {
        private let a: Section.Coefficients
        private let b: Section.Coefficients
        private let c: Section.Coefficients
        private let d: Section.Coefficients
        private(set) var s: Section.State
        private(set) var t: Section.State
        private(set) var u: Section.State
        private(set) var v: Section.State

        @_noLocks @_noAllocation @inline(__always)
        init(
            _ a: Section.Coefficients, _ s: Section.State, _ b: Section.Coefficients, _ t: Section.State,
            _ c: Section.Coefficients, _ u: Section.State, _ d: Section.Coefficients, _ v: Section.State
        ) {
            self.a = a
            self.b = b
            self.c = c
            self.d = d
            self.s = s
            self.t = t
            self.u = u
            self.v = v
        }

        @_noLocks @_noAllocation @inline(__always)
        mutating func flush() {
            s.flush()
            t.flush()
            u.flush()
            v.flush()
        }

        /// A frame of the left side.
        @_noLocks @_noAllocation @inline(__always)
        mutating func filterLeft(_ input: Lanes) -> Lanes {
            var x = Section.filter(a, &s.left1, &s.left2, input)
            x = Section.filterPlain(b, &t.left1, &t.left2, x)
            x = Section.filterPlain(c, &u.left1, &u.left2, x)
            return Section.filterPlain(d, &v.left1, &v.left2, x)
        }

        /// A frame of the right side.
        @_noLocks @_noAllocation @inline(__always)
        mutating func filterRight(_ input: Lanes) -> Lanes {
            var x = Section.filter(a, &s.right1, &s.right2, input)
            x = Section.filterPlain(b, &t.right1, &t.right2, x)
            x = Section.filterPlain(c, &u.right1, &u.right2, x)
            return Section.filterPlain(d, &v.right1, &v.right2, x)
        }
    }
}
