import Foundation
import Live

/// Keys of the terminal while mixing: read one by one, without Enter; the terminal is put back at the end.
enum Keys {
    nonisolated(unsafe) private static var saved: termios?  // touched by the desk's thread only
    nonisolated(unsafe) private static var reader = KeyReader()  // the same

    static var areWatched: Bool { saved != nil }

    /// Readable when a key was pressed; negative where no keys are watched.
    static var descriptor: Int32 { areWatched ? STDIN_FILENO : -1 }

    static func watch() {
        guard isatty(STDIN_FILENO) != 0 else { return }
        var mode = termios()
        guard tcgetattr(STDIN_FILENO, &mode) == 0 else { return }
        saved = mode
        mode.c_lflag &= ~tcflag_t(ICANON | ECHO)
        withUnsafeMutableBytes(of: &mode.c_cc) { bytes in
            bytes[Int(VMIN)] = 0
            bytes[Int(VTIME)] = 0
        }
        tcsetattr(STDIN_FILENO, TCSANOW, &mode)
    }

    static func release() {
        guard var mode = saved else { return }
        tcsetattr(STDIN_FILENO, TCSANOW, &mode)
        saved = nil
    }

    static func take() -> [Key] {
        guard areWatched else { return [] }
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = read(STDIN_FILENO, &bytes, bytes.count)
        return count > 0 ? reader.take(bytes.prefix(count)) : []
    }
}
