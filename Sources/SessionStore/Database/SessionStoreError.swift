/// Why a session could not be opened, made, read or changed. Each text names what was found and what to do.
public enum SessionStoreError: Error, Equatable, CustomStringConvertible {
    /// There is no such folder. Check the name, or make the session.
    case notFound(path: String)
    /// The system refused to make the folder or the files. Choose another place.
    case cannotCreate(path: String, reason: String)
    /// Something stands where the session should be made. Choose another name.
    case alreadyExists(path: String)
    /// The folder is there but holds no session of Gainrider. Check the name.
    case notASession(path: String, reason: String)
    /// A newer Gainrider has written it. Update the program.
    case newerVersion(path: String, found: Int, supported: Int)
    /// Damaged, and no intact state could be found in it or beside it. The files are left as they were.
    case corrupt(path: String, reason: String)
    /// The session was opened read-only; ``SessionStore/notices`` says why.
    case readOnly(path: String)
    /// The system does not let us write any more: the folder or the disk has become read-only.
    case notWritable(path: String)
    /// No space. The document is as before: free some space and repeat.
    case diskFull(path: String)
    /// Everything is stored, but the copy that is made when a session is closed is the older one still: the next time that
    /// the session is opened and closed makes it.
    case noBackup(path: String, reason: String)
    /// It holds what this program does not make and SQLite would run or read. Take it out, or ask whoever sent it.
    case foreignParts(path: String, parts: [String])
    /// The system refused to read or write.
    case inputOutput(path: String, reason: String)
    /// The change would make a document that has no meaning. The document is as before.
    case invalid([DocumentFault])
    /// A session as text has mistakes, all of them here.
    case text(file: String, faults: [TextFault])

    /// The exit code of a command that ends with this error, after sysexits(3).
    public var exitCode: Int32 {
        switch self {
        case .notFound: 66
        case .alreadyExists, .cannotCreate: 73
        case .notASession, .newerVersion, .corrupt, .foreignParts, .invalid, .text: 65
        case .readOnly, .notWritable: 73
        case .diskFull, .noBackup, .inputOutput: 74
        }
    }

    /// What the system said, without the path.
    public var reason: String {
        switch self {
        case .diskFull: "no space left"
        case .readOnly, .notWritable: "it cannot be written"
        case .corrupt(_, let reason), .inputOutput(_, let reason), .cannotCreate(_, let reason): reason
        default: description
        }
    }

    public var description: String {
        switch self {
        case .notFound(let path):
            "no session at \(path); make one with: gainrider new SONG STEM..."
        case .alreadyExists(let path):
            "\(path) is there already; choose another name, or move it away"
        case .cannotCreate(let path, let reason):
            "cannot make \(path): \(reason); choose another place"
        case .notASession(let path, let reason):
            "\(path) is not a Gainrider session: \(reason)"
        case .newerVersion(let path, let found, let supported):
            "\(path) has session version \(found); this Gainrider reads up to \(supported): update Gainrider to open it"
        case .corrupt(let path, let reason):
            "\(path) is damaged (\(reason)) and holds no state that could be recovered; nothing was changed: "
                + "bring back a copy of the session folder from your backups"
        case .readOnly(let path):
            "\(path) is open read-only; nothing was stored"
        case .notWritable(let path):
            "\(path) cannot be written now; nothing was stored"
        case .diskFull(let path):
            "no space left to store the change in \(path); it is as it was before: free some space and repeat"
        case .noBackup(let path, let reason):
            "\(path) is stored, but no new backup copy could be made beside it: \(reason); the next command that changes the "
                + "session tries again"
        case .foreignParts(let path, let parts):
            "\(path) is not opened: its session.sqlite holds what Gainrider does not make (\(parts.joined(separator: ", "))); "
                + "take that out, or ask whoever sent the session"
        case .inputOutput(let path, let reason):
            "cannot read or write \(path): \(reason)"
        case .invalid(let faults):
            faults.map { "\($0.place): \($0.message)" }.joined(separator: "\n")
        case .text(let file, let faults):
            faults.map { "\(file):\($0)" }.joined(separator: "\n")
        }
    }
}

/// One reason for which a document cannot be stored.
public struct DocumentFault: Sendable, Hashable {
    /// What it is about: an address, a strip's number, the name of a setting.
    public let place: String
    /// Found and expected, in words.
    public let message: String

    init(_ place: String, _ message: String) {
        self.place = place
        self.message = message
    }
}
