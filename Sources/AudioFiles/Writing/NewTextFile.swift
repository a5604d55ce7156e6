import Glibc

/// A text that is to stand in a file of its own.
///
/// Whether it can be written is checked at the start; it appears only when it is complete. A file that is there already stays, unless
/// the writer recognises it as one of its own kind.
///
/// - Thread: any but the audio thread.
public final class NewTextFile {
    public let path: String
    private let file: UnseenFile
    private let replaces: Bool
    /// Where it will stand: the path, or what that links to.
    private let target: String

    /// - Parameters:
    ///   - path: of a plain file, or of none; what a link leads to.
    ///   - mayReplace: whether a file that begins so, with 1,024 bytes or less, may be replaced.
    /// - Throws: ``FileError/exists(path:)``, ``FileError/noSuchFolder(path:)``, ``FileError/notPermitted(path:reason:)`` and others of writing.
    public init(at path: String, mayReplace: (String) -> Bool = { _ in false }) throws(FileError) {
        self.path = path
        var status = stat()
        let isThere = lstat(path, &status) == 0
        if isThere {
            guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
                let start = NewTextFile.start(of: path), mayReplace(start)
            else { throw .exists(path: path) }
            guard access(path, W_OK) == 0 else { throw .notPermitted(path: path, reason: "it is write-protected") }
        }
        replaces = isThere
        target = isThere ? OutputFile.resolved(path) : path
        file = try UnseenFile(beside: target, for: path)
    }

    /// Writes the text to the disk and gives the file its name. Once.
    ///
    /// - Throws: as of writing; ``FileError/exists(path:)`` if something has been put there meanwhile.
    public func write(_ text: String) throws(FileError) {
        defer { file.discard() }
        var text = text
        let descriptor = file.descriptor
        let failure = text.withUTF8 { bytes in
            PatientOutput.write(UnsafeRawBufferPointer(bytes), to: descriptor, isInterrupted: { false })
        }
        if let failure { throw .writing(path, failure) }
        guard let code = file.appear(at: target, replaces: replaces) else {
            return
        }
        throw code == EEXIST ? .exists(path: path) : .writing(path, code)
    }

    /// What a file begins with; `nil` if it cannot be read.
    private static func start(of path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 1024)
        let count = read(descriptor, &bytes, bytes.count)
        return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}
