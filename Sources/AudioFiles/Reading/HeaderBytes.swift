import Glibc

/// Bytes of an open file by their offsets, each of which is checked: outside the file there are none.
struct HeaderBytes {
    let descriptor: Int32
    /// Of the file, in bytes.
    let length: Int64

    /// - Returns: all of them, or `nil`.
    func bytes(at offset: Int64, _ count: Int) -> [UInt8]? {
        guard offset >= 0, offset <= length, Int64(count) <= length - offset else { return nil }
        var bytes = [UInt8](repeating: 0, count: count)
        return pread(descriptor, &bytes, count, off_t(offset)) == count ? bytes : nil
    }

    /// The sum of a place and a size that was read; `nil` beyond what any file has.
    static func place(_ offset: Int64, plus size: UInt64) -> Int64? {
        guard size < 1 << 60 else { return nil }
        let (sum, isTooLarge) = offset.addingReportingOverflow(Int64(size))
        return isTooLarge ? nil : sum
    }
}

extension [UInt8] {
    /// Four letters; what is no ASCII is a question mark.
    func tag(_ index: Int) -> String {
        String(decoding: self[index..<index + 4].map { $0 < 0x80 ? $0 : 0x3F }, as: UTF8.self)
    }

    /// An unsigned number of `count` bytes, 8 at most.
    func number(_ index: Int, _ count: Int, bigEndian: Bool) -> UInt64 {
        let slice = self[index..<index + count]
        return bigEndian
            ? slice.reduce(0) { $0 << 8 | UInt64($1) } : slice.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
