import Units

/// Reads a strip's sound along a path: at another speed than its own, backwards, round and round in a loop.
///
/// - Thread: whoever has taken the strip.
struct SpeedReader {
    private let speed: PlaySpeed
    private let interpolator: Interpolator
    /// Frames made in one piece, so that what is read for them fits a cache.
    private static let piece = 1024

    init(_ speed: PlaySpeed) {
        self.speed = speed
        interpolator = Interpolator(speed)
    }

    /// Makes frames from a place on.
    ///
    /// - Parameter position: in parts of a session frame.
    /// - Returns: the place that comes next.
    func read(
        _ reader: StemReader, at position: Int64, loop: Range<Int64>?, left: UnsafeMutablePointer<Float>,
        right: UnsafeMutablePointer<Float>, frames: Int
    ) -> Int64 {
        var path = PlayPath(origin: position, speed: speed, loop: loop)
        var done = 0
        while done < frames {
            let toSeam = path.framesToSeam ?? .max
            let count = Int(min(Int64(min(frames - done, SpeedReader.piece)), max(1, toSeam)))
            make(reader, path.origin, left: left + done, right: right + done, frames: count)
            path.origin = path.parts(after: Int64(count))
            done += count
        }
        return path.origin
    }

    private func make(
        _ reader: StemReader, _ origin: Int64, left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>,
        frames: Int
    ) {
        let last = origin + Int64(speed.parts) * Int64(frames - 1)
        let first = PlayPath.frame(min(origin, last))
        if speed.parts == -Int32(PlaySpeed.unit), origin % PlaySpeed.unit == 0 {
            // Every frame is one of the sound's own.
            reader.read(at: first, left: left, right: right, frames: frames)
            for side in [left, right] {
                var samples = UnsafeMutableBufferPointer(start: side, count: frames)
                samples.reverse()
            }
            return
        }
        let reach = interpolator.reach
        let begin = first - Int64(reach)
        let count = Int(PlayPath.frame(max(origin, last)) - begin) + reach + 1
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * count) { room in
            guard let start = room.baseAddress else { return }
            reader.read(at: begin, left: start, right: start + count, frames: count)
            interpolator.make(
                from: origin - begin * PlaySpeed.unit, (UnsafePointer(start), UnsafePointer(start + count)),
                left: left, right: right, frames: frames)
        }
    }
}
