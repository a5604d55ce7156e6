import CXXHash
import Glibc

/// A sample of a file, without reading it whole: a difference proves another file, equality does not prove the same one.
public struct FileGlance: Sendable, Hashable {
    /// In bytes.
    public var size: Int64
    /// When its content or its properties last changed, in ns since 1970; nobody but the system sets it.
    public var time: Int64
    /// XXH3-128 of pieces from its beginning to its end, 32 hexadecimal digits.
    public var sample: String

    public init(size: Int64, time: Int64, sample: String) {
        self.size = size
        self.time = time
        self.sample = sample
    }
}

extension AudioFile {
    private static let glances = 16
    private static let glanceBytes = 4096

    /// Looks at a file's size, its time, and sixteen places in it.
    ///
    /// - Throws: ``FileError/notFound(path:)``, ``FileError/notReadable(path:reason:)``, ``FileError/folder(path:)``.
    /// - Complexity: 64 KiB are read at most, whatever the file's size.
    public static func glance(_ path: String) throws(FileError) -> FileGlance {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .opening(path, errno) }
        defer { Glibc.close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .opening(path, errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notReadable(path: path, reason: "it is no file") }
        guard let state = XXH3_createState() else { throw .notReadable(path: path, reason: systemReason(ENOMEM)) }
        defer { XXH3_freeState(state) }
        XXH3_128bits_reset(state)
        let size = Int64(status.st_size)
        let last = max(0, size - Int64(glanceBytes))
        for number in 0..<Int64(glances) {
            let (whole, rest) = last.quotientAndRemainder(dividingBy: Int64(glances - 1))
            let place = whole * number + rest * number / Int64(glances - 1)
            let failure = withUnsafeTemporaryAllocation(byteCount: glanceBytes, alignment: 16) { buffer -> Int32? in
                let count = pread(descriptor, buffer.baseAddress, glanceBytes, off_t(place))
                guard count >= 0 else { return errno }
                XXH3_128bits_update(state, buffer.baseAddress, count)
                return nil
            }
            if let failure { throw failure == EISDIR ? .folder(path: path) : .opening(path, failure) }
        }
        let hash = XXH3_128bits_digest(state)
        let time = Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
        return FileGlance(size: size, time: time, sample: hexadecimal(hash.high64) + hexadecimal(hash.low64))
    }
}
