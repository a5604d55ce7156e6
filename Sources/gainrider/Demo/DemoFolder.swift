import AudioFiles
import Demonstration
import Desk
import Foundation
import MixModel
import SessionStore

/// The files that a demonstration leaves.
struct DemoFolder {
    let folder: String
    var session: SessionLocation { SessionLocation(folder + "/Demo") }
    var performance: String { path("performance.yaml") }
    var mix: String { path("mix.wav") }
    var picture: String { path("automation.svg") }
    var stemPaths: [String] { DemoFolder.stems.map(path) }
    private var mark: DemoMark

    private static let stems = DemoFolder.names.enumerated().map { "stems/\($0.offset + 1)_\($0.element).wav" }
    /// All files but the session's.
    private static let files = stems + ["performance.yaml", "mix.wav", "automation.svg"]

    /// Makes the folder, or takes the place of an earlier demonstration; anything else there is left alone.
    init(_ folder: String) throws {
        self.folder = folder
        mark = DemoMark(folder)
        let strangers = foreign
        guard strangers.isEmpty else {
            throw Failure(
                .cannotCreate,
                lines: strangers.map { "gainrider: \($0) was not made by the demonstration, or was changed since" }
                    + [
                        "gainrider: nothing was touched; choose another folder: gainrider demo FOLDER"
                    ])
        }
        for file in DemoFolder.files where DemoFolder.isTaken(path(file)) {
            unlink(path(file))
            mark.remove(file)
        }
        if DemoFolder.isTaken(session.folder) { session.removeNew() }
        do {
            try FileManager.default.createDirectory(atPath: path("stems"), withIntermediateDirectories: true)
            try DemoPerformance.text.write(toFile: performance, atomically: true, encoding: .utf8)
        } catch {
            throw Failure(.cannotCreate, "gainrider: cannot make \(folder): \(error.localizedDescription)")
        }
        try mark.add(file: "performance.yaml")
    }

    private func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// What stands where the demonstration's files belong, and is none of them.
    private var foreign: [String] {
        var found = DemoFolder.files.filter { DemoFolder.isTaken(path($0)) && !mark.owns(file: $0) }
        if DemoFolder.isTaken(session.folder), !mark.owns(session: session) { found.append("Demo.gainrider") }
        if DemoFolder.isTaken(path("stems")), !DemoMark.isPlainFolder(path("stems")) { found.append("stems") }
        // Something else that has the mark's name.
        if DemoFolder.isTaken(path(DemoMark.name)), !mark.isThere { found.append(DemoMark.name) }
        return found.map(path)
    }

    /// Whether anything stands there, a link to nothing too.
    private static func isTaken(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// Notes that these are ours, once they are complete.
    mutating func keep(_ store: SessionStore) throws { try mark.add(session: store) }
    mutating func keepMix() throws { try mark.add(file: "mix.wav") }

    /// File names of the parts, in the order of `DemoSong.stems()`.
    private static let names = [
        "Kick", "Snare", "Hats", "Percussion", "Bass", "Keys", "Guitar", "Voice", "Lead", "Strings",
    ]

    mutating func writeStems() throws {
        for (stem, name) in zip(DemoSong.stems(), DemoFolder.stems) {
            try Interruption.check()
            let path = path(name)
            do {
                let writer = try AudioWriter(path: path, format: .wav24, sampleRate: DemoSong.sampleRate)
                let right = stem.channels == 2 ? stem.right : stem.left
                var take = Take(length: Int64(stem.left.count))
                stem.left.withUnsafeBufferPointer { left in
                    right.withUnsafeBufferPointer { right in
                        guard let l = left.baseAddress, let r = right.baseAddress else { return }
                        take.add(l, r, frames: left.count, at: 0)
                    }
                }
                try take.write(to: writer)
                try writer.finish()
            } catch {
                throw Failure(error)
            }
            try mark.add(file: name)
        }
    }

    func makeSession() throws -> SessionStore {
        var mix = Mix(sampleRate: DemoSong.sampleRate)
        for (name, path) in zip(DemoFolder.names, stemPaths) {
            do {
                let found = try AudioFile.verify(path)
                let source = Source(
                    path: "../stems/" + URL(fileURLWithPath: path).lastPathComponent, fingerprint: found.fingerprint,
                    channels: found.properties.channels, sampleRate: found.properties.sampleRate,
                    frames: found.properties.frames)
                mix.strips.append(Strip(name: name, source: source))
            } catch {
                throw Failure(error)
            }
        }
        mix.markers = DemoSong.sections.map { Marker(name: $0.name, position: $0.start) }
        do {
            return try SessionStore.create(at: session, document: SessionDocument(mix: mix))
        } catch let error as SessionStoreError {
            throw Failure(error)
        }
    }

    mutating func writePicture(_ drawing: AutomationPicture) throws {
        do {
            try drawing.svg().write(toFile: picture, atomically: true, encoding: .utf8)
        } catch {
            throw Failure(.cannotCreate, "gainrider: cannot write \(picture): \(error.localizedDescription)")
        }
        try mark.add(file: "automation.svg")
    }
}
