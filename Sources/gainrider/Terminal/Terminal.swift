import Foundation

/// Standard output or standard error, which may be a terminal: colour and progress only there, and NO_COLOR respected.
struct Terminal {
    static let output = Terminal(1)
    static let error = Terminal(2)

    private let descriptor: Int32
    let isTerminal: Bool
    let hasColour: Bool
    /// Whether lines that were written can be written over.
    let canGoBack: Bool

    private init(_ descriptor: Int32) {
        self.descriptor = descriptor
        isTerminal = isatty(descriptor) != 0
        let environment = ProcessInfo.processInfo.environment
        canGoBack = isTerminal && environment["TERM"] != "dumb"
        hasColour = canGoBack && environment["NO_COLOR"] == nil
    }

    /// Columns of the terminal; 80 if it does not say.
    var columns: Int {
        var size = winsize()
        return ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }

    /// Lines of the terminal; 24 if it does not say.
    var rows: Int {
        var size = winsize()
        return ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_row > 0 ? Int(size.ws_row) : 24
    }

    func line(_ text: String) { write(text + "\n") }

    /// Everything, or as much as a reader that has gone away left us.
    func write(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR || errno == EAGAIN { continue }
                return
            }
            bytes = bytes.dropFirst(count)
        }
    }

    /// `1 strip`, `2 strips`.
    static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    func bold(_ text: String) -> String { hasColour ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
}

/// One line at the foot of the terminal that is written over; nothing when standard error is no terminal.
final class ProgressLine {
    private let label: String
    private let start = Date()
    private var lastShown = Date.distantPast
    private let terminal = Terminal.error

    init(_ label: String) { self.label = label }

    /// - Parameter part: of the whole, 0…1.
    func show(_ part: Double) {
        let now = Date()
        guard terminal.isTerminal, now.timeIntervalSince(lastShown) > 0.1 else { return }
        lastShown = now
        let elapsed = now.timeIntervalSince(start)
        let left = part > 0.02 ? "\(Int((elapsed * (1 - part) / part).rounded(.up))) s left" : ""
        let width = max(10, min(40, terminal.columns - label.count - 24))
        let done = Int(Double(width) * min(max(part, 0), 1))
        let bar = String(repeating: "█", count: done) + String(repeating: "░", count: width - done)
        terminal.write("\r\(label) \(bar) \(Int(part * 100)) % \(left)\u{1B}[K")
    }

    func end() {
        if terminal.isTerminal { terminal.write("\r\u{1B}[K") }
    }
}
