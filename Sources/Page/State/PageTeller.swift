import Desk
import Foundation
import Glibc
import MixModel
public import SessionStore
import Synchronization
import Units

/// Between the desk and the page's server: orders one way, the state the other, both bounded; neither ever waits for the other.
// @unchecked: what is not behind a lock is touched on the server's thread only.
public final class PageHub: PageService, @unchecked Sendable {
    private let store: SessionStore
    private let limits: PageLimits
    private let wake = WakeUp()
    /// Readable when orders wait for the desk.
    public var orderDescriptor: Int32 { wake.descriptor }
    private let shared: Mutex<Shared>
    private let clientCount = Atomic<Int>(0)
    private let questions: Questions
    private let shelf: MappingShelf

    private struct Shared {
        var orders: [PageRequest] = []
        /// By client: how many of them are its own.
        var waiting: [Int: Int] = [:]
        var turn: PageTurn?
        var number = 0
        var replies: [Int: [[UInt8]]] = [:]
        var notices: [Notice] = []
        var noticeCount = 0
    }

    struct Notice: Encodable, Hashable {
        var number: Int
        var text: String
    }

    // The server's thread.
    private var clients: [Int: Client] = [:]
    private var book = SectionBook()
    private var seen = 0
    private var levels: [UInt8] = []
    private var mixFrame: [UInt8] = []
    private var calmAt = 0.0

    private struct Client {
        var sections: [String: Int] = [:]
        var values: [String: Float] = [:]
        var seen = 0
        var interval = 1.0 / 60
        var toldAt = 0.0
        var mixFrame: [UInt8] = []
        var hasState = false
    }

    /// - Parameters:
    ///   - store: the session's, for its history.
    ///   - answers: what scripts can ask.
    public init(store: SessionStore, limits: PageLimits = PageLimits(), questions: Questions, shelf: MappingShelf) {
        self.store = store
        self.limits = limits
        self.questions = questions
        self.shelf = shelf
        shared = Mutex(Shared())
    }

    // MARK: The desk's side

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
            for order in orders { shared.waiting[order.client]? -= 1 }
            return (orders, !shared.orders.isEmpty)
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
    /// - Thread: the desk's.
    public func reply(to request: PageRequest, complaint: String?) {
        guard complaint != nil || request.id != nil else { return }
        post(
            Reply(reply: request.id, refused: complaint, words: complaint == nil ? nil : request.words),
            to: request.client)
    }

    /// A line for people, to all.
    ///
    /// - Thread: any.
    public func tell(_ line: String) {
        shared.withLock {
            $0.noticeCount += 1
            $0.notices.append(Notice(number: $0.noticeCount, text: line))
            if $0.notices.count > 50 { $0.notices.removeFirst() }
        }
    }

    private struct Reply: Encodable {
        var reply: Int?
        var refused: String?
        var words: String?
        var findings: [MappingShelf.Finding]?
    }

    private func post(_ reply: Reply, to client: Int) {
        guard let data = PageHub.json(reply) else { return }
        shared.withLock { shared in
            guard var waiting = shared.replies[client], waiting.count < 1000 else { return }
            waiting.append(Array(data))
            shared.replies[client] = waiting
        }
    }

    static func json(_ value: some Encodable) -> Data? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return try? encoder.encode(value)
    }

    // MARK: The server's side

    func asset(_ path: String) -> (type: String, bytes: [UInt8])? { PageAssets.file(path) }

    func answer(_ question: String, query: String) -> (type: String, bytes: [UInt8])? {
        let turn = shared.withLock { $0.turn }
        if question == "state" { return turn.map { (Questions.json, state($0)) } }
        return questions.answer(question, query: query, turn: turn)
    }

    /// All sections, as a new client is told them.
    private func state(_ turn: PageTurn) -> [UInt8] {
        refresh(turn, at: .infinity)
        var sent: [String: Int] = [:]
        return book.news(&sent, named: "state") ?? []
    }

    func join(_ client: Int) {
        clients[client] = Client()
        clientCount.store(clients.count, ordering: .relaxed)
        shared.withLock { $0.replies[client] = [] }
    }

    func leave(_ client: Int) {
        clients[client] = nil
        clientCount.store(clients.count, ordering: .relaxed)
        shared.withLock {
            $0.replies[client] = nil
            $0.waiting[client] = nil
            // Never left out: hands must let go.
            $0.orders.append(PageRequest(client: client, id: nil, words: "", order: .leave))
        }
        wake.call()
    }

    func take(_ message: String, from client: Int) -> ServiceOutcome {
        let reader = OrderReader(message, from: client, nesting: limits.nesting)
        let fits = shared.withLock { shared in
            let waiting = shared.waiting[client] ?? 0
            // A message that has more orders than may wait is taken when none waits.
            guard waiting == 0 || waiting + reader.requests.count <= limits.waitingOrders else { return false }
            shared.orders += reader.requests
            shared.waiting[client] = waiting + reader.requests.count
            return true
        }
        guard fits else { return .noRoom }
        if !reader.requests.isEmpty { wake.call() }
        if let rate = reader.rate { clients[client]?.interval = 1 / rate }
        for fault in reader.faults {
            post(Reply(reply: reader.id, refused: fault.message, words: fault.words), to: client)
        }
        if let draft = reader.draft {
            take(draft, id: reader.id, from: client)
        } else if reader.faults.isEmpty, reader.requests.isEmpty, reader.id != nil {
            post(Reply(reply: reader.id), to: client)
        }
        return reader.faults.isEmpty ? .taken : .refused
    }

    /// Checks a mapping; one without mistakes is saved if that is asked for, and used at once.
    private func take(_ draft: MappingDraft, id: Int?, from client: Int) {
        var reply = Reply(reply: id, findings: shelf.check(draft.id, draft.text).findings)
        if draft.isToSave {
            let (mapping, complaint) = shelf.save(draft.id, draft.text)
            reply.refused = complaint
            if let mapping {
                let request = PageRequest(
                    client: client, id: nil, words: "mapping \(draft.id)", order: .reload(mapping))
                shared.withLock { $0.orders.append(request) }
                wake.call()
            }
        }
        post(reply, to: client)
    }

    func next(for client: Int) -> [ServiceMessage] {
        let (turn, number, replies) = shared.withLock { shared in
            defer { if shared.replies[client]?.isEmpty == false { shared.replies[client] = [] } }
            return (shared.turn, shared.number, shared.replies[client] ?? [])
        }
        var messages = replies.map { ServiceMessage.text($0) }
        guard let turn, var state = clients[client], state.seen != number else { return messages }
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let now = Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
        // A little early is better than a whole picture late.
        guard now - state.toldAt >= state.interval * 0.9 else { return messages }
        if seen != number {
            seen = number
            refresh(turn, at: now)
            levels = LevelFrame.bytes(turn)
            if let reading = turn.reading { mixFrame = MixFrame.bytes(reading) }
        }
        state.seen = number
        state.toldAt = now
        if !state.hasState {
            state.hasState = true
            messages.append(.text(Array("{\"gainrider\":1,\"client\":\(client)}".utf8)))
            if let text = book.news(&state.sections, named: "state") { messages.append(.text(text)) }
        } else if let text = book.news(&state.sections, named: "change") {
            messages.append(.text(text))
        }
        if let text = values(turn.watched[client] ?? [], &state.values) { messages.append(.text(text)) }
        messages.append(.bytes(levels))
        if !mixFrame.isEmpty, state.mixFrame != mixFrame {
            state.mixFrame = mixFrame
            messages.append(.bytes(mixFrame))
        }
        clients[client] = state
        return messages
    }

    /// Watched values that are others than the client has.
    private func values(
        _ watched: [(parameter: ParameterID, position: Float)], _ known: inout [String: Float]
    ) -> [UInt8]? {
        var text = ""
        for (id, position) in watched {
            let address = id.address
            guard known[address]?.bitPattern != position.bitPattern else { continue }
            known[address] = position
            text +=
                (text.isEmpty ? "" : ",") + "\"\(address)\":" + PageHub.number(id.role.spec.scale.value(at: position))
        }
        return text.isEmpty ? nil : Array("{\"values\":{\(text)}}".utf8)
    }

    /// A value in JSON: silence, which JSON has no number for, is a text.
    static func number(_ value: Double) -> String {
        value.isFinite ? "\((value * 1e6).rounded() / 1e6)" : value < 0 ? "\"-inf\"" : "\"inf\""
    }

    /// Brings the sections to the present; what changes seldom ten times a second.
    private func refresh(_ turn: PageTurn, at now: Double) {
        book.put("transport", Sections.transport(turn))
        book.put("states", Sections.states(turn))
        guard now - calmAt >= 0.1 else { return }
        if now.isFinite { calmAt = now }
        let calm = turn.calm
        book.put("session", Sections.session(calm, name: store.location.name, isReadOnly: store.isReadOnly))
        book.put("nodes", Sections.nodes(calm))
        book.put("history", Sections.history(store.history))
        book.put("lanes", book.heads(of: calm.document))
        book.put("passes", Sections.passes(calm))
        book.put("surfaces", Sections.surfaces(calm))
        book.put("notices", shared.withLock { $0.notices })
    }
}
