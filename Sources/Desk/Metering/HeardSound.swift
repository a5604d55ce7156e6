public import AudioFiles
public import Realtime
import Synchronization

/// Keeps what is heard as a file, from the first sound to the last. The audio thread hands the samples over through a ring and never
/// waits; the file is written on a thread of its own.
///
/// - Thread: control.
// @unchecked: the writer belongs to whoever calls `keep`, one at a time; the fault is behind a lock.
public final class HeardSound: @unchecked Sendable {
    /// What an output fills.
    public let ring: SampleRing
    private let writer: AudioWriter
    private let pace = Pace()
    private let fault = Mutex<FileError?>(nil)

    // Belongs to `keep()`.
    private var left = [Float](repeating: 0, count: HeardSound.piece)
    private var right = [Float](repeating: 0, count: HeardSound.piece)
    private let nothing = [Float](repeating: 0, count: HeardSound.piece)
    private var hasBegun = false
    /// Frames without sound since the last: they are written when another comes.
    private var silence: Int64 = 0

    /// Frames that the writing may be late: 2.7 s at 48 kHz.
    private static let ringFrames = 131_072
    private static let piece = 4096
    /// Seconds between two looks at the ring.
    private static let interval = 0.05

    /// - Parameter writer: of a file at the session's sample rate.
    public init(_ writer: AudioWriter) {
        self.writer = writer
        ring = SampleRing(capacityFrames: HeardSound.ringFrames)
    }

    /// Keeps from now on, on a thread of its own.
    public func start() {
        pace.start("gainrider-heard", every: HeardSound.interval) { [self] in keep() }
    }

    /// Why nothing is kept any more, once.
    ///
    /// - Thread: any.
    public func takeFault() -> FileError? {
        fault.withLock { fault in
            defer { fault = nil }
            return fault
        }
    }

    /// Ends the thread and completes the file. Call it when nothing is rendered any more.
    ///
    /// - Returns: what was written.
    /// - Throws: as ``AudioWriter/finish()``; also after a fault, for nothing is left of the file then.
    public func finish() throws(FileError) -> AudioWriter.Summary {
        guard pace.stop() else { throw .cannotWrite(path: writer.path, reason: "the disk has not answered for 10 s") }
        _ = keep()
        return try writer.finish()
    }

    /// Writes what the audio thread has handed over since the last call.
    ///
    /// - Returns: whether to go on.
    func keep() -> Bool {
        // At most what the ring can hold: a source that is faster than this must not keep it here.
        for _ in 0...(ring.capacityFrames / HeardSound.piece) {
            let count = left.withUnsafeMutableBufferPointer { left in
                right.withUnsafeMutableBufferPointer { right in
                    guard let l = left.baseAddress, let r = right.baseAddress else { return 0 }
                    return ring.read(left: l, right: r, frames: HeardSound.piece)
                }
            }
            guard count > 0 else { return true }
            do throws(FileError) { try write(count) } catch {
                fault.withLock { $0 = error }
                return false
            }
        }
        return true
    }

    /// Writes a piece as far as something sounds in it.
    private func write(_ count: Int) throws(FileError) {
        func sounds(_ frame: Int) -> Bool { left[frame].bitPattern | right[frame].bitPattern != 0 }
        guard let last = (0..<count).last(where: sounds), let first = (0..<count).first(where: sounds) else {
            silence += Int64(count)
            return
        }
        if hasBegun { try writeSilence() }
        let start = hasBegun ? 0 : first
        hasBegun = true
        try left.withUnsafeBufferPointer { l throws(FileError) in
            try right.withUnsafeBufferPointer { r throws(FileError) in
                guard let l = l.baseAddress, let r = r.baseAddress else { return }
                try writer.write(left: l + start, right: r + start, frames: last + 1 - start)
            }
        }
        silence = Int64(count - last - 1)
    }

    private func writeSilence() throws(FileError) {
        while silence > 0 {
            let count = min(silence, Int64(HeardSound.piece))
            try nothing.withUnsafeBufferPointer { n throws(FileError) in
                guard let n = n.baseAddress else { return }
                try writer.write(left: n, right: n, frames: Int(count))
            }
            silence -= count
        }
    }
}
