import ArgumentParser
import AudioFiles
import Demonstration
import Desk
import Foundation
import Mapping
import MixModel
import SessionStore
import Units

struct PerformCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "perform",
        abstract: "Let recorded hands mix: replay time-stamped MIDI, faster than real time.",
        usage: "gainrider perform <song> <performance> [--wav <file>] [<options>]",
        discussion: """
            A performance is a YAML file (Docs/MappingReference.md) or a Standard MIDI File, one track a device. It goes \
            through mapping, takeover, automation and engine; what it writes is in the session afterwards. With --wav the \
            whole song is written as it was heard: stretches that the performance did not play are played once after it, \
            and so is what sounds on after the song's end. It is the bounce, bit for bit; only after a jump may a filter ring \
            that a bounce, which has no jumps, does not have.

            After its last event a performance waits for the song's end, for as long as the song is and \
            \(PerformanceRun.patienceSeconds) s more; with a loop it ends at once.

            With --picture the ride is drawn: of each parameter that hands were on the lane before and after, where they were on, \
            and what was heard.

            Examples:
              gainrider perform Song ride.yaml --wav heard.wav
              gainrider perform Song ride.yaml --picture ride.svg
              gainrider perform Song ride.mid --mapping korg-nanokontrol2
            """)

    @OptionGroup var session: SessionArgument

    @Argument(help: "The performance; - is standard input.", completion: .file(extensions: ["yaml", "yml", "mid"]))
    var performance: String

    @OptionGroup var sound: SoundFile
    @OptionGroup var tailOption: TailOption

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Draw the ride into an SVG file; an earlier picture of that name is replaced.", valueName: "file"),
        completion: .file(extensions: ["svg"]))
    var picture: String?

    @Option(
        name: .long, help: "Mapping of a MIDI file's track, in the order of its tracks; may be given several times.")
    var mapping: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp("Render so many at a time, 1 to 65536; changes no bit of the result.", valueName: "frames")
    )
    var block = 1024

    @Flag(
        name: .long, help: "Keep every point of the passes, whatever the session's setting \"thinning\" says.")
    var noThinning = false

    @Flag(name: .long, help: "Tell the outcome as JSON.")
    var json = false

    func validate() throws {
        guard (1...65_536).contains(block) else {
            throw ValidationError("--block \(block): expected 1 to 65536 frames")
        }
        try sound.checkAlone(json: json)
    }

    func run() throws {
        Interruption.watch()
        var file = try PerformanceFile(performance, mappings: mapping)
        let store = try file.open(session.open)
        guard !store.isReadOnly else {
            throw Failure(.cannotCreate, "gainrider: the session can only be read now; nothing was performed")
        }
        let studio = Studio(store, isLive: false)
        try file.check(on: studio.desk)
        studio.desk.thinsPasses = !noThinning
        var remarks = MixRemarks()
        // A target that cannot be written is told before anything is performed.
        let writer = try sound.path.map { path in
            try sound.spare(store, at: path)
            let mix = store.document.mix
            let most = mix.length + tailOption.choice.frames(sampleRate: mix.sampleRate)
            return try sound.writer(
                path: path, sampleRate: mix.sampleRate, inputRate: mix.sampleRate, frames: most,
                timeLine: TimeLine(of: store, from: 0), remarks: &remarks)
        }
        // Only a picture is ever replaced.
        let drawing = try picture.map { try NewTextFile(at: $0) { $0.contains("<svg") } }
        let faults = studio.tellFaults()
        let player = OfflinePlayer(engine: studio.engine, disk: studio.disk, blockSize: block)
        let run = PerformanceRun(
            file.performance, mappings: file.mappings, desk: studio.desk, player: player, keepsTake: writer != nil,
            keepsRecord: drawing != nil)
        run.tail = tailOption.choice
        let entries = store.history
        let progress = ProgressLine("Performing")
        run.onProgress = { progress.show($0) }
        run.isInterrupted = { Interruption.isRequested }
        run.run()
        progress.end()
        if Interruption.isRequested {
            try studio.leave { Terminal.error.line("gainrider: \($0)") }
            throw Failure(.interrupted, "gainrider: interrupted; what was written until then is stored")
        }
        if let writer, let take = run.take {
            remarks.add(store.document)
            remarks.add(run.cut, end: FramePosition(take.left.count), sampleRate: studio.desk.sampleRate)
            try write(take, to: writer)
        }
        if let drawing, let record = run.record {
            let name = URL(fileURLWithPath: performance).deletingPathExtension().lastPathComponent
            try drawing.write(RidePicture(of: record, desk: studio.desk, title: name).svg())
        }
        for remark in run.remarks { remarks.add(remark) }
        remarks.say()
        let isSound = studio.tellFaults(besides: faults).isEmpty
        for notice in studio.desk.takeNotices() { Terminal.error.line("gainrider: \(notice)") }
        report(run, changes: HistoryChanges(from: entries, to: store.history))
        try studio.leave { Terminal.error.line("gainrider: \($0)") }
        let isWhole = isSound && run.failures.allSatisfy { $0.code == "expectation" }
        guard isWhole, run.failures.isEmpty else {
            throw Failure(isWhole ? .unmet : .badData, lines: run.failures.map(\.description))
        }
    }

    private func write(_ take: Take, to writer: AudioWriter) throws {
        do {
            try take.write(to: writer)
            let summary = try writer.finish()
            if !json { sound.words.line("\(writer.path): \(writer.format.words), \(summary.words)") }
        } catch {
            throw Failure(error)
        }
    }

    private func report(_ run: PerformanceRun, changes: HistoryChanges) {
        let met = run.performance.expectations.count - run.failures.filter { $0.code == "expectation" }.count
        if json {
            struct Outcome: Encodable {
                var seconds: Double
                var changes: [String]
                var expectations: Int
                var failures: [String]
            }
            let outcome = Outcome(
                seconds: run.seconds, changes: changes.labels, expectations: run.performance.expectations.count,
                failures: run.failures.map(\.headline))
            return Terminal.output.line(JSONText.of(outcome))
        }
        for change in changes.lines { sound.words.line(change) }
        if changes.lines.isEmpty { sound.words.line("nothing was written") }
        let total = run.performance.expectations.count
        if total > 0 { sound.words.line("\(met) of \(total) expectations held") }
    }
}
