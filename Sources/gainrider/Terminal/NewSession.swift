import Foundation
import SessionStore

/// A session that a command has made a moment ago, and takes away again: nothing else goes with it.
extension SessionLocation {
    /// Takes the session's own files and its folders away; a folder that holds anything else stays, with that.
    func removeNew() {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        where name.hasPrefix("session.") && SessionLocation.isPlainFile("\(folder)/\(name)") {
            unlink("\(folder)/\(name)")
        }
        rmdir(audio)
        rmdir(folder)
    }

    /// Whether a regular file stands there itself, not a link to one.
    static func isPlainFile(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }
}
