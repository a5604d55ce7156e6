/// Puts the two controllers of a 14-bit control together, on one channel.
///
/// The half that leads waits ``window`` for its partner, so that no number with one old half gets through. A half that
/// stays alone counts by itself: a low one changes the fine part alone, a high one means fine part 0, as MIDI 1.0 says, or
/// the remembered one where the low half is sent first and only if it changed. With order `any` the first pair shows
/// which half leads; a half that waits in vain just after the other one shows that it was wrong.
struct Pair14Bit: Sendable {
    /// Two halves further apart are not a pair. Two messages on a DIN cable are 2 ms apart.
    static let window: Int64 = 10_000_000

    enum Half: Sendable { case high, low }

    private let isLearning: Bool
    /// The half that comes first; `nil` until learnt.
    private var leading: Half?
    private var high: Int?
    private var low: Int?
    private var pending: Half?
    private var since: Int64 = 0
    private var lastArrival: (high: Int64?, low: Int64?)

    init(order: MessagePattern.PairOrder) {
        isLearning = order == .any
        leading = order == .any ? nil : order == .highFirst ? .high : .low
    }

    /// When ``expire(at:)`` must be called; `nil` if no half is waiting.
    var deadline: Int64? { pending == nil ? nil : since + Pair14Bit.window }

    /// Takes a half and returns the numbers, 0…16383, that are complete by it. Call ``expire(at:)`` first.
    mutating func take(_ half: Half, _ number: Int, at time: Int64) -> [Int] {
        var complete: [Int] = []
        if pending == half, let alone = flush() { complete.append(alone) }
        if half == .high {
            (high, lastArrival.high) = (number, time)
        } else {
            (low, lastArrival.low) = (number, time)
        }
        if let first = pending {
            pending = nil
            if leading == nil { leading = first }
            complete.append(contentsOf: value)
        } else if leading == nil || leading == half {
            pending = half
            since = time
        } else {
            complete.append(contentsOf: value)
        }
        return complete
    }

    /// The number of a half that has waited long enough.
    mutating func expire(at time: Int64) -> Int? {
        guard let half = pending, let deadline, time >= deadline else { return nil }
        let other = half == .high ? lastArrival.low : lastArrival.high
        if isLearning, let other, since - other <= Pair14Bit.window {
            leading = half == .high ? .low : .high
            pending = nil
            return value.first
        }
        return flush()
    }

    /// The number of a half that waits, at once; `nil` if none does.
    mutating func flush() -> Int? {
        guard pending != nil else { return nil }
        if pending == .high { low = 0 }
        pending = nil
        return value.first
    }

    /// The number as known so far; none while the high half has never been heard.
    private var value: [Int] { high.map { [$0 << 7 | (low ?? 0)] } ?? [] }
}
