/// Where one motor was sent lately: knows a fader that reports its own travel from one that is pushed.
///
/// While a motor is under way the device may report any place between where it was and where it was sent. A report
/// outside that, or later, is a hand.
struct MotorTrace: Sendable {
    /// How far beyond its way a motor may overshoot, as travel.
    static let overshoot = 0.02

    private var writes: [(at: Int64, travel: Double)] = []
    /// Where it stood before the first of `writes`; `nil` if not known.
    private var start: Double?

    /// When the motor was last written to; `nil` if never.
    private(set) var lastWrite: Int64?

    mutating func drive(to travel: Double, at time: Int64) {
        forget(before: time - PhysicalPositions.motorTravelTime)
        writes.append((time, travel))
        lastWrite = time
    }

    /// A hand has put it there.
    mutating func place(_ travel: Double) {
        writes.removeAll(keepingCapacity: true)
        start = travel
    }

    /// Whether a report can come from the motor's own way.
    mutating func explains(_ travel: Double, at time: Int64) -> Bool {
        forget(before: time - PhysicalPositions.motorTravelTime)
        guard let last = writes.last else { return false }
        guard let start else { return true }
        let way = writes.reduce((low: min(start, last.travel), high: max(start, last.travel))) {
            (min($0.low, $1.travel), max($0.high, $1.travel))
        }
        return travel >= way.low - MotorTrace.overshoot && travel <= way.high + MotorTrace.overshoot
    }

    private mutating func forget(before time: Int64) {
        guard let keep = writes.firstIndex(where: { $0.at > time }) ?? (writes.isEmpty ? nil : writes.count) else {
            return
        }
        if keep > 0 { start = writes[keep - 1].travel }
        writes.removeFirst(keep)
    }
}
