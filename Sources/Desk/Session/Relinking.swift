public import AudioFiles
import Foundation
public import MixModel
public import SessionStore

/// Finds the audio files of a session in a folder and all folders in it: by name first, then by what they are, and always by
/// their fingerprints. A file that is another recording is only taken if that is asked for.
///
/// - Thread: one at a time, not audio.
public struct Relinking {
    /// What became of one source.
    public enum Outcome: Sendable, Hashable {
        /// The file is where the session says, and is the one that the session knows.
        case inPlace
        /// The same file is elsewhere.
        case found(Source)
        /// Another recording of the same name is to be played from now on.
        case replaced(Source)
        /// There is another recording of the same name; it was not taken.
        case other(path: String)
        /// There is neither.
        case missing
    }

    /// Asked while whole files are read; what ``find(_:)`` says after that means nothing.
    public var isInterrupted: @Sendable () -> Bool = { false }

    private let location: SessionLocation
    private let replaces: Bool
    /// Audio files, the nearest to the folder first.
    private let files: [String]
    // By the bytes of their paths: two names that are one text may be two files.
    private var fingerprints: [[UInt8]: String] = [:]
    private var properties: [[UInt8]: AudioFile.Properties?] = [:]

    /// - Parameters:
    ///   - folder: to look in; hidden files and folders are passed over.
    ///   - replaces: whether a file of the right name is taken although it is another recording.
    /// - Throws: ``FileError/notFound(path:)``, ``FileError/notAFolder(path:)``.
    public init(_ location: SessionLocation, in folder: String, replaces: Bool) throws(FileError) {
        self.location = location
        self.replaces = replaces
        // Says what is wrong with the folder itself.
        _ = try StemFolder(path: folder)
        let base = URL(fileURLWithPath: folder).standardizedFileURL
        let walk = FileManager.default.enumerator(
            at: base, includingPropertiesForKeys: nil, options: .skipsHiddenFiles)
        var found: [URL] = []
        while let file = walk?.nextObject() as? URL {
            if StemFolder.audioEndings.contains(file.pathExtension.lowercased()) { found.append(file) }
        }
        files = found.map { $0.standardizedFileURL.path }.sorted { a, b in
            let depths = [a, b].map { $0.utf8.count { $0 == UInt8(ascii: "/") } }
            return depths[0] == depths[1] ? a < b : depths[0] < depths[1]
        }
    }

    /// Looks for the file of one source. Reads whole files: their fingerprints are taken.
    public mutating func find(_ source: Source) -> Outcome {
        let present = location.path(of: source.path)
        if isSame(present, source) { return .inPlace }
        let name = source.path.split(separator: "/").last.map { $0.lowercased() } ?? ""
        let lastBytes = Array(source.path.utf8.split(separator: UInt8(ascii: "/")).last ?? [])
        func isExact(_ path: String) -> Bool {
            path.utf8.split(separator: UInt8(ascii: "/")).last?.elementsEqual(lastBytes) ?? false
        }
        // Exact matches first, then those that ignore case.
        let alike = files.filter { $0.split(separator: "/").last?.lowercased() == name }
        let named = alike.filter(isExact) + alike.filter { !isExact($0) }
        let others = files.filter { $0.split(separator: "/").last?.lowercased() != name && hasShape($0, of: source) }
        if let path = (named + others).first(where: { isSame($0, source) }) {
            var found = source
            found.path = location.relativePath(of: path)
            return .found(found)
        }
        guard let path = named.first else { return .missing }
        guard replaces, let file = try? AudioFile.verify(path, isInterrupted: isInterrupted) else {
            return .other(path: path)
        }
        return .replaced(
            Source(
                path: location.relativePath(of: path), fingerprint: file.fingerprint,
                channels: file.properties.channels, sampleRate: file.properties.sampleRate,
                frames: file.properties.frames))
    }

    private mutating func isSame(_ path: String, _ source: Source) -> Bool {
        let key = Array(path.utf8)
        let known = fingerprints[key]
        let fingerprint = known ?? ((try? AudioFile.fingerprint(path, isInterrupted: isInterrupted)) ?? "")
        if known == nil { fingerprints[key] = fingerprint }
        return !fingerprint.isEmpty && fingerprint == source.fingerprint
    }

    /// Whether a file may be the one by its header, so that the others need not be read. Its length is left out: the header of a
    /// packed file that was cut short promises more than the session knows it to have.
    private mutating func hasShape(_ path: String, of source: Source) -> Bool {
        let key = Array(path.utf8)
        let known = properties[key]
        let found = known ?? (try? AudioFile.probe(path))
        if known == nil { properties[key] = .some(found) }
        return found?.channels == source.channels && found?.sampleRate == source.sampleRate
            && (found?.frames ?? 0) >= source.frames
    }
}
