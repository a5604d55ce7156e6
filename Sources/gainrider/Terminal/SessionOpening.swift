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
        if known == nil, !isLive { ReadingWatch.begin(disk) }
        // Files are compared beside the sound, and what comes of that is told at the end; live also as it is found.
        if known == nil { stems.start() } else if isLive { stems.cancel() } else { stems.finish() }
        // Live the loop tells what a comparison finds, even if it is known here already.
        let isLoops = known == nil && isLive
        let known = (known ?? []) + stems.told
        let faults = self.faults
        let found = isLoops ? stems.differences : []
        let new = faults.filter { !known.contains($0) && !found.contains($0) }
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
