import CUnpack
import Glibc

/// A file in memory, of which only the place that is being read takes any.
///
/// For reading off line: nothing is copied, and the processor fetches what comes next while it unpacks. Live, reading by `pread`
/// disturbs the audio thread less: to unmap a page, all cores that run threads of the process are interrupted.
/// - Thread: one at a time.
final class FileMapping {
    let bytes: UnsafeRawBufferPointer
    /// Pages between are mapped.
    private var used = 0..<0

    /// Bytes that are given back at a time.
    private static let window = 131_072
    private static let page = Int(sysconf(Int32(_SC_PAGESIZE)))

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
        if range.lowerBound == used.upperBound {
            used = used.lowerBound..<range.upperBound
            guard used.count >= Self.window else { return }
            drop(used)
            used = range.upperBound..<range.upperBound
        } else {
            drop(used)
            used = range
        }
    }

    private func drop(_ range: Range<Int>) {
        let start = range.lowerBound / Self.page * Self.page
        guard range.upperBound > start, let base = bytes.baseAddress else { return }
        madvise(UnsafeMutableRawPointer(mutating: base + start), range.upperBound - start, MADV_DONTNEED)
    }
}
