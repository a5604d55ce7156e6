import Realtime

/// Reads the next piece of a strip's sound and writes it into a ring, in the order of playing.
/// - Thread: one at a time.
final class StripFeeder {
    /// Frames of a piece: large enough that a read costs little beside its samples, small enough for the cache.
    static let block = 4096

    let readers: [StemReader?]
    private let left = UnsafeMutablePointer<Float>.allocate(capacity: block)
    private let right = UnsafeMutablePointer<Float>.allocate(capacity: block)

    init(readers: [StemReader?]) { self.readers = readers }

    deinit {
        left.deallocate()
        right.deallocate()
    }

    var count: Int { readers.count }

    var memoryBytes: Int {
        readers.reduce(2 * Self.block * MemoryLayout<Float>.size) { $0 + ($1?.memoryBytes ?? 0) }
    }

    /// Writes one piece, or as much of it as the ring has room for.
    /// - Returns: the session frame that comes next.
    func feed(_ ring: SampleRing, _ strip: Int, at position: Int64, loop: Range<Int64>?) -> Int64 {
        let frames = min(Self.block, ring.writableFrames)
        var place = position
        var done = 0
        while done < frames {
            var count = frames - done
            if let loop {
                if place == loop.upperBound { place = loop.lowerBound }
                count = Int(min(Int64(count), loop.upperBound - place))
            }
            if let reader = readers[strip] {
                reader.read(at: place, left: left + done, right: right + done, frames: count)
            } else {
                (left + done).update(repeating: 0, count: count)
                (right + done).update(repeating: 0, count: count)
            }
            done += count
            place += Int64(count)
        }
        let written = ring.write(left: left, right: right, frames: frames)
        assert(written == frames, "only this thread writes into the ring")
        return place
    }
}
