import ArgumentParser
import Foundation
import MixModel
import SessionStore
import Units

struct AutomationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "automation",
        abstract: "List, show and edit the lanes of a session.",
        usage: "gainrider automation <song> <action> [<address> ...] [<options>]",
        discussion: """
            Actions:
            \(Action.help)

            An address is a parameter (/strip/3/fader, /strip/Lead Vox/pan), or a strip, bus or VCA for all of its lanes. \
            Each edit is one step of undo.

            Examples:
              gainrider automation Song list
              gainrider automation Song show "/strip/Lead Vox/fader" --at 1:03.2
              gainrider automation Song shift /strip/3/fader --by "1.5 dB" \\
                --from Chorus --to 1:20
              gainrider automation Song copy /strip/3/fader /strip/4/fader
              gainrider automation Song thin --bound 0.1
              gainrider automation Song coalesce "/strip/Lead Vox" /vca/Band
              gainrider automation Song export lanes.csv
            """)

    @OptionGroup var session: SessionArgument

    @Argument(help: "list, show, copy, move, shift, scale, thin, clear, coalesce, export or import.")
    var action: Action

    @Argument(help: "Addresses; of export and import, the file.")
    var words: [String] = []

    @Option(name: .long, help: ArgumentHelp("Begin here: seconds, 1:03.2 or a marker.", valueName: "place"))
    var from: String?

    @Option(name: .long, help: ArgumentHelp("End here.", valueName: "place"))
    var to: String?

    @Option(name: .long, help: ArgumentHelp("show: the value here; copy, move: to here.", valueName: "place"))
    var at: String?

    @Option(
        name: .long, parsing: .unconditional,
        help: ArgumentHelp(
            "shift: 1.5 dB, -10 %, 0.5 oct of a frequency; scale: 0.5 halves the movement.", valueName: "amount"))
    var by: String?

    @Option(
        name: .long, parsing: .unconditional,
        help: ArgumentHelp(
            "scale: the value that stays; halfway between lowest and highest if not given.", valueName: "value"))
    var about: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "thin: greatest error of a fader in dB, and as much on other scales; 0.05 if not given.", valueName: "dB")
    )
    var bound: String?

    @Flag(name: .long, help: "list, show: as JSON.")
    var json = false

    func validate() throws {
        guard action.words.contains(words.count) else {
            throw ValidationError("\(action.rawValue) \(words.joined(separator: " ")): expected \(action.usage)")
        }
        for (name, value, actions) in options where value != nil && !actions.contains(action) {
            let known = actions.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("\(name) is for \(known), not for \(action.rawValue)")
        }
        if action == .shift || action == .scale, by == nil {
            throw ValidationError(
                "\(action.rawValue) needs --by, such as --by \(action == .shift ? "\"1.5 dB\"" : "0.5")")
        }
        if action == .move, at == nil { throw ValidationError("move needs --at: where the piece goes") }
        if json, action != .list, action != .show { throw ValidationError("--json is for list and show") }
    }

    /// Options with the actions that take them.
    private var options: [(String, String?, [Action])] {
        [
            ("--from", from, Action.allCases.filter(\.hasRange)), ("--to", to, Action.allCases.filter(\.hasRange)),
            ("--at", at, [.show, .copy, .move]), ("--by", by, [.shift, .scale]), ("--about", about, [.scale]),
            ("--bound", bound, [.thin]),
        ]
    }

    func run() throws {
        do {
            switch action {
            case .list: try list()
            case .show: try show()
            case .export: try export()
            case .import: try importTable()
            case .copy, .move: try copy()
            case .shift, .scale, .thin, .clear: try edit()
            case .coalesce: try coalesce()
            }
        } catch let fault as SessionDocument.AddressFault {
            throw Failure(.badData, "gainrider: \(fault)")
        }
    }

    /// What is done with lanes.
    enum Action: String, ListedAction {
        static let column = 27

        case list, show, copy, move, shift, scale, thin, clear, coalesce, export, `import`

        // swift-format-ignore
        private var row: (usage: String, words: ClosedRange<Int>, hasRange: Bool, summary: String) {
            switch self {
            case .list:   ("[ADDRESS]",          0...1, false, "all lanes: mode, points, from where to where")
            case .show:   ("ADDRESS",            1...1, true,  "points of a lane, or with --at its value there")
            case .copy:   ("ADDRESS [ADDRESS]",  1...2, true,  "a piece elsewhere, or over another lane")
            case .move:   ("ADDRESS [ADDRESS]",  1...2, true,  "the same, and takes it away where it was")
            case .shift:  ("ADDRESS",            1...1, true,  "every value up or down by as much")
            case .scale:  ("ADDRESS",            1...1, true,  "movements larger or smaller")
            case .thin:   ("[ADDRESS]",          0...1, true,  "no more points than the bound asks for")
            case .clear:  ("ADDRESS",            1...1, true,  "a straight line, or without a range no lane")
            case .coalesce: ("ADDRESS [VCA]",    1...2, false, "trims worked into their lanes; or out of a VCA, and what it did into the fader")
            case .export: ("FILE.csv [ADDRESS]", 1...2, false, "lanes as a table; - is standard output")
            case .import: ("FILE.csv",           1...1, false, "lanes of a table in place of those that are there")
            }
        }

        var arguments: String { row.usage }
        var summary: String { row.summary }
        var words: ClosedRange<Int> { row.words }
        var hasRange: Bool { row.hasRange }
    }
}
