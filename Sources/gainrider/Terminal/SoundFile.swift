import ArgumentParser
import AudioFiles
import Foundation
import MixModel
import SessionStore
import Units

/// Where a command leaves sound, and how it is coded.
struct SoundFile: ParsableArguments {
    @Option(
        name: .long, help: ArgumentHelp("Write a WAV file here.", valueName: "file"),
        completion: .file(extensions: ["wav"]))
    var wav: String?

    @Option(
        name: .long, help: ArgumentHelp("Write a FLAC file here.", valueName: "file"),
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
        if flac != nil, bits == "32f" { throw ValidationError("FLAC holds 16 or 24 bits; 32f needs --wav") }
    }

    var path: String? { wav ?? flac }

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
        let target = plain(path)
        let mix = store.document.mix
        let stems = (mix.strips.compactMap(\.source) + mix.references).map { plain(store.location.path(of: $0.path)) }
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
        do {
            return try AudioWriter(
                path: path, format: format, sampleRate: sampleRate, expectedFrames: frames, dithers: !noDither)
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
