import ArgumentParser
import AudioFiles
import Desk
import Foundation
import SessionStore

/// The SONG of the command line: a session's folder with or without `.gainrider`.
struct SessionArgument: ParsableArguments {
    @Argument(help: "The session: its folder, with or without .gainrider.", completion: .directory)
    var song: String

    var location: SessionLocation { SessionLocation(song) }

    /// Opens the session and tells on standard error what was recovered or cannot be stored.
    func open() throws -> SessionStore {
        do {
            let store = try SessionStore.open(at: location)
            for notice in store.notices { Terminal.error.line("gainrider: \(notice)") }
            return store
        } catch let error as SessionStoreError {
            throw Failure(error)
        }
    }
}

extension Studio {
    /// Tells what is wrong with the session's audio files; the rest plays.
    ///
    /// - Parameter known: told already; some faults are found only when the place is read.
    @discardableResult
    func tellFaults(besides known: [String]? = nil) -> [String] {
        // Files are compared beside the sound, and what comes of that is told at the end; live also as it is found.
        if known == nil { stems.start() } else if isLive { stems.cancel() } else { stems.finish() }
        let known = (known ?? []) + stems.told
        let faults = self.faults
        let new = faults.filter { !known.contains($0) }
        for fault in new { Terminal.error.line("gainrider: \(fault)") }
        if !new.isEmpty, disk.faults.contains(where: \.error.isLoss) {
            let song = store.location.folder
            Terminal.error.line(
                "gainrider: files that have moved are found with: gainrider session relink \(song) FOLDER")
        }
        return faults
    }
}

extension FileError {
    /// Whether the file that the session knows is not there.
    fileprivate var isLoss: Bool {
        switch self {
        case .notFound, .changed: true
        default: false
        }
    }
}

/// Set by SIGINT and SIGTERM: the command ends cleanly at the next occasion.
enum Interruption {
    // Proof: one word that a handler only ever sets to 1; it may write nothing larger (sig_atomic_t).
    nonisolated(unsafe) private static var flag: sig_atomic_t = 0

    static func watch() {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in Interruption.flag = 1 }
        // Without SA_RESTART: a call that waits for somebody returns.
        for number in [SIGINT, SIGTERM, SIGHUP] { sigaction(number, &action, nil) }
    }

    static var isRequested: Bool { flag != 0 }

    static func request() { flag = 1 }

    /// Waits for the next one, to leave for good.
    static func withdraw() { flag = 0 }

    /// Throws the exit code of an interrupted command.
    static func check() throws { if isRequested { throw ExitCode(130) } }
}
