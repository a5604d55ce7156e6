import Glibc

/// Wakes a thread that waits in poll(2), from any other, and never waits itself.
final class WakeUp: Sendable {
    /// Readable when somebody has called.
    let descriptor: Int32
    private let far: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        // Without descriptors nobody can be woken: waits then end by themselves, as they all do.
        if pipe(&ends) == 0 { for end in ends { end.setUpForPolling() } }
        (descriptor, far) = (ends[0], ends[1])
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        if far >= 0 { close(far) }
    }

    /// - Thread: any but audio.
    func call() {
        var byte: UInt8 = 1
        // A full pipe has been called often enough.
        _ = write(far, &byte, 1)
    }

    /// Forgets all calls so far.
    func clear() {
        var bytes = [UInt8](repeating: 0, count: 256)
        while read(descriptor, &bytes, bytes.count) == bytes.count {}
    }
}

extension Int32 {
    /// Of a descriptor: no call waits, and no child inherits it.
    func setUpForPolling() {
        _ = fcntl(self, F_SETFL, fcntl(self, F_GETFL) | O_NONBLOCK)
        _ = fcntl(self, F_SETFD, FD_CLOEXEC)
    }
}
