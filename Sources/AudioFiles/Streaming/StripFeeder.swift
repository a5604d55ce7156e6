import Realtime
import Units

/// Reads the next piece of a strip's sound straight into its ring, in the order of playing.
/// - Thread: any, but a strip belongs to one at a time.
final class StripFeeder: Sendable {
    /// Frames of a piece: large enough that a read costs little beside its samples, small enough for the cache.
    static let block = 4096
    /// The same off line, where frames are rendered at once and should still be in the nearest caches.
    static let smallBlock = 1024

    private final class Place: Sendable {
        // nonisolated(unsafe): it is used by the one thread that has taken its strip.
        nonisolated(unsafe) var reader: StemReader?

        init(_ reader: StemReader?) { self.reader = reader }
    }

    private let places: [Place]

    init(readers: [StemReader?]) { places = readers.map { Place($0) } }

    /// Puts another file in a strip's place.
    /// - Thread: whoever has taken the strip.
    func put(_ reader: StemReader, at strip: Int) { places[strip].reader = reader }

    var count: Int { places.count }

    /// Bytes that the readers keep.
    var memoryBytes: Int { places.reduce(0) { $0 + ($1.reader?.memoryBytes ?? 0) } }

    /// Whether reading a strip costs so much that another thread is worth its while: it is decoded or converted.
    func isCostly(_ strip: Int) -> Bool { places[strip].reader?.isCostly ?? false }

    /// What was wrong with a strip's file so far, and a number that grows with each change of it.
    func faults(_ strip: Int) -> [FileError] { places[strip].reader?.faults ?? [] }
    func faultChanges(_ strip: Int) -> Int { places[strip].reader?.faultChanges ?? 0 }

    /// Writes up to `frames` frames, as many as the ring has room for.
    ///
    /// - Parameters:
    ///   - position: place of the first, in parts of a session frame.
    ///   - speed: `nil`: the sound's own.
    /// - Returns: the place that comes next.
    func feed(
        _ ring: SampleRing, _ strip: Int, at position: Int64, loop: Range<Int64>?, speed: SpeedReader?, frames: Int
    ) -> Int64 {
        guard let speed, let reader = places[strip].reader else {
            let next = feed(ring, strip, at: PlayPath.frame(position), loop: loop, frames: frames)
            return next * PlaySpeed.unit
        }
        var place = position
        _ = ring.write(frames: frames) { left, right, count in
            place = speed.read(reader, at: place, loop: loop, left: left, right: right, frames: count)
        }
        return place
    }

    private func feed(_ ring: SampleRing, _ strip: Int, at position: Int64, loop: Range<Int64>?, frames: Int) -> Int64
    {
        var place = position
        let reader = places[strip].reader
        _ = ring.write(frames: frames) { left, right, count in
            place = read(reader, at: place, loop: loop, left: left, right: right, frames: count)
        }
        return place
    }

    /// - Returns: the session frame that comes next; the loop's end stands for its start.
    private func read(
        _ reader: StemReader?, at position: Int64, loop: Range<Int64>?, left: UnsafeMutablePointer<Float>,
        right: UnsafeMutablePointer<Float>, frames: Int
    ) -> Int64 {
        guard let reader else {
            left.update(repeating: 0, count: frames)
            right.update(repeating: 0, count: frames)
            return follow(position, loop: loop, by: frames)
        }
        var place = position
        var done = 0
        while done < frames {
            var count = frames - done
            if let loop {
                if place == loop.upperBound { place = loop.lowerBound }
                count = Int(min(Int64(count), loop.upperBound - place))
            }
            reader.read(at: place, left: left + done, right: right + done, frames: count)
            done += count
            guard let loop, done < frames, count == loop.count else {
                place += Int64(count)
                continue
            }
            // The loop was read whole, and is heard again and again in this piece.
            let rest = frames - done
            again(left + done, rest, every: count)
            again(right + done, rest, every: count)
            return loop.lowerBound + Int64(rest % count)
        }
        return place
    }

    private func follow(_ position: Int64, loop: Range<Int64>?, by frames: Int) -> Int64 {
        let end = position + Int64(frames)
        guard let loop, end > loop.upperBound else { return end }
        return loop.lowerBound + (end - loop.upperBound) % Int64(loop.count)
    }
}

/// Fills `count` samples with what stands in the `period` samples before them.
private func again(_ samples: UnsafeMutablePointer<Float>, _ count: Int, every period: Int) {
    var known = period
    var done = 0
    while done < count {
        let piece = min(known, count - done)
        (samples + done).update(from: samples - period, count: piece)
        done += piece
        known += piece
    }
}
