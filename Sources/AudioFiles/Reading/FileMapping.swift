import CUnpack
import Glibc

/// A file mapped into memory, only a window around the reading position at a time.
///
/// For reading off line: nothing is copied, and the processor fetches what comes next while it unpacks. Live, reading by `pread`
/// disturbs the audio thread less: to unmap a page, all cores that run threads of the process are interrupted.
/// - Thread: one at a time.
final class FileMapping {
    private let descriptor: Int32
    /// Bytes of the file that may be read.
    private let length: Int
    /// What is mapped, and where in the file it begins.
    private var window = UnsafeRawBufferPointer(start: nil, count: 0)
    private var start = 0

    /// Bytes of a window. The system may map as much of a file around a fault as it holds in one piece, megabytes even, but
    /// nothing outside the window.
    private static let size = 262_144
    /// Windows begin at multiples of this: the largest base page of a processor, and the system's usual unit of mapping.
    private static let alignment = 65_536

    /// - Parameters:
    ///   - descriptor: must stay open as long as this lives.
    ///   - length: bytes of the file that are read, at most those that it has.
    init(descriptor: Int32, length: Int) {
        unpack_guard_mappings()
        self.descriptor = descriptor
        self.length = length
    }

    deinit { unmap() }

    /// The window in which some bytes lie.
    ///
    /// - Parameter range: within the file, not empty.
    /// - Returns: the window, valid until the next call, and where in it the range begins; `nil` where the system does not map
    ///   the file.
    func bytes(_ range: Range<Int>) -> (window: UnsafeRawBufferPointer, offset: Int)? {
        if range.lowerBound < start || range.upperBound > start + window.count {
            unmap()
            guard range.upperBound <= length, map(range) else { return nil }
        }
        return (window, range.lowerBound - start)
    }

    private func map(_ range: Range<Int>) -> Bool {
        let first = range.lowerBound / Self.alignment * Self.alignment
        let count = min(max(Self.size, range.upperBound - first), length - first)
        guard let base = mmap(nil, count, PROT_READ, MAP_SHARED, descriptor, off_t(first)), base != MAP_FAILED else {
            return false
        }
        madvise(base, count, MADV_SEQUENTIAL)
        window = UnsafeRawBufferPointer(start: base, count: count)
        start = first
        return true
    }

    private func unmap() {
        if let base = window.baseAddress { munmap(UnsafeMutableRawPointer(mutating: base), window.count) }
        window = UnsafeRawBufferPointer(start: nil, count: 0)
    }
}
