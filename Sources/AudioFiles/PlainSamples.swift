import CSndfile

/// Samples as they stand in a plain PCM or float file, and how they become floats: the way libsndfile scales them, so that
/// full scale is −1 and just below 1.
struct PlainSamples {
    private enum Coding { case int16, int24, int32, float32 }

    private let coding: Coding
    private let isSwapped: Bool

    /// `nil` for codings that only libsndfile can read.
    init?(of handle: SoundHandle) {
        guard handle.properties.sampleWidth != nil else { return nil }
        switch Int(handle.properties.format) & Int(SF_FORMAT_SUBMASK) {
        case Int(SF_FORMAT_PCM_16): coding = .int16
        case Int(SF_FORMAT_PCM_24): coding = .int24
        case Int(SF_FORMAT_PCM_32): coding = .int32
        case Int(SF_FORMAT_FLOAT): coding = .float32
        default: return nil
        }
        isSwapped = handle.isByteSwapped
    }

    var bytesPerSample: Int {
        switch coding {
        case .int16: 2
        case .int24: 3
        case .int32, .float32: 4
        }
    }

    var canHoldNotNumbers: Bool { coding == .float32 }

    /// Interleaved bytes to planar floats.
    /// - Parameters:
    ///   - bytes: `frames` frames and at least one byte more.
    ///   - left: room for `frames` samples; likewise `right`, not overlapping.
    func unpack(
        _ bytes: UnsafeRawPointer, left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int,
        channels: Int
    ) {
        switch (coding, isSwapped) {
        case (.int16, false):
            spread(left, right, frames, channels) {
                Float(bytes.loadUnaligned(fromByteOffset: 2 * $0, as: Int16.self)) * 0x1p-15
            }
        case (.int16, true):
            spread(left, right, frames, channels) {
                Float(bytes.loadUnaligned(fromByteOffset: 2 * $0, as: Int16.self).byteSwapped) * 0x1p-15
            }
        case (.int24, false):
            spread(left, right, frames, channels) {
                Float(bytes.loadUnaligned(fromByteOffset: 3 * $0, as: Int32.self) << 8) * 0x1p-31
            }
        case (.int24, true):
            spread(left, right, frames, channels) {
                let word = bytes.loadUnaligned(fromByteOffset: 3 * $0, as: Int32.self).byteSwapped
                return Float(word & ~0xFF) * 0x1p-31
            }
        case (.int32, false):
            spread(left, right, frames, channels) {
                Float(bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Int32.self)) * 0x1p-31
            }
        case (.int32, true):
            spread(left, right, frames, channels) {
                Float(bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Int32.self).byteSwapped) * 0x1p-31
            }
        case (.float32, false):
            spread(left, right, frames, channels) { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
        case (.float32, true):
            spread(left, right, frames, channels) {
                Float(bitPattern: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self).byteSwapped)
            }
        }
    }

    @inline(__always)
    private func spread(
        _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, _ frames: Int, _ channels: Int,
        sample: (Int) -> Float
    ) {
        if channels == 1 {
            for frame in 0..<frames { left[frame] = sample(frame) }
            right.update(from: left, count: frames)
        } else {
            for frame in 0..<frames {
                left[frame] = sample(2 * frame)
                right[frame] = sample(2 * frame + 1)
            }
        }
    }
}
