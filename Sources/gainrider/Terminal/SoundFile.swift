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

    @Option(
        name: .long,
        help:
            "Bits of a sample: 16, 24 or 32f. WAV: 32f if not given; FLAC: 24. A name that ends in .wav or .flac says which."
    )
    var bits: String?

    @Flag(name: .long, help: "Write 16 and 24 bits without dither.")
    var noDither = false

    func validate() throws {
        if wav != nil, flac != nil { throw ValidationError("--wav and --flac: choose one") }
        if let bits, !["16", "24", "32f"].contains(bits) {
            throw ValidationError("--bits \(bits): expected 16, 24 or 32f")
        }
        if isFLAC, bits == "32f" {
            throw ValidationError("FLAC holds 16 or 24 bits; 32f needs --wav")
        }
        if isPiped, Terminal.output.isTerminal {
            throw ValidationError(
                "standard output is a terminal; name a file, or send the sound on: | another program")
        }
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

    /// Whether it is coded as FLAC: as the file's name says, where that says anything, else as the option.
    private var isFLAC: Bool {
        switch nameEnding {
        case "flac": true
        case "wav", "wave": false
        default: flac != nil
        }
    }

    /// What the file's name ends in, in small letters.
    private var nameEnding: String { path.map { URL(fileURLWithPath: $0).pathExtension.lowercased() } ?? "" }

    /// What is to be said where name and option are at odds.
    private var remark: String? {
        guard let path, isFLAC != (flac != nil) else { return nil }
        return isFLAC
            ? "\(path) is written as FLAC, as its name says; --flac \(path) says so too"
            : "\(path) is written as WAV, as its name says; --wav \(path) says so too"
    }

    var format: AudioWriter.Format {
        switch (isFLAC, bits) {
        case (true, "16"): .flac16
        case (true, _): .flac24
        case (false, "16"): .wav16
        case (false, "24"): .wav24
        // The option says how many bits there are if nothing else does.
        case (false, nil) where flac != nil: .wav24
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

    /// - Parameters:
    ///   - sampleRate: of the file.
    ///   - inputRate: of what is written into it.
    ///   - frames: at most, of what is written into it.
    func writer(
        path: String, sampleRate: Int, inputRate: Int, frames: Int64, timeLine: TimeLine, remarks: inout MixRemarks
    ) throws -> AudioWriter {
        if let remark { remarks.add(remark) }
        if isPiped { try StandardDescriptors.requireOutput() }
        do {
            return try AudioWriter(
                path: path, format: format, sampleRate: sampleRate, inputRate: inputRate,
                expectedFrames: Int64(Double(frames) * Double(sampleRate) / Double(inputRate)) + 1,
                dithers: !noDither, timeLine: timeLine, isInterrupted: { Interruption.isRequested })
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
            + (clippedSamples > 0
                ? ", \(clippedSamples) samples clipped: lower the master fader"
                : peak > 1
                    ? ", above full scale, which only float holds: lower the master fader, or switch its limiter on"
                    : "")
    }

    private var levelOfPeak: Double { Level.decibels(gain: Double(peak)) }
}
