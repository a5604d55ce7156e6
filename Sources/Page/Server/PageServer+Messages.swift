/// What comes through sockets.
extension PageServer {
    func listen(to client: Int, on connection: PageConnection, at now: Double) {
        connection.isBehind = false
        for _ in 0..<PageServer.portion {
            guard let text = connection.postponed ?? message(of: connection, at: now) else { return }
            connection.postponed = nil
            switch service.take(text, from: client) {
            case .taken: break
            case .refused: counts.messages += 1
            case .noRoom:
                counts.floods += 1
                connection.postponed = text
                return
            }
        }
        counts.floods += 1
        connection.isBehind = true
    }

    /// The next text that a client has sent and may send now.
    private func message(of connection: PageConnection, at now: Double) -> String? {
        do throws(WebSocketReader.Breach) {
            while let event = try connection.nextEvent(at: now) {
                switch event {
                case .text(let text): return text
                case .ping(let payload): connection.send(WebSocketFrame.bytes(.pong, payload), at: now)
                case .pong: break
                case .close:
                    connection.send(WebSocketFrame.close(1000), at: now)
                    connection.isOver = true
                    return nil
                }
            }
        } catch {
            counts.messages += 1
            connection.send(WebSocketFrame.close(error.rawValue), at: now)
            connection.isOver = true
            return nil
        }
        if connection.tookNewFlood() { counts.floods += 1 }
        return nil
    }
}
