import CSndfile
import Glibc

/// An open libsndfile handle for reading, with its errors put into words.
///
/// libsndfile is handed a descriptor: so "not found" and "not permitted" are told apart, `-` is a file name and not the standard
/// input, and no headerless format is guessed from a file name's ending.
/// - Thread: one at a time.
final class SoundHandle {
    /// Bytes that libsndfile sees in place of those in the file.
    typealias Patch = (place: Int64, bytes: [UInt8])

    let path: String
    let properties: SF_INFO
    /// Length of the file in bytes.
    let bytes: Int64
    private let handle: OpaquePointer
    /// Closed with the handle, by libsndfile if nothing is patched.
    private let descriptor: Int32
    private let patched: PatchedInput?
    private let patch: Patch?

    /// - Parameter file: its descriptor belongs to this handle from now on, also if it throws.
    init(_ path: String, _ file: HeaderBytes, patch: Patch?) throws(FileError) {
        self.path = path
        self.patch = patch
        bytes = file.length
        descriptor = file.descriptor
        patched = patch.map { PatchedInput(file, $0) }
        var info = SF_INFO()
        let opened = patched?.openHandle(&info) ?? sf_open_fd(descriptor, Int32(SFM_READ), &info, Int32(SF_TRUE))
        guard let opened else {
            // Without a patch, libsndfile has closed the descriptor.
            let reason = words(sf_strerror(nil))
            if patch != nil { close(descriptor) }
            throw .refused(path, bytes: file.length, reason: reason)
        }
        handle = opened
        properties = info
    }

    deinit {
        sf_close(handle)
        if patched != nil { close(descriptor) }
    }

    /// The same file once more, from its start.
    /// - Parameter patch: in place of the present one.
    func again(patch: Patch? = nil) throws(FileError) -> SoundHandle {
        let (descriptor, status) = try OpenedFile.open(path)
        return try SoundHandle(
            path, HeaderBytes(descriptor: descriptor, length: Int64(status.st_size)), patch: patch ?? self.patch)
    }

    /// - Returns: whether the next frame read is `frame`.
    func seek(to frame: Int64) -> Bool { sf_seek(handle, frame, Int32(SEEK_SET)) == frame }

    /// Reads up to `frames` interleaved frames as floats of nominal range ±1.
    func read(_ buffer: UnsafeMutablePointer<Float>, frames: Int) -> Int {
        max(0, Int(sf_readf_float(handle, buffer, sf_count_t(frames))))
    }

    /// Offset of the first frame of a plain file in bytes: libsndfile has no call for it, but seeks its descriptor there.
    var firstSample: Int64? {
        guard seek(to: 0) else { return nil }
        let place = lseek(descriptor, 0, SEEK_CUR)
        return place < 0 ? nil : Int64(place)
    }

    /// A descriptor of the same file that outlives this handle; `nil` if there are no more.
    func duplicateDescriptor() -> Int32? {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        return copy < 0 ? nil : copy
    }

    /// Whether raw samples have the other byte order than this machine.
    var isByteSwapped: Bool { sf_command(handle, Int32(SFC_RAW_DATA_NEEDS_ENDSWAP), nil, 0) == Int32(SF_TRUE) }

    /// Why the last call failed; `nil` if it did not.
    var failure: String? { sf_error(handle) == Int32(SF_ERR_NO_ERROR) ? nil : words(sf_strerror(handle)) }
}

/// libsndfile's text without its final periods.
private func words(_ text: UnsafePointer<CChar>?) -> String {
    guard let text else { return "unknown reason" }
    var result = String(cString: text)
    while result.hasSuffix(".") || result.hasSuffix(" ") { result.removeLast() }
    return result
}

extension FileError {
    /// Why libsndfile refused a file.
    fileprivate static func refused(_ path: String, bytes: Int64, reason: String) -> FileError {
        guard bytes > 0 else { return .notAudio(path: path, reason: "the file is empty (0 bytes)") }
        guard let shape = WaveShape(path) else { return .notAudio(path: path, reason: reason) }
        if shape.channels > 2 { return .tooManyChannels(path: path, channels: shape.channels) }
        if shape.sampleRate == 0 { return .noSampleRate(path: path) }
        if !sampleRates.contains(shape.sampleRate) {
            return .unsupportedSampleRate(path: path, rate: shape.sampleRate)
        }
        return .notAudio(path: path, reason: reason)
    }

    /// What `errno` says of a file that could not be opened for reading.
    static func opening(_ path: String, _ code: Int32) -> FileError {
        switch code {
        case ENOENT, ENOTDIR: .notFound(path: path)
        default: .notReadable(path: path, reason: systemReason(code))
        }
    }

    /// What `errno` says of a file that could not be made or written.
    public static func writing(_ path: String, _ code: Int32) -> FileError {
        switch code {
        case ENOENT, ENOTDIR: .noSuchFolder(path: path)
        case EACCES, EPERM, EROFS: .notPermitted(path: path, reason: systemReason(code))
        case ENOSPC, EDQUOT: .diskFull(path: path)
        case EINTR: .interrupted(path: path)
        default: .cannotWrite(path: path, reason: systemReason(code))
        }
    }
}

/// The system's words for an error number, in lower case as the middle of a sentence.
func systemReason(_ code: Int32) -> String {
    let text = String(cString: strerror(code))
    return text.prefix(1).lowercased() + text.dropFirst()
}
