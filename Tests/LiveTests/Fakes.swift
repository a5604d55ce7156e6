import ALSAPCM
import ALSASequencer
import Automation
import Desk
import Engine
import Foundation
import MIDI
import Mapping
import MixModel
import SessionStore
import Units

@testable import Live

/// A device of which a test has the other end of the cable.
final class FakePort: DevicePort {
    let identity: PortIdentity
    let isHardware: Bool
    let device: Int
    var sends = true
    var receives = true
    /// What connecting throws.
    var refusal: SequencerError?
    private(set) var connections = 0
    /// Everything that it was sent.
    var sent: [[UInt8]] = []

    init(_ client: String, device: Int, path: String? = nil, serial: String? = nil, isHardware: Bool = true) {
        identity = PortIdentity(client: client, port: client, path: path, serial: serial)
        self.device = device
        self.isHardware = isHardware
    }

    func connect() throws(SequencerError) {
        if let refusal { throw refusal }
        connections += 1
    }

    func send(_ bytes: [UInt8]) throws { sent.append(bytes) }
}

/// The sequencer, told by a test what happens.
final class FakeDevices: DeviceSource {
    let fileDescriptor: Int32 = -1
    var statistics = SequencerStatistics()
    var events: [SequencerEvent] = []

    func takeEvents() -> [SequencerEvent] {
        defer { events = [] }
        return events
    }
}

/// An output whose blocks are rendered when a test says so. The engine's clock is exact.
final class FakeOutput: LiveOutput {
    let period = 64
    let latency = 256
    var statistics = OutputStatistics()
    var gaps: Int64 { statistics.gaps }
    var absence: DeviceAbsence?
    var reports: [OutputReport] = []
    private(set) var isStopped = false
    var letsGo = true

    func engineFrame(atNanoseconds nanoseconds: Int64) -> Int64 { nanoseconds * 48 / 1_000_000 }
    func nextReport() -> OutputReport? { reports.isEmpty ? nil : reports.removeFirst() }
    func stop() -> Bool {
        isStopped = true
        return letsGo
    }
}

/// The live program with everything around it played by hand: devices, sound, clock, keys.
final class LiveStage {
    let devices = FakeDevices()
    let output = FakeOutput()
    let studio: Studio
    private let player: OfflinePlayer
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "gainrider-live-\(UUID().uuidString)")
    private let time = Box<Int64>(0)
    private let pressed = Box<[Key]>([])
    private let said = Box<[String]>([])
    let live: LiveMix
    /// Looks when a test says so.
    let watch = MappingWatch(searching: [])
    private var isDrained = false

    private final class Box<Value> {
        var value: Value
        init(_ value: Value) { self.value = value }
    }

    var desk: Desk { studio.desk }
    var lines: [String] { said.value }
    var now: Int64 { time.value }

    static let mapping = """
        mapping: 1
        name: Bench
        match: [{client: "Bench*"}]
        defaults: {takeover: jump, glide: 100ms}
        controls:
          fader/1: {in: pitchbend ch 1, out: same, touch: note 104 ch 1}
          knob/1: {in: cc 1/33 ch 1, touch: motion 500ms}
          catch/1: {in: cc 2/34 ch 1, touch: motion 500ms}
          mute/1: {in: note 16 ch 1, out: same}
          cut: {in: note 17 ch 1}
          bank/right: {in: note 47 ch 1}
          other: {in: note 48 ch 1}
        layers:
          mix:
            fader/1: {to: /slot/1/fader, takeover: motor}
            knob/1: /slot/1/pan
            catch/1: {to: /slot/1/input/gain, takeover: pickup}
            mute/1: toggle /slot/1/mute
            cut: momentary /slot/1/mute
            bank/right: /bank += 1
            other: layer second
          second:
            also: mix
            knob/1: /slot/1/input/gain
        """

    init(
        strips: Int = 8, mapping: String = LiveStage.mapping, modes: [Node: AutomationMode] = [:],
        memory: SurfaceMemory? = nil
    ) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var mix = Mix(sampleRate: 48_000)
        mix.strips = (1...strips).map { number in
            Strip(
                name: "Strip \(number)",
                source: Source(path: "none", fingerprint: "", channels: 1, sampleRate: 48_000, frames: 960_000))
        }
        var document = SessionDocument(mix: mix)
        document.modes.nodes = modes
        let location = SessionLocation(folder.appendingPathComponent("song").path)
        try SessionStore.create(at: location, document: document).close()
        studio = Studio(try SessionStore.open(at: location), isLive: false)
        player = OfflinePlayer(engine: studio.engine, disk: studio.disk, blockSize: 64)
        let loaded = try LiveStage.load(mapping, in: folder)
        live = LiveMix(
            studio, output: output, devices: devices, mappings: MappingChoice(loaded: loaded, files: []),
            watch: watch, memory: memory,
            clock: { [time] in time.value },
            keys: { [pressed] in
                defer { pressed.value = [] }
                return pressed.value
            }, tell: { [said] in said.value.append($0) })
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private static func load(_ text: String, in folder: URL) throws -> LoadedMappings {
        let file = folder.appendingPathComponent("bench.yaml")
        try Data(text.utf8).write(to: file)
        return MappingLibrary(files: [file.path], shipped: nil, environment: [:]).load()
    }

    /// Saves the mapping anew, and lets the watch see it.
    func save(_ text: String) throws {
        try Data(text.utf8).write(to: folder.appendingPathComponent("bench.yaml"))
        watch.look()
    }

    /// Brings time, sound and the desk to a moment.
    func run(toMilliseconds end: Int) {
        while time.value < Int64(end) * 1_000_000 {
            time.value = min(time.value + 1_000_000, Int64(end) * 1_000_000)
            let due = output.engineFrame(atNanoseconds: time.value) / 64 * 64
            render(to: due)
            live.catchUp()
        }
    }

    func run(milliseconds: Int) { run(toMilliseconds: Int(time.value / 1_000_000) + milliseconds) }

    /// Time and the desk go on, and the sound device takes nothing.
    func hang(milliseconds: Int) {
        for _ in 0..<(milliseconds / 10) {
            time.value += 10_000_000
            live.catchUp()
        }
    }

    /// Time goes on, and nothing else does: the program and its sound are stopped.
    func standStill(milliseconds: Int) { time.value += Int64(milliseconds) * 1_000_000 }

    func render(to frame: Int64) {
        let ahead = frame - studio.engine.enginePosition
        if ahead > 0 { player.render(ahead) { _, _, _ in } }
    }

    func plug(_ port: FakePort) { devices.events.append(.appeared(port)) }
    func unplug(_ port: FakePort) { devices.events.append(.disappeared(port)) }

    /// Bytes of a device, stamped now or earlier.
    func hear(_ bytes: [UInt8], from port: FakePort, at nanoseconds: Int64? = nil) {
        var parser = ByteParser()
        for message in parser.parse(bytes) {
            devices.events.append(
                .message(port, TimedMessage(nanoseconds: nanoseconds ?? time.value, message: message)))
        }
    }

    func press(_ keys: Key...) {
        pressed.value += keys
        live.catchUp()
    }
}
