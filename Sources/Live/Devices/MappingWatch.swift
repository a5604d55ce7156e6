import Foundation
public import Mapping
import Synchronization

/// Reads a mapping again as soon as its file, or one that it extends, is saved. On a thread of its own: neither the disk nor a long
/// file may hold up hands.
///
/// - Thread: any; ``take()`` is the desk's.
// @unchecked: all that changes is behind the lock.
public final class MappingWatch: @unchecked Sendable {
    /// How often the files are looked at, in seconds; with the time to read one well below 200 ms.
    private static let interval = 0.08

    /// A file that was saved.
    public struct Change: Sendable {
        /// The mapping's own file.
        public var file: String
        /// `nil`: it has mistakes, and the old one stays in force.
        public var mapping: DeviceMapping?
        public var diagnostics: [Diagnostic]
    }

    private struct Watched {
        var files: [String]
        var stamps: [Stamp?]
    }

    /// What tells that a file is another one.
    private struct Stamp: Equatable {
        var node: UInt64
        var size: Int64
        var seconds: Int
        var nanoseconds: Int
    }

    private struct State {
        var watched: [String: Watched] = [:]
        var changes: [Change] = []
        var isOver = false
    }

    private let folders: [String]
    private let state = Mutex(State())

    /// - Parameter folders: where mappings that are extended are looked for.
    public init(searching folders: [String]) { self.folders = folders }

    /// Begins to watch; ends with ``stop()``.
    public func start() {
        let thread = Thread { [self] in
            while !state.withLock(\.isOver) {
                look()
                Thread.sleep(forTimeInterval: Self.interval)
            }
        }
        thread.name = "mappings"
        thread.start()
    }

    public func stop() { state.withLock { $0.isOver = true } }

    /// A mapping that is in use from now on.
    public func watch(_ mapping: DeviceMapping) {
        let files = [mapping.file] + mapping.bases
        state.withLock {
            guard $0.watched[mapping.file]?.files != files else { return }
            $0.watched[mapping.file] = Watched(files: files, stamps: files.map(Self.stamp))
        }
    }

    /// What was saved since the last call.
    public func take() -> [Change] {
        state.withLock { state in
            defer { state.changes.removeAll() }
            return state.changes
        }
    }

    /// Looks once; the thread does it all the time, a test by itself.
    public func look() {
        let watched = state.withLock(\.watched)
        for (file, before) in watched {
            let stamps = before.files.map(Self.stamp)
            // An editor that replaces the file has it away for a moment.
            guard stamps != before.stamps, stamps.first != .some(nil) else { continue }
            let (mapping, diagnostics) = MappingLibrary.read(file, searching: folders)
            let files = mapping.map { [$0.file] + $0.bases } ?? before.files
            state.withLock {
                // What was saved while it was read is seen the next time.
                $0.watched[file] = Watched(
                    files: files, stamps: files == before.files ? stamps : files.map(Self.stamp))
                $0.changes.append(Change(file: file, mapping: mapping, diagnostics: diagnostics))
            }
        }
    }

    private static func stamp(_ file: String) -> Stamp? {
        var status = stat()
        guard stat(file, &status) == 0 else { return nil }
        return Stamp(
            node: UInt64(status.st_ino), size: Int64(status.st_size), seconds: status.st_mtim.tv_sec,
            nanoseconds: status.st_mtim.tv_nsec)
    }
}
