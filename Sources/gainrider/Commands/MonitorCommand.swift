import ALSASequencer
import ArgumentParser
import ControlSurfaces
import Foundation
import Live
import MIDI
import Mapping

struct MonitorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "monitor",
        abstract: "Show each incoming message, the control it is, and what that control does.",
        discussion: """
            Ends with Ctrl-C. A message that no control of the mapping has is shown as such.

            Examples:
              gainrider monitor
              gainrider monitor --mapping mine.yaml
            """)

    @Option(
        name: .long,
        help: ArgumentHelp("A mapping to prefer, by file or name; may be given several times.", valueName: "mapping"),
        completion: .file(extensions: ["yaml"]))
    var mapping: [String] = []

    private struct Listener {
        var decoder: SurfaceDecoder
        var mapping: DeviceMapping
    }

    func run() throws {
        Interruption.watch()
        let loaded = try Mappings.load(mapping)
        let client = try Sequencer.open()
        var listeners: [ObjectIdentifier: Listener] = [:]
        Terminal.error.line("listening; Ctrl-C ends")
        while !Interruption.isRequested, !Terminal.output.isGone {
            for event in client.events() {
                switch event {
                case .appeared(let port), .wired(let port):
                    // Other programs are listened to where a mapping matches, or when somebody wires them.
                    let isWired = if case .wired = event { true } else { false }
                    let found =
                        port.isHardware || isWired
                        ? loaded.choice(for: port.identity)
                        : loaded.loaded.matching(port.identity).map { ($0.mapping, $0.reason) }
                    guard port.isHardware || isWired || found != nil else { continue }
                    Terminal.output.line(
                        "+ \(port.identity.client) · \(port.identity.port): \(found?.mapping.id ?? "no mapping")")
                    do { try port.connect() } catch { Terminal.error.line("gainrider: \(error)") }
                    if let mapping = found?.mapping {
                        listeners[ObjectIdentifier(port)] = Listener(
                            decoder: SurfaceDecoder(controls: mapping.controls), mapping: mapping)
                    }
                case .lost: Terminal.error.line("gainrider: more messages than the kernel keeps; some are lost")
                case .loopCut: Terminal.error.line("gainrider: our output was wired to our input; the wire is out")
                case .disappeared(let port), .unwired(let port):
                    Terminal.output.line("- \(port.identity.client) · \(port.identity.port)")
                    listeners[ObjectIdentifier(port)] = nil
                case .message(let port, let message):
                    let bytes = message.message.bytes.prefix(24).map { String(format: "%02X", $0) }.joined(
                        separator: " ")
                    let meaning = meaning(of: message, &listeners[ObjectIdentifier(port)])
                    Terminal.output.line("\(port.identity.client): \(bytes)  \(meaning)")
                }
            }
            var descriptor = pollfd(fd: client.fileDescriptor, events: Int16(POLLIN), revents: 0)
            poll(&descriptor, 1, 200)
        }
    }

    private func meaning(of message: TimedMessage, _ listener: inout Listener?) -> String {
        guard listener != nil else { return "(no mapping)" }
        guard listener!.decoder.listens(to: message.message) else { return "(no control of \(listener!.mapping.id))" }
        let events = listener!.decoder.decode(message.message, at: message.nanoseconds)
        guard let event = events.first else { return "(the first half of a pair)" }
        let mapping = listener!.mapping
        let layer = mapping.layers.first?.name ?? ""
        let actions = mapping.assignments(for: event.name, layer: layer).flatMap(\.actions).map {
            $0.target?.address ?? "\($0)"
        }
        return
            "\(event.name) \(words(event.change)) → \(actions.isEmpty ? "nothing assigned" : actions.joined(separator: "; "))"
    }

    private func words(_ change: ControlEvent.Change) -> String {
        switch change {
        case .moved(let travel, let step, _): "at \((travel * 1000).rounded() / 10) % (step \(step))"
        case .turned(let ticks): "turned \(ticks > 0 ? "+" : "")\(ticks)"
        case .pressed: "pressed"
        case .released: "released"
        case .touched: "touched"
        case .untouched: "let go"
        }
    }
}
