import ArgumentParser
import AudioFiles
import Automation
import Demonstration
import Desk
import Foundation
import Mapping
import MixModel
import SessionStore
import Units

struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Show everything without hardware: music, a mix by recorded hands, a bounce, a picture.",
        usage: "gainrider demo [<folder>] [<options>]",
        discussion: """
            Makes a folder with stems, a session, a performance, mix.wav and automation.svg, and says what happened.

            With --live the recorded hands play in real time, without a sound device, and the console page shows them.

            Examples:
              gainrider demo my-first-mix
              gainrider demo --live --open
            """)

    @Argument(
        help: "Folder to make; an earlier demonstration in it is replaced, nothing else.", completion: .directory)
    var folder = "gainrider-demo"

    @Flag(name: .long, help: "Play it in real time on the console page.")
    var live = false

    @OptionGroup(title: "Console page, with --live") var page: PageOptions

    func run() throws {
        Interruption.watch()
        var files = try DemoFolder(folder)
        say("Ten parts of music are synthesised", "\(seconds(DemoSong.length)) s at \(DemoSong.sampleRate) Hz")
        try files.writeStems()
        let store = try files.makeSession()
        say("A session is made of them", files.session.folder)
        if live {
            try files.keep(store)
            try watch(store, files.performance)
            try files.keep(store)
            return
        }
        let (run, studio): (PerformanceRun, Studio)
        do { (run, studio) = try perform(files, store) } catch {
            // What the hands did until then is ours, too.
            try? files.keep(store)
            throw error
        }
        tellPasses(studio.desk)
        try files.keep(store)
        try store.close()
        let isIdentical = try bounce(files, run)
        try files.keepMix()
        try files.writePicture(AutomationPicture(of: studio.desk, stems: files.stemPaths))
        say("The lanes are drawn over the waveforms", files.picture)
        guard run.failures.isEmpty, isIdentical else {
            throw Failure(
                .unmet,
                lines: run.failures.map(\.description)
                    + (isIdentical ? [] : ["gainrider: the bounce differs from what was heard"]))
        }
        // Run from a build folder it is not on the path yet.
        let program = CommandLine.arguments[0].contains("/") ? CommandLine.arguments[0] : "gainrider"
        let song = folder + "/Demo"
        Terminal.output.line("\nNow try it yourself:")
        Terminal.output.line("  \(program) mix \(song)             with a controller, or with the space bar")
        Terminal.output.line("  \(program) session dump \(song)    everything that was done, as text")
    }

    private func perform(_ files: DemoFolder, _ store: SessionStore) throws -> (PerformanceRun, Studio) {
        var draft = PerformanceReader.draft(text: DemoPerformance.text, file: files.performance)
        let mappings = draft.findMappings(in: Mappings.library())
        guard !draft.hasErrors else { throw Failure(draft.diagnostics) }
        let performance = draft.performance
        let names = performance.surfaces.map { mappings[$0.name]?.name ?? $0.mapping }.joined(separator: " and a ")
        say("Recorded hands mix it", "a \(names), \(performance.events.count) MIDI messages")
        let studio = Studio(store, isLive: false)
        let player = OfflinePlayer(engine: studio.engine, disk: studio.disk, blockSize: 64)
        let run = PerformanceRun(performance, mappings: mappings, desk: studio.desk, player: player, keepsTake: true)
        let progress = ProgressLine("Performing")
        run.onProgress = { progress.show($0) }
        run.isInterrupted = { Interruption.isRequested }
        run.run()
        try Interruption.check()
        progress.end()
        return (run, studio)
    }

    /// What each pass wrote, in the words of its lanes.
    private func tellPasses(_ desk: Desk) {
        for (number, pass) in desk.passes.enumerated() {
            for (id, ranges) in pass.ranges.sorted(by: { $0.key < $1.key }) {
                let times = ranges.map { "\(seconds($0.lowerBound))–\(seconds($0.upperBound)) s" }.joined(
                    separator: ", ")
                let points = desk.document.lanes[id]?.segments.count ?? 0
                say(
                    "Pass \(number + 1), \(desk.document.mode(of: id).rawValue)",
                    "\(desk.title(of: id)): \(times); the lane has \(points) segments")
            }
        }
    }

    /// Bounces from the stored session, at another block size, and compares with what was heard.
    private func bounce(_ files: DemoFolder, _ run: PerformanceRun) throws -> Bool {
        let store = try SessionStore.open(at: files.session)
        let studio = Studio(store, isLive: false)
        let player = OfflinePlayer(engine: studio.engine, disk: studio.disk, blockSize: 1000)
        let take = try SongRender(desk: studio.desk, player: player).take()
        try store.close()
        let writer = try AudioWriter(path: files.mix, format: .wav24, sampleRate: studio.desk.sampleRate)
        try take.write(to: writer)
        let summary = try writer.finish()
        let differing = run.take?.differences(from: take) ?? take.left.count
        say("The mix is bounced", "\(files.mix): \(summary.words)")
        say(
            "Bounce and performance are compared",
            differing == 0
                ? "\(take.left.count) frames, identical to the bit"
                : "\(differing) of \(take.left.count) frames differ")
        return differing == 0
    }

    private func say(_ what: String, _ detail: String) {
        let padding = String(repeating: " ", count: max(1, 40 - what.count))
        Terminal.output.line(bold: what, padding + detail)
    }

    private func seconds(_ frames: FramePosition) -> String {
        let tenths = (Double(frames) / Double(DemoSong.sampleRate) * 10).rounded() / 10
        return "\(tenths)"
    }
}
