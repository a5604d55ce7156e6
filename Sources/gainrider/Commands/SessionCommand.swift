import ArgumentParser
import Foundation
import MixModel
import SessionStore

struct SessionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session", abstract: "A session as text, and its history.",
        discussion: """
            The text has a fixed order and one line a value, so `git diff` shows a change of the mix as a person would say it.

            Examples:
              gainrider session dump Song > song.yaml
              gainrider session load Copy song.yaml
              gainrider session apply Song song.yaml
              gainrider session reference Song master.flac
              gainrider session relink Song /media/backup/stems
              gainrider session undo Song
            """,
        subcommands: [
            Dump.self, Load.self, Apply.self, References.self, Relink.self, History.self, Undo.self, Redo.self,
        ])

    struct Dump: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "dump", abstract: "Write a session as YAML, or as JSON.",
            discussion: "Example:\n  gainrider session dump Song > song.yaml")

        @OptionGroup var session: SessionArgument

        @Flag(name: .long, help: "The same tree as JSON.")
        var json = false

        func run() throws {
            try StandardDescriptors.requireOutput()
            let store = try session.open()
            let text = json ? store.document.json() : store.document.yaml()
            Terminal.output.write(text.hasSuffix("\n") ? text : text + "\n")
        }
    }

    struct Load: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "load", abstract: "Make a session from text.",
            discussion: """
                Audio files are not copied: their paths start at the new session's folder. Of a strip the text need say no \
                more than `name` and `file`. The form is in Docs/SessionText.md.

                Example:
                  gainrider session load Copy song.yaml
                """)

        @Argument(help: "Name of the new session.")
        var song: String

        @Argument(help: "The text; - is standard input.", completion: .file(extensions: ["yaml", "yml"]))
        var file: String

        func run() throws {
            Interruption.watch()
            let text = try InputText.read(file)
            do {
                let location = SessionLocation(song)
                let document = try SessionDocument.load(
                    text: text, file: file == "-" ? "standard input" : file,
                    sound: TextSounds(for: location, text: file).find)
                try Interruption.check()
                let store = try SessionStore.create(at: location, document: document)
                store.closeTelling()
                Terminal.output.line(
                    "\(store.location.folder): \(Terminal.count(document.mix.strips.count, "strip"))")
            } catch let error as SessionStoreError {
                throw Failure(error)
            }
        }
    }
}
