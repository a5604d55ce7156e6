import ArgumentParser
import Foundation

@main
struct Gainrider: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gainrider",
        abstract: "Mix with your hands on Linux.",
        discussion: """
            First steps, with nothing plugged in:
              gainrider demo                make a song and mix it by recorded hands
              gainrider new Song stems/     make a session from audio files
              gainrider mix Song            play it, with every mapped controller
              gainrider bounce Song         render the mix to Song.wav
            """,
        version: "0.1.0",
        groupedSubcommands: [
            CommandGroup(name: "Mixing:", subcommands: [
                DemoCommand.self, NewCommand.self, MixCommand.self, PerformCommand.self, BounceCommand.self,
                SessionCommand.self,
            ]),
            CommandGroup(name: "Controllers:", subcommands: [
                SurfacesCommand.self, MonitorCommand.self, CheckCommand.self, UdevCommand.self,
            ]),
            CommandGroup(name: "Help:", subcommands: [DoctorCommand.self]),
        ])

    /// Errors that carry an exit code of sysexits(3) are told on standard error, one a line.
    static func main() {
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let failure as Failure {
            failure.tell()
            Foundation.exit(failure.code.rawValue)
        } catch {
            exit(withError: error)
        }
    }
}
