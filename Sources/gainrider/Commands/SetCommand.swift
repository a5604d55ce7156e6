import ArgumentParser
import Foundation
import SessionStore

struct SetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Set parameters, automation modes and settings from the shell.",
        usage: "gainrider set <song> [<address>=<value> ...] [--file <file>]",
        discussion: """
            All of it is one step of undo; if anything in it is wrong nothing is set. A strip goes by number or by name. Modes \
            are /strip/3/mode and /session/mode; /strip/3/safe, suspend and trim are on or off. Settings: /session/thinning, glide, \
            motion-timeout, after-write, coalesce, auto-join, continue-in-loop, loop and punch (0:32..0:48, or off), tempo, and \
            enable/pan and the like.

            Examples:
              gainrider set Song /strip/3/fader=-3 "/strip/Lead Vox/pan=L20"
              gainrider set Song /strip/1/mode=touch /session/thinning="0.05 dB"
              gainrider set Song --file mix.txt
            """)

    @OptionGroup var session: SessionArgument

    @Argument(help: "What to set: /strip/3/fader=-3, \"/master/limiter/on = on\" …")
    var assignments: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Also what stands in a file, one a line; # begins a remark; - is standard input.", valueName: "file"),
        completion: .file())
    var file: String?

    func validate() throws {
        guard !assignments.isEmpty || file != nil else {
            throw ValidationError("nothing to set: expected ADDRESS=VALUE, or --file")
        }
    }

    func run() throws {
        Interruption.watch()
        let text = try file.map(InputText.read)
        let store = try session.openForChange()
        var told: [String] = []
        let before = store.document
        do {
            // Tried first, so that the step of undo is named after what it does.
            var document = before
            told = try apply(text, to: &document)
            let label = told.count == 1 ? "Set \(told[0])" : "Set \(told.count) values"
            let result = document
            let changed = try store.perform(label) { $0 = result }
            store.closeTelling()
            for parameter in result.ruled(since: before) {
                Terminal.error.line("gainrider: \(result.words(forRuled: parameter))")
            }
            guard changed else { return Terminal.output.line("nothing to change") }
            for line in told { Terminal.output.line(line) }
        } catch let error as SessionStoreError {
            throw Failure(error)
        }
    }

    /// The file first, then the words of the command line, which are newer.
    private func apply(_ text: String?, to document: inout SessionDocument) throws -> [String] {
        var told: [String] = []
        var faults: [String] = []
        func set(_ assignment: String, _ place: String) {
            do throws(SessionDocument.AddressFault) { told.append(try document.assign(assignment)) } catch {
                faults.append("\(place): \(error)")
            }
        }
        let name = file == "-" ? "standard input" : file ?? ""
        for (index, line) in (text ?? "").split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.trimmingCharacters(in: .whitespacesAndNewlines)
            if words.isEmpty || words.hasPrefix("#") { continue }
            set(words, "\(name):\(index + 1):\(line.prefix { $0 == " " || $0 == "\t" }.count + 1)")
        }
        for assignment in assignments { set(assignment, "gainrider") }
        guard faults.isEmpty else { throw Failure(.badData, lines: faults) }
        return told
    }
}
