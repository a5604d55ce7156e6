import CSndfile
import Glibc

/// A nameless file beside its target, written through libsndfile's virtual files, so that the system's reason for a failure is known,
/// the file appears only when it is complete, and nothing is left however the program ends.
///
/// It replaces only a plain file, or nothing, and takes over the old file's permissions. Standard output, a pipe or a device is given
/// the complete bytes at the end, since they cannot seek back to the header, which is written last, and must not be replaced.
final class OutputFile {
    typealias Write = PatientOutput.Write

    static let systemWrite = PatientOutput.systemWrite

    /// For messages.
    let path: String
    /// Where the file is to stand: the path, or what it links to.
    private let target: String
    private let file: UnseenFile?
    private var descriptor: Int32
    /// What is given the complete bytes; `nil` for a file that gets a name.
    private var sink: Int32?
    private let write: Write
    private let isInterrupted: () -> Bool
    /// `errno` of the first failure.
    private(set) var failure: Int32?

    var isHandedOn: Bool { sink != nil }

    /// - Parameters:
    ///   - path: of the target; for messages only if it is standard output.
    ///   - isStandardOutput: whether it goes there.
    ///   - isInterrupted: asked while a pipe holds the writing up.
    init(
        path: String, isStandardOutput: Bool = false, isInterrupted: @escaping () -> Bool = { false },
        write: @escaping Write
    ) throws(FileError) {
        self.path = path
        self.write = write
        self.isInterrupted = isInterrupted
        sink = if isStandardOutput { STDOUT_FILENO } else { try OutputFile.sink(at: path, isInterrupted) }
        if let sink {
            (target, file) = (path, nil)
            do throws(FileError) { descriptor = try ScratchFile.open() } catch {
                if sink != STDOUT_FILENO { close(sink) }
                throw error
            }
            return
        }
        target = OutputFile.resolved(path)
        if access(target, F_OK) == 0, access(target, W_OK) != 0 {
            throw .notPermitted(path: path, reason: "it is write-protected")
        }
        let file = try UnseenFile(beside: target, for: path)
        self.file = file
        descriptor = file.descriptor
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

    /// Brings everything to the disk and gives it its name, or hands it on.
    func finish() throws(FileError) {
        guard descriptor >= 0 else { return }
        if let sink { return try handOn(to: sink) }
        defer { discard() }
        if let code = file?.appear(at: target) { throw .writing(path, code) }
    }

    func discard() {
        guard descriptor >= 0 else { return }
        if let file { file.discard() } else { close(descriptor) }
        descriptor = -1
        if let sink, sink != STDOUT_FILENO { close(sink) }
    }

    private func handOn(to sink: Int32) throws(FileError) {
        defer { discard() }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        var position: off_t = 0
        while case let count = pread(descriptor, buffer.baseAddress, buffer.count, position), count != 0 {
            guard count > 0 else { throw .writing(path, errno) }
            position += off_t(count)
            let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            if let code = PatientOutput.write(bytes, to: sink, isInterrupted: isInterrupted, by: write) {
                throw .writing(path, code)
            }
        }
    }

    /// Opens what stands at a path and is no plain file; `nil` for a plain file or none.
    private static func sink(at path: String, _ isInterrupted: () -> Bool) throws(FileError) -> Int32? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return nil
        case S_IFDIR: throw .folder(path: path)
        default:
            let (sink, failure) = PatientOutput.open(path, isInterrupted: isInterrupted)
            guard let sink else { throw .writing(path, failure) }
            return sink
        }
    }

    /// What a link leads to, so that it stays a link, also where nothing stands there yet; the path itself if it is none.
    static func resolved(_ path: String) -> String {
        var place = path
        // As many as the system follows.
        for _ in 0..<40 {
            if let real = realpath(place, nil) {
                defer { free(real) }
                return String(cString: real)
            }
            var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
            let count = readlink(place, &bytes, bytes.count - 1)
            guard count > 0 else { break }
            let next = String(decoding: bytes.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
            let folder = place.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(place[...$0]) } ?? ""
            place = next.hasPrefix("/") ? next : folder + next
        }
        return place
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
