/// What anybody who speaks to the page's server may ask of it. Beyond is refused or waits, and is counted (``PageCounts``).
public struct PageLimits: Sendable, Hashable {
    /// Connections at once; the oldest that has shown no token gives way to a new one.
    public var connections = 64
    /// Bytes of a request's head.
    public var headBytes = 8192
    /// Seconds until a request's head is whole.
    public var headSeconds = 5.0
    /// Seconds without progress after which an answer that nobody reads is given up.
    public var stallSeconds = 10.0
    /// Seconds without a word after which a client counts as gone; it is asked twice in that time.
    public var silenceSeconds = 20.0
    /// Bytes of a client's message, all its frames together.
    public var messageBytes = 512 * 1024
    /// Nesting of a message.
    public var nesting = 8
    /// Messages a second of one client, and how many may come at once; what is more is read later.
    public var messagesPerSecond = 1000.0
    public var messageBurst = 2000.0
    /// Orders of one client that may wait for the desk, so that nobody waits for another's thousands.
    public var waitingOrders = 256

    public init() {}
}

/// What was refused or had to wait since the start.
public struct PageCounts: Sendable, Hashable, Encodable {
    /// Connections beyond the limit, or that the system had no room for.
    public var connections = 0
    /// Requests whose head never came, was too long, or was none.
    public var heads = 0
    /// Requests without the token, or with another.
    public var tokens = 0
    /// Requests of another site's page, and to another host's name.
    public var origins = 0
    public var hosts = 0
    /// Requests for what is not there.
    public var paths = 0
    /// Messages that were too long, no text, or not in the protocol's form.
    public var messages = 0
    /// Times that a client sent more than is read at once, and had to wait.
    public var floods = 0
    /// Clients that did not read, or were silent.
    public var stalls = 0

    public init() {}

    /// All together.
    public var total: Int {
        connections + heads + tokens + origins + hosts + paths + messages + floods + stalls
    }
}
