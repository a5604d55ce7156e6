import Foundation

/// The right to write a session: an advisory lock on a file of its own, given up when the process ends, however it ends.
final class SessionLock: Sendable {
    private let descriptor: Int32

    /// What came of the wish to write.
    enum Outcome {
        case held(SessionLock)
        /// Another program has it; its process number, if it left one.
        case busy(process: String?)
        /// Nothing may be written here, for the system's reason.
        case denied(String)
    }

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Takes the lock if nobody has it; never waits.
    static func take(_ path: String) -> Outcome {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return .denied(String(cString: strerror(errno))) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let isBusy = errno == EWOULDBLOCK
            let reason = String(cString: strerror(errno))
            defer { close(descriptor) }
            guard isBusy else { return .denied(reason) }
            var bytes = [UInt8](repeating: 0, count: 20)
            let count = pread(descriptor, &bytes, bytes.count, 0)
            let process = String(
                decoding: bytes.prefix(max(0, count)).prefix { (48...57).contains($0) }, as: UTF8.self)
            return .busy(process: process.isEmpty ? nil : process)
        }
        // For the other one's message only: that it cannot be written does no harm.
        let text = Array("\(getpid())\n".utf8)
        if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, text, text.count, 0) }
        return .held(SessionLock(descriptor: descriptor))
    }
}
