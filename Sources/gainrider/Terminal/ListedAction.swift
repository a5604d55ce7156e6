import ArgumentParser
import Texts

/// What a command can be asked to do by its second word, as its help lists it.
protocol ListedAction: CaseIterable, ExpressibleByArgument, RawRepresentable<String> {
    /// What follows the action's name, empty for nothing.
    var arguments: String { get }
    var summary: String { get }
    /// Where the summaries of a command's actions begin, in characters.
    static var column: Int { get }
}

extension ListedAction {
    var usage: String { arguments.isEmpty ? rawValue : "\(rawValue) \(arguments)" }

    static var help: String {
        allCases.map { action in
            "  \(TextWidth.leftAligned(action.usage + " ", columns: column))\(action.summary)"
        }.joined(separator: "\n")
    }
}
