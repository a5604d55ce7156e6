import CUnpack
import Glibc

/// A file in memory, of which only the place that is being read takes any.
///
/// For reading off line: nothing is copied, and the processor fetches what comes next while it unpacks. Live, reading by `pread`
/// disturbs the audio thread less: to unmap a page, all cores that run threads of the process are interrupted.
/// - Thread: one at a time.
final class FileMapping {
    let bytes: UnsafeRawBufferPointer
    /// What was read since pages were given back, in bytes from the start.
    private var used = 0..<0

    /// Bytes that are given back at a time, and that the system maps together around the place of a fault: a boundary in
    /// between would bring pages back that nobody gives back again.
    private static let window = 262_144
    private static let neighbourhood = 65_536

    /// `nil` where the system does not map the file.
    init?(descriptor: Int32, length: Int64) {
        unpack_guard_mappings()
        guard let count = Int(exactly: length), count > 0,
            let base = mmap(nil, count, PROT_READ, MAP_SHARED, descriptor, 0), base != MAP_FAILED
        else { return nil }
        // Pages of 2 MiB would hold more of each file than its ring does.
        madvise(base, count, MADV_NOHUGEPAGE)
        madvise(base, count, MADV_SEQUENTIAL)
        bytes = UnsafeRawBufferPointer(start: base, count: count)
    }

    deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) }

    /// Gives back what was read before, when it is much or somewhere else. To be called after each read.
    func didRead(_ range: Range<Int>) {
        if range.lowerBound != used.upperBound {
            giveBack(used.lowerBound..<used.upperBound + Self.neighbourhood)
            used = range
        } else {
            used = used.lowerBound..<range.upperBound
            if used.count >= Self.window { used = giveBack(used)..<range.upperBound }
        }
    }

    /// Whole neighbourhoods, from the one in which the range begins up to the one in which it ends.
    /// - Returns: up to where.
    @discardableResult
    private func giveBack(_ range: Range<Int>) -> Int {
        guard let base = bytes.baseAddress else { return range.upperBound }
        let first = Int(bitPattern: base)
        let start = max((first + range.lowerBound) / Self.neighbourhood * Self.neighbourhood, first)
        let end = (first + min(range.upperBound, bytes.count)) / Self.neighbourhood * Self.neighbourhood
        guard end > start else { return range.lowerBound }
        madvise(UnsafeMutableRawPointer(bitPattern: start), end - start, MADV_DONTNEED)
        return end - first
    }
}
