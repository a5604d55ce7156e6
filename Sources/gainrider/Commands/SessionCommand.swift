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
            let store = try session.open()
            let text = json ? store.document.json() : store.document.yaml()
            Terminal.output.write(text.hasSuffix("\n") ? text : text + "\n")
        }
    }

    struct Load: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "load", abstract: "Make a session from text.",
            discussion: """
                Audio files are not copied: their paths start at the new session's folder.

                Example:
                  gainrider session load Copy song.yaml
                """)

        @Argument(help: "Name of the new session.")
        var song: String

        @Argument(help: "The text; - is standard input.", completion: .file(extensions: ["yaml", "yml"]))
        var file: String

        func run() throws {
            let text = try InputText.read(file)
            do {
                let document = try SessionDocument.load(text: text, file: file == "-" ? "standard input" : file)
                let store = try SessionStore.create(at: SessionLocation(song), document: document)
                store.closeTelling()
                Terminal.output.line(
                    "\(store.location.folder): \(Terminal.count(document.mix.strips.count, "strip"))")
            } catch let error as SessionStoreError {
                throw Failure(error)
            }
        }
    }
}

/// A text file, or standard input.
enum InputText {
    /// Larger files are refused: nobody writes them by hand.
    private static let limit = 64 << 20

    static func read(_ path: String) throws -> String {
        let data: Data
        if path == "-" {
            data = FileHandle.standardInput.readDataToEndOfFile()
        } else {
            guard FileManager.default.fileExists(atPath: path) else {
                throw Failure(.missingInput, "gainrider: \(path) does not exist")
            }
            var isFolder: ObjCBool = false
            guard !FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) || !isFolder.boolValue else {
                throw Failure(.missingInput, "gainrider: \(path) is a folder, expected a text file")
            }
            guard let found = FileManager.default.contents(atPath: path) else {
                throw Failure(.missingInput, "gainrider: \(path) cannot be read")
            }
            data = found
        }
        guard data.count <= limit else { throw Failure(.badData, "gainrider: \(path) is larger than 64 MiB") }
        guard let text = String(data: data, encoding: .utf8) else {
            throw Failure(.badData, "gainrider: \(path) is not UTF-8 text")
        }
        return text
    }
}
