import Automation

/// What the user was told already of a parameter, so that it is said once and not with every movement.
struct Told {
    /// In this roll: that a movement came to nothing.
    var drops: Set<Int32> = []
    /// In this roll: that a trim has come to the end of the range.
    var clamps: Set<Int32> = []
    /// In this roll: that a hand has to let go, since trim was switched off under it.
    var left: Set<WriteGate.Hand> = []
    /// In these modes: that a lane rules it.
    var rules: Set<Int32> = []

    mutating func newRoll() { (drops, clamps, left) = ([], [], []) }
}
