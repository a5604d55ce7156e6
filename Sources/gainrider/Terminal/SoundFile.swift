import ArgumentParser
import AudioFiles
import Desk
import Foundation
import MixModel
import SessionStore
import Units

/// Where a command leaves sound, and how it is coded.
struct SoundFile: ParsableArguments {
    @Option(
        name: .long, help: ArgumentHelp("Write a WAV file here; - is standard output.", valueName: "file"),
        completion: .file(extensions: ["wav"]))
    var wav: String?

    @Option(
        name: .long, help: ArgumentHelp("Write a FLAC file here; - is standard output.", valueName: "file"),
        completion: .file(extensions: ["flac"]))
    var flac: String?

    @Option(name: .long, help: "Bits of a sample: 16, 24 or 32f. WAV: 32f if not given; FLAC: 24.")
    var bits: String?

    @Flag(name: .long, help: "Write 16 and 24 bits without dither.")
    var noDither = false

    func validate() throws {
        if wav != nil, flac != nil { throw ValidationError("--wav and --flac: choose one") }
        if let bits, !["16", "24", "32f"].contains(bits) {
            throw ValidationError("--bits \(bits): expected 16, 24 or 32f")
        }
        if isPiped, Terminal.output.isTerminal {
            throw ValidationError(
                "standard output is a terminal; name a file, or send the sound on: | another program")
        }
        if flac != nil, bits == "32f" { throw ValidationError("FLAC holds 16 or 24 bits; 32f needs --wav") }
    }

    var path: String? { (wav ?? flac).map { $0 == "/dev/stdout" ? "-" : $0 } }

    /// Whether the sound goes to standard output.
    var isPiped: Bool { path == "-" }

    /// Where words go: not among the sound.
    var words: Terminal { isPiped ? .error : .output }

    /// Refuses two things on one standard output.
    func checkAlone(json: Bool) throws {
        if json, isPiped {
            throw ValidationError("--json: standard output is taken by the sound; name a file for it")
        }
    }

    var format: AudioWriter.Format {
        switch (flac != nil, bits) {
        case (true, "16"): .flac16
        case (true, _): .flac24
        case (false, "16"): .wav16
        case (false, "24"): .wav24
        case (false, _): .wavFloat
        }
    }

    /// Refuses a target that the session lives on: a stem or reference of it, or a file in its folder.
    func spare(_ store: SessionStore, at path: String) throws {
        guard !isPiped else { return }
        let target = plain(path)
        let mix = store.document.mix
        // Where they should be, and where they were found instead.
        let stems = (mix.strips.compactMap(\.source) + mix.references).flatMap {
            [plain(store.location.path(of: $0.path)), plain(Studio.stem($0, in: store.location).path)]
        }
        let isOwned =
            target.hasPrefix(plain(store.location.folder) + "/") && FileManager.default.fileExists(atPath: target)
        guard !isOwned, !stems.contains(target) else {
            throw Failure(
                .cannotCreate,
                "gainrider: \(path) belongs to the session and was not overwritten; choose another name")
        }
    }

    private func plain(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }

    func writer(path: String, sampleRate: Int, frames: Int64) throws -> AudioWriter {
        if isPiped { try StandardDescriptors.requireOutput() }
        do {
            return try AudioWriter(
                path: path, format: format, sampleRate: sampleRate, expectedFrames: frames, dithers: !noDither,
                isInterrupted: { Interruption.isRequested })
        } catch .folder(let path) {
            throw Failure(.cannotCreate, "gainrider: cannot write \(path): it is a folder; name a file in it")
        } catch {
            throw Failure(error)
        }
    }
}

extension AudioWriter.Summary {
    /// `peak -3.2 dBFS`, and how many samples were cut.
    var words: String {
        let level = peak > 0 ? "\((levelOfPeak * 10).rounded() / 10) dBFS" : "silence"
        return "peak \(level)"
            + (clippedSamples > 0 ? ", \(clippedSamples) samples clipped: lower the master fader" : "")
    }

    private var levelOfPeak: Double { Level.decibels(gain: Double(peak)) }
}
