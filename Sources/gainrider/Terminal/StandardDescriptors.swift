import Foundation

/// Descriptors 0 to 2, which a program may be started without. The next file that was opened would get the number then, and with
/// it everything that is printed.
enum StandardDescriptors {
    /// Whether the program was started without a standard output.
    nonisolated(unsafe) private(set) static var isOutputClosed = false  // written once, before anything else runs

    /// Opens those that are closed on `/dev/null`. Called before anything else is opened.
    static func open() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            if descriptor == STDOUT_FILENO { isOutputClosed = true }
            // The lowest free number is given.
            guard Foundation.open("/dev/null", O_RDWR) == descriptor else { _exit(Failure.Code.inputOutput.rawValue) }
        }
    }

    /// Refuses to give a result to nobody.
    static func requireOutput() throws {
        guard !isOutputClosed else {
            throw Failure(.inputOutput, "gainrider: standard output is closed; nothing can be written to it")
        }
    }
}
