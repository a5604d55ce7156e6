/// Notices that our output is wired to our input.
///
/// A loop brings back what we send, all of it, unchanged and at once; a device answers some of it, or something else. The
/// many messages of the first full state are enough to find out, before anybody has touched anything.
public struct LoopGuard: Sendable {
    /// What comes back later than this is an answer.
    public static let promptness: Int64 = 50_000_000
    /// So many messages in a row, none missing, are no chance.
    public static let returnsOfALoop = 12
    /// The row must hold so many different messages: a device may confirm one lamp for ever.
    public static let kindsOfALoop = 4

    public enum Verdict: String, Sendable, Hashable, CaseIterable {
        case clear
        /// What we send comes back: stop sending, and tell.
        case looped
    }

    public private(set) var verdict = Verdict.clear

    private var outstanding: [(bytes: [UInt8], at: Int64)] = []
    private var returned: [[UInt8]] = []

    /// Status and first data byte of the messages to motors.
    private let motors: Set<[UInt8]>

    /// - Parameter controls: the device's; what goes to their motors is left out, since a fader may honestly report where it
    ///   was driven.
    public init(controls: [ControlSpec] = []) {
        var motors: Set<[UInt8]> = []
        for output in controls.lazy.flatMap(\.outputs) {
            if case .motor(let pattern) = output {
                for bytes in pattern.bytes(carrying: 0) { motors.insert(LoopGuard.kind(bytes)) }
            }
        }
        self.motors = motors
    }

    /// We sent a message.
    public mutating func sent(_ bytes: [UInt8], at time: Int64) {
        guard verdict == .clear, !motors.contains(LoopGuard.kind(bytes)) else { return }
        expire(at: time)
        outstanding.append((LoopGuard.normal(bytes), at: time))
        // A device that never answers costs no more than a moment's messages.
        if outstanding.count > 256 { miss(1) }
    }

    /// A message arrived; returns the verdict, which stays until ``reset()``.
    public mutating func received(_ bytes: [UInt8], at time: Int64) -> Verdict {
        guard verdict == .clear else { return verdict }
        expire(at: time)
        let bytes = LoopGuard.normal(bytes)
        guard let place = outstanding.firstIndex(where: { $0.bytes == bytes }) else { return verdict }
        // A loop keeps the order: what was sent before and is passed over has not come back.
        if place > 0 { miss(place) }
        outstanding.removeFirst()
        returned.append(bytes)
        if returned.count >= LoopGuard.returnsOfALoop, Set(returned).count >= LoopGuard.kindsOfALoop {
            verdict = .looped
        }
        if returned.count > 4 * LoopGuard.returnsOfALoop { returned.removeFirst() }
        return verdict
    }

    /// A message has come back that nobody but us can have sent.
    public mutating func prove() { verdict = .looped }

    /// The connection has been made anew.
    public mutating func reset() {
        verdict = .clear
        outstanding.removeAll()
        returned.removeAll()
    }

    /// What a message is about: a pitch bend's first data byte is already its value.
    private static func kind(_ bytes: [UInt8]) -> [UInt8] {
        let isChannelWide = bytes.first.map { $0 >= 0xD0 && $0 < 0xF0 } ?? true
        return Array(bytes.prefix(isChannelWide ? 1 : 2))
    }

    /// A note-off is the note-on with velocity 0 that we may have sent: drivers write one for the other.
    private static func normal(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.count == 3, bytes[0] & 0xF0 == 0x80 else { return bytes }
        return [bytes[0] | 0x10, bytes[1], 0]
    }

    private mutating func expire(at time: Int64) {
        let late = outstanding.prefix { time - $0.at > LoopGuard.promptness }.count
        if late > 0 { miss(late) }
    }

    private mutating func miss(_ count: Int) {
        outstanding.removeFirst(count)
        returned.removeAll(keepingCapacity: true)
    }
}
