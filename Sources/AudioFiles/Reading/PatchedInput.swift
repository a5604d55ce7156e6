import CSndfile
import Glibc

/// A file for libsndfile in which a few bytes differ from those on the disk: a corrected header.
final class PatchedInput {
    private let file: HeaderBytes
    private let patch: SoundHandle.Patch
    private var position: Int64 = 0

    /// - Parameter file: its descriptor is closed by whoever opened it.
    init(_ file: HeaderBytes, _ patch: SoundHandle.Patch) {
        self.file = file
        self.patch = patch
    }

    /// Opens a libsndfile handle that reads here. This object must outlive it.
    func openHandle(_ info: inout SF_INFO) -> OpaquePointer? {
        var callbacks = SF_VIRTUAL_IO(
            get_filelen: { user in PatchedInput.from(user).file.length },
            seek: { offset, whence, user in PatchedInput.from(user).seek(offset, whence) },
            read: { buffer, count, user in PatchedInput.from(user).read(buffer, Int(count)) },
            write: { _, _, _ in 0 },
            tell: { user in PatchedInput.from(user).position })
        return sf_open_virtual(&callbacks, Int32(SFM_READ), &info, Unmanaged.passUnretained(self).toOpaque())
    }

    private static func from(_ user: UnsafeMutableRawPointer?) -> PatchedInput {
        guard let user else { preconditionFailure("libsndfile gives back the pointer it was given") }
        return Unmanaged<PatchedInput>.fromOpaque(user).takeUnretainedValue()
    }

    private func seek(_ offset: sf_count_t, _ whence: Int32) -> sf_count_t {
        let base = whence == SEEK_CUR ? position : whence == SEEK_END ? file.length : 0
        let (place, isTooLarge) = base.addingReportingOverflow(offset)
        guard !isTooLarge, place >= 0 else { return -1 }
        position = place
        return place
    }

    private func read(_ buffer: UnsafeMutableRawPointer?, _ count: Int) -> sf_count_t {
        guard let buffer, count > 0 else { return 0 }
        var got = pread(file.descriptor, buffer, count, off_t(position))
        while got < 0, errno == EINTR { got = pread(file.descriptor, buffer, count, off_t(position)) }
        guard got > 0 else { return 0 }
        for (index, byte) in patch.bytes.enumerated() {
            let place = patch.place + Int64(index) - position
            if place >= 0, place < Int64(got) {
                buffer.storeBytes(of: byte, toByteOffset: Int(place), as: UInt8.self)
            }
        }
        position += Int64(got)
        return sf_count_t(got)
    }
}
