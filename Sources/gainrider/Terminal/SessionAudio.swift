import AudioFiles
import Foundation
import MixModel
import SessionStore
import Units

/// Audio files on their way into a session: copied into its folder, or left where they are and named from there.
struct SessionAudio {
    let location: SessionLocation
    let isInPlace: Bool
    /// What is to be copied, and under which name.
    private(set) var copies: [(from: String, to: String)] = []
    private var taken: Set<String> = []
    /// Files that were copied, for taking them away again.
    private var made: [String] = []

    /// - Parameter isInPlace: whether files are left where they are.
    init(_ location: SessionLocation, isInPlace: Bool) {
        self.location = location
        self.isInPlace = isInPlace
        let present = (try? FileManager.default.contentsOfDirectory(atPath: location.audio)) ?? []
        taken = Set(present.map { $0.lowercased() })
    }

    /// What the session will say of a file; with its copy noted, where it is to be copied.
    mutating func source(of verification: Verification) -> Source {
        let properties = verification.properties
        let path = URL(fileURLWithPath: properties.path).standardizedFileURL.path
        let place: String
        if isInPlace {
            place = location.relativePath(of: path)
        } else {
            let name = unused(URL(fileURLWithPath: path).lastPathComponent)
            copies.append((properties.path, name))
            place = "audio/\(name)"
        }
        return Source(
            path: place, fingerprint: verification.fingerprint, channels: properties.channels,
            sampleRate: properties.sampleRate, frames: properties.frames)
    }

    /// Copies what is to be copied.
    ///
    /// - Parameter outcome: what has become of the session if that fails, for the message.
    mutating func copy(orElse outcome: String) throws {
        for copy in copies {
            let target = "\(location.audio)/\(copy.to)"
            do {
                try FileCopy.copy(copy.from, to: target) { Interruption.isRequested }
                made.append(target)
            } catch {
                throw failure(copy.from, error, outcome)
            }
        }
    }

    /// Takes the copies away again that were made.
    mutating func removeCopies() {
        for file in made { unlink(file) }
        made = []
    }

    private func failure(_ file: String, _ error: FileError, _ outcome: String) -> Failure {
        let reason =
            switch error {
            case .diskFull: "the disk is full; make room, or leave the files where they are with --in-place"
            default: "\(error)"
            }
        return Failure(
            Failure.code(of: error),
            "gainrider: cannot copy \(VisibleText.line(file)) into the session: \(reason); \(outcome)")
    }

    /// A name that no other file in the session's folder has, without regard to case.
    private mutating func unused(_ name: String) -> String {
        var candidate = name
        var number = 2
        while !taken.insert(candidate.lowercased()).inserted {
            let file = URL(fileURLWithPath: name)
            candidate = "\(file.deletingPathExtension().lastPathComponent)-\(number).\(file.pathExtension)"
            number += 1
        }
        return candidate
    }
}
