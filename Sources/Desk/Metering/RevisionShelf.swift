import AudioFiles
import Engine
import Foundation
import Loudness
import MixModel
import SessionStore
import Synchronization
import Units

/// Revisions of the mix that are heard in its place: in step with the song, and as loud as the mix.
///
/// A revision is rendered as a bounce renders it, beside the sound, into a file that is gone with the program. Both are measured whole, it
/// and the mix as it is: so the song may be quiet where it is listened to. They lie in the engine after the references.
///
/// - Thread: control, where not said otherwise; it runs one of its own.
public final class RevisionShelf: Sendable {
    /// Revisions that can be heard without being rendered again.
    public static let places = 2
    /// Revisions that wait to be rendered, at most.
    private static let longest = 4

    private struct Place {
        var revision: Revision
        /// Of the whole, in LUFS.
        var loudness: Double
        /// Grows with each wish for it.
        var use: Int
    }

    private struct Job {
        /// `nil`: only the mix is to be measured anew.
        var revision: Revision?
        var mix: SessionDocument
    }

    private struct State {
        var places: [Place?]
        var jobs: [Job] = []
        var isWorking = false
        var isStarted = false
        var uses = 0
        /// The mix that was measured last, and its loudness in LUFS.
        var mix: (document: SessionDocument, loudness: Double)?
        var news: [News] = []
        var pace: Pace?
    }

    private let store: SessionStore
    private let engine: Engine
    private let disk: DiskReader
    /// Number of the first source.
    private let first: Int
    /// Number of the shelf's first strip in the disk reader.
    private let firstStrip: Int
    private let delay: Int64
    private let isCancelled = Atomic(false)
    /// The monitors' source, as it was told last.
    private let heard = Atomic(0)
    private let state: Mutex<State>

    /// - Parameters:
    ///   - places: 0…``places``; the engine's references and the disk's strips end with as many.
    ///   - strips: of the disk.
    init(_ store: SessionStore, engine: Engine, disk: DiskReader, places: Int, strips: Int) {
        self.store = store
        self.engine = engine
        self.disk = disk
        first = engine.referenceCount - places + 1
        firstStrip = strips - places + 1
        delay = Int64(engine.latency)
        state = Mutex(State(places: Array(repeating: nil, count: places)))
    }

    /// Revisions that can be heard now, in the order of their numbers.
    ///
    /// - Thread: any.
    public var ready: [Ready] {
        state.withLock { state in
            state.places.enumerated().compactMap { index, place in
                place.map {
                    Ready(
                        name: $0.revision.name, number: first + index,
                        gain: Self.gain(of: $0.loudness, to: state.mix?.loudness))
                }
            }
        }
    }

    /// LUFS to which revisions are brought: those of the whole mix.
    public var loudness: Double? { state.withLock { $0.mix?.loudness } }

    /// Has a revision rendered, if it is not there yet, and the mix measured, if it has changed.
    ///
    /// - Parameter heard: the monitors' source: what is heard keeps its place.
    func ask(for revision: Revision, beside mix: SessionDocument, heard: Int) -> Answer {
        let mix = Self.plain(mix)
        let answer = state.withLock { state -> Answer in
            guard !state.places.isEmpty else {
                return .refused(
                    "the monitors have no place left for it; a session has \(Role.referenceCount) references at most")
            }
            state.uses += 1
            if let index = state.places.firstIndex(where: { $0?.revision == revision }) {
                state.places[index]?.use = state.uses
                if state.mix?.document != mix, !state.jobs.contains(where: { $0.mix == mix }) {
                    state.jobs.append(Job(revision: nil, mix: mix))
                }
                return .ready(number: first + index)
            }
            if state.jobs.contains(where: { $0.revision == revision }) { return .coming }
            guard state.jobs.count < Self.longest else { return .refused("other revisions are still being rendered") }
            state.jobs.append(Job(revision: revision, mix: mix))
            return .coming
        }
        self.heard.store(heard, ordering: .relaxed)
        begin()
        return answer
    }

    /// What has come of wishes since this was asked last.
    func takeNews() -> [News] {
        state.withLock { state in
            defer { state.news = [] }
            return state.news
        }
    }

    // MARK: The thread

    /// From here on what is asked for is done on a thread of its own.
    func start() {
        state.withLock { $0.isStarted = true }
        begin()
    }

    /// Ends it, and waits for its end, 10 s at most.
    ///
    /// - Returns: whether it has ended.
    @discardableResult
    func stop() -> Bool {
        isCancelled.store(true, ordering: .relaxed)
        return state.withLock { $0.pace }?.stop() ?? true
    }

    private func begin() {
        let pace = state.withLock { state -> Pace? in
            guard state.isStarted, !state.isWorking, !state.jobs.isEmpty else { return nil }
            state.isWorking = true
            // One that has ended a moment ago may not have noticed yet.
            state.pace = Pace()
            return state.pace
        }
        pace?.start("gainrider-listen", every: 0) { [self] in
            work()
            return false
        }
    }

    /// Does what was asked for.
    ///
    /// - Thread: one at a time, not audio.
    func work() {
        while let job = state.withLock({ $0.jobs.first }), !isCancelled.load(ordering: .relaxed) {
            var news: News?
            do {
                if let revision = job.revision {
                    news = .ready(revision, number: try putOnShelf(revision, use: state.withLock { $0.uses }))
                }
                if state.withLock({ $0.mix?.document }) != job.mix {
                    let loudness = try render(job.mix, into: nil)
                    state.withLock { $0.mix = (job.mix, loudness) }
                }
            } catch is CancellationError {
                break
            } catch {
                news = job.revision.map { .failed($0, reason: "\(error)") }
            }
            setGains()
            state.withLock { state in
                state.jobs.removeFirst()
                if let news { state.news.append(news) }
            }
        }
        state.withLock { $0.isWorking = false }
        begin()
    }

    /// Renders a revision and lays it where nobody listens, if possible where it was asked for longest ago.
    ///
    /// - Returns: its number as a source of the monitors.
    private func putOnShelf(_ revision: Revision, use: Int) throws -> Int {
        let document = try revision.document()
        let folder = store.isReadOnly ? FileManager.default.temporaryDirectory.path : store.location.folder
        let path = "\(folder)/listen-\(getpid()).wav"
        let writer = try AudioWriter(
            path: path, format: .wavFloat, sampleRate: document.mix.sampleRate, expectedFrames: document.mix.length)
        let loudness: Double
        do {
            loudness = try render(document, into: writer)
            _ = try writer.finish()
        } catch {
            writer.cancel()
            throw error
        }
        // Once it is open it needs no name, and so leaves nothing whatever happens.
        defer { unlink(path) }
        let index = state.withLock { state in
            let heard = heard.load(ordering: .relaxed) - first
            // They are filled from the first on.
            return state.places.indices.filter {
                $0 != heard || state.places[$0] == nil || state.places.count == 1
            }.min {
                (state.places[$0]?.use ?? 0) < (state.places[$1]?.use ?? 0)
            } ?? 0
        }
        try disk.replace(strip: firstStrip + index, with: StemSource(path: path, delay: delay))
        state.withLock { $0.places[index] = Place(revision: revision, loudness: loudness, use: use) }
        return first + index
    }

    /// Renders a session as a bounce does.
    ///
    /// - Returns: its integrated loudness in LUFS; `-.infinity` for silence.
    private func render(_ document: SessionDocument, into writer: AudioWriter?) throws -> Double {
        let studio = Studio(store.showing(document), isLive: false, hasHands: false)
        let meter = try LoudnessMeter(sampleRate: studio.desk.sampleRate, measuresTruePeak: false)
        let player = OfflinePlayer(engine: studio.engine, disk: studio.disk, blockSize: 1024)
        try SongRender(desk: studio.desk, player: player).run { [self] left, right, frames, _ in
            if isCancelled.load(ordering: .relaxed) { throw CancellationError() }
            meter.add(left: left, right: right, frames: frames)
            try writer?.write(left: left, right: right, frames: frames)
        }
        return meter.finish().integrated
    }

    private func setGains() {
        let ready = ready
        for one in ready { engine.setReference(one.number, gain: one.gain) }
        engine.setReferences(present: first - 1 + ready.count)
    }

    private static func gain(of loudness: Double, to mix: Double?) -> Double {
        guard let mix, mix.isFinite else { return 0 }
        return ReferenceShelf.gain(of: loudness, to: mix)
    }

    /// What of a session is heard in a bounce: without what the monitors do, and without the revisions.
    private static func plain(_ document: SessionDocument) -> SessionDocument {
        var plain = document
        plain.revisions = []
        for role in Role.roles(of: .monitor) { plain.mix[ParameterID(.monitor, role)] = role.spec.initialPosition }
        return plain
    }
}
