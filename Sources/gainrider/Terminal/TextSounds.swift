import AudioFiles
import Foundation
import MixModel
import SessionStore

/// Finds out what a session's text does not say about the files that it names.
struct TextSounds {
    /// The session that the text is for.
    let location: SessionLocation
    /// The text's own folder; the working folder for standard input.
    private let folder: String

    /// - Parameter file: the text; - is standard input.
    init(for location: SessionLocation, text file: String) {
        self.location = location
        let text = URL(fileURLWithPath: file == "-" ? "./-" : file).standardizedFileURL
        folder = text.deletingLastPathComponent().path
    }

    /// A relative path starts at the session's folder; what is not there is looked for beside the text, and named from the
    /// session's folder then.
    func find(_ path: String) -> FoundSound {
        let place = location.path(of: path)
        let beside = path.hasPrefix("/") ? place : folder + "/" + path
        let isInPlace = FileManager.default.fileExists(atPath: place)
        guard !Interruption.isRequested else { return .nothing(reason: "interrupted") }
        do {
            let found = try AudioFile.verify(isInPlace ? place : beside)
            for fault in found.faults { Terminal.error.line("gainrider: \(fault)") }
            var audio = SessionAudio(location, isInPlace: true)
            var source = audio.source(of: found)
            if isInPlace { source.path = path }
            return .source(source)
        } catch FileError.notFound {
            let places = place == beside ? place : "\(place) or \(beside)"
            return .nothing(reason: "there is no \(places); write its path from the session's folder")
        } catch {
            return .nothing(reason: error.description)
        }
    }
}
