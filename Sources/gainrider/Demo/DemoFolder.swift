import AudioFiles
import Demonstration
import Desk
import Foundation
import MixModel
import SessionStore

/// The files that a demonstration leaves.
struct DemoFolder {
    let folder: String
    var stems: String { folder + "/stems" }
    var session: SessionLocation { SessionLocation(folder + "/Demo") }
    var performance: String { folder + "/performance.yaml" }
    var mix: String { folder + "/mix.wav" }
    var picture: String { folder + "/automation.svg" }
    private(set) var stemPaths: [String] = []

    /// Makes the folder, or takes the place of an earlier demonstration; anything else there is left alone.
    init(_ folder: String) throws {
        self.folder = folder
        let files = FileManager.default
        if files.fileExists(atPath: folder) {
            let contents = (try? files.contentsOfDirectory(atPath: folder)) ?? ["?"]
            let own: Set<String> = ["stems", "Demo.gainrider", "performance.yaml", "mix.wav", "automation.svg"]
            guard contents.allSatisfy(own.contains) else {
                throw Failure(
                    .cannotCreate,
                    "gainrider: \(folder) holds other files; choose another folder: gainrider demo FOLDER")
            }
            for name in contents { try files.removeItem(atPath: "\(folder)/\(name)") }
        }
        do {
            try files.createDirectory(atPath: folder + "/stems", withIntermediateDirectories: true)
            try DemoPerformance.text.write(toFile: performance, atomically: true, encoding: .utf8)
        } catch {
            throw Failure(.cannotCreate, "gainrider: cannot make \(folder): \(error.localizedDescription)")
        }
        stemPaths = DemoFolder.names.enumerated().map { "\(folder)/stems/\($0.offset + 1)_\($0.element).wav" }
    }

    /// File names of the parts, in the order of `DemoSong.stems()`.
    private static let names = [
        "Kick", "Snare", "Hats", "Percussion", "Bass", "Keys", "Guitar", "Voice", "Lead", "Strings",
    ]

    func writeStems() throws {
        for (stem, path) in zip(DemoSong.stems(), stemPaths) {
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

    func writePicture(_ drawing: AutomationPicture) throws {
        do {
            try drawing.svg().write(toFile: picture, atomically: true, encoding: .utf8)
        } catch {
            throw Failure(.cannotCreate, "gainrider: cannot write \(picture): \(error.localizedDescription)")
        }
    }
}
