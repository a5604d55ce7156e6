import ArgumentParser
import Live
import Mapping

struct UdevCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "udev", abstract: "Print udev rules for all mapped USB devices.",
        discussion: """
            The rules give the user at the screen access, name the mapping, and keep the device awake.

            Example:
              gainrider udev | sudo tee /etc/udev/rules.d/70-gainrider.rules
            """)

    @Option(
        name: .long,
        help: ArgumentHelp("A mapping to add, by file; may be given several times.", valueName: "mapping"),
        completion: .file(extensions: ["yaml"]))
    var mapping: [String] = []

    func run() throws { Terminal.output.write(UdevRules.text(for: try Mappings.load(mapping).mappings)) }
}
