import ArgumentParser
import AudioFiles
import Desk
import Engine
import MixModel
import Foundation
import SessionStore
import Units

struct BounceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bounce",
        abstract: "Render the mix with its automation, faster than real time.",
        usage: "gainrider bounce <song> [--wav <file> | --flac <file>] [<options>]",
        discussion: """
            The bounce is what was heard, bit for bit. Without --wav or --flac it goes to SONG.wav beside the session, \
            as 32-bit float.

            Examples:
              gainrider bounce Song
              gainrider bounce Song --wav master.wav --bits 24
              gainrider bounce Song --flac preview.flac --bits 16 --from 30 --to 45
            """)

    @OptionGroup var session: SessionArgument
    @OptionGroup var sound: SoundFile

    @Option(name: .long, help: ArgumentHelp("Begin here in the song, in seconds.", valueName: "seconds"))
    var from = 0.0

    @Option(name: .long, help: ArgumentHelp("End here; at the song's end if not given.", valueName: "seconds"))
    var to: Double?

    @Option(
        name: .long,
        help: ArgumentHelp("Render so many at a time, 1 to 65536; changes no bit of the result.", valueName: "frames")
    )
    var block = 1024

    @Flag(
        name: .long, help: "Keep every point as it was written. Passes are not thinned, so this changes nothing yet.")
    var noThinning = false

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
    }

    func run() throws {
        Interruption.watch()
        let store = try session.open()
        let studio = Studio(store, isLive: false)
        let faults = studio.tellFaults()
        let desk = studio.desk
        let rate = desk.sampleRate
        let length = store.document.mix.length
        let start = min(Int64((from * Double(rate)).rounded()), length)
        let end = min(to.map { Int64(($0 * Double(rate)).rounded()) } ?? length, length)
        guard start < end else {
            let seconds = (Double(length) / Double(rate) * 1000).rounded() / 1000
            throw length == 0
                ? Failure(.badData, "gainrider: there is nothing to bounce: no strip of the session has sound")
                : Failure(.usage, "gainrider: --from \(from) s is beyond the song's end at \(seconds) s")
        }
        let path =
            sound.path ?? session.location.folder.replacingOccurrences(of: SessionLocation.suffix, with: "") + ".wav"
        try sound.spare(store, at: path)
        let writer = try sound.writer(path: path, sampleRate: rate, frames: end - start)
        let progress = ProgressLine("Bouncing \(session.location.name)")
        try render(studio, from: start, to: end, into: writer, progress)
        progress.end()
        do {
            let summary = try writer.finish()
            let seconds = Double(summary.frames) / Double(rate)
            Terminal.output.line(
                "\(path): \((seconds * 1000).rounded() / 1000) s, \(writer.format.words), \(summary.words)")
        } catch {
            throw Failure(error)
        }
        if !studio.tellFaults(besides: faults).isEmpty { throw ExitCode(Failure.Code.badData.rawValue) }
    }

    /// Plays from the song's start, so that a part sounds as it does in the whole, and keeps what is asked for.
    private func render(
        _ studio: Studio, from start: FramePosition, to end: FramePosition, into writer: AudioWriter,
        _ progress: ProgressLine
    ) throws {
        let player = OfflinePlayer(engine: studio.engine, disk: studio.disk, blockSize: block)
        studio.desk.playThrough(at: 0)
        // What comes out has gone through the limiter's look-ahead.
        var position = FramePosition(-studio.engine.latency)
        do {
            while position < end {
                try Interruption.check()
                try player.render(min(8192, end - position)) { left, right, frames in
                    let skipped = Int(min(max(0, start - position), Int64(frames)))
                    if skipped < frames {
                        try writer.write(left: left + skipped, right: right + skipped, frames: frames - skipped)
                    }
                    position += Int64(frames)
                }
                progress.show(Double(position) / Double(end))
            }
        } catch let error as FileError {
            writer.cancel()
            throw Failure(error)
        } catch {
            writer.cancel()
            progress.end()
            throw error
        }
    }
}

extension AudioWriter.Format {
    /// In words, for people.
    var words: String {
        let family = fileExtension.uppercased()
        return bits.map { "\(family) \($0) bit" } ?? "\(family) 32 bit float"
    }
}
