import Automation
import Foundation
import GRDB
import Testing

@testable import SessionStore

/// How much of a pass an end by force costs: `make kills` measures 200 of them, `make test` a few.
@Suite(.serialized) struct `Kills in a live pass` {
    /// Milliseconds that may be lost.
    static let limit = 50.0
    private static let asked = ProcessInfo.processInfo.environment["GAINRIDER_KILLS"].flatMap { Int($0) }
    private static let rate = 48_000.0

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// The newest position in the journal, in s of the song.
    private static func reached(_ queue: DatabaseQueue) throws -> Double {
        let blocks = try queue.read { db in
            try Row.fetchAll(db, sql: "SELECT batch, pass, entries FROM journal ORDER BY batch DESC LIMIT 1")
                .map { try JournalBlock($0) }
        }
        let positions = blocks.compactMap(\.entries).joined().compactMap { entry in
            if case .position(let frame) = entry { frame } else { nil }
        }
        return Double(positions.max() ?? 0) / rate
    }

    /// Kills the program in a pass.
    ///
    /// - Returns: what of the pass was played and is lost, in ms. The song's clock and ours differ by what they were seen to
    ///   differ at least by: a position can be read only after it was played.
    private static func loss(after seconds: Double) throws -> Double {
        let folder = try Folder()
        try folder.makeSong(strips: 1, seconds: 35)
        try folder.write(Rides.fader(for: 30), "ride.yaml")
        let mix = try folder.start("mix", "Song", "--device", "none", "--perform", "ride.yaml")
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: folder["Song.gainrider/session.sqlite"], configuration: configuration)
        var ahead = -Double.infinity
        var first: Double?
        try mix.wait("a pass of \(seconds) s") {
            let position = try reached(queue)
            let time = now
            if position > 0 {
                ahead = max(ahead, position - time)
                first = first ?? time
            }
            return first.map { time - $0 >= seconds } ?? false
        }
        let time = now
        mix.signal(SIGKILL)
        #expect(try mix.end().code == -SIGKILL)
        let kept = try reached(queue)
        try queue.close()
        // What was kept is there when the session is opened.
        let store = try SessionStore.open(at: SessionLocation(folder["Song"]))
        #expect(store.notices.count == 1)
        let last = store.document.lanes.values.first?.segments.last?.frame ?? 0
        #expect(Double(last) / rate > kept - 0.03)
        return (time + ahead - kept) * 1000
    }

    @Test func `cost at most 50 ms each`() throws {
        var losses: [Double] = []
        for number in 0..<(Self.asked ?? 3) {
            // Spread over the journal's and the desk's rhythms.
            losses.append(try Self.loss(after: 0.4 + Double(number * 37 % 100) * 0.00731))
        }
        losses.sort()
        let words = losses.map { "\(Int($0.rounded()))" }.joined(separator: " ")
        // A machine that runs other tests beside this one measures them, too.
        guard Self.asked != nil else { return }
        print(
            "\(losses.count) kills, ms lost: median \(losses[losses.count / 2]), most \(losses[losses.count - 1]); \(words)"
        )
        #expect(losses[losses.count - 1] <= Self.limit)
    }
}
