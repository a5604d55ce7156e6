import Foundation
import SessionStore

/// Which files beside the session were its last bounce. A bounce without a name of its own replaces those, and no others: other
/// files with the song's name belong to somebody.
struct BounceRecord {
    private let file: String

    /// What is bounced to names of its own.
    enum Kind: String {
        case mix = "bounced"
        case stems, revisions
    }

    init(_ location: SessionLocation, _ kind: Kind = .mix) { file = location.folder + "/session.\(kind.rawValue)" }

    /// Throws if something stands at a path and is not the last bounce, as it was left.
    func spare(_ path: String) throws {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard SessionLocation.isPlainFile(file), let found = BounceRecord.words(path),
            (try? String(contentsOfFile: file, encoding: .utf8))?.contains(found) == true
        else {
            throw Failure(
                .cannotCreate,
                "gainrider: \(path) is there already and is not the last bounce of this session; it was not touched: "
                    + "name a file with --wav or --flac, this one too if it is to be replaced")
        }
    }

    /// Remembers a bounce. Where that cannot be written, the next one has to be named.
    func keep(_ paths: String...) { keep(paths) }

    func keep(_ paths: [String]) {
        var status = stat()
        // Not in the place of what is no record.
        guard SessionLocation.isPlainFile(file) || lstat(file, &status) != 0 else { return }
        let words = paths.compactMap(BounceRecord.words).joined()
        try? words.write(toFile: file, atomically: true, encoding: .utf8)
    }

    /// A file's name, size and time of change; `nil` if it is no regular file.
    private static func words(_ path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        let name = URL(fileURLWithPath: path).lastPathComponent
        return "\(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec) \(name)\n"
    }
}
