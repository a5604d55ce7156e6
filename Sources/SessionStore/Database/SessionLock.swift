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

    deinit {
        // Explicitly: a child that is being started holds a copy of the descriptor until it runs its program, and would keep the
        // lock.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Takes the lock if nobody has it; never waits, and follows no link.
    static func take(_ path: String) -> Outcome {
        if case .other(let kind) = SessionFile.kind(path) {
            return .denied("\(path.lastPart) is \(kind); take it away")
        }
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o644)
        guard descriptor >= 0 else { return .denied(String(cString: strerror(errno))) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let isBusy = errno == EWOULDBLOCK
            let reason = String(cString: strerror(errno))
            defer { close(descriptor) }
            guard isBusy else { return .denied(reason) }
            return .busy(process: note(in: descriptor).flatMap { $0.isEmpty ? nil : $0 })
        }
        // Only for another program's message: that it cannot be written does no harm. A file with any other content stays: it may
        // have a second name somewhere else.
        if note(in: descriptor) != nil {
            let text = Array("\(getpid())\n".utf8)
            if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, text, text.count, 0) }
        }
        return .held(SessionLock(descriptor: descriptor))
    }

    /// The process number that was left in the file, empty for none; `nil` if something else is in it.
    private static func note(in descriptor: Int32) -> String? {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard (0..<bytes.count).contains(count) else { return nil }
        let digits = bytes.prefix(count).prefix { (48...57).contains($0) }
        let rest = bytes[digits.count..<count]
        guard rest.isEmpty || rest.elementsEqual([10]) else { return nil }
        return String(decoding: digits, as: UTF8.self)
    }
}
