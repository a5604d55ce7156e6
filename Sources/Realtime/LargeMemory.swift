import Glibc

/// Zeroed memory that is read through side by side, in large pages: a TLB holds a few thousand pages, and hundreds of rings in small
/// ones need more.
///
/// - Thread: setup.
final class LargeMemory {
    /// Aligned to a page.
    let base: UnsafeMutableRawPointer
    private let start: UnsafeMutableRawPointer
    private let mapped: Int
    private let byteCount: Int

    /// Bytes of a large page. What is smaller than a few of them stays in small ones.
    private static let page = 2 << 20

    /// - Parameter byteCount: 1 or more. Memory that is never written is not taken from the system, in whole pages.
    init(byteCount: Int) {
        self.byteCount = byteCount
        let isLarge = byteCount >= 2 * LargeMemory.page
        mapped = byteCount + (isLarge ? LargeMemory.page : 0)
        guard
            let start = mmap(nil, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0),
            start != MAP_FAILED
        else { preconditionFailure("no memory for \(byteCount) bytes of sound") }
        self.start = start
        let address = Int(bitPattern: start)
        let offset = isLarge ? (LargeMemory.page - address % LargeMemory.page) % LargeMemory.page : 0
        base = start + offset
        // Where the system has no large pages small ones do.
        if isLarge { madvise(base, byteCount, MADV_HUGEPAGE) }
    }

    deinit { munmap(start, mapped) }

    /// Takes all of it from the system now and not at the first write to each page, which for the rings of hundreds of strips adds up to
    /// several ms.
    func populate() {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        if madvise(base, byteCount, LargeMemory.populateForWriting) == 0 { return }
        // Before Linux 5.14: a byte of each page, as it is.
        for offset in stride(from: 0, to: byteCount, by: page) {
            base.storeBytes(
                of: base.load(fromByteOffset: offset, as: UInt8.self), toByteOffset: offset, as: UInt8.self)
        }
    }

    /// `MADV_POPULATE_WRITE`, which older headers do not name.
    private static let populateForWriting: Int32 = 23
}
