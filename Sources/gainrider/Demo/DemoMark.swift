import AudioFiles
import Foundation
import SessionStore
import Units

/// What a demonstration has left in its folder, in a file of its own there: a later one replaces that, as long as it is still as it
/// was left, and nothing else.
struct DemoMark {
    static let name = ".gainrider-demo"
    private static let head = "gainrider demo 1"

    let folder: String
    /// Fingerprints of files and of the session, by their paths in the folder.
    private var made: [String: String] = [:]

    /// Whether the folder has a mark.
    private(set) var isThere = false

    private var path: String { "\(folder)/\(DemoMark.name)" }

    /// Reads the mark of a folder; one without it, or with a link in its place, has none of ours.
    init(_ folder: String) {
        self.folder = folder
        guard SessionLocation.isPlainFile(path), let handle = FileHandle(forReadingAtPath: path),
            let data = try? handle.read(upToCount: 1 << 16)
        else { return }
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
        guard lines.first.map(String.init) == DemoMark.head else { return }
        isThere = true
        for line in lines.dropFirst() {
            let words = line.split(separator: " ", maxSplits: 1)
            if words.count == 2 { made[String(words[1])] = String(words[0]) }
        }
    }

    /// Whether this is a file of ours that nobody has touched since.
    func owns(file: String) -> Bool {
        guard let known = made[file], SessionLocation.isPlainFile("\(folder)/\(file)") else { return false }
        return (try? AudioFile.fingerprint("\(folder)/\(file)")) == known
    }

    /// Whether this is a session of ours in which nobody has changed or left anything since.
    func owns(session location: SessionLocation) -> Bool {
        let name = URL(fileURLWithPath: location.folder).lastPathComponent
        guard let known = made[name], DemoMark.isPlainFolder(location.folder), DemoMark.isPlainFolder(location.audio),
            (try? FileManager.default.contentsOfDirectory(atPath: location.audio)) == [],
            let contents = try? FileManager.default.contentsOfDirectory(atPath: location.folder),
            contents.allSatisfy({ $0 == "audio" || SessionLocation.isPlainFile("\(location.folder)/\($0)") }),
            contents.allSatisfy({ $0 == "audio" || $0.hasPrefix("session.") })
        else { return false }
        guard let store = try? SessionStore.open(at: location), !store.isReadOnly else { return false }
        defer { try? store.close() }
        return DemoMark.fingerprint(of: store) == known
    }

    mutating func add(file: String) throws { try add(file, try AudioFile.fingerprint("\(folder)/\(file)")) }

    mutating func add(session store: SessionStore) throws {
        try add(URL(fileURLWithPath: store.location.folder).lastPathComponent, DemoMark.fingerprint(of: store))
    }

    /// Forgets what is no longer there.
    mutating func remove(_ name: String) { made[name] = nil }

    private mutating func add(_ name: String, _ fingerprint: String) throws {
        made[name] = fingerprint
        let rows = made.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        let text = ([DemoMark.head] + rows).joined(separator: "\n") + "\n"
        do { try text.write(toFile: path, atomically: true, encoding: .utf8) } catch {
            throw Failure(.cannotCreate, "gainrider: cannot write \(path): \(error.localizedDescription)")
        }
    }

    /// Whether a folder stands there itself, not a link to one.
    static func isPlainFolder(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Of what was done in a session: its document, and its history.
    private static func fingerprint(of store: SessionStore) -> String {
        TextStamp.of(
            store.document.yaml() + store.history.map { "\($0.time.timeIntervalSince1970) \($0.label)\n" }.joined())
    }
}
