import ArgumentParser
import AudioFiles
import Foundation
import Mapping

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Make a mapping of another program's controller file.",
        discussion: """
            Reads Ardour's .map, Mixxx's .midi.xml and CSI's .mst, with its .zon files by --zones. The mapping goes to standard output or to --out; what can't be \
            carried over is told on standard error, a line each.

            Examples:
              gainrider import nanoKONTROL2.map --out nano.yaml
              gainrider import Surface.mst --zones Home.zon --zones Buttons.zon --out x.yaml
              gainrider import 'Akai-APC-MINI.midi.xml' > apc.yaml && gainrider check apc.yaml
            """)

    @Argument(help: "The file to import.")
    var file: String

    @Option(
        name: .long,
        help: ArgumentHelp("A zone file that goes with CSI's .mst; may be given several times.", valueName: "file"))
    var zones: [String] = []

    @Option(name: .long, help: "Where the mapping is written; it must not be there yet.")
    var out: String?

    func run() throws {
        let target = try out.map { path throws(FileError) in try NewTextFile(at: path) }
        let data = try ImportCommand.data(file)
        let zones = try zones.map { (text: String(decoding: try ImportCommand.data($0), as: UTF8.self), file: $0) }
        let imported: ImportedMapping
        do throws(ImportError) { imported = try ForeignMapping.read(data, file: file, zones: zones) } catch {
            throw Failure(.badData, "gainrider: \(file): \(error)")
        }
        if let target { try target.write(imported.text) } else { Terminal.output.write(imported.text) }
        for left in imported.leftOut { Terminal.error.line("\(file):\(left.line): \(left.reason)") }
        Terminal.error.line(
            "\(imported.carried) of \(imported.total) bindings carried over, \(imported.named) have a control with a name"
        )
    }

    private static func data(_ file: String) throws -> Data {
        guard FileManager.default.fileExists(atPath: file), let handle = FileHandle(forReadingAtPath: file),
            let data = try? handle.read(upToCount: ForeignMapping.maximumBytes + 1)
        else { throw Failure(.missingInput, "gainrider: \(file) cannot be read") }
        return data
    }
}
