import ArgumentParser
import AudioFiles
import Desk
import Engine
import Foundation
import MixModel
import SessionStore
import Units

// Large: a field for each option.
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
              gainrider bounce Song --stems --bits 24 --rate 44100
              gainrider bounce Song --bus Drums
              gainrider bounce Song --revisions all
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

    @Flag(
        name: .long,
        help: "A file for each strip, as it is in the mix, in a folder \"SONG stems\" beside the session.")
    var stems = false

    @Flag(name: .long, help: "The same for each bus that feeds the master, and one for what feeds it directly.")
    var buses = false

    @Option(name: .long, help: ArgumentHelp("One bus alone, by name or number.", valueName: "bus"))
    var bus: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "A file for each revision, beside the session: all, or names with commas between them.",
            valueName: "names"))
    var revisions: String?

    @Option(name: .long, help: ArgumentHelp("Sample rate of the file; the session's if not given.", valueName: "Hz"))
    var rate: Int?

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
        if let rate, !(8000...384_000).contains(rate) {
            throw ValidationError("--rate \(rate): expected 8000 to 384000 Hz")
        }
        let parts = [
            (stems, "--stems"), (buses, "--buses"), (bus != nil, "--bus"), (revisions != nil, "--revisions"),
        ]
        let chosen = parts.filter(\.0).map(\.1)
        guard chosen.count <= 1 else { throw ValidationError("\(chosen.joined(separator: " and ")): choose one") }
        if let first = chosen.first, first != "--bus", sound.path != nil {
            throw ValidationError("\(first) makes files of its own names; without --wav and --flac")
        }
        if stems || buses, target != nil {
            throw ValidationError("--target is for a mix: stems keep the levels that they have in it")
        }
        if target != nil, noReport { throw ValidationError("--target measures, which --no-report refuses") }
    }

    func run() throws {
        Interruption.watch()
        let store = try session.open()
        if stems || buses { return try bounceStems(store) }
        if let revisions { return try bounceRevisions(store, revisions) }
        let base = session.location.base
        var item = BounceItem(store: store, title: nil, path: sound.path ?? base + ".wav")
        if let bus {
            let number = try busNumber(bus, store.document)
            item.store = store.showing(store.document.only(.bus(number)))
            let name = store.document.mix.name(of: .bus(number))
            item.title = name
            item.path = sound.path ?? "\(base) \(BounceItem.fileName(name)).wav"
        }
        let record = BounceRecord(session.location, bus == nil ? .mix : .stems)
        if sound.path == nil { try record.spare(item.path) }
        try sound.spare(store, at: item.path)
        let done = try render(item, isFirst: true)
        if sound.path == nil { record.keep(item.path) }
        if json {
            Terminal.output.line(JSONText.of(done.told))
        } else {
            for line in done.lines { sound.words.line(line) }
        }
        if !done.isSound { throw ExitCode(Failure.Code.badData.rawValue) }
    }

    /// What is asked for, in frames of the song.
    func part(_ length: FramePosition, _ rate: Int, _ remarks: inout MixRemarks) throws -> Bounce.Part {
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
        // At least one frame.
        return Bounce.Part(start: start, end: end.map { max($0, start + 1) }, tail: tailOption.choice)
    }
}

extension AudioWriter.Format {
    /// In words, for people.
    var words: String {
        let family = fileExtension.uppercased()
        return bits.map { "\(family) \($0) bit" } ?? "\(family) 32 bit float"
    }
}
