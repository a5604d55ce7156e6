import Foundation
import Glibc
import Synchronization

/// HTTP and WebSocket on a thread of its own, of lower priority than all that sounds. All that others may do to it is bounded
/// (``PageLimits``); what is refused is counted.
///
/// Why not a library: with FlyingFox, which has both protocols, a listening loop ends when the system has no descriptor left, a head
/// or a frame may be as long as its sender likes, and a connection may be silent for ever.
// @unchecked: `connections` and what belongs to them is touched on the server's thread only.
// Large: one door: sockets, limits, and what was refused.
final class PageServer: @unchecked Sendable {
    private let listener: Listener
    let service: any PageService
    let limits: PageLimits
    let door: Door
    private let wake = WakeUp()
    private let mustStop = Atomic<Bool>(false)
    private let hasStopped = DispatchSemaphore(value: 0)
    private let published = Mutex(PageCounts())

    var counts = PageCounts()
    private var connections: [PageConnection] = []
    var nextClient = 1
    private var acceptsAfter = 0.0
    private var buffer = [UInt8](repeating: 0, count: 65_536)

    /// As of nice(1), for the thread alone: hands and sound come first.
    private static let niceness: Int32 = 10
    /// Messages of one client in a turn, so that no client waits for another.
    static let portion = 64

    /// - Throws: ``PageError`` where nothing can listen.
    init(
        _ service: any PageService, token: String, address: String, port: Int, limits: PageLimits
    ) throws(PageError) {
        listener = try Listener(address: address, port: port)
        self.service = service
        self.limits = limits
        door = Door(token: token, port: listener.port, address: address)
    }

    var port: Int { listener.port }

    /// - Thread: any.
    var refusals: PageCounts { published.withLock { $0 } }

    func start() {
        let thread = Thread { [self] in
            setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, PageServer.niceness)
            while !mustStop.load(ordering: .acquiring) { turn() }
            for connection in connections { end(connection) }
            close(listener.descriptor)
            hasStopped.signal()
        }
        thread.name = "gainrider-page"
        thread.start()
    }

    /// Wakes the server: there is something to tell. Never waits.
    ///
    /// - Thread: any but audio.
    func nudge() { wake.call() }

    /// Ends all connections and the thread.
    func stop() {
        mustStop.store(true, ordering: .releasing)
        nudge()
        _ = hasStopped.wait(timeout: .now() + 2)
    }

    // MARK: A turn

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    private func turn() {
        var polled = [pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0)]
        let accepts = PageServer.now >= acceptsAfter
        polled.append(pollfd(fd: accepts ? listener.descriptor : -1, events: Int16(POLLIN), revents: 0))
        for connection in connections {
            let events = (connection.listens ? POLLIN : 0) | (connection.hasOutput ? POLLOUT : 0)
            polled.append(pollfd(fd: connection.descriptor, events: Int16(events), revents: 0))
        }
        poll(&polled, UInt(polled.count), patience(accepts))
        let now = PageServer.now
        if polled[0].revents != 0 { wake.clear() }
        for (index, connection) in connections.enumerated() {
            let events = Int32(polled[index + 2].revents)
            if events & (POLLERR | POLLNVAL) != 0 { connection.isOver = true }
            if events & (POLLIN | POLLHUP) != 0, connection.listens { hear(connection, at: now) }
            serve(connection, at: now)
        }
        if polled[1].revents != 0 { acceptCallers(at: now) }
        connections.removeAll { connection in
            guard connection.isOver, !connection.hasOutput else { return false }
            end(connection)
            return true
        }
        published.withLock { [counts] in $0 = counts }
    }

    /// Milliseconds until something has to be looked at.
    private func patience(_ accepts: Bool) -> Int32 {
        if !accepts { return 100 }
        if connections.contains(where: \.isBehind) { return 0 }
        if connections.contains(where: { $0.client != nil && !$0.listens }) { return 5 }
        return connections.isEmpty ? -1 : 500
    }

    private func acceptCallers(at now: Double) {
        for _ in 0..<PageServer.portion {
            switch listener.accept() {
            case .nobody: return
            case .noRoom:
                counts.connections += 1
                acceptsAfter = now + 0.1
                return
            case .connection(let descriptor):
                if connections.count >= limits.connections, !makeRoom() {
                    counts.connections += 1
                    close(descriptor)
                    continue
                }
                connections.append(PageConnection(descriptor, limits: limits, at: now))
            }
        }
    }

    /// Gives up the oldest connection that has shown no token.
    private func makeRoom() -> Bool {
        guard let index = connections.firstIndex(where: { $0.client == nil }) else { return false }
        counts.connections += 1
        end(connections.remove(at: index))
        return true
    }

    private func end(_ connection: PageConnection) {
        if let client = connection.client { service.leave(client) }
        close(connection.descriptor)
    }

    // MARK: A connection

    private func hear(_ connection: PageConnection, at now: Double) {
        guard let bytes = connection.read(into: &buffer) else {
            connection.isOver = true
            return
        }
        guard !bytes.isEmpty else { return }
        connection.heardAt = now
        switch connection.stage {
        case .head:
            connection.head += bytes
            admit(connection, at: now)
        case .client: connection.reader.take(bytes)
        case .answering: break
        }
    }

    /// Goes on with what a connection has sent, and with what it is to be told.
    private func serve(_ connection: PageConnection, at now: Double) {
        if let client = connection.client, !connection.isOver {
            listen(to: client, on: connection, at: now)
            if !connection.hasOutput, !connection.isOver {
                for message in service.next(for: client) {
                    switch message {
                    case .text(let text): connection.send(WebSocketFrame.bytes(.text, text), at: now)
                    case .bytes(let bytes): connection.send(WebSocketFrame.bytes(.bytes, bytes), at: now)
                    }
                }
            }
        }
        switch connection.verdict(at: now) {
        case .fine: break
        case .ask: connection.send(WebSocketFrame.bytes(.ping, []), at: now)
        case .slowHead:
            counts.heads += 1
            drop(connection)
        case .stalled:
            counts.stalls += 1
            drop(connection)
        }
        if !connection.flush(at: now) { drop(connection) }
        if case .answering = connection.stage, !connection.hasOutput { connection.isOver = true }
    }

    /// Ends a connection that would not take what is still to go.
    private func drop(_ connection: PageConnection) {
        connection.discard()
        connection.isOver = true
    }
}
