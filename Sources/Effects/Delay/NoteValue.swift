/// Note values that a delay may be set to; its `sync` parameter is their number.
///
/// - Thread: any.
public enum NoteValue: Int, CaseIterable, Sendable {
    /// By `time`, in ms.
    case off = 0
    case whole, dottedHalf, half, halfTriplet, dottedQuarter, quarter, quarterTriplet, dottedEighth, eighth,
        eighthTriplet
    case dottedSixteenth, sixteenth, sixteenthTriplet, thirtySecond

    /// Length in quarter notes, which are the beats of the tempo; 0 for ``off``.
    public var beats: Double { NoteValue.beats(rawValue) }

    /// Length in quarter notes of the value of a number.
    @_noLocks @_noAllocation
    static func beats(_ number: Int) -> Double {
        switch number {
        case 1: return 4
        case 2: return 3
        case 3: return 2
        case 4: return 4.0 / 3
        case 5: return 1.5
        case 6: return 1
        case 7: return 2.0 / 3
        case 8: return 0.75
        case 9: return 0.5
        case 10: return 1.0 / 3
        case 11: return 0.375
        case 12: return 0.25
        case 13: return 1.0 / 6
        case 14: return 0.125
        default: return 0
        }
    }

    /// How it is written: `1/8.` is dotted, `1/8T` a triplet.
    public var label: String {
        switch self {
        case .off: "off"
        case .whole: "1/1"
        case .dottedHalf: "1/2."
        case .half: "1/2"
        case .halfTriplet: "1/2T"
        case .dottedQuarter: "1/4."
        case .quarter: "1/4"
        case .quarterTriplet: "1/4T"
        case .dottedEighth: "1/8."
        case .eighth: "1/8"
        case .eighthTriplet: "1/8T"
        case .dottedSixteenth: "1/16."
        case .sixteenth: "1/16"
        case .sixteenthTriplet: "1/16T"
        case .thirtySecond: "1/32"
        }
    }
}
