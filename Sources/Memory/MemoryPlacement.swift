import Glibc

/// Where memory lies.
public enum MemoryPlacement: Sendable, Hashable, CaseIterable {
    /// Aligned to a cache line, and so to whole vectors.
    case ordinary
    /// Two cache lines of its own (processors fetch them in pairs), so that two threads do not slow each other (false sharing).
    case apart
    /// For memory that is read through in every block: large pages, where it is large enough. A TLB holds a few thousand pages; hundreds
    /// of strips in small ones need more.
    case walked

    /// Bytes of a large page.
    static let page = 2 << 20

    /// Alignment of the first element, in bytes.
    var alignment: Int { self == .apart ? 128 : 64 }

    /// Memory from the system, to be freed by `deallocate()`. It shares no line with anything else.
    ///
    /// - Parameters:
    ///   - byteCount: 1 or more.
    ///   - alignment: a power of two, the placement's own or more.
    func allocate(byteCount: Int, alignment: Int) -> UnsafeMutableRawPointer {
        guard self == .walked, byteCount >= MemoryPlacement.page / 4 else {
            let whole = (byteCount + alignment - 1) / alignment * alignment
            return .allocate(byteCount: whole, alignment: alignment)
        }
        let page = MemoryPlacement.page
        let whole = (byteCount + page - 1) / page * page
        let memory = UnsafeMutableRawPointer.allocate(byteCount: whole, alignment: page)
        // Where the system has no large pages small ones do.
        madvise(memory, whole, MADV_HUGEPAGE)
        return memory
    }
}
