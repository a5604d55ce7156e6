import Glibc

/// Where memory lies.
public enum MemoryPlacement: Sendable, Hashable, CaseIterable {
    /// From a line of the cache on, which holds whole vectors.
    case ordinary
    /// Far enough from everything else that two threads do not slow each other: two lines, since processors fetch them in pairs.
    case apart
    /// For what is walked through in every block: in pages as large as the system gives, where it is worth them. A processor remembers
    /// the places of a few thousand pages, and hundreds of strips in small ones are more.
    case walked

    /// Bytes of a large page.
    static let page = 2 << 20

    /// Bytes to whose multiple the first element lies.
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
