import Desk
import Foundation
import Glibc
import MixModel
public import SessionStore
import Units

/// What clients are told: the whole state first, then what has changed since each was told last. Takes their messages, too.
///
/// - Thread: the server's.
// @unchecked: everything that changes is touched on the server's thread only.
// Large: what clients were told, and what it is made of.
public final class PageTeller: PageService, @unchecked Sendable {
    let hub: PageHub
    private let store: SessionStore
    private let limits: PageLimits
    private let questions: Questions
    let shelf: MappingShelf

    private var clients: [Int: Client] = [:]
    /// By client: what it hears of a device.
    var lessons: [Int: Lesson] = [:]
    private var book = SectionBook()
    private var seen = 0
    private var levels: [UInt8] = []
    private var mixFrame: [UInt8] = []
    private var calmAt = 0.0

    /// What one client has been told.
    private struct Client {
        var sections: [String: Int] = [:]
        var values: [String: Float] = [:]
        var seen = 0
        var interval = 1.0 / 60
        /// Seconds of the clock at which its next picture is due.
        var due = 0.0
        var mixFrame: [UInt8] = []
        var hasState = false
    }

    /// - Parameters:
    ///   - store: the session's, for its history.
    ///   - questions: what scripts can ask.
    ///   - shelf: the mappings that can be edited.
    public init(
        _ hub: PageHub, store: SessionStore, limits: PageLimits = PageLimits(), questions: Questions,
        shelf: MappingShelf
    ) {
        self.hub = hub
        self.store = store
        self.limits = limits
        self.questions = questions
        self.shelf = shelf
    }

    // MARK: Questions

    func asset(_ path: String) -> (type: String, bytes: [UInt8])? { PageAssets.file(path) }

    func answer(_ question: String, query: String) -> (type: String, bytes: [UInt8])? {
        let turn = hub.present?.turn
        if question == "state" { return turn.map { (Questions.json, state($0)) } }
        return questions.answer(question, query: query, turn: turn)
    }

    /// All sections, as a new client is told them.
    private func state(_ turn: PageTurn) -> [UInt8] {
        refresh(turn, at: .infinity)
        var sent: [String: Int] = [:]
        return book.news(&sent, named: "state") ?? []
    }

    // MARK: Messages

    func join(_ client: Int) {
        clients[client] = Client()
        hub.join(client)
    }

    func leave(_ client: Int) {
        guard clients.removeValue(forKey: client) != nil else { return }
        lessons[client] = nil
        hub.leave(client)
    }

    func take(_ message: String, from client: Int) -> ServiceOutcome {
        let reader = OrderReader(message, from: client, nesting: limits.nesting)
        guard hub.order(reader.requests, from: client) else { return .noRoom }
        if let rate = reader.rate { clients[client]?.interval = 1 / rate }
        for fault in reader.faults {
            hub.post(PageReply(reply: reader.id, refused: fault.message, words: fault.words), to: client)
        }
        if let draft = reader.draft {
            take(draft, id: reader.id, from: client)
        } else if let learned = reader.learned {
            take(learned, id: reader.id, from: client)
        } else if reader.faults.isEmpty, reader.requests.isEmpty, reader.id != nil {
            hub.post(PageReply(reply: reader.id), to: client)
        }
        return reader.faults.isEmpty ? .taken : .refused
    }

    /// Checks a mapping; one without mistakes is saved if that is asked for, and used at once.
    private func take(_ draft: MappingDraft, id: Int?, from client: Int) {
        var reply = PageReply(reply: id, findings: shelf.check(draft.id, draft.text).findings)
        if draft.isToSave {
            let (mapping, complaint) = shelf.save(draft.id, draft.text, over: draft.version)
            reply.refused = complaint
            if let mapping {
                hub.hand(
                    PageRequest(client: client, id: nil, words: "mapping \(draft.id)", order: .reload(mapping)))
            }
        }
        hub.post(reply, to: client)
    }

    // MARK: News

    func next(for client: Int) -> [ServiceMessage] {
        var messages = hub.takeReplies(of: client).map { ServiceMessage.text($0) }
        guard let (turn, number) = hub.present, var state = clients[client], state.seen != number else {
            return messages
        }
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let now = Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
        // Half a picture early is better than a whole one late: those of the desk come with its turns, 10 or 20 ms apart.
        guard now >= state.due - PageDesk.interval / 2 else { return messages }
        if seen != number {
            seen = number
            refresh(turn, at: now)
            levels = LevelFrame.bytes(turn)
            if let reading = turn.reading { mixFrame = MixFrame.bytes(reading) }
        }
        state.seen = number
        state.due = now - state.due > state.interval ? now + state.interval : state.due + state.interval
        if !state.hasState {
            state.hasState = true
            messages.append(.text(Array("{\"gainrider\":1,\"client\":\(client)}".utf8)))
            if let text = book.news(&state.sections, named: "state") { messages.append(.text(text)) }
        } else if let text = book.news(&state.sections, named: "change") {
            messages.append(.text(text))
        }
        messages += lessonNews(for: client, at: now)
        if let text = values(turn.watched[client] ?? [], &state.values) { messages.append(.text(text)) }
        messages.append(.bytes(levels))
        if !mixFrame.isEmpty, state.mixFrame != mixFrame {
            state.mixFrame = mixFrame
            messages.append(.bytes(mixFrame))
        }
        clients[client] = state
        return messages
    }

    /// Watched values that have changed since the client was told.
    private func values(
        _ watched: [(parameter: ParameterID, position: Float)], _ known: inout [String: Float]
    ) -> [UInt8]? {
        var text = ""
        for (id, position) in watched {
            let address = id.address
            guard known[address]?.bitPattern != position.bitPattern else { continue }
            known[address] = position
            text +=
                (text.isEmpty ? "" : ",") + "\"\(address)\":"
                + PageJSON.number(id.role.spec.scale.value(at: position))
        }
        return text.isEmpty ? nil : Array("{\"values\":{\(text)}}".utf8)
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
        book.put("revisions", Sections.revisions(calm.document.revisions))
        book.put("lanes", book.heads(of: calm.document))
        book.put("passes", Sections.passes(calm))
        book.put("surfaces", Sections.surfaces(calm))
        book.put("unmapped", calm.unmapped)
        book.put("notices", hub.notices)
    }
}
