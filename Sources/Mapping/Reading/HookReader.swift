import Texts

extension Section {
    // swift-format-ignore
    static let banks = Section(name: "`banks`", words: [
        Keyword("last", "`partial` or `full`", "whether the last bank may end with empty slots, or is as full as the others; `partial` unless said", .words(BankRules.Last.allCases.map(\.rawValue))),
        Keyword("selected", "`stay`, `show` or `first`", "what happens when a strip is selected: nothing, its bank is shown, or it comes into slot 1; `stay` unless said", .words(BankRules.Selection.allCases.map(\.rawValue))),
    ])

    static let hooks = Section(
        name: "`on`",
        words: Hook.Event.allCases.map {
            Keyword($0.rawValue, "action or list of actions", $0.summary, .either([.text, .list(.text)]))
        })
}

/// Reads `on`: what happens of itself.
struct HookReader {
    let layers: Set<String>
    let findings: Findings

    func read(_ tree: YAMLTree) -> [Hook] {
        guard let table = TableReader(tree, .hooks, findings) else { return [] }
        return Hook.Event.allCases.compactMap { event in
            guard let key = table.key(event.rawValue), let tree = table.tree(event.rawValue),
                let body = AssignmentBody(actions: tree, key: key, findings)
            else { return nil }
            let actions = body.actions.compactMap { action($0.source) }
            return Hook(event: event, actions: actions, location: key.location)
        }
    }

    private func action(_ text: YAMLText) -> Action? {
        do throws(AddressError) {
            let action = try Action(parsing: text.text)
            switch action {
            case .follow,
                _ where action.isMomentary:
                findings.error(
                    "unserved-target", at: text.location,
                    "nothing is held when this happens, which `\(text.text)` needs",
                    help: "say what it becomes, such as `/selected/pan = centre` or `toggle /selected/mute`")
                return nil
            case .command(.layer(let name)) where !layers.contains(name):
                findings.error(
                    "unknown-layer", at: text.location, "no layer `\(name)`",
                    help: Suggestion.help(for: name, among: layers.sorted()))
                return nil
            default: return action
            }
        } catch {
            findings.error(error, in: text)
            return nil
        }
    }
}

/// Reads `banks`.
enum BankRulesReader {
    static func read(_ tree: YAMLTree, _ findings: Findings) -> BankRules {
        var rules = BankRules()
        guard let table = TableReader(tree, .banks, findings) else { return rules }
        rules.last = table.word("last", BankRules.Last.self) ?? .partial
        rules.selected = table.word("selected", BankRules.Selection.self) ?? .stay
        return rules
    }
}
