import Glibc
import Synchronization

/// Between the desk and the page's server: orders one way, the present and answers the other, all bounded; neither ever waits for the
/// other.
public final class PageHub: Sendable {
    private let limits: PageLimits
    private let wake = WakeUp()
    private let shared = Mutex(Shared())
    private let clientCount = Atomic<Int>(0)

    /// Answers that a client may leave unread, and lines for people that are kept.
    private static let mostReplies = 1000
    private static let mostNotices = 50
    /// Messages of a device that a client may leave unheard: more than a hand makes in ten seconds.
    private static let mostHeard = 4096

    private struct Shared {
        /// `isCounted`: whether it counts among the waiting orders of its client.
        var orders: [(request: PageRequest, isCounted: Bool)] = []
        /// By client: how many of its orders count.
        var waiting: [Int: Int] = [:]
        var turn: PageTurn?
        var number = 0
        var replies: [Int: [[UInt8]]] = [:]
        /// By client: what has happened in its lesson.
        var lessons: [Int: [LessonEvent]] = [:]
        var notices: [PageNotice] = []
        var noticeCount = 0
    }

    public init(limits: PageLimits = PageLimits()) { self.limits = limits }

    // MARK: The desk's side

    /// Readable when orders wait for the desk.
    ///
    /// - Thread: any.
    public var orderDescriptor: Int32 { wake.descriptor }

    /// Whether anybody looks.
    ///
    /// - Thread: any.
    public var hasClients: Bool { clientCount.load(ordering: .relaxed) > 0 }

    /// Orders in the order of their coming, so many at most. Never waits for a socket.
    ///
    /// - Thread: the desk's.
    public func takeOrders(atMost most: Int) -> [PageRequest] {
        wake.clear()
        let (orders, isMore) = shared.withLock { shared in
            let orders = Array(shared.orders.prefix(most))
            shared.orders.removeFirst(orders.count)
            for (request, isCounted) in orders where isCounted { shared.waiting[request.client]? -= 1 }
            return (orders.map(\.request), !shared.orders.isEmpty)
        }
        if isMore { wake.call() }
        return orders
    }

    /// The present, instead of the one before.
    ///
    /// - Thread: the desk's.
    public func publish(_ turn: PageTurn) {
        shared.withLock {
            $0.turn = turn
            $0.number += 1
        }
    }

    /// What has become of an order.
    ///
    /// - Parameter complaint: why it was not carried out, for people; `nil`: it was.
    /// - Thread: any.
    public func reply(to request: PageRequest, complaint: String?) {
        guard complaint != nil || request.id != nil else { return }
        post(
            PageReply(reply: request.id, refused: complaint, words: complaint == nil ? nil : request.words),
            to: request.client)
    }

    /// A line for people, to all.
    ///
    /// - Thread: any.
    public func tell(_ line: String) {
        shared.withLock {
            $0.noticeCount += 1
            $0.notices.append(PageNotice(number: $0.noticeCount, text: line))
            if $0.notices.count > PageHub.mostNotices { $0.notices.removeFirst() }
        }
    }

    /// What has happened in a client's lesson. Messages that it has no room for are left out; that it begins and ends is not.
    ///
    /// - Thread: the desk's.
    func teach(_ client: Int, _ event: LessonEvent) {
        shared.withLock { shared in
            guard shared.replies[client] != nil else { return }
            if case .heard = event, shared.lessons[client]?.count ?? 0 >= PageHub.mostHeard { return }
            shared.lessons[client, default: []].append(event)
        }
    }

    // MARK: The server's side

    /// The present, and a number that rises with each.
    var present: (turn: PageTurn, number: Int)? {
        shared.withLock { shared in shared.turn.map { ($0, shared.number) } }
    }

    var notices: [PageNotice] { shared.withLock { $0.notices } }

    func join(_ client: Int) {
        clientCount.add(1, ordering: .relaxed)
        shared.withLock { $0.replies[client] = [] }
    }

    func leave(_ client: Int) {
        clientCount.subtract(1, ordering: .relaxed)
        shared.withLock {
            $0.replies[client] = nil
            $0.waiting[client] = nil
            $0.lessons[client] = nil
        }
        // Never left out: hands must let go.
        hand(PageRequest(client: client, id: nil, words: "", order: .leave))
    }

    /// Hands a client's orders over, all or none.
    ///
    /// - Returns: whether there was room.
    func order(_ requests: [PageRequest], from client: Int) -> Bool {
        let fits = shared.withLock { shared in
            let waiting = shared.waiting[client] ?? 0
            // A message that has more orders than may wait is taken when none waits.
            guard waiting == 0 || waiting + requests.count <= limits.waitingOrders else { return false }
            shared.orders += requests.map { ($0, true) }
            shared.waiting[client] = waiting + requests.count
            return true
        }
        if fits, !requests.isEmpty { wake.call() }
        return fits
    }

    /// Hands an order over that must not be left out: it is counted as nobody's.
    ///
    /// - Thread: any.
    func hand(_ request: PageRequest) {
        shared.withLock { $0.orders.append((request, false)) }
        wake.call()
    }

    /// An answer that a client gets next.
    ///
    /// - Thread: any.
    func post(_ reply: PageReply, to client: Int) {
        guard let data = PageJSON.data(reply) else { return }
        shared.withLock { shared in
            guard var waiting = shared.replies[client], waiting.count < PageHub.mostReplies else { return }
            waiting.append(Array(data))
            shared.replies[client] = waiting
        }
    }

    /// What has happened in a client's lesson since the last call.
    func takeLesson(of client: Int) -> [LessonEvent] {
        shared.withLock { $0.lessons.removeValue(forKey: client) ?? [] }
    }

    /// The answers that a client has not been given.
    func takeReplies(of client: Int) -> [[UInt8]] {
        shared.withLock { shared in
            defer { if shared.replies[client]?.isEmpty == false { shared.replies[client] = [] } }
            return shared.replies[client] ?? []
        }
    }
}
