import ArgumentParser
import Foundation

/// A file that a person names as input, or standard input. A pipe may be waited for, and Ctrl-C ends that.
enum InputText {
    /// Larger files are refused: nobody writes them by hand.
    private static let limit = 256 << 20
    /// Milliseconds between two looks at whether the input is still wanted.
    private static let interval: Int32 = 100

    /// - Parameter path: - is standard input.
    static func read(_ path: String) throws -> String {
        guard let text = String(validating: try bytes(path), as: UTF8.self) else {
            throw Failure(.badData, "gainrider: \(name(path)) is not UTF-8 text")
        }
        return text
    }

    /// The same of any content.
    static func bytes(_ path: String) throws -> [UInt8] {
        if path == "-" { return try bytes(of: STDIN_FILENO, named: name(path)) }
        // A pipe that nobody writes to must not be waited for here.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let reason = errno == ENOENT ? "does not exist" : "cannot be read: \(String(cString: strerror(errno)))"
            throw Failure(.missingInput, "gainrider: \(path) \(reason)")
        }
        defer { close(descriptor) }
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            throw Failure(.missingInput, "gainrider: \(path) is a folder, expected a file")
        }
        return try bytes(of: descriptor, named: path)
    }

    private static func name(_ path: String) -> String { path == "-" ? "standard input" : path }

    private static func bytes(of descriptor: Int32, named name: String) throws -> [UInt8] {
        var result: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            var waited = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            while poll(&waited, 1, interval) <= 0 { try Interruption.check() }
            let count = Foundation.read(descriptor, &piece, piece.count)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count >= 0 else {
                throw Failure(.inputOutput, "gainrider: \(name) cannot be read: \(String(cString: strerror(errno)))")
            }
            guard count > 0 else { return result }
            result += piece[..<count]
            guard result.count <= limit else { throw Failure(.badData, "gainrider: \(name) is larger than 256 MiB") }
            try Interruption.check()
        }
    }
}
