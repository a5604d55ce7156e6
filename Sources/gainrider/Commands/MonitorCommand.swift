import ALSASequencer
import ArgumentParser
import Foundation
import Live
import MIDI
import Mapping

struct MonitorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "monitor",
        abstract: "Show each message: which control it is, what that does, or why it does nothing.",
        discussion: """
            Ends with Ctrl-C. Layers and held buttons are followed as `mix` would. What is recorded is a performance: `perform` \
            plays it on a session, `learn --from` writes a mapping from it.

            Examples:
              gainrider monitor
              gainrider monitor --mapping mine.yaml --json
              gainrider monitor --record ride.yaml
            """)

    @Option(
        name: .long,
        help: ArgumentHelp("A mapping to prefer, by file or name; may be given several times.", valueName: "mapping"),
        completion: .file(extensions: ["yaml"]))
    var mapping: [String] = []

    @Flag(name: .long, help: "A line of JSON for each message.")
    var json = false

    @Option(
        name: .long, help: ArgumentHelp("Write what is heard to this file, as a performance.", valueName: "file"),
        completion: .file(extensions: ["yaml"]))
    var record: String?

    private struct Listener {
        var name: String
        var listener: DeviceListener
    }

    /// One message, for programs.
    struct Line: Encodable {
        /// From the start, in s.
        var at: Double
        var device: String
        var bytes: String
        var message: String
        var meanings: [DeviceListener.Meaning]
    }

    func run() throws {
        Interruption.watch()
        let file = try record.map { try RecordedFile($0) }
        let loaded = try Mappings.load(mapping)
        let client = try Sequencer.open()
        var listeners: [ObjectIdentifier: Listener] = [:]
        var recorder = PerformanceRecorder()
        let start = LiveMix.now
        Terminal.error.line("listening; Ctrl-C ends")
        while !Interruption.isRequested, !Terminal.output.isGone {
            for event in client.events() {
                switch event {
                case .appeared(let port), .wired(let port):
                    let isWired = if case .wired = event { true } else { false }
                    listeners[ObjectIdentifier(port)] = appeared(port, loaded, isWired: isWired, &recorder)
                case .lost: Terminal.error.line("gainrider: more messages than the kernel keeps; some are lost")
                case .loopCut: Terminal.error.line("gainrider: our output was wired to our input; the wire is out")
                case .disappeared(let port), .unwired(let port):
                    note("- \(port.identity.client) · \(port.identity.port)")
                    listeners[ObjectIdentifier(port)] = nil
                case .message(let port, let message):
                    guard let listener = listeners[ObjectIdentifier(port)] else { continue }
                    let time = max(0, message.nanoseconds - start)
                    recorder.take(message.message.bytes, from: listener.name, at: time)
                    let meanings =
                        listeners[ObjectIdentifier(port)]?.listener.take(message.message, at: message.nanoseconds)
                        ?? []
                    tell(message.message, at: time, of: port.identity.client, meanings)
                }
            }
            var descriptor = pollfd(fd: client.fileDescriptor, events: Int16(POLLIN), revents: 0)
            poll(&descriptor, 1, 200)
        }
        try file?.write(recorder)
    }

    private func appeared(
        _ port: any DevicePort, _ loaded: MappingChoice, isWired: Bool, _ recorder: inout PerformanceRecorder
    ) -> Listener? {
        // Other programs are listened to where a mapping matches, or when somebody wires them.
        let identity = port.identity
        let found =
            port.isHardware || isWired
            ? loaded.choice(for: identity) : loaded.loaded.matching(identity).map { ($0.mapping, $0.reason) }
        guard port.isHardware || isWired || found != nil else { return nil }
        note("+ \(identity.client) · \(identity.port): \(found?.mapping.id ?? "no mapping")")
        do { try port.connect() } catch { Terminal.error.line("gainrider: \(error)") }
        let mapping = found?.mapping.part(for: identity)
        let name = "\(identity.client) \(identity.port)"
        // A device without a mapping can still be learnt from.
        recorder.add(name, mapping: mapping.map(RecordedFile.name) ?? "generic-cc", port: mapping?.port ?? 1)
        return Listener(name: name, listener: DeviceListener(mapping))
    }

    /// About devices: with --json beside the lines that programs read.
    private func note(_ line: String) { if json { Terminal.error.line(line) } else { Terminal.output.line(line) } }

    private func tell(_ message: Message, at time: Int64, of device: String, _ meanings: [DeviceListener.Meaning]) {
        let bytes = message.bytes.map { String(format: "%02X", $0) }
        if json {
            let line = Line(
                at: Double(time) / 1e9, device: device, bytes: bytes.joined(separator: " "), message: message.words,
                meanings: meanings)
            return Terminal.output.line(JSONText.line(of: line))
        }
        let shown = bytes.prefix(24).joined(separator: " ") + (bytes.count > 24 ? " …" : "")
        for meaning in meanings {
            let control = meaning.control.map { "  \($0) \(meaning.movement ?? "")" } ?? ""
            let outcome =
                meaning.does.isEmpty ? "(\(meaning.why ?? "nothing"))" : "→ " + meaning.does.joined(separator: "; ")
            Terminal.output.line("\(device): \(shown)  \(message.words)\(control)  \(outcome)")
        }
    }
}
