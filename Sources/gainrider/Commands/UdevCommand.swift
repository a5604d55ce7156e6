import ArgumentParser
import Mapping

struct UdevCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "udev", abstract: "Print udev rules for all mapped USB devices.",
        discussion: """
            The rules give the user at the screen access, name the mapping, and keep the device awake.

            Example:
              gainrider udev | sudo tee /etc/udev/rules.d/70-gainrider.rules
            """)

    @Option(name: .long, help: "A mapping file to add; may be given several times.", completion: .file(extensions: ["yaml"]))
    var mapping: [String] = []

    func run() throws { Terminal.output.write(UdevRules.text(for: try Mappings.load(mapping).mappings)) }
}
