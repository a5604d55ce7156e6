/// Reads `show` and `touched`.
struct ShownReader {
    let findings: Findings

    func read(_ range: RangeText, _ step: Int) -> Shown? {
        let text = range.text(at: step)
        if text == "text" { return .text("") }
        if text.hasPrefix("text ") { return .text(String(text.dropFirst(5))) }
        do throws(AddressError) {
            if text.contains(" ") && !text.hasPrefix("/") || text.contains(" = ") {
                return try state(Action(parsing: text))
            }
            switch try AddressReader(text).meaning() {
            case .target(let target): return .value(target)
            case .name(let node): return .name(node)
            case .mode(let scope): return .mode(scope)
            case .meter(let node): return .meter(node)
            case .writeState(let scope): return .writeState(scope)
            case .command("/transport/position"): return .time
            case .bars: return .bars
            case .node:
                throw AddressError(
                    code: "unknown-address", message: "`\(text)` is not something to show",
                    help: "add what, such as `\(text)/name` or `\(text)/fader`",
                    offset: 0, length: text.unicodeScalars.count)
            case .automation(_, let word) where word.form == .switching:
                return try state(Action(parsing: text + " = on"))
            case .group, .pin: return try state(Action(parsing: text + " = on"))
            case .command(let address) where [.switching, .holding].contains(CommandWord.named(address)?.form):
                return try state(Action(parsing: address + " = on"))
            default: return try state(Action(parsing: text))
            }
        } catch {
            findings.error(
                error.code, at: range.location(step: step, offset: error.offset, length: error.length), error.message,
                help: error.help)
            return nil
        }
    }

    private func state(_ action: Action) throws(AddressError) -> Shown {
        guard let shown = Self.natural(action, onLamp: true) else {
            throw AddressError(
                code: "no-state", message: "there is nothing to show for this command", help: nil, offset: 0,
                length: 1)
        }
        return shown
    }

    /// What a control shows unless told otherwise: the value that it moves, the state that it sets.
    static func natural(_ action: Action, onLamp: Bool) -> Shown? {
        switch action {
        case .follow(let target), .toggle(let target), .momentary(let target), .step(let target, _),
            .cycle(let target, _):
            .value(target)
        case .set(let target, _): onLamp ? .state(action) : .value(target)
        case .command(let command): command.hasState ? .state(action) : nil
        }
    }
}
