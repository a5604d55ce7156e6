import CSndfile
import Glibc

/// A hidden file beside its target, written through libsndfile's virtual files, so that the system's reason for a failure is
/// known and nothing is seen under the target's name before it is complete.
///
/// Only a plain file, or none, is replaced by it. Standard output, a pipe or a device is given the complete bytes: a header is
/// written last, and those cannot go back; and a name in /dev must stay what it is.
final class OutputFile {
    typealias Write = @Sendable (Int32, UnsafeRawPointer?, Int) -> Int

    static let systemWrite: Write = { Glibc.write($0, $1, $2) }

    /// For messages.
    let path: String
    /// Where the file is to stand: the path, or what it links to.
    private let target: String
    /// Empty for one without a name.
    private let temporary: String
    private var descriptor: Int32
    /// What is given the complete bytes; `nil` for a file that is renamed.
    private var sink: Int32?
    private let write: Write
    /// `errno` of the first failure.
    private(set) var failure: Int32?

    var isHandedOn: Bool { sink != nil }

    /// - Parameters:
    ///   - path: of the target; for messages only if it is standard output.
    ///   - isStandardOutput: whether it goes there.
    init(path: String, isStandardOutput: Bool = false, write: @escaping Write) throws(FileError) {
        self.path = path
        self.write = write
        sink = if isStandardOutput { STDOUT_FILENO } else { try OutputFile.sink(at: path) }
        if let sink {
            (target, temporary) = (path, "")
            do throws(FileError) { descriptor = try OutputFile.nameless() } catch {
                if sink != STDOUT_FILENO { close(sink) }
                throw error
            }
            return
        }
        target = OutputFile.resolved(path)
        let name = target.split(separator: "/", omittingEmptySubsequences: false).last.map(String.init) ?? target
        let folder = target.dropLast(name.utf8.count)
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
        if let sink { return try handOn(to: sink) }
        let synced = fsync(descriptor) == 0 ? 0 : errno
        let closed = close(descriptor) == 0 ? 0 : errno
        descriptor = -1
        let code = synced != 0 ? synced : closed != 0 ? closed : rename(temporary, target) == 0 ? 0 : errno
        guard code != 0 else { return }
        unlink(temporary)
        throw .writing(path, code)
    }

    func discard() {
        guard descriptor >= 0 else { return }
        close(descriptor)
        descriptor = -1
        if !temporary.isEmpty { unlink(temporary) }
        if let sink, sink != STDOUT_FILENO { close(sink) }
    }

    private func handOn(to sink: Int32) throws(FileError) {
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
                let written = write(sink, buffer + done, count - done)
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { throw .writing(path, written < 0 ? errno : ENOSPC) }
                done += written
            }
        }
    }

    /// Opens what stands at a path and is no plain file; `nil` for a plain file or none.
    private static func sink(at path: String) throws(FileError) -> Int32? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return nil
        case S_IFDIR: throw .folder(path: path)
        default:
            let sink = open(path, O_WRONLY | O_CLOEXEC)
            guard sink >= 0 else { throw .writing(path, errno) }
            return sink
        }
    }

    /// What a link leads to, so that it stays a link; the path itself if nothing stands there.
    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    /// A file without a name, for as long as it is open.
    private static func nameless() throws(FileError) -> Int32 {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var name = Array("\(folder)/gainrider-XXXXXX".utf8CString)
        let descriptor = mkstemp(&name)
        guard descriptor >= 0 else { throw .writing(folder, errno) }
        unlink(name)
        return descriptor
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
