import ArgumentParser
import Foundation
import SessionStore
import Units

struct RevisionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revisions",
        abstract: "Name states of the mix, compare them in words, and bring them back.",
        usage: "gainrider revisions <song> [<action>] [<name> ...] [--note <note>]",
        discussion: """
            Actions:
            \(Action.help)

            A revision goes by its name or its number. In a comparison the session as it is now takes the place of what is left \
            out. Undo does not touch revisions; bringing one back is a step of undo. `gainrider bounce Song --revisions all` \
            renders them.

            Examples:
              gainrider revisions Song
              gainrider revisions Song name "Mix 3" --note "vocal up 1 dB"
              gainrider revisions Song diff "Mix 2" "Mix 3"
              gainrider revisions Song restore "Mix 2"
            """)

    @OptionGroup var session: SessionArgument

    @Argument(help: "list, name, diff, restore, rename or remove; list if not given.")
    var action = Action.list

    @Argument(help: "Names or numbers of revisions.")
    var names: [String] = []

    @Option(name: .long, help: "name: what there is to say of it.")
    var note: String?

    @Flag(name: .long, help: "list, diff: as JSON.")
    var json = false

    enum Action: String, ListedAction {
        static let column = 18

        case list, name, diff, restore, rename, remove

        // swift-format-ignore
        private var row: (usage: String, names: ClosedRange<Int>, summary: String) {
            switch self {
            case .list:    ("",           0...0, "all revisions, the latest last")
            case .name:    ("NAME",       1...1, "keeps the session as it is now under a name")
            case .diff:    ("[A] [B]",    0...2, "what differs from A to B, in sentences")
            case .restore: ("NAME",       1...1, "makes the session what it was")
            case .rename:  ("NAME NEW",   2...2, "another name")
            case .remove:  ("NAME",       1...1, "forgets it")
            }
        }

        var arguments: String { row.usage }
        var summary: String { row.summary }
        var names: ClosedRange<Int> { row.names }
    }

    func validate() throws {
        guard action.names.contains(names.count) else {
            throw ValidationError("\(action.rawValue) \(names.joined(separator: " ")): expected \(action.usage)")
        }
        if note != nil, action != .name { throw ValidationError("--note is for name") }
        if json, action != .list, action != .diff { throw ValidationError("--json is for list and diff") }
    }

    func run() throws {
        do {
            switch action {
            case .list: list(try session.open().document)
            case .diff: try diff(try session.open().document)
            case .name: try name()
            case .restore: try restore()
            case .rename, .remove: try change()
            }
        } catch let error as SessionStoreError {
            throw Failure(error)
        }
    }

    private struct Row: Encodable {
        var number: Int
        var name: String
        var note: String
        var time: String
    }

    private func list(_ document: SessionDocument) {
        let rows = document.revisions.enumerated().map { index, revision in
            let time = Date(timeIntervalSince1970: Double(revision.time))
            return Row(
                number: index + 1, name: revision.name, note: revision.note,
                time: time.formatted(.iso8601.dateSeparator(.dash).timeSeparator(.colon)))
        }
        if json { return Terminal.output.line(JSONText.of(rows)) }
        if rows.isEmpty {
            return Terminal.output.line(
                "no revisions yet; keep one with: gainrider revisions \(session.song) name \"Mix 1\"")
        }
        for line in TextColumns.lines(rows.map { ["\($0.number)", $0.time, $0.name, $0.note] }) {
            Terminal.output.line(line)
        }
    }

    private func diff(_ document: SessionDocument) throws {
        func state(_ name: String) throws -> SessionDocument { try find(name, document).revision.document() }
        let old: SessionDocument
        if let first = names.first {
            old = try state(first)
        } else {
            guard let last = document.revisions.last else {
                throw Failure(.badData, "gainrider: the session has no revision to compare with")
            }
            old = try last.document()
        }
        let new = names.count > 1 ? try state(names[1]) : document
        let sentences = new.differences(from: old)
        if json { return Terminal.output.line(JSONText.of(sentences)) }
        for sentence in sentences { Terminal.output.line(sentence) }
        if sentences.isEmpty { Terminal.output.line("no difference that can be heard") }
    }

    private func name() throws {
        let store = try session.openForChange()
        let name = names[0]
        try Failure.naming(name, among: store.document.revisions)
        let time = Int64(Date().timeIntervalSince1970)
        let revision = Revision(store.document, name: name, note: note ?? "", time: time)
        try store.keep { $0.revisions.append(revision) }
        store.closeTelling()
        Terminal.output.line("\(VisibleText.line(name)): revision \(store.document.revisions.count)")
    }

    private func restore() throws {
        let store = try session.openForChange()
        let revision = try find(names[0], store.document).revision
        let changed = try store.perform("Restore \(revision.name)") { try $0.restore(revision) }
        store.closeTelling()
        Terminal.output.line(
            changed
                ? "the session is \(VisibleText.line(revision.name)) now; gainrider session undo \(session.song) takes it back"
                : "nothing to change")
    }

    private func change() throws {
        let store = try session.openForChange()
        let (number, revision) = try find(names[0], store.document)
        if names.count > 1 { try Failure.naming(names[1], among: store.document.revisions) }
        try store.keep { document in
            if names.count > 1 {
                document.revisions[number - 1].name = names[1]
            } else {
                document.revisions.remove(at: number - 1)
            }
        }
        store.closeTelling()
        let name = VisibleText.line(revision.name)
        Terminal.output.line(names.count > 1 ? "\(name) is \(VisibleText.line(names[1])) now" : "\(name) is removed")
    }

    private func find(_ name: String, _ document: SessionDocument) throws -> (number: Int, revision: Revision) {
        let place = try Failure.finding(name, among: document.revisions)
        return (place + 1, document.revisions[place])
    }
}
