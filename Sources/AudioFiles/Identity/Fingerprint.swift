import CXXHash
import Glibc

/// The XXH3-128 hash of a file's bytes, taken piece by piece.
///
/// It tells one file from another; it is no protection against a forger.
/// - Source: Yann Collet, "xxHash", version 0.8.
final class Fingerprint {
    private let path: String
    private let descriptor: Int32
    private let state: OpaquePointer
    private var position: Int64 = 0
    private static let piece = 1 << 18

    /// The fingerprint of a whole file: 32 hexadecimal digits.
    /// - Throws: ``FileError/notFound(path:)``, ``FileError/notReadable(path:reason:)``, ``FileError/folder(path:)``.
    static func of(_ path: String, isInterrupted: () -> Bool = { false }) throws(FileError) -> String {
        let fingerprint = try Fingerprint(path: path)
        try fingerprint.advance(to: .max, isInterrupted: isInterrupted)
        return fingerprint.digits
    }

    init(path: String) throws(FileError) {
        self.path = path
        descriptor = try OpenedFile.open(path).descriptor
        guard let state = XXH3_createState() else { throw .notReadable(path: path, reason: systemReason(ENOMEM)) }
        self.state = state
        XXH3_128bits_reset(state)
    }

    deinit {
        XXH3_freeState(state)
        close(descriptor)
    }

    /// Takes in the bytes up to `end`, or to the file's end.
    func advance(to end: Int64, isInterrupted: () -> Bool = { false }) throws(FileError) {
        guard position < end else { return }
        let failure = withUnsafeTemporaryAllocation(byteCount: Self.piece, alignment: 16) { buffer -> Int32? in
            while position < end {
                let count = Glibc.read(descriptor, buffer.baseAddress, Int(min(Int64(Self.piece), end - position)))
                if isInterrupted() { return EINTR }
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else { return errno }
                guard count > 0 else { return nil }
                XXH3_128bits_update(state, buffer.baseAddress, count)
                position += Int64(count)
            }
            return nil
        }
        if let failure { throw failure == EINTR ? .interrupted(path: path) : .opening(path, failure) }
    }

    /// 32 hexadecimal digits.
    var digits: String {
        let hash = XXH3_128bits_digest(state)
        return hexadecimal(hash.high64) + hexadecimal(hash.low64)
    }
}

func hexadecimal(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}

extension AudioFile {
    /// The XXH3-128 hash of the bytes of any file, as 32 hexadecimal digits: what `Source.fingerprint` holds.
    /// - Parameter isInterrupted: asked four times a megabyte.
    /// - Throws: ``FileError/notFound(path:)``, ``FileError/notReadable(path:reason:)``, ``FileError/folder(path:)``,
    ///   ``FileError/notRegular(path:)``, ``FileError/interrupted(path:)``.
    public static func fingerprint(_ path: String, isInterrupted: () -> Bool = { false }) throws(FileError) -> String
    {
        try Fingerprint.of(path, isInterrupted: isInterrupted)
    }
}
