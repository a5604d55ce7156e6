import ArgumentParser
import Automation
import Foundation
import SessionStore
import Units

struct SnapshotsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshots",
        abstract: "Keep values of the mix under a name, and bring them back.",
        usage: "gainrider snapshots <song> [<action>] [<name> ...] [<options>]",
        discussion: """
            Actions:
            \(Action.help)

            A snapshot goes by its name or its number. It takes the whole mix, or what --scope and --kind say, each as often as \
            there is something to say. While mixing, a pad recalls it with /snapshot/NAME and takes it with /snapshot/NAME/take; \
            the values are reached over its fade, and what is armed is written. Here a recall sets the values at rest, in one \
            step of undo, and leaves what a lane rules.

            Examples:
              gainrider snapshots Song take Verse --fade "500 ms"
              gainrider snapshots Song take Rides --scope "/strip/Lead Vox" --scope /bus/Reverb/fader --kind fader
              gainrider snapshots Song recall Verse
            """)

    @OptionGroup var session: SessionArgument

    @Argument(help: "list, take, recall, rename or remove; list if not given.")
    var action = Action.list

    @Argument(help: "Names or numbers of snapshots.")
    var names: [String] = []

    @Option(
        name: .long,
        help: "take: time in which a recall reaches the values, such as \"2 s\"; at least the session's glide.")
    var fade: String?

    @Option(name: .long, help: "take: a strip, a bus, a VCA, the master or one parameter, by address.")
    var scope: [String] = []

    @Option(
        name: .long,
        help: "take: a kind of parameters: \(ParameterKind.allCases.map(\.rawValue).joined(separator: ", ")).")
    var kind: [String] = []

    @Option(
        name: .long,
        help: "take: where in the song the lanes are read: seconds, 1:03.2 or a marker; its start if not given.")
    var at: String?

    @Flag(name: .long, help: "list: as JSON.")
    var json = false

    enum Action: String, ListedAction {
        static let column = 18

        case list, take, recall, rename, remove

        // swift-format-ignore
        private var row: (usage: String, names: Int, summary: String) {
            switch self {
            case .list:   ("",         0, "all snapshots with what they take")
            case .take:   ("NAME",     1, "keeps the values as they are; one that is there has them instead of its own")
            case .recall: ("NAME",     1, "brings its values back")
            case .rename: ("NAME NEW", 2, "another name")
            case .remove: ("NAME",     1, "forgets it")
            }
        }

        var arguments: String { row.usage }
        var summary: String { row.summary }
        var names: Int { row.names }
    }

    func validate() throws {
        guard action.names == names.count else {
            throw ValidationError("\(action.rawValue) \(names.joined(separator: " ")): expected \(action.usage)")
        }
        let options = [
            (fade != nil, "--fade"), (!scope.isEmpty, "--scope"), (!kind.isEmpty, "--kind"), (at != nil, "--at"),
        ]
        if action != .take, let given = options.first(where: \.0) { throw ValidationError("\(given.1) is for take") }
        if json, action != .list { throw ValidationError("--json is for list") }
    }

    func run() throws {
        do {
            switch action {
            case .list: list(try session.open().document)
            case .take: try take()
            case .recall: try recall()
            case .rename, .remove: try change()
            }
        } catch let error as SessionStoreError {
            throw Failure(error)
        } catch let error as SessionDocument.AddressFault {
            throw Failure(.badData, "gainrider: \(error)")
        }
    }

    private struct Row: Encodable {
        var number: Int
        var name: String
        var fadeMilliseconds: Int
        var scope: [String]
        var kinds: [String]
    }

    private func list(_ document: SessionDocument) {
        let rows = document.snapshots.enumerated().map { index, snapshot in
            Row(
                number: index + 1, name: snapshot.name, fadeMilliseconds: snapshot.fadeMilliseconds,
                scope: document.words(of: snapshot.scope), kinds: snapshot.scope.kinds.sorted().map(\.rawValue))
        }
        if json { return Terminal.output.line(JSONText.of(rows)) }
        if rows.isEmpty {
            return Terminal.output.line(
                "no snapshots yet; keep one with: gainrider snapshots \(session.song) take \"Verse\"")
        }
        let lines = rows.map { row in
            [
                "\(row.number)", row.name, "\(row.fadeMilliseconds) ms",
                row.scope.isEmpty ? "whole mix" : row.scope.joined(separator: ", "),
                row.kinds.joined(separator: ", "),
            ]
        }
        for line in TextColumns.lines(lines) { Terminal.output.line(line) }
    }

    private func take() throws {
        let store = try session.openForChange()
        var result = store.document
        let found = result.snapshot(names[0])
        if found == nil { try Failure.naming(names[0], among: result.snapshots) }
        guard found != nil || result.snapshots.count < Snapshot.countLimit else {
            throw Failure(
                .badData, "gainrider: a session has \(Snapshot.countLimit) snapshots at most; remove one first")
        }
        var snapshot = found?.snapshot ?? Snapshot(name: names[0])
        if let fade { snapshot.fadeMilliseconds = try Snapshot.fade(fade) }
        if !scope.isEmpty || !kind.isEmpty { snapshot.scope = try result.scope(scope, kinds: kind) }
        let place = try at.map { try result.place($0) } ?? 0
        snapshot.take(result.mix) { result.position(of: $0, at: place) }
        if let found { result.snapshots[found.number - 1] = snapshot } else { result.snapshots.append(snapshot) }
        let snapshots = result.snapshots
        try store.perform("Take snapshot \(snapshot.name)") { $0.snapshots = snapshots }
        store.closeTelling()
        Terminal.output.line("\(VisibleText.line(snapshot.name)): snapshot \(found?.number ?? snapshots.count)")
    }

    private func recall() throws {
        let store = try session.openForChange()
        let snapshots = store.document.snapshots
        let snapshot = snapshots[try Failure.finding(names[0], among: snapshots)]
        var result = store.document
        let ruled = result.recall(snapshot)
        let mix = result.mix
        let changed = try store.perform("Recall \(snapshot.name)") { $0.mix = mix }
        store.closeTelling()
        for id in ruled { Terminal.error.line("gainrider: \(result.words(forRuled: id))") }
        Terminal.output.line(
            changed
                ? "the mix is at \(VisibleText.line(snapshot.name)) now; gainrider session undo \(session.song) takes it back"
                : "nothing to change")
    }

    private func change() throws {
        let store = try session.openForChange()
        let snapshots = store.document.snapshots
        let place = try Failure.finding(names[0], among: snapshots)
        let snapshot = snapshots[place]
        let isRenamed = names.count > 1
        if isRenamed { try Failure.naming(names[1], among: snapshots) }
        try store.perform(isRenamed ? "Rename snapshot \(snapshot.name)" : "Remove snapshot \(snapshot.name)") {
            if isRenamed { $0.snapshots[place].name = names[1] } else { $0.snapshots.remove(at: place) }
        }
        store.closeTelling()
        let name = VisibleText.line(snapshot.name)
        Terminal.output.line(isRenamed ? "\(name) is \(VisibleText.line(names[1])) now" : "\(name) is removed")
    }
}
