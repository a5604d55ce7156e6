import ArgumentParser
import AudioFiles
import Desk
import Foundation
import MixModel
import SessionStore
import Units

extension SessionCommand {
    struct Relink: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "relink", abstract: "Find stems and references that have moved.",
            usage: "gainrider session relink <song> <folder> [<options>]",
            discussion: """
                Looks for every stem and reference that is not where the session says, in a folder and all folders in it: by \
                name, then by content, so a renamed file is found too. What was found is played from there; nothing is copied. \
                It is one undo step.

                A file with the right name but other content is named and not taken, unless --replace says so: for stems that \
                were exported anew.

                Examples:
                  gainrider session relink Song /media/backup/stems
                  gainrider session relink Song new-stems --replace
                """)

        @OptionGroup var session: SessionArgument

        @Argument(help: "Where to look.", completion: .directory)
        var folder: String

        @Flag(name: .long, help: "Take files of the right name although their content is another.")
        var replace = false

        @Flag(name: .long, help: "Tell what became of each file as JSON.")
        var json = false

        func run() throws {
            Interruption.watch()
            let store = try session.openForChange()
            var relinking: Relinking
            do { relinking = try Relinking(store.location, in: folder, replaces: replace) } catch {
                throw Failure(error)
            }
            relinking.isInterrupted = { Interruption.isRequested }
            let rows = try find(with: &relinking, in: store)
            let changed = rows.filter { $0.new != nil }
            if !changed.isEmpty {
                try store.perform("Relink \(Terminal.count(changed.count, "file"))") { document in
                    for row in changed { row.put(into: &document.mix) }
                }
            }
            store.closeTelling()
            if json {
                Terminal.output.line(JSONText.of(rows))
            } else {
                for row in rows { Terminal.output.line(row.line) }
                let advice = "gainrider session undo \(session.song) takes it back"
                Terminal.output.line(changed.isEmpty ? "nothing to change" : "relinked; \(advice)")
            }
            let lost = rows.filter { $0.outcome == .missing || $0.outcome == .other }.count
            guard lost == 0 else {
                throw Failure(.missingInput, "gainrider: \(Terminal.count(lost, "file")) not found in \(folder)")
            }
        }

        private func find(with relinking: inout Relinking, in store: SessionStore) throws -> [RelinkedRow] {
            let mix = store.document.mix
            let sources =
                mix.strips.enumerated().compactMap { index, strip in
                    strip.source.map { (strip.name, RelinkedRow.Owner.strip(index), $0) }
                }
                + mix.references.enumerated().map { index, source in
                    ("reference \(index + 1)", RelinkedRow.Owner.reference(index), source)
                }
            let progress = ProgressLine("Looking for files")
            defer { progress.end() }
            return try sources.enumerated().map { index, item in
                try Interruption.check()
                progress.show(Double(index) / Double(sources.count))
                let outcome = relinking.find(item.2)
                try Interruption.check()
                return RelinkedRow(item.0, item.1, item.2, outcome)
            }
        }
    }
}

/// What became of one stem or reference.
struct RelinkedRow: Encodable {
    enum Outcome: String, Encodable { case inPlace, found, replaced, other, missing }

    /// Whose sound it is, counted from 0.
    enum Owner {
        case strip(Int), reference(Int)
    }

    var name: String
    /// As the session had it.
    var file: String
    var outcome: Outcome
    /// As the session has it now; for ``Outcome/other`` the file that was not taken.
    var path: String?
    private let owner: Owner
    /// What the session is to play from now on.
    let new: Source?

    private enum CodingKeys: CodingKey { case name, file, outcome, path }

    init(_ name: String, _ owner: Owner, _ source: Source, _ found: Relinking.Outcome) {
        self.name = name
        self.owner = owner
        file = source.path
        (outcome, path, new) =
            switch found {
            case .inPlace: (.inPlace, source.path, nil)
            case .found(let new): (.found, new.path, new)
            case .replaced(let new): (.replaced, new.path, new)
            case .other(let path): (.other, path, nil)
            case .missing: (.missing, nil, nil)
            }
    }

    var line: String {
        let path = self.path ?? ""
        let words =
            switch outcome {
            case .inPlace: "\(file) is in its place"
            case .found: "\(file) found as \(path)"
            case .replaced: "\(file) replaced by \(path)"
            case .other: "\(file) not found; \(path) has its name but not its content; --replace takes it"
            case .missing: "\(file) not found"
            }
        return VisibleText.line("\(name): \(words)")
    }

    func put(into mix: inout Mix) {
        guard let new else { return }
        switch owner {
        case .strip(let index): mix.strips[index].source = new
        case .reference(let index): mix.references[index] = new
        }
    }
}
