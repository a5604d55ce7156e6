import Glibc

/// One connection: what has come and is not understood yet, what is to go and has not gone yet.
///
/// - Thread: the server's.
// Large: one socket: what was read of it, what waits to be written, what it is held to.
final class PageConnection {
    enum Stage {
        /// The head is on its way.
        case head
        /// The answer goes out; then it is over.
        case answering
        case client(Int)
    }

    let descriptor: Int32
    var stage = Stage.head
    /// Seconds of the server's clock.
    let since: Double
    var heardAt: Double
    private(set) var movedAt: Double
    private var askedAt: Double

    var head: [UInt8] = []
    var reader: WebSocketReader
    /// A message for which there was no room.
    var postponed: String?
    /// It has sent more than is looked at in one turn.
    var isBehind = false
    var isOver = false
    private var output: [UInt8] = []
    private var sent = 0
    private var budget: Double
    private var budgetAt: Double
    private var isFlooding = false
    private let limits: PageLimits

    init(_ descriptor: Int32, limits: PageLimits, at now: Double) {
        self.descriptor = descriptor
        self.limits = limits
        since = now
        heardAt = now
        movedAt = now
        askedAt = now
        reader = WebSocketReader(limit: limits.messageBytes)
        budget = limits.messageBurst
        budgetAt = now
    }

    var client: Int? { if case .client(let number) = stage { number } else { nil } }
    var hasOutput: Bool { sent < output.count }
    /// Whether more may be read now.
    var listens: Bool {
        switch stage {
        case .head: true
        case .answering: false
        case .client: !isOver && postponed == nil && budget >= 1
        }
    }

    /// Reads what is there, a portion at most.
    ///
    /// - Returns: the bytes; `nil` at the end of the connection.
    func read(into buffer: inout [UInt8]) -> ArraySlice<UInt8>? {
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count > 0 { return buffer[..<count] }
        return count < 0 && (errno == EAGAIN || errno == EINTR) ? [] : nil
    }

    func send(_ bytes: [UInt8], at now: Double) {
        if !hasOutput {
            output = []
            sent = 0
            movedAt = now
        }
        output += bytes
    }

    /// Writes as much as goes.
    ///
    /// - Returns: whether the connection still holds.
    func flush(at now: Double) -> Bool {
        while hasOutput {
            let count = output.withUnsafeBytes { bytes in
                Glibc.send(
                    descriptor, bytes.baseAddress.map { $0 + sent }, output.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return count < 0 && (errno == EAGAIN || errno == EINTR) }
            sent += count
            movedAt = now
        }
        return true
    }

    /// Forgets what has not gone yet.
    func discard() {
        output = []
        sent = 0
    }

    /// The client's next event, as long as it has not sent more than it may.
    func nextEvent(at now: Double) throws(WebSocketReader.Breach) -> WebSocketReader.Event? {
        budget = min(limits.messageBurst, budget + (now - budgetAt) * limits.messagesPerSecond)
        budgetAt = now
        guard budget >= 1 else {
            isFlooding = true
            return nil
        }
        guard let event = try reader.next() else { return nil }
        budget -= 1
        return event
    }

    /// Whether the client has had to wait since the last call.
    func tookNewFlood() -> Bool {
        defer { isFlooding = false }
        return isFlooding
    }

    /// How the connection stands against its time limits; `ask`: it is to be pinged.
    enum Verdict { case fine, slowHead, stalled, ask }

    func verdict(at now: Double) -> Verdict {
        switch stage {
        case .head: return now - since > limits.headSeconds ? .slowHead : .fine
        case .answering: return now - movedAt > limits.stallSeconds ? .stalled : .fine
        case .client:
            if hasOutput, now - movedAt > limits.stallSeconds { return .stalled }
            if now - heardAt > limits.silenceSeconds { return .stalled }
            guard now - max(heardAt, askedAt) > limits.silenceSeconds / 3 else { return .fine }
            askedAt = now
            return .ask
        }
    }
}
