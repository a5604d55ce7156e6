/// Makes fast turns of an encoder count for more, where the device does not.
struct Acceleration: Sendable {
    /// Ticks that came within this time before one make it faster, in ns.
    static let window: Int64 = 100_000_000

    /// What a tick counts, by how many came shortly before; the last is for all that are more. Empty: 1.
    private let table: [Int]
    /// Times of the last ticks of one direction, the oldest first.
    private var recent: [Int64] = []
    private var isUp = true

    init(_ table: [Int]) { self.table = table }

    /// What ticks of a message count. Turning back begins anew.
    mutating func ticks(_ ticks: Int, at time: Int64) -> Int {
        guard !table.isEmpty, ticks != 0 else { return ticks }
        if (ticks > 0) != isUp { recent.removeAll() }
        isUp = ticks > 0
        recent.removeAll { time - $0 >= Acceleration.window }
        defer {
            recent.append(time)
            if recent.count > table.count { recent.removeFirst() }
        }
        return ticks * table[min(recent.count, table.count - 1)]
    }
}
