/// Requests by HTTP: a file, an answer for scripts, a socket, or a refusal.
extension PageServer {
    func admit(_ connection: PageConnection, at now: Double) {
        switch HTTPHead.read(connection.head) {
        case .incomplete:
            guard connection.head.count > limits.headBytes else { return }
            counts.heads += 1
            refuse(431, "the head of a request has \(limits.headBytes) bytes at most", connection, at: now)
        case .malformed:
            counts.heads += 1
            refuse(400, "this is no HTTP request that is understood here", connection, at: now)
        case .head(let head, let length):
            guard length <= limits.headBytes else {
                counts.heads += 1
                return refuse(431, "the head of a request has \(limits.headBytes) bytes at most", connection, at: now)
            }
            let rest = Array(connection.head[length...])
            connection.head = []
            answer(head, connection, rest: rest, at: now)
        }
    }

    private func refuse(_ status: Int, _ words: String, _ connection: PageConnection, at now: Double) {
        connection.head = []
        connection.stage = .answering
        connection.send(
            HTTPAnswer.bytes(status, type: "text/plain; charset=utf-8", body: Array((words + "\n").utf8)), at: now)
    }

    private func answer(_ head: HTTPHead, _ connection: PageConnection, rest: [UInt8], at now: Double) {
        let host = head.fields["host"]
        let omitsBody = head.method == "HEAD"
        func reply(_ found: (type: String, bytes: [UInt8])?) {
            guard let found else { return refuse(.path, connection, at: now) }
            connection.stage = .answering
            connection.send(
                HTTPAnswer.bytes(200, type: found.type, body: found.bytes, host: host, omitsBody: omitsBody), at: now)
        }
        switch door.decide(head, assets: { service.asset($0) != nil }) {
        case .asset(let path): reply(service.asset(path))
        case .question(let question, let query): reply(service.answer(question, query: query))
        case .refuse(let refusal): refuse(refusal, connection, at: now)
        case .socket(let key, let agreeing):
            connection.send(HTTPAnswer.socket(key: key, agreeing: agreeing), at: now)
            connection.stage = .client(nextClient)
            connection.reader.take(rest)
            service.join(nextClient)
            nextClient += 1
        }
    }

    private func refuse(_ refusal: Door.Refusal, _ connection: PageConnection, at now: Double) {
        switch refusal {
        case .host: counts.hosts += 1
        case .origin: counts.origins += 1
        case .token: counts.tokens += 1
        case .method, .handshake: counts.heads += 1
        case .path: counts.paths += 1
        }
        connection.stage = .answering
        connection.send(HTTPAnswer.refusal(refusal), at: now)
    }
}
