import AudioFiles
import Automation
import Desk
import Engine
import Foundation
import MixModel
import SessionStore
import Units

/// A session as large as any: what it costs to keep.
struct LargeSession {
    static let strips = 500
    static let breakpoints = 2_000_000
    private static let rate = 48_000

    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("gainrider-large-\(getpid())")
    private var location: SessionLocation { SessionLocation(folder.appendingPathComponent("song").path) }

    /// What was measured, in the order in which it was done.
    private(set) var rows: [(name: String, value: Double, unit: String, limit: String)] = []

    /// - Throws: whatever keeps the session from being made.
    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let document = LargeSession.document()
        try note("made", Self.elapsed { try SessionStore.create(at: location, document: document).close() }, "s")
        var opened: SessionStore?
        try note("opened", Self.elapsed { opened = try SessionStore.open(at: location) }, "s", "2")
        guard let store = opened else { return }
        precondition(store.document == document && store.notices.isEmpty)
        try locate(in: store)
        locateLive(in: store)
        try journal(in: store, .endOfProcess)
        try journal(in: store, .powerCut)
        var text = ""
        note("dumped", Self.elapsed { text = store.document.yaml() }, "s")
        note("text", Double(text.utf8.count) / 1_048_576, "MiB")
        let before = Self.residentMebibytes
        var read: SessionDocument?
        try note("loaded", Self.elapsed { read = try SessionDocument.load(text: text) }, "s")
        note("memory that loading takes more", Double(Self.residentMebibytes - before), "MiB", "500")
        let again = read?.yaml() ?? ""
        note("dump, load, dump: lines that differ", again == text ? 0 : 1, "")
        precondition(read == store.document)
        try store.close()
    }

    private mutating func note(_ name: String, _ value: Double, _ unit: String, _ limit: String = "") {
        rows.append((name, value, unit, limit))
    }

    /// A fader, a pan and a send of each strip as a hand leaves them: a line each 10 ms.
    private static func document() -> SessionDocument {
        var mix = Mix(sampleRate: rate)
        mix.buses = [Bus(name: "Hall")]
        let frames = Int64(breakpoints / strips / 2) * Int64(rate) / 100
        mix.strips = (1...strips).map { number in
            Strip(
                name: "Strip \(number)",
                source: Source(path: "none", fingerprint: "", channels: 2, sampleRate: rate, frames: frames),
                sends: [1])
        }
        var document = SessionDocument(mix: mix)
        let rows: [(role: Role, share: Int, centre: Double, width: Double)] = [
            (.fader, 2, -10, 8), (.pan, 4, 0, 0.7), (.send(1, .level), 4, -20, 15),
        ]
        for strip in 1...strips {
            for row in rows {
                let count = breakpoints / strips / row.share
                let points = (0..<count).map { index -> (frame: FramePosition, position: Float) in
                    let angle = Double(index) * 0.01 + Double(strip)
                    return (Int64(index) * Int64(rate) / 100, Float(row.centre + row.width * sine(angle)))
                }
                document.lanes[ParameterID(.strip(strip), row.role)] = Lane(points: points)
            }
        }
        return document
    }

    private static func sine(_ angle: Double) -> Double { PortableMath.sinCos(turns: angle / 6.283_185_307).sin }

    // MARK: Measures

    /// The longest of some locates, over the whole song, until the engine has rendered its first block there.
    private mutating func locate(in store: SessionStore) throws {
        var studio: Studio?
        note("engine and desk made", Self.elapsed { studio = Studio(store, isLive: false) }, "s")
        guard let studio else { return }
        let player = OfflinePlayer(engine: studio.engine, disk: studio.disk, blockSize: 64)
        studio.desk.play(at: 0)
        func turn() {
            let next = studio.desk.nextDeadline
            player.render(next - studio.desk.now) { _, _, _ in }
            studio.desk.advance(to: next)
        }
        turn()
        var times: [Double] = []
        for place in 1...20 {
            let target = studio.desk.transport.end * Int64(place * 7 % 20) / 20
            times.append(
                Self.elapsed {
                    studio.desk.locate(to: target, at: studio.desk.now)
                    player.render(64) { _, _, _ in }
                    studio.desk.advance(to: studio.desk.now + 64)
                })
            turn()
        }
        // The first one uses the second set of rings for the first time.
        note("first locate, off line", times[0] * 1000, "ms")
        note("longest of 19 more", (times.dropFirst().max() ?? 0) * 1000, "ms", "20")
        studio.desk.stop(at: studio.desk.now)
        turn()
        studio.desk.close(at: studio.desk.now)
    }

    /// The same live: until the disk's threads have read the first tenth of a second of every strip, and the engine has rendered there.
    private mutating func locateLive(in store: SessionStore) {
        let studio = Studio(store, isLive: true)
        var (left, right) = ([Float](repeating: 0, count: 64), [Float](repeating: 0, count: 64))
        func turn() {
            studio.engine.render(left: &left, right: &right, frames: 64)
            studio.desk.advance(to: studio.desk.now + 64)
        }
        studio.disk.waitUntilReady(slot: 0)
        studio.desk.play(at: 0)
        turn()
        var times: [Double] = []
        for place in 1...20 {
            // As live, a block each 1.3 ms; the rings are full again meanwhile.
            for _ in 0..<40 {
                turn()
                usleep(1_300)
            }
            let target = studio.desk.transport.end * Int64(place * 7 % 20) / 20
            let before = studio.desk.locates
            times.append(
                Self.elapsed {
                    studio.desk.locate(to: target, at: studio.desk.now)
                    while studio.desk.locates == before { turn() }
                    turn()
                })
        }
        note("first locate, live", times[0] * 1000, "ms", "20")
        note("longest of 19 more, live", (times.dropFirst().max() ?? 0) * 1000, "ms", "20")
        studio.desk.stop(at: studio.desk.now)
        turn()
        studio.disk.stop()
        studio.desk.close(at: studio.desk.now)
    }

    /// 64 faders that move every 10 ms, journalled every 15 ms, for 10 s.
    private mutating func journal(in store: SessionStore, _ safety: JournalSafety) throws {
        try store.beginPass()
        let processor = clock()
        var longest = 0.0
        let step = Int64(Self.rate) * 15 / 1000
        var frame: FramePosition = 0
        for batch in 0..<667 {
            var entries: [JournalEntry] = []
            let moves = batch % 2 == 0 ? 1 : 2
            for fader in 1...64 {
                for move in 0..<moves {
                    let start = frame + Int64(move) * Int64(Self.rate) / 100
                    let ramp = Ramp(start: start, from: Float(-batch % 20), to: Float(-(batch + 1) % 20), length: 480)
                    entries.append(.segment(ParameterID(.strip(fader), .fader), frame: start, ramp: ramp))
                }
            }
            frame += step
            let batch = entries + [.position(frame: frame)]
            longest = try max(longest, Self.elapsed { try store.journal(batch, safeAgainst: safety) })
        }
        let name = safety == .powerCut ? "synced" : "not synced"
        note("longest batch, \(name)", longest * 1000, "ms")
        note(
            "journal of a ride of 64 faders, \(name)", Double(clock() - processor) / 1e6 / 10 * 100, "% of a core",
            "2")
        try store.endPass()
    }

    /// Seconds that something takes.
    private static func elapsed(_ body: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        try body()
        let duration = start.duration(to: clock.now).components
        return Double(duration.seconds) + Double(duration.attoseconds) / 1e18
    }

    private static var residentMebibytes: Int { Bench.residentMebibytes }
}
