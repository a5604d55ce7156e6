/// What the server serves. It knows the protocol and nothing of sockets; the server knows sockets and nothing of a mix.
///
/// - Thread: the server's.
protocol PageService: AnyObject, Sendable {
    /// A file of the page.
    func asset(_ path: String) -> (type: String, bytes: [UInt8])?
    /// An answer for scripts, as JSON unless it says otherwise; `nil`: there is no such thing.
    func answer(_ question: String, query: String) -> (type: String, bytes: [UInt8])?
    /// A client has come, with a number that no other ever has.
    func join(_ client: Int)
    func leave(_ client: Int)
    /// - Returns: whether there was room for it; if not it is offered again.
    func take(_ message: String, from client: Int) -> ServiceOutcome
    /// What a client that has read everything is to be told now.
    func next(for client: Int) -> [ServiceMessage]
}

enum ServiceOutcome: Sendable, Hashable {
    case taken
    /// It was no message of the protocol; the client is told.
    case refused
    case noRoom
}

enum ServiceMessage: Sendable, Hashable {
    case text([UInt8])
    case bytes([UInt8])
}
