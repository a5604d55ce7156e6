import ArgumentParser
import Foundation
import MixModel
import SessionStore
import Units

extension SessionCommand {
    struct Apply: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "apply", abstract: "Make a session what a text says.",
            discussion: """
                For what no control does: names, new strips, their order, routing to buses, the pan law, lanes by hand. It is \
                one undo step. The form is in Docs/SessionText.md.

                Example:
                  gainrider session dump Song > song.yaml
                  $EDITOR song.yaml
                  gainrider session apply Song song.yaml
                """)

        @OptionGroup var session: SessionArgument

        @Argument(help: "The text; - is standard input.", completion: .file(extensions: ["yaml", "yml"]))
        var file: String

        func run() throws {
            Interruption.watch()
            let text = try InputText.read(file)
            let store = try session.openForChange()
            do {
                let name = file == "-" ? "standard input" : file
                let before = store.document
                let document = try SessionDocument.load(
                    text: text, file: name, sound: TextSounds(for: store.location, text: file).find)
                try Interruption.check()
                let changed = try store.perform("Apply \(name)") {
                    let revisions = $0.revisions
                    $0 = document
                    $0.revisions = revisions
                }
                store.closeTelling()
                for parameter in document.ruled(since: before) {
                    Terminal.error.line("gainrider: \(document.words(forRuled: parameter))")
                }
                Terminal.output.line(
                    changed ? "applied; gainrider session undo \(session.song) takes it back" : "nothing to change")
            } catch let error as SessionStoreError {
                throw Failure(error)
            }
        }
    }

    struct History: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "history", abstract: "List what was done, the latest last.",
            discussion: "Example:\n  gainrider session history Song")

        @OptionGroup var session: SessionArgument

        @Flag(name: .long, help: "As JSON.")
        var json = false

        private struct Row: Encodable {
            var time: String
            var label: String
            var isUndone: Bool
        }

        func run() throws {
            let rows = try session.open().history.map { entry in
                Row(
                    time: entry.time.formatted(.iso8601.dateSeparator(.dash).timeSeparator(.colon)),
                    label: entry.label, isUndone: entry.isUndone)
            }
            if json { return Terminal.output.line(JSONText.of(rows)) }
            for row in rows {
                Terminal.output.line("\(row.time)  \(VisibleText.line(row.label))\(row.isUndone ? "  (undone)" : "")")
            }
        }
    }

    struct Undo: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "undo", abstract: "Take the last change back.",
            discussion: "Example:\n  gainrider session undo Song")

        @OptionGroup var session: SessionArgument

        func run() throws { try session.step("undone", "nothing to undo") { try $0.undo() } }
    }

    struct Redo: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "redo", abstract: "Do again what was undone last.",
            discussion: "Example:\n  gainrider session redo Song")

        @OptionGroup var session: SessionArgument

        func run() throws { try session.step("redone", "nothing to redo") { try $0.redo() } }
    }
}

extension SessionArgument {
    /// Opens the session, or says that it can only be read now.
    func openForChange() throws -> SessionStore {
        let store = try open()
        guard !store.isReadOnly else {
            let isElsewhere = store.notices.contains { $0.contains("is open in another program") }
            throw Failure(
                .cannotCreate,
                "gainrider: nothing was changed, since the session can only be read now"
                    + (isElsewhere
                        ? "; leave it in the other program (q in `gainrider mix`), then give this command again" : "")
            )
        }
        return store
    }

    fileprivate func step(_ done: String, _ nothing: String, _ body: (SessionStore) throws -> String?) throws {
        let store = try openForChange()
        do {
            let label = try body(store)
            store.closeTelling()
            Terminal.output.line(label.map { "\(done): \($0)" } ?? nothing)
        } catch let error as SessionStoreError {
            throw Failure(error)
        }
    }
}
