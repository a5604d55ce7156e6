import ALSASequencer
import ArgumentParser
import Foundation
import MIDI
import Mapping

struct SurfacesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "surfaces", abstract: "List MIDI devices, the mapping that each one gets, and why.",
        discussion: """
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
        var usb: String?
        var path: String?
        var mapping: String?
        var reason: String
    }

    func run() throws {
        let loaded = try Mappings.load(mapping)
        let client = try Sequencer.open()
        let rows = client.ports.map { port -> Row in
            let identity = port.identity
            let found = loaded.choice(for: identity)
            return Row(
                client: identity.client, port: identity.port, usb: identity.usb, path: identity.path,
                mapping: found?.mapping.id,
                reason: found?.reason ?? "no mapping matches; write one, or give one with --mapping")
        }
        if json {
            Terminal.output.line(JSONText.of(rows))
            return
        }
        if rows.isEmpty { Terminal.output.line("no MIDI device is connected; known mappings:") }
        for row in rows {
            let place = row.usb.map { " (usb \($0))" } ?? ""
            Terminal.output.line("\(row.client) · \(row.port)\(place)")
            Terminal.output.line("    \(row.mapping.map { "mapping \($0): " } ?? "")\(row.reason)")
        }
        if rows.isEmpty {
            for mapping in loaded.mappings { Terminal.output.line("  \(mapping.id): \(mapping.about)") }
        }
    }
}

/// The ALSA sequencer, or an error for people.
enum Sequencer {
    static func open() throws -> SequencerClient {
        do { return try SequencerClient() } catch { throw Failure(.unavailable, "gainrider: \(error)") }
    }
}
