import CSndfile
import Glibc

/// A hidden file beside its target, written through libsndfile's virtual files, so that the system's reason for a failure is
/// known and nothing is seen under the target's name before it is complete. For standard output it is a file without a name,
/// handed on when it is complete: headers are written last, and a pipe cannot go back.
final class OutputFile {
    typealias Write = @Sendable (Int32, UnsafeRawPointer?, Int) -> Int

    static let systemWrite: Write = { Glibc.write($0, $1, $2) }

    let path: String
    /// Empty for standard output.
    private let temporary: String
    private let isPiped: Bool
    private var descriptor: Int32
    private let write: Write
    /// `errno` of the first failure.
    private(set) var failure: Int32?

    /// - Parameters:
    ///   - path: of the target; for messages only if it is standard output.
    ///   - isPiped: whether it goes to standard output.
    init(path: String, isPiped: Bool = false, write: @escaping Write) throws(FileError) {
        self.path = path
        self.isPiped = isPiped
        self.write = write
        guard !isPiped else {
            temporary = ""
            let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
            var name = Array("\(folder)/gainrider-XXXXXX".utf8CString)
            descriptor = mkstemp(&name)
            guard descriptor >= 0 else { throw .writing(folder, errno) }
            unlink(name)
            return
        }
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { throw .folder(path: path) }
        let name = path.split(separator: "/", omittingEmptySubsequences: false).last.map(String.init) ?? path
        let folder = path.dropLast(name.utf8.count)
        // A name may have 255 bytes: the hidden one does not repeat it.
        var attempt = 0
        var hidden = ""
        repeat {
            hidden = "\(folder).gainrider-\(getpid())-\(attempt)"
            descriptor = open(hidden, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            attempt += 1
        } while descriptor < 0 && errno == EEXIST && attempt < 1000
        temporary = hidden
        guard descriptor >= 0 else { throw .writing(path, errno) }
    }

    deinit { discard() }

    /// Opens a libsndfile handle that writes here. This object must outlive it.
    func openHandle(_ info: inout SF_INFO) -> OpaquePointer? {
        var callbacks = SF_VIRTUAL_IO(
            get_filelen: { user in OutputFile.from(user).length },
            seek: { offset, whence, user in OutputFile.from(user).seek(offset, whence) },
            read: { buffer, count, user in OutputFile.from(user).read(buffer, count) },
            write: { buffer, count, user in OutputFile.from(user).append(buffer, count) },
            tell: { user in OutputFile.from(user).seek(0, SEEK_CUR) })
        return sf_open_virtual(&callbacks, Int32(SFM_WRITE), &info, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Brings everything to the disk and renames, or hands it on.
    func finish() throws(FileError) {
        guard descriptor >= 0 else { return }
        if isPiped { return try handOn() }
        let synced = fsync(descriptor) == 0 ? 0 : errno
        let closed = close(descriptor) == 0 ? 0 : errno
        descriptor = -1
        let code = synced != 0 ? synced : closed != 0 ? closed : rename(temporary, path) == 0 ? 0 : errno
        guard code != 0 else { return }
        unlink(temporary)
        throw .writing(path, code)
    }

    func discard() {
        guard descriptor >= 0 else { return }
        close(descriptor)
        descriptor = -1
        if !isPiped { unlink(temporary) }
    }

    private func handOn() throws(FileError) {
        defer { discard() }
        let size = 1 << 16
        let buffer = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
        defer { buffer.deallocate() }
        var position: off_t = 0
        while case let count = pread(descriptor, buffer, size, position), count != 0 {
            guard count > 0 else { throw .writing(path, errno) }
            position += off_t(count)
            var done = 0
            while done < count {
                let written = write(STDOUT_FILENO, buffer + done, count - done)
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { throw .writing(path, written < 0 ? errno : ENOSPC) }
                done += written
            }
        }
    }

    private static func from(_ user: UnsafeMutableRawPointer?) -> OutputFile {
        guard let user else { preconditionFailure("libsndfile gives back the pointer it was given") }
        return Unmanaged<OutputFile>.fromOpaque(user).takeUnretainedValue()
    }

    private var length: sf_count_t {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? sf_count_t(status.st_size) : -1
    }

    private func seek(_ offset: sf_count_t, _ whence: Int32) -> sf_count_t {
        sf_count_t(lseek(descriptor, off_t(offset), whence))
    }

    private func read(_ buffer: UnsafeMutableRawPointer?, _ count: sf_count_t) -> sf_count_t {
        sf_count_t(Glibc.read(descriptor, buffer, Int(count)))
    }

    private func append(_ buffer: UnsafeRawPointer?, _ count: sf_count_t) -> sf_count_t {
        var done = 0
        while failure == nil, let buffer, done < Int(count) {
            let written = write(descriptor, buffer + done, Int(count) - done)
            if written > 0 {
                done += written
            } else if written == 0 {
                failure = ENOSPC
            } else if errno != EINTR {
                failure = errno
            }
        }
        return sf_count_t(done)
    }
}
