import ArgumentParser
import AudioFiles
import Desk
import Engine
import Foundation
import MixModel
import SessionStore
import Units

struct BounceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bounce",
        abstract: "Render the mix with its automation, faster than real time.",
        usage: "gainrider bounce <song> [--wav <file> | --flac <file>] [<options>]",
        discussion: """
            The bounce is what was heard, bit for bit. Without --wav or --flac it goes to SONG.wav beside the session, \
            as 32-bit float; there it replaces the session's last bounce and nothing else. It plays on after the song's end until \
            nothing is above -90 dBFS, 30 s at most; lanes hold their last values there.

            Examples:
              gainrider bounce Song
              gainrider bounce Song --wav master.wav --bits 24
              gainrider bounce Song --wav master.wav --target spotify
              gainrider bounce Song --flac preview.flac --bits 16 --from 30 --to 45
              gainrider bounce Song --wav - | aplay
            """)

    @OptionGroup var session: SessionArgument
    @OptionGroup var sound: SoundFile
    @OptionGroup var tailOption: TailOption

    @Option(name: .long, help: ArgumentHelp("Begin here in the song, in seconds.", valueName: "seconds"))
    var from = 0.0

    @Option(
        name: .long,
        help: ArgumentHelp(
            "End here; where nothing sounds any more after the song if not given.", valueName: "seconds"))
    var to: Double?

    @Option(
        name: .long,
        help: ArgumentHelp("Render so many at a time, 1 to 65536; changes no bit of the result.", valueName: "frames")
    )
    var block = 1024

    @Flag(
        name: .long,
        help: "For scripts that give it to perform too: a bounce takes lanes as they stand and thins none.")
    var noThinning = false

    @Option(
        name: .long, parsing: .unconditional,
        help: ArgumentHelp(
            "Bring the mix to so many LUFS, or to what a platform plays at: spotify, apple-music, ebu-r128 … A limiter keeps "
                + "the true peak.", valueName: "loudness"))
    var target: String?

    @Flag(name: .long, help: "Do not measure loudness and true peak.")
    var noReport = false

    @Option(
        name: .long, help: ArgumentHelp("Threads that render; changes no bit of the result.", valueName: "count"))
    var workers = 1

    @Flag(name: .long, help: "Tell the result as JSON.")
    var json = false

    func validate() throws {
        guard (1...65_536).contains(block) else {
            throw ValidationError("--block \(block): expected 1 to 65536 frames")
        }
        // Longer than any song, short enough to be counted in frames.
        let times = 0...1e9
        for (name, time) in [("--from", from), ("--to", to ?? 0)] where !times.contains(time) {
            throw ValidationError("\(name) \(time): expected seconds from the song's start, 0 or more")
        }
        if let to, to <= from { throw ValidationError("--from \(from) has to come before --to \(to)") }
        if to != nil, case .seconds(let tail) = tailOption.choice, tail > 0 {
            throw ValidationError("--tail follows the song's end, which --to cuts off")
        }
        guard (1...64).contains(workers) else {
            throw ValidationError("--workers \(workers): expected 1 to 64")
        }
        if let target, LoudnessTarget(target) == nil {
            throw ValidationError("--target \(target): expected \(LoudnessTarget.expected)")
        }
        try sound.checkAlone(json: json)
        if target != nil, noReport { throw ValidationError("--target measures, which --no-report refuses") }
    }

    func run() throws {
        Interruption.watch()
        let store = try session.open()
        let studio = Studio(store, isLive: false, workers: workers)
        let faults = studio.tellFaults()
        let rate = studio.desk.sampleRate
        let length = store.document.mix.length
        var remarks = MixRemarks()
        remarks.add(store.document)
        let part = try part(length, rate, &remarks)
        let path =
            sound.path ?? session.location.base + ".wav"
        let record = BounceRecord(session.location)
        if sound.path == nil { try record.spare(path) }
        try sound.spare(store, at: path)
        let writer = try sound.writer(
            path: path, sampleRate: rate, frames: part.mostFrames(length, sampleRate: rate), remarks: &remarks)
        var finished = false
        defer { if !finished { writer.cancel() } }
        let progress = ProgressLine("Bouncing \(session.location.name)")
        let bounce = try Bounce(
            studio, part: part, block: block, target: target.flatMap(LoudnessTarget.init), measures: !noReport)
        let outcome = try bounce.run(into: writer, progress)
        progress.end()
        do {
            let summary = try writer.finish()
            finished = true
            if sound.path == nil { record.keep(path) }
            if let complaint = outcome.complaint { remarks.add(complaint) }
            remarks.add(outcome.ending.cut, end: outcome.ending.end, sampleRate: rate)
            remarks.say()
            // Said in the line about the file, too.
            remarks.add(summary, writer.format)
            tell(outcome, summary, writer, Double(summary.frames) / Double(rate), remarks.sentences)
        } catch {
            throw Failure(error)
        }
        if !studio.tellFaults(besides: faults).isEmpty { throw ExitCode(Failure.Code.badData.rawValue) }
    }

    /// What is asked for, in frames of the song.
    private func part(_ length: FramePosition, _ rate: Int, _ remarks: inout MixRemarks) throws -> Bounce.Part {
        let start = Int64((from * Double(rate)).rounded())
        let seconds = (Double(length) / Double(rate) * 1000).rounded() / 1000
        guard start < length else {
            throw length == 0
                ? Failure(.badData, "gainrider: there is nothing to bounce: no strip of the session has sound")
                : Failure(.usage, "gainrider: --from \(from) s is beyond the song's end at \(seconds) s")
        }
        let end = to.map { Int64(($0 * Double(rate)).rounded()) }
        if let to, let end, end > length {
            remarks.add(
                "--to \(to) s is beyond the song's end at \(seconds) s: the file ends where nothing sounds any more")
        }
        // Fewer frames than one would be none.
        return Bounce.Part(start: start, end: end.map { max($0, start + 1) }, tail: tailOption.choice)
    }

    private func tell(
        _ outcome: Bounce.Outcome, _ summary: AudioWriter.Summary, _ writer: AudioWriter, _ seconds: Double,
        _ remarks: [String]
    ) {
        if json {
            Terminal.output.line(
                JSONText.of(
                    BounceOutcome(
                        file: writer.path, seconds: seconds, format: writer.format.words,
                        samplePeak: summary.peak > 0 ? Level.decibels(gain: Double(summary.peak)) : nil,
                        clippedSamples: Int(summary.clippedSamples),
                        loudness: outcome.report.map(BounceOutcome.Loudness.init), gain: outcome.levelling?.gain,
                        limiterReduction: outcome.levelling?.reduction, remarks: remarks)))
            return
        }
        sound.words.line(
            "\(writer.path): \((seconds * 1000).rounded() / 1000) s, \(writer.format.words), \(summary.words)")
        for line in outcome.lines { sound.words.line(line) }
    }
}

extension AudioWriter.Format {
    /// In words, for people.
    var words: String {
        let family = fileExtension.uppercased()
        return bits.map { "\(family) \($0) bit" } ?? "\(family) 32 bit float"
    }
}
