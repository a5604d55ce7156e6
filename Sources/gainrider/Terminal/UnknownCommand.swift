import ArgumentParser
import Mapping

/// A word of the command line where a command was expected. The parser calls it an argument too many and knows no better one.
struct UnknownCommand {
    /// What to say instead of the parser's message.
    let message: String

    // swift-format-ignore
    /// Words of other programs, with our commands.
    private static let synonyms: [(theirs: String, ours: String)] = [
        ("render", "bounce"), ("export", "bounce"), ("mixdown", "bounce"), ("play", "mix"), ("open", "mix"),
        ("run", "perform"), ("replay", "perform"), ("create", "new"), ("init", "new"), ("import", "new"),
        ("devices", "surfaces"), ("controllers", "surfaces"), ("midi", "monitor"), ("listen", "monitor"),
        ("validate", "check"), ("lint", "check"), ("test", "check"), ("diagnose", "doctor"), ("log", "history"),
        ("show", "dump"), ("print", "dump"), ("save", "dump"), ("edit", "apply"), ("restore", "load"),
        ("references", "reference"), ("locate", "relink"), ("find", "relink"),
    ]

    /// - Parameter words: of the command line, without the program's name; `nil` if all commands in them are known.
    init?(_ words: some Collection<String>, of root: any ParsableCommand.Type) {
        var command = root
        var path: [String] = []
        for word in words where !(path.isEmpty && word == "help") {
            let known = UnknownCommand.subcommands(of: command)
            guard !known.isEmpty, !word.hasPrefix("-") else { return nil }
            path.append(word)
            if let next = known.first(where: { $0.configuration.commandName == word }) {
                command = next
                continue
            }
            let names = known.compactMap { $0.configuration.commandName }
            let ours = UnknownCommand.synonyms.first { $0.theirs == word && names.contains($0.ours) }?.ours
            let meant = (ours ?? Suggestion.nearest(to: word, among: names)).map { ". Did you mean '\($0)'?" } ?? ""
            message = "Unknown command '\(path.joined(separator: " "))'" + meant
            return
        }
        return nil
    }

    private static func subcommands(of command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
        command.configuration.subcommands + command.configuration.groupedSubcommands.flatMap { $0.subcommands }
    }
}
