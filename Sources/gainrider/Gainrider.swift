import ArgumentParser
import AudioFiles
import Foundation
import SessionStore

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
            CommandGroup(
                name: "Mixing",
                subcommands: [
                    DemoCommand.self, NewCommand.self, MixCommand.self, PerformCommand.self, BounceCommand.self,
                    DrawCommand.self, AutomationCommand.self, SetCommand.self, RevisionsCommand.self,
                    SnapshotsCommand.self, SessionCommand.self,
                ]),
            CommandGroup(
                name: "Controller",
                subcommands: [
                    SurfacesCommand.self, MonitorCommand.self, CheckCommand.self, LearnCommand.self,
                    ImportCommand.self, UdevCommand.self,
                ]),
            CommandGroup(name: "System", subcommands: [DoctorCommand.self]),
        ])

    /// Errors that carry an exit code of sysexits(3) are told on standard error, one a line.
    static func main() {
        StandardDescriptors.open()
        // A reader that goes away, and a limit for the size of files, are told by the call that fails.
        for number in [SIGPIPE, SIGXFSZ] { signal(number, SIG_IGN) }
        do {
            var command = try parseAsRoot()
            try command.run()
            try Terminal.output.check()
        } catch let failure as Failure {
            end(failure)
        } catch let error as SessionStoreError {
            end(Failure(error))
        } catch let error as FileError {
            end(Failure(error))
        } catch  where exitCode(for: error).isSuccess {
            // Help and version.
            let text = fullMessage(for: error)
            if !text.isEmpty { Terminal.output.line(text) }
            if let failure = Terminal.output.failure { end(failure) }
            Foundation.exit(0)
        } catch {
            let text = text(for: error)
            if !text.isEmpty { Terminal.error.line(text) }
            Foundation.exit(exitCode(for: error).rawValue)
        }
    }

    /// The parser's messages begin with `Error: `; ours begin with the program's name.
    private static func text(for error: any Error) -> String {
        let message = fullMessage(for: error)
        guard message.hasPrefix("Error: ") else { return message }
        var lines = message.dropFirst(7).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let unknown = UnknownCommand(CommandLine.arguments.dropFirst(), of: Gainrider.self)
        if let unknown { lines[0] = unknown.message }
        return "gainrider: " + lines.joined(separator: "\n")
    }

    private static func end(_ failure: Failure) -> Never {
        failure.tell()
        Foundation.exit(failure.code.rawValue)
    }
}
