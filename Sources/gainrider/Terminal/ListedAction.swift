import ArgumentParser

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
            let gap = String(repeating: " ", count: max(1, column - action.usage.count))
            return "  \(action.usage)\(gap)\(action.summary)"
        }.joined(separator: "\n")
    }
}
