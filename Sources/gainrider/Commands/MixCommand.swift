import ALSAPCM
import ALSASequencer
import ArgumentParser
import AudioFiles
import Desk
import Engine
import Foundation
import Live
import Mapping
import MixModel
import Page
import SessionStore
import Units

// Large: a field for each option.
struct MixCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mix",
        abstract: "Play a session and mix it with your hands.",
        usage: "gainrider mix <song> [<options>]",
        discussion: """
            Every controller that has a mapping is connected, now or when it is plugged in; a program's port is, too, if its \
            mapping matches or when it is wired by hand. Everything is stored as it happens. Keys: space plays and stops, \
            arrows select a strip, + and - move its fader, m mutes and s solos it, q leaves; ? lists all keys.

            Meters: peak (bar to ▒), RMS (to █), held peak; gain reduction of gate, compressor and de-esser; EBU R 128 \
            loudness, momentary, short-term and integrated; true peak; correlation; third octaves.

            The link that is printed opens the console page in a browser: the whole mix by mouse, touch and keys.

            Examples:
              gainrider mix Song
              gainrider mix Song --device hw:2,0 --period 128
              gainrider mix Song --device none --play --until-end
              gainrider mix Song --device none --open
              gainrider mix Song --wav heard.wav
              gainrider mix Song --listen "Mix 2"
            """)

    @OptionGroup var session: SessionArgument

    @Option(
        name: .long,
        help: ArgumentHelp("ALSA device to play on, or none: the pace of real time without sound.", valueName: "name")
    )
    var device = "default"

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Frames rendered at a time, 16 to 8192; auto: 256, and more if the device can't keep them.",
            valueName: "frames"))
    var period = PeriodChoice.auto

    @Option(name: .long, help: ArgumentHelp("Periods in the device's buffer, 2 to 32.", valueName: "count"))
    var periods = 2

    @Option(
        name: .long,
        help: ArgumentHelp("Threads that render, 1 to the processors of this machine.", valueName: "count"))
    var workers = 1

    @Option(
        name: .long,
        help: ArgumentHelp("A mapping to prefer, by file or name; may be given several times.", valueName: "mapping"),
        completion: .file(extensions: ["yaml"]))
    var mapping: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp("A performance to play beside the real hands, in real time.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml", "mid"]))
    var perform: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Devices that are one wide surface, from the left, by the names that they are connected under.",
            valueName: "name, name"))
    var order: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Write what hands do to this file, as a performance.", valueName: "file"),
        completion: .file(extensions: ["yaml"]))
    var record: String?

    @OptionGroup(title: "What is heard, as a file from the first sound to the last") var sound: SoundFile

    @OptionGroup(title: "Console page") var page: PageOptions

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Have a revision rendered, to be listened to in place of the mix; may be given twice.",
            valueName: "revision"))
    var listen: [String] = []

    @Flag(name: .long, help: "Begin to play at once.")
    var play = false

    @Option(
        name: .long,
        help: ArgumentHelp(
            "How fast to play, 0.05 to 4, and with = backwards (--speed=-1); nothing is written backwards.",
            valueName: "factor"))
    var speed = 1.0

    @Flag(name: .long, help: "Leave when the song has ended.")
    var untilEnd = false

    @Flag(name: .long, help: "Tell the meters as JSON, a line ten times a second, instead of showing them.")
    var json = false

    @Flag(name: .long, help: "At the end also tell how long blocks took, by their shares.")
    var verbose = false

    func validate() throws {
        if case .frames(let frames) = period, !OutputSettings.periodRange.contains(frames) {
            throw ValidationError("--period \(frames): expected 16 to 8192 frames, or auto")
        }
        let cores = ProcessInfo.processInfo.processorCount
        guard (1...cores).contains(workers) else {
            throw ValidationError("--workers \(workers): expected 1 to \(cores), the processors of this machine")
        }
        if sound.isPiped {
            throw ValidationError("--wav and --flac: name a file; mix has its words on standard output")
        }
        guard PlaySpeed(speed) != nil else {
            throw ValidationError("--speed \(speed): expected 0.05 to 4, or -0.05 to -4 for backwards")
        }
        guard listen.count <= RevisionShelf.places else {
            throw ValidationError("--listen: \(RevisionShelf.places) revisions at most")
        }
        guard (2...32).contains(periods) else { throw ValidationError("--periods \(periods): expected 2 to 32") }
    }

    func run() throws {
        Interruption.watch()
        let recorded = try record.map { try RecordedFile($0) }
        let mappings = try Mappings.load(mapping)
        var performance = try perform.map {
            try PerformanceFile($0, mappings: PerformanceFile.isMIDI($0) ? mapping : [])
        }
        let store = try performance?.open(session.open) ?? session.open()
        let studio = Studio(
            store, isLive: true, workers: workers, workerPriority: RealtimePermission.check().priority)
        try performance?.check(on: studio.desk)
        for name in listen {
            if let complaint = studio.desk.prepareRevision(name) {
                throw Failure(.badData, "gainrider: \(complaint)")
            }
        }
        let faults = studio.tellFaults()
        let heard = try HeardFile(sound, of: store)
        let output = try open(studio, heard)
        let screen = MixScreen(isJSON: json)
        Keys.watch()
        let watch = MappingWatch(searching: Mappings.library(mapping).folders)
        let live = LiveMix(
            studio, output: output, devices: openSequencer(screen), mappings: mappings, watch: watch,
            memory: SurfaceMemory.standard(environment: ProcessInfo.processInfo.environment),
            keyDescriptor: Keys.descriptor, keys: Keys.take, tell: screen.tell)
        watch.start()
        studio.startMeasuring()
        let served = try page.serve(store, mappings: mappings.mappings, tell: screen.tell)
        if let served { live.serve(served) }
        start(live, output, store, performance, screen)
        screen.show(live)
        // From here on this thread carries hands to the engine: a busy machine must not hold them up.
        RealtimePermission.raiseThisThread()
        while !Interruption.isRequested, !live.wantsToLeave, !(untilEnd && live.hasEnded) {
            live.step()
            heard?.tellFault(live.say)
            screen.refresh()
        }
        watch.stop()
        live.end()
        if let recorder = live.recorded { try recorded?.write(recorder) }
        served?.stop()
        Keys.release()
        screen.end()
        screen.flush()
        studio.tellFaults(besides: faults)
        try heard?.finish(
            unkept: output.unkeptFrames, clipped: studio.engine.clippedFrames, tell: screen.tell)
        screen.tell(OutputSummary(output.statistics, isVerbose: verbose).text)
        screen.flush()
        try studio.leave { line in
            screen.tell(line)
            screen.flush()
        }
    }

    private func open(_ studio: Studio, _ heard: HeardFile?) throws -> AudioOutput {
        let settings = OutputSettings(
            device: device, sampleRate: studio.desk.sampleRate, period: period.frames, periods: periods,
            lengthens: period == .auto, waits: true)
        do {
            let output = try AudioOutput(settings, engine: studio.engine, heard: heard?.sound.ring)
            guard studio.disk.waitUntilReady(slot: 0) else {
                throw Failure(.inputOutput, "gainrider: the disk gave no sound within 5 s")
            }
            try output.start()
            return output
        } catch let error as PCMError {
            let isAdvised = device == "none" || error.description.contains("--device")
            let advice = isAdvised ? "" : "; --device none plays without sound"
            throw Failure(.unavailable, "gainrider: \(error)\(advice)")
        }
    }

    private func openSequencer(_ screen: MixScreen) -> SequencerClient? {
        do {
            return try SequencerClient(includesSoftware: true)
        } catch {
            screen.tell("\(error)")
            return nil
        }
    }

    private func start(
        _ live: LiveMix, _ output: AudioOutput, _ store: SessionStore, _ performance: PerformanceFile?,
        _ screen: MixScreen
    ) {
        let tell = screen.tell
        let mix = store.document.mix
        let agreed = output.agreement.map { "\($0)" } ?? "clock device, period \(output.period) frames"
        tell(
            "\(session.location.name): \(Terminal.count(mix.strips.count, "strip")), \(mix.sampleRate) Hz; \(agreed)")
        tell(MixCommand.memoryLine(live.studio))
        for warning in output.warnings { tell("\(warning)") }
        if Keys.areWatched { tell("space: play and stop · ? all keys · q: leave") }
        if record != nil { live.record(naming: RecordedFile.name) }
        if let order { live.desk.surfaceSession.arrange(MixCommand.names(in: order), at: live.desk.now) }
        live.step()
        if let performance { live.replay(performance.performance, mappings: performance.mappings) }
        if let speed = PlaySpeed(speed) {
            live.noteTransport { live.desk.setSpeed(speed, at: live.frame(of: LiveMix.now)) }
        }
        if play { live.noteTransport { live.desk.play(at: live.frame(of: LiveMix.now)) } }
    }

    /// The names of a list with commas.
    static func names(in list: String) -> [String] {
        list.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    /// What reading ahead takes, which does not grow while playing.
    private static func memoryLine(_ studio: Studio) -> String {
        let mebibytes = (Double(studio.disk.memoryBytes) / 1_048_576 * 10).rounded() / 10
        let seconds = (Double(Studio.readAheadFrames) / Double(studio.desk.sampleRate) * 100).rounded() / 100
        return "reading ahead: \(seconds) s of each file, \(mebibytes) MiB at most"
    }
}

/// What `--period` says.
enum PeriodChoice: Equatable, ExpressibleByArgument {
    /// ``standard``, and longer if the device can't keep it.
    case auto
    case frames(Int)

    private static let standard = 256

    init?(argument: String) {
        if argument == "auto" {
            self = .auto
        } else if let frames = Int(argument) {
            self = .frames(frames)
        } else {
            return nil
        }
    }

    /// Frames to begin with.
    var frames: Int {
        switch self {
        case .auto: PeriodChoice.standard
        case .frames(let frames): frames
        }
    }

    var defaultValueDescription: String { self == .auto ? "auto" : "\(frames)" }
}
