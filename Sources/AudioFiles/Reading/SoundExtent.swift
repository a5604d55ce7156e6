/// Where the samples of a plain file are, and how that compares with its header.
struct SoundExtent {
    /// What the header promises, in bytes of samples.
    enum Promise: Equatable {
        /// What is there; or no length, as from a program that writes into a pipe.
        case kept
        /// More than is there: the file was cut short.
        case missing(UInt64)
        /// Something else, and the file is whole.
        case wrong(UInt64)
    }

    var start: Int64
    var bytes: Int64
    var promise: Promise

    /// Whether a size stands for "unknown": none, the greatest of 31 or 32 bits or nearly that, or more than any disk holds.
    static func isPlaceholder(_ size: UInt64) -> Bool {
        size == 0 || (0x7FFF_0000...0x8000_FFFF).contains(size) || (0xFFFF_0000...0xFFFF_FFFF).contains(size)
            || size >= 1 << 60
    }

    /// Fewer bytes than this behind the promised end do not count as sound.
    private static let crumbs: Int64 = 16

    /// - Parameters:
    ///   - promised: bytes of samples by the header; `nil` where it says that it does not know.
    ///   - end: where the whole file ends by its header; `nil` where that is unknown too.
    ///   - style: of the chunks that may follow; `nil` if none do.
    init(_ file: HeaderBytes, start: Int64, promised: UInt64?, end: Int64?, style: ChunkStyle?) {
        self.start = start
        let available = max(0, file.length - start)
        let all = { (style?.trailer(file, behind: start) ?? file.length) - start }
        promise = .kept
        guard let promised else {
            bytes = max(0, all())
            return
        }
        guard promised <= UInt64(available) else {
            // The size of the whole file distinguishes a size that was never right from a missing end.
            let isWhole = end.map { $0 <= file.length } ?? true
            let isWrong = isWhole || SoundExtent.isPlaceholder(promised)
            bytes = isWrong ? max(0, all()) : available
            promise = isWrong ? .wrong(promised) : .missing(promised)
            return
        }
        let size = Int64(promised)
        bytes = size
        guard SoundExtent.isSound(file, from: start + size, style: style, isOdd: size % 2 == 1) else { return }
        // Written once, before the sound; or the sound is longer than its 32 bits can say.
        bytes = max(size, all())
        if bytes > size { promise = .wrong(promised) }
    }

    /// Whether what stands behind the promised end is more of the sound: no chunks, no tags, not only zeros.
    private static func isSound(_ file: HeaderBytes, from place: Int64, style: ChunkStyle?, isOdd: Bool) -> Bool {
        let rest = file.length - place
        guard rest >= crumbs, let head = file.bytes(at: place, Int(min(rest, 4096))) else { return false }
        if let style, style.areChunks(file, from: place) || (isOdd && style.areChunks(file, from: place + 1)) {
            return false
        }
        if ["TAG", "ID3", "APE", "LIS"].contains(String(decoding: head[..<3], as: UTF8.self)) { return false }
        return head.contains { $0 != 0 } || rest > 4096
    }
}
