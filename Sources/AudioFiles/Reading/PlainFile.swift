import CSndfile
import Glibc

/// A file of plain PCM or float samples, read at any place without libsndfile: by `pread` or from a mapping.
///
/// Costs a half or a third of reading through libsndfile's buffers, and keeps nothing but a descriptor open.
/// - Thread: one at a time.
final class PlainFile {
    /// What reading gave.
    struct Outcome {
        var frames: Int
        /// Whether all samples are numbers.
        var areNumbers: Bool
    }

    /// `errno` of the last read; 0 if it did not fail.
    private(set) var failure: Int32 = 0
    private let descriptor: Int32
    /// Where the first sample stands in the file.
    private let start: Int64
    private let samples: PlainSamples
    /// Given up when the file is cut short while it is mapped: then `pread` finds how much is left.
    private var mapping: FileMapping?

    /// Bytes of a read: a few reads top up a ring, and one fits the second cache.
    private static let block = 24_576

    /// - Parameters:
    ///   - file: its descriptor belongs to this object from now on.
    ///   - isMapped: whether to read from a mapping, if the system allows.
    convenience init(_ header: PlainHeader, _ file: HeaderBytes, isMapped: Bool) {
        self.init(
            file.descriptor, PlainSamples(header), start: header.extent.start,
            end: header.extent.start + header.extent.bytes, of: file.length, isMapped: isMapped)
    }

    /// `nil` if only libsndfile can read the samples. The handle is no longer needed afterwards.
    convenience init?(of handle: SoundHandle, isMapped: Bool) {
        guard let samples = PlainSamples(of: handle), let start = handle.firstSample,
            let descriptor = handle.duplicateDescriptor()
        else { return nil }
        let (size, isTooLarge) = handle.properties.frames.multipliedReportingOverflow(
            by: Int64(samples.bytesPerFrame))
        let end = isTooLarge || size > handle.bytes ? handle.bytes : min(start + size, handle.bytes)
        self.init(descriptor, samples, start: start, end: end, of: handle.bytes, isMapped: isMapped)
    }

    private init(
        _ descriptor: Int32, _ samples: PlainSamples, start: Int64, end: Int64, of bytes: Int64, isMapped: Bool
    ) {
        self.samples = samples
        self.start = start
        self.descriptor = descriptor
        if isMapped, end <= bytes, let length = Int(exactly: end) {
            mapping = FileMapping(descriptor: descriptor, length: length)
        }
        if mapping == nil { posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL) }
    }

    deinit { close(descriptor) }

    /// Reads planar frames from a place within the file.
    /// - Parameter left: room for `frames` samples; likewise `right`, not overlapping.
    /// - Returns: fewer frames than wanted where the file ends or fails.
    func read(
        at position: Int64, left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int
    ) -> Outcome {
        failure = 0
        if let mapping, frames > 0 {
            let width = samples.bytesPerFrame
            let place = Int(start) + Int(position) * width
            if let (window, offset) = mapping.bytes(place..<place + frames * width),
                let areNumbers = samples.unpack(window, offset: offset, left: left, right: right, frames: frames)
            {
                return Outcome(frames: frames, areNumbers: areNumbers)
            }
            self.mapping = nil
        }
        return readByCopy(at: position, left: left, right: right, frames: frames)
    }

    private func readByCopy(
        at position: Int64, left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int
    ) -> Outcome {
        let width = samples.bytesPerFrame
        let block = min(frames, Self.block / width)
        return withUnsafeTemporaryAllocation(byteCount: block * width, alignment: 64) { buffer in
            var outcome = Outcome(frames: 0, areNumbers: true)
            guard let bytes = buffer.baseAddress else { return outcome }
            while outcome.frames < frames {
                let wanted = min(block, frames - outcome.frames)
                let place = start + (position + Int64(outcome.frames)) * Int64(width)
                let got = read(bytes, bytes: wanted * width, at: place) / width
                let areNumbers = samples.unpack(
                    bytes, left: left + outcome.frames, right: right + outcome.frames, frames: got)
                outcome.areNumbers = outcome.areNumbers && areNumbers
                outcome.frames += got
                guard got == wanted else { break }
            }
            return outcome
        }
    }

    /// Fewer bytes at the end, or after a failure.
    private func read(_ buffer: UnsafeMutableRawPointer, bytes: Int, at place: Int64) -> Int {
        var done = 0
        while done < bytes {
            let got = pread(descriptor, buffer + done, bytes - done, off_t(place) + off_t(done))
            if got > 0 {
                done += got
            } else if got == 0 {
                break
            } else if errno != EINTR {
                failure = errno
                break
            }
        }
        return done
    }
}
