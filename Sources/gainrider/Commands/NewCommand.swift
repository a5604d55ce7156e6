import ArgumentParser
import AudioFiles
import Foundation
import MixModel
import SessionStore

struct NewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Make a session from audio files, or from a folder of them.",
        usage: "gainrider new <song> <stem> ... [<options>]",
        discussion: """
            Every format that libsndfile reads, mono or stereo, any sample rate. Strips are named after their files and \
            stand in natural order (2 before 10). A file that cannot be used is named; the others make the session.

            Examples:
              gainrider new Song stems/
              gainrider new Song kick.wav snare.flac bass.aiff --bus Drums --bus Voices
              gainrider new Song stems/ --in-place --rate 48000
            """)

    @Argument(help: "Name of the new session; makes the folder SONG.gainrider.")
    var song: String

    @Argument(help: ArgumentHelp("Audio files, and folders of audio files.", valueName: "stem"), completion: .file())
    var stems: [String]

    @Option(
        name: .long,
        help: ArgumentHelp("Sample rate of the session; that of most stems if not given.", valueName: "hz"))
    var rate: Int?

    @Option(
        name: .long, parsing: .unconditional,
        help: ArgumentHelp("Level of the centre against the sides: -3, -4.5 or -6.", valueName: "dB"))
    var panLaw = "-3"

    @Option(name: .long, help: ArgumentHelp("A bus with this name; may be given several times.", valueName: "name"))
    var bus: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Finished music to compare the mix with; may be given several times.", valueName: "file"),
        completion: .file())
    var reference: [String] = []

    @Flag(name: .long, help: "Leave the files where they are, instead of copying them into the session.")
    var inPlace = false

    func validate() throws {
        guard PanLaw(rawValue: "\(panLaw) dB") != nil else {
            throw ValidationError("--pan-law \(panLaw): expected -3, -4.5 or -6")
        }
        if let rate, !(8000...384_000).contains(rate) {
            throw ValidationError("--rate \(rate): expected 8000 to 384000 Hz")
        }
        if reference.count > Role.referenceCount {
            throw ValidationError("--reference: \(Role.referenceCount) at most")
        }
        if song.isEmpty { throw ValidationError("the session has no name") }
        var names: Set<String> = []
        for name in bus {
            if name.allSatisfy(\.isWhitespace) { throw ValidationError("--bus: a bus has no name") }
            if !names.insert(name).inserted { throw ValidationError("--bus \(name): two buses have this name") }
        }
    }

    func run() throws {
        Interruption.watch()
        let location = SessionLocation(song)
        if FileManager.default.fileExists(atPath: location.folder) {
            throw Failure(SessionStoreError.alreadyExists(path: location.folder))
        }
        var findings: [(code: Failure.Code, text: String)] = []
        let files = try listFiles(&findings)
        let found = try verify(files, &findings)
        guard !found.isEmpty else {
            throw Failure(
                findings.first?.code ?? .badData,
                lines: findings.map { "gainrider: \($0.text)" } + [
                    "gainrider: no file could be used; no session was made"
                ])
        }
        let rate = self.rate ?? mostCommonRate(found)
        let references = try verify(reference, &findings)
        try create(at: location, rate: rate, from: found, references: references)
        Terminal.output.line(summary(of: found, rate: rate, at: location))
        guard findings.isEmpty else {
            throw Failure(.badData, lines: findings.map { "gainrider: \($0.text)" })
        }
    }

    private func listFiles(_ findings: inout [(code: Failure.Code, text: String)]) throws -> [String] {
        var files: [String] = []
        for stem in stems {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: stem, isDirectory: &isFolder), isFolder.boolValue else {
                files.append(stem)
                continue
            }
            do {
                let folder = try StemFolder(path: stem)
                files += folder.files
                for left in folder.leftOut where left.reason != .hidden {
                    Terminal.error.line("gainrider: left out \(left.name): \(left.reason)")
                }
                if folder.files.isEmpty { findings.append((.missingInput, "\(stem) holds no audio files")) }
            } catch {
                findings.append((Failure.code(of: error), error.description))
            }
        }
        return files
    }

    private func verify(
        _ files: [String], _ findings: inout [(code: Failure.Code, text: String)]
    ) throws -> [Verification] {
        let progress = ProgressLine("Reading stems")
        defer { progress.end() }
        var found: [Verification] = []
        for (index, file) in files.enumerated() {
            try Interruption.check()
            progress.show(Double(index) / Double(files.count))
            do {
                let verification = try AudioFile.verify(file) { Interruption.isRequested }
                found.append(verification)
                for fault in verification.faults where fault.isHarmless { Terminal.error.line("gainrider: \(fault)") }
                findings += verification.faults.filter { !$0.isHarmless }.map {
                    (Failure.code(of: $0), $0.description)
                }
            } catch .interrupted {
                throw ExitCode(Failure.Code.interrupted.rawValue)
            } catch {
                findings.append((Failure.code(of: error), error.description))
            }
        }
        return found
    }

    private func mostCommonRate(_ found: [Verification]) -> Int {
        let counts = Dictionary(grouping: found, by: \.properties.sampleRate).mapValues(\.count)
        let best = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 48_000
        return min(max(best, 8000), 384_000)
    }

    private func create(
        at location: SessionLocation, rate: Int, from found: [Verification], references: [Verification]
    ) throws {
        var mix = Mix(sampleRate: rate)
        mix.panLaw = PanLaw(rawValue: "\(panLaw) dB") ?? .minus3
        var audio = SessionAudio(location, isInPlace: inPlace)
        let names = StemNaming.names(forFiles: found.map(\.properties.path))
        for (verification, name) in zip(found, names) {
            mix.strips.append(Strip(name: name, source: audio.source(of: verification)))
        }
        mix.references = references.map { audio.source(of: $0) }
        mix.buses = bus.map { Bus(name: $0) }
        do {
            let store = try SessionStore.create(at: location, document: SessionDocument(mix: mix))
            do {
                try audio.copy(orElse: "no session was made")
            } catch {
                // A session without its sound is none: nothing half made stays behind.
                try store.close()
                audio.removeCopies()
                location.removeNew()
                throw error
            }
            store.closeTelling()
        } catch let error as SessionStoreError {
            throw Failure(error)
        }
    }

    private func summary(of found: [Verification], rate: Int, at location: SessionLocation) -> String {
        let seconds = found.map { Double($0.properties.frames) / Double($0.properties.sampleRate) }.max() ?? 0
        let converted = found.filter { $0.properties.sampleRate != rate }.count
        var text =
            "\(location.folder): \(Terminal.count(found.count, "strip")), \(rate) Hz, \(Int(seconds / 60)) min \(Int(seconds) % 60) s"
        if converted > 0 { text += "; \(converted) converted to \(rate) Hz while playing" }
        return text + "\nnext: gainrider mix \(song)"
    }
}
