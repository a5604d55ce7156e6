import CSndfile
import CUnpack

/// Samples as they stand in a plain PCM or float file, and how they become floats: the way libsndfile scales them, so that
/// full scale is −1 and just below 1.
struct PlainSamples {
    private let coding: unpack_coding
    private let isSwapped: Bool
    private let channels: Int32
    let bytesPerFrame: Int

    init(_ header: PlainHeader) {
        coding = header.coding.unpacking
        // Our machines have the least significant byte first.
        isSwapped = header.isBigEndian && header.coding.bytes > 1
        channels = Int32(header.channels)
        bytesPerFrame = Int(header.bytesPerFrame)
    }

    /// For containers that only libsndfile reads, with plain samples in them; `nil` for codings that only it can read.
    init?(of handle: SoundHandle) {
        guard let width = handle.properties.sampleWidth,
            Int(handle.properties.format) & Int(SF_FORMAT_TYPEMASK) == Int(SF_FORMAT_CAF)
        else { return nil }
        switch Int(handle.properties.format) & Int(SF_FORMAT_SUBMASK) {
        case Int(SF_FORMAT_PCM_16): coding = UNPACK_INT16
        case Int(SF_FORMAT_PCM_24): coding = UNPACK_INT24
        case Int(SF_FORMAT_PCM_32): coding = UNPACK_INT32
        case Int(SF_FORMAT_FLOAT): coding = UNPACK_FLOAT32
        default: return nil
        }
        isSwapped = handle.isByteSwapped
        channels = handle.properties.channels
        bytesPerFrame = width * Int(channels)
    }

    /// Interleaved bytes to planar floats.
    /// - Parameters:
    ///   - bytes: `frames` frames, at any address.
    ///   - left: room for `frames` samples; likewise `right`, not overlapping.
    /// - Returns: whether all are numbers.
    func unpack(
        _ bytes: UnsafeRawPointer, left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int
    ) -> Bool { !unpack_samples(coding, isSwapped, channels, bytes, left, right, frames) }

    /// The same from a mapping of the file.
    /// - Parameter offset: in bytes from the mapping's start.
    /// - Returns: whether all are numbers; `nil` if the file was cut under the mapping, or cannot be read.
    func unpack(
        _ mapping: UnsafeRawBufferPointer, offset: Int, left: UnsafeMutablePointer<Float>,
        right: UnsafeMutablePointer<Float>, frames: Int
    ) -> Bool? {
        guard let base = mapping.baseAddress else { return nil }
        var isGone = false
        let isWild = unpack_mapped(
            coding, isSwapped, channels, base, mapping.count, base + offset, left, right, frames, &isGone)
        return isGone ? nil : !isWild
    }
}
