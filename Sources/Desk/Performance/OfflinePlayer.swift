public import AudioFiles
public import Engine
public import Units

/// Renders an engine as fast as the machine can, with its disk read in between: the same path as live, without the clock.
///
/// - Thread: one, the caller's, which is the audio thread here.
public final class OfflinePlayer {
    private let engine: Engine
    private let disk: DiskReader
    /// Frames rendered at a time, 1 or more; changes no bit of the result.
    private let blockSize: Int
    private let left: UnsafeMutablePointer<Float>
    private let right: UnsafeMutablePointer<Float>

    /// - Parameter blockSize: 1…65536; what the disk does not read ahead in one piece is rendered in several.
    public init(engine: Engine, disk: DiskReader, blockSize: Int) {
        self.engine = engine
        self.disk = disk
        self.blockSize = max(1, min(blockSize, 65_536, disk.capacity))
        left = .allocate(capacity: self.blockSize)
        right = .allocate(capacity: self.blockSize)
    }

    deinit {
        left.deallocate()
        right.deallocate()
    }

    /// Renders `frames` frames and hands them out block by block.
    ///
    /// - Parameter receive: left, right (valid during the call), frames.
    public func render(
        _ frames: FramePosition,
        _ receive: (UnsafePointer<Float>, UnsafePointer<Float>, Int) throws -> Void
    ) rethrows {
        var rest = frames
        while rest > 0 {
            let count = Int(min(Int64(blockSize), rest))
            disk.fill(frames: count)
            engine.render(left: left, right: right, frames: count)
            try receive(left, right, count)
            rest -= Int64(count)
        }
    }
}
