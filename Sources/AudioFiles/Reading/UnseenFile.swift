import Glibc

/// A new file that appears only when it is complete: until then it has no name, so that even a killed program leaves nothing. Where
/// the file system has no nameless files, it has a hidden name.
final class UnseenFile {
    private(set) var descriptor: Int32
    /// With its slash; empty for the process's own.
    private let folder: Substring
    /// Empty for a nameless file.
    private var name = ""

    /// O_TMPFILE, which C composes of two.
    static let withoutName = 0o20_000_000 | O_DIRECTORY

    /// - Parameters:
    ///   - target: where it will stand.
    ///   - path: for messages.
    init(beside target: String, for path: String) throws(FileError) {
        folder = target.dropLast(target.utf8.reversed().prefix { $0 != UInt8(ascii: "/") }.count)
        let place = folder.isEmpty ? "." : String(folder)
        descriptor = Glibc.open(place, UnseenFile.withoutName | O_RDWR | O_CLOEXEC, 0o666)
        if descriptor >= 0, access("/proc/self/fd/\(descriptor)", F_OK) == 0 { return }
        if descriptor >= 0 { close(descriptor) }
        for attempt in 0..<1000 {
            name = hiddenName(attempt)
            descriptor = Glibc.open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            if descriptor >= 0 || errno != EEXIST { break }
        }
        guard descriptor >= 0 else { throw .writing(path, errno) }
    }

    deinit { discard() }

    /// Brings it to the disk and gives it its name. A file that stands there is replaced, at once, and leaves its permissions.
    /// - Parameter replaces: otherwise it fails with `EEXIST` if something stands there.
    /// - Returns: `nil`, or `errno`; then nothing has changed.
    func appear(at target: String, replaces: Bool = true) -> Int32? {
        if replaces { takePermissions(from: target) }
        guard fsync(descriptor) == 0 else { return errno }
        guard replaces else { return takeFreeName(target) }
        if name.isEmpty, let failure = takeName(target) { return failure }
        // It has the target's name already if that was free.
        guard name != target else {
            name = ""
            return nil
        }
        guard rename(name, target) == 0 else { return errno }
        name = ""
        return nil
    }

    func discard() {
        guard descriptor >= 0 else { return }
        close(descriptor)
        descriptor = -1
        if !name.isEmpty { unlink(name) }
    }

    /// A name may have 255 bytes: the hidden one does not repeat the target's.
    private func hiddenName(_ attempt: Int) -> String { "\(folder).gainrider-\(getpid())-\(attempt)" }

    /// The target's, if it is free; else a hidden one.
    private func takeName(_ target: String) -> Int32? {
        for attempt in -1..<1000 {
            let free = attempt < 0 ? target : hiddenName(attempt)
            if linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, free, AT_SYMLINK_FOLLOW) == 0 {
                name = free
                return nil
            }
            if errno != EEXIST { return errno }
        }
        return EEXIST
    }

    /// The target's name, from a hidden one too.
    private func takeFreeName(_ target: String) -> Int32? {
        let source = name.isEmpty ? "/proc/self/fd/\(descriptor)" : name
        let flags = name.isEmpty ? AT_SYMLINK_FOLLOW : 0
        return linkat(AT_FDCWD, source, AT_FDCWD, target, flags) == 0 ? nil : errno
    }

    private func takePermissions(from target: String) {
        var status = stat()
        guard stat(target, &status) == 0 else { return }
        // Not every user may give files away; otherwise the file stays the user's own.
        _ = fchown(descriptor, status.st_uid, status.st_gid)
        fchmod(descriptor, status.st_mode & 0o7777)
    }
}
