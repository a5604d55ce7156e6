import Foundation

/// Keys of the terminal while mixing: read one by one, without Enter; the terminal is put back at the end.
enum Keys {
    enum Key { case playOrStop, toStart, undo, redo, compare, nextReference, measureAnew, clearMeters, quit }

    nonisolated(unsafe) private static var saved: termios?  // touched by the desk's thread only

    static var areWatched: Bool { saved != nil }

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
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = read(STDIN_FILENO, &bytes, bytes.count)
        guard count > 0 else { return [] }
        return bytes.prefix(count).compactMap { byte in
            switch byte {
            case UInt8(ascii: " "): .playOrStop
            case UInt8(ascii: "0"): .toStart
            case UInt8(ascii: "u"): .undo
            case UInt8(ascii: "r"): .redo
            case UInt8(ascii: "b"): .compare
            case UInt8(ascii: "n"): .nextReference
            case UInt8(ascii: "l"): .measureAnew
            case UInt8(ascii: "c"): .clearMeters
            case UInt8(ascii: "q"): .quit
            default: nil
            }
        }
    }
}
