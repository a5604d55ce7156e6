import AudioFiles
import Foundation
import Synchronization
import Texts
import Units

/// Standard output or standard error, which may be a terminal: colour and progress only there, and NO_COLOR respected.
///
/// What is printed comes from files and devices too: lines go out with their control characters escaped. A write that fails is
/// kept for the end of the command; a reader that has gone away is no failure.
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

    /// A text for people, of one line or several.
    func line(_ text: String) { write(VisibleText.lines(text) + "\n") }

    /// The same, the first words in bold where there is colour.
    func line(bold: String, _ text: String) {
        let words = VisibleText.lines(bold)
        write((hasColour ? "\u{1B}[1m\(words)\u{1B}[0m" : words) + VisibleText.lines(text) + "\n")
    }

    /// Exactly these letters: results for programs, and pictures of which every part is known.
    func write(_ text: String) {
        guard fault == 0 else { return }
        var text = text
        let code = text.withUTF8 {
            PatientOutput.write(
                UnsafeRawBufferPointer($0), to: descriptor, isInterrupted: { Interruption.isRequested })
        }
        if let code { fault = code }
    }

    // MARK: What could not be written

    // Of standard output and standard error, from any thread.
    private static let outputFault = Atomic<Int32>(0)
    private static let errorFault = Atomic<Int32>(0)

    /// `errno` of the first write that failed; 0 if none did.
    private var fault: Int32 {
        get {
            descriptor == STDOUT_FILENO
                ? Terminal.outputFault.load(ordering: .relaxed) : Terminal.errorFault.load(ordering: .relaxed)
        }
        nonmutating set {
            if descriptor == STDOUT_FILENO {
                Terminal.outputFault.store(newValue, ordering: .relaxed)
            } else {
                Terminal.errorFault.store(newValue, ordering: .relaxed)
            }
        }
    }

    /// Whether the reader has gone away, so that nothing need be said any more.
    var isGone: Bool { fault == EPIPE }

    /// Why something that was printed is not where it belongs.
    var failure: Failure? {
        switch fault {
        case 0, EPIPE, EINTR: nil
        case let code: Failure(FileError.writing("standard output", code))
        }
    }

    /// Ends a command that has not said what it was asked for.
    func check() throws { if let failure { throw failure } }

    /// `1 strip`, `2 strips`.
    static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

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
        let width = max(10, min(40, terminal.columns - TextWidth.columns(label) - 24))
        let done = Int(Double(width) * min(max(part, 0), 1))
        let bar = String(repeating: "█", count: done) + String(repeating: "░", count: width - done)
        terminal.write("\r\(label) \(bar) \(Int(part * 100)) % \(left)\u{1B}[K")
    }

    func end() {
        if terminal.isTerminal { terminal.write("\r\u{1B}[K") }
    }
}
