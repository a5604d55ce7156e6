import AudioFiles
import Foundation
import MixModel
public import SessionStore
import Synchronization

/// Compares a session's audio files with their fingerprints: those that look as they did when that was last done are not read
/// again; the others are read whole, on a thread of its own, beside the sound.
///
/// - Thread: any. Proof for `@unchecked`: what changes is behind the lock.
public final class StemCheck: @unchecked Sendable {
    private let store: SessionStore
    private let group = DispatchGroup()
    private let found = Mutex(State())

    private struct State {
        var hasBegun = false
        var isCancelled = false
        var differences: [String] = []
        /// How many of the differences were told already.
        var told = 0
    }

    /// A file of the session, with whose sound it is.
    private struct File {
        var name: String
        var source: Source
        var path: String
    }

    /// Nothing is read yet.
    public init(_ store: SessionStore) { self.store = store }

    deinit { cancel() }

    /// Looks at every file, and begins to read those that do not look as they did. Only the first call does anything.
    public func start() {
        let isFirst = found.withLock { state in
            defer { state.hasBegun = true }
            return !state.hasBegun
        }
        guard isFirst else { return }
        let stamps = store.stamps()
        let unknown = files.filter { file in
            guard let stamp = stamps[file.source.path], stamp.fingerprint == file.source.fingerprint,
                let glance = try? AudioFile.glance(file.path)
            else { return true }
            return glance != FileGlance(size: stamp.size, time: stamp.time, sample: stamp.sample)
        }
        guard !unknown.isEmpty else { return }
        DispatchQueue.global(qos: .utility).async(group: group) { [store, weak self] in
            let seen = unknown.compactMap { file -> FileStamp? in
                guard let self, !self.found.withLock({ $0.isCancelled }) else { return nil }
                return self.compare(file)
            }
            // Without them the files are read once more, the next time.
            try? store.keep(seen)
        }
    }

    /// Waits until every file is compared.
    public func finish() { group.wait() }

    /// Ends it after the file that is being read.
    public func cancel() { found.withLock { $0.isCancelled = true } }

    /// The files that hold another sound than the session knows, for people.
    public var differences: [String] { found.withLock(\.differences) }

    /// Those of them that ``takeNew()`` has given.
    public var told: [String] { found.withLock { Array($0.differences[..<$0.told]) } }

    /// Those that were found since the last call.
    public func takeNew() -> [String] {
        found.withLock { state in
            defer { state.told = state.differences.count }
            return Array(state.differences[state.told...])
        }
    }

    /// The stamp of a file that is the session's; what is missing or of another shape is told when it is opened.
    private func compare(_ file: File) -> FileStamp? {
        guard let before = try? AudioFile.glance(file.path),
            let fingerprint = try? AudioFile.fingerprint(file.path), let glance = try? AudioFile.glance(file.path),
            // Not while it is being written.
            glance == before
        else { return nil }
        guard fingerprint == file.source.fingerprint else {
            let text =
                "\(file.name): \(file.source.path) holds another sound than when it came into the session; it is played as it "
                + "is now: put the old file back, or keep this one with: gainrider session relink \(store.location.folder) "
                + "\(URL(fileURLWithPath: file.path).deletingLastPathComponent().path) --replace"
            found.withLock { $0.differences.append(text) }
            return nil
        }
        return FileStamp(
            path: file.source.path, fingerprint: fingerprint, size: glance.size, time: glance.time,
            sample: glance.sample)
    }

    /// Each file once. One that has no fingerprint yet cannot be another.
    private var files: [File] {
        let mix = store.document.mix
        let strips = mix.strips.compactMap { strip in strip.source.map { (strip.name, $0) } }
        let references = mix.references.enumerated().map { ("reference \($0 + 1)", $1) }
        var taken: Set<String> = []
        return (strips + references).compactMap { name, source in
            let path = store.location.path(of: source.path)
            guard source.fingerprint.utf8.count == 32, (try? AudioFile.probe(path)) != nil,
                taken.insert("\(source.fingerprint) \(path)").inserted
            else { return nil }
            return File(name: name, source: source, path: path)
        }
    }
}
