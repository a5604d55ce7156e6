import Glibc

/// Writing to targets that may block: a pipe whose reader does nothing, a stopped terminal.
public enum PatientOutput {
    /// `write(2)`, or what stands for it in a test.
    public typealias Write = @Sendable (Int32, UnsafeRawPointer?, Int) -> Int

    /// The system's own.
    public static let systemWrite: Write = { Glibc.write($0, $1, $2) }

    /// A pipe that has room at all has room for so many bytes: to write no more never waits.
    private static let piece = 4096
    /// Milliseconds between two looks at whether it is still wanted.
    private static let interval: Int32 = 100

    /// Writes all bytes, waiting as long as that takes.
    ///
    /// - Parameter isInterrupted: asked ten times a second while nothing can be written.
    /// - Returns: `nil`, or `errno`: `EINTR` if it was interrupted.
    /// - Thread: any but the audio thread.
    public static func write(
        _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, isInterrupted: () -> Bool,
        by write: Write = systemWrite
    ) -> Int32? {
        guard let base = bytes.baseAddress else { return nil }
        let mayWait = mayWait(descriptor)
        var done = 0
        while done < bytes.count {
            if mayWait, let failure = waitForRoom(descriptor, isInterrupted) { return failure }
            let wanted = mayWait ? min(piece, bytes.count - done) : bytes.count - done
            let written = write(descriptor, base + done, wanted)
            if written > 0 {
                done += written
            } else if written == 0 {
                return ENOSPC
            } else if errno == EAGAIN {
                if let failure = waitForRoom(descriptor, isInterrupted) { return failure }
            } else if errno != EINTR {
                return errno
            }
        }
        return nil
    }

    /// Opens something for writing that is no plain file; a pipe that nobody reads is waited for.
    /// - Returns: the descriptor, or `nil` and `errno`.
    static func open(_ path: String, isInterrupted: () -> Bool) -> (descriptor: Int32?, failure: Int32) {
        while true {
            let descriptor = Glibc.open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
            if descriptor >= 0 { return (descriptor, 0) }
            // ENXIO: a pipe without a reader.
            guard errno == ENXIO || errno == EINTR else { return (nil, errno) }
            if isInterrupted() { return (nil, EINTR) }
            usleep(UInt32(interval) * 1000)
        }
    }

    private static func mayWait(_ descriptor: Int32) -> Bool {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return false }
        return [S_IFIFO, S_IFSOCK, S_IFCHR].contains(status.st_mode & S_IFMT)
    }

    private static func waitForRoom(_ descriptor: Int32, _ isInterrupted: () -> Bool) -> Int32? {
        var waited = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        // After an interruption the rest still gets a moment: the reader may only be slow.
        var patience = 3
        while poll(&waited, 1, interval) <= 0 {
            if isInterrupted() { patience -= 1 }
            if patience == 0 { return EINTR }
        }
        return nil
    }
}
