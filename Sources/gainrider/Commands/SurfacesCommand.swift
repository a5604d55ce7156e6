import ALSASequencer
import ArgumentParser
import Foundation
import Live
import MIDI
import Mapping

struct SurfacesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "surfaces", abstract: "List MIDI devices, the mapping that each one gets, and why.",
        discussion: """
            Ports of programs (software controllers, network and Bluetooth MIDI) are listed, too: `mix` connects those that a \
            mapping matches, and any other when it is wired to Gainrider by hand (aconnect, qpwgraph).

            Examples:
              gainrider surfaces
              gainrider surfaces --mapping mine.yaml --json
            """)

    @Option(
        name: .long,
        help: ArgumentHelp("A mapping to prefer, by file or name; may be given several times.", valueName: "mapping"),
        completion: .file(extensions: ["yaml"]))
    var mapping: [String] = []

    @Flag(name: .long, help: "As JSON.")
    var json = false

    struct Row: Encodable {
        var client: String
        var port: String
        /// A port of another program, not of a device.
        var isProgram: Bool
        var usb: String?
        var path: String?
        var serial: String?
        var mapping: String?
        var reason: String
    }

    func run() throws {
        let loaded = try Mappings.load(mapping)
        let client = try Sequencer.open()
        let rows = client.ports.filter { $0.isHardware || $0.sends }.map { port -> Row in
            let identity = port.identity
            let found =
                port.isHardware
                ? loaded.choice(for: identity) : loaded.loaded.matching(identity).map { ($0.mapping, $0.reason) }
            return Row(
                client: identity.client, port: identity.port, isProgram: !port.isHardware, usb: identity.usb,
                path: identity.path, serial: identity.serial, mapping: found?.mapping.id,
                reason: found?.reason ?? SurfacesCommand.advice(port))
        }
        if json {
            Terminal.output.line(JSONText.of(rows))
            return
        }
        if rows.isEmpty { Terminal.output.line("no MIDI device is connected; known mappings:") }
        for row in rows {
            let place = row.isProgram ? " (a program)" : row.usb.map { " (usb \($0))" } ?? ""
            Terminal.output.line("\(row.client) · \(row.port)\(place)")
            Terminal.output.line("    \(row.mapping.map { "mapping \($0): " } ?? "")\(row.reason)")
        }
        if rows.isEmpty {
            for mapping in loaded.mappings { Terminal.output.line("  \(mapping.id): \(mapping.about)") }
        }
    }
}

extension SurfacesCommand {
    /// What to do with a port that no mapping matches.
    private static func advice(_ port: SequencerPort) -> String {
        port.isHardware
            ? "no mapping matches; write one, or give one with --mapping"
            : "no mapping matches, so `mix` leaves it alone; wire it to Gainrider by hand to use it with --mapping"
    }
}

/// The ALSA sequencer, or an error for people.
enum Sequencer {
    static func open() throws -> SequencerClient {
        do { return try SequencerClient(includesSoftware: true) } catch {
            throw Failure(.unavailable, "gainrider: \(error)")
        }
    }
}
