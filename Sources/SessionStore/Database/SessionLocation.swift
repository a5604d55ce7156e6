import Foundation

/// Where a session is on disk: the folder `Song.gainrider` and what stands in it.
public struct SessionLocation: Sendable, Hashable, CustomStringConvertible {
    /// Absolute path of the session's folder, without a slash at its end.
    public let folder: String

    /// Takes the folder's path as people write it: `Song`, `Song/`, `Song.gainrider`, `../Song.gainrider/`.
    ///
    /// A folder that holds a session under another name is taken as it stands. Nothing is read or made but that check.
    public init(_ path: String) {
        let plain = URL(fileURLWithPath: path.isEmpty ? "." : path).standardizedFileURL.path
        let trimmed = plain.count > 1 && plain.hasSuffix("/") ? String(plain.dropLast()) : plain
        let isNamed = trimmed.hasSuffix(SessionLocation.suffix)
        let holdsSession = FileManager.default.fileExists(atPath: trimmed + "/" + SessionLocation.databaseName)
        folder = isNamed || holdsSession ? trimmed : trimmed + SessionLocation.suffix
    }

    /// What a session's folder ends with.
    public static let suffix = ".gainrider"
    static let databaseName = "session.sqlite"

    /// The song's name: the folder's without its suffix.
    public var name: String {
        let last = folder.split(separator: "/").last.map(String.init) ?? folder
        return last.hasSuffix(SessionLocation.suffix) ? String(last.dropLast(SessionLocation.suffix.count)) : last
    }

    /// The folder's path without its suffix: what a file about the session is called, with an ending of its own.
    public var base: String {
        folder.hasSuffix(SessionLocation.suffix) && !name.isEmpty
            ? String(folder.dropLast(SessionLocation.suffix.count)) : folder
    }

    /// Folder of the audio files that the session owns. A relative path of a source starts at ``folder``.
    public var audio: String { folder + "/audio" }
    /// The document and its history.
    public var database: String { folder + "/" + SessionLocation.databaseName }
    /// The database as it was when the session was last closed cleanly.
    public var backup: String { folder + "/session.backup.sqlite" }
    /// The file whose lock says that a program has the session open for writing.
    var lock: String { folder + "/session.lock" }

    public var description: String { folder }

    /// Absolute path of a file named in the session, such as ``MixModel/Source/path``.
    public func path(of file: String) -> String {
        URL(fileURLWithPath: file.hasPrefix("/") ? file : folder + "/" + file).standardized.path
    }

    /// What a session calls the file at this absolute path: its way from ``folder``, so that both can be moved together.
    public func relativePath(of path: String) -> String {
        let base = URL(fileURLWithPath: folder).standardizedFileURL.pathComponents
        let parts = URL(fileURLWithPath: path).standardizedFileURL.pathComponents
        let common = zip(base, parts).prefix { $0.utf8.elementsEqual($1.utf8) }.count
        return (Array(repeating: "..", count: base.count - common) + parts[common...]).joined(separator: "/")
    }

    /// The first name `session.<word>-<n>.sqlite` that is free.
    func freePath(_ word: String) -> String {
        var number = 1
        func isTaken() -> Bool {
            ["", "-wal"].contains { SessionFile.exists("\(folder)/session.\(word)-\(number).sqlite\($0)") }
        }
        while isTaken() { number += 1 }
        return "\(folder)/session.\(word)-\(number).sqlite"
    }
}
