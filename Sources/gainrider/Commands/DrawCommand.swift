import ArgumentParser
import AudioFiles
import Demonstration
import Desk
import Foundation
import MixModel
import SessionStore

struct DrawCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draw",
        abstract: "Draw the automation of a session over its waveforms.",
        discussion: """
            The picture is an SVG file, for a browser or any drawing program; an earlier picture of that name is replaced.

            Examples:
              gainrider draw Song
              gainrider draw Song ride.svg
              gainrider draw Song - > ride.svg
            """)

    @OptionGroup var session: SessionArgument

    @Argument(
        help: ArgumentHelp("The picture, or - for standard output (default: <song>.svg here).", valueName: "picture"),
        completion: .file(extensions: ["svg"]))
    var picture: String?

    func run() throws {
        let store = try session.open()
        let studio = Studio(store, isLive: false)
        studio.tellFaults()
        let name = session.location.name
        let stems = store.document.mix.strips.map { strip in
            strip.source.map { Studio.stem($0, in: store.location).path }
        }
        let drawing = AutomationPicture(of: studio.desk, title: name, stems: stems).svg()
        try store.close()
        let path = picture ?? "\(name).svg"
        if path == "-" { return Terminal.output.write(drawing) }
        // Only a picture is ever replaced.
        try NewTextFile(at: path) { $0.contains("<svg") }.write(drawing)
        Terminal.output.line(path)
    }
}
