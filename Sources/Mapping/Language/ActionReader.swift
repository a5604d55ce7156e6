import Automation
import MixModel
import Units

/// Reads one action: `verb address`, `address = value`, `address += step`, or an address alone.
struct ActionReader {
    private let text: String
    private let verb: Piece?
    let address: Piece
    private let change: (sign: Sign, value: Piece)?

    struct Piece {
        var text: String
        var offset: Int
    }
    private enum Sign: String, CaseIterable { case plus = "+=", minus = "-=", equals = "=" }

    static let verbs = ["toggle", "momentary", "layer", "momentary layer"]

    init(_ text: String) {
        self.text = text
        var head = Piece(text: text, offset: 0)
        var change: (Sign, Piece)?
        // `+=` and `-=` before `=`, for they hold it.
        for sign in Sign.allCases where change == nil {
            // Byte by byte: letter by letter it was an eighth of the time to read a mapping.
            guard let range = text.utf8.firstRange(of: " \(sign.rawValue) ".utf8) else { continue }
            head.text = String(text[..<range.lowerBound])
            let value = Piece(
                text: String(text[range.upperBound...]), offset: text[..<range.upperBound].unicodeScalars.count)
            change = (sign, ActionReader.trimmed(value))
        }
        self.change = change
        if let verb = ActionReader.verbs.last(where: { head.text.hasPrefix($0 + " ") }) {
            self.verb = Piece(text: verb, offset: 0)
            let length = verb.unicodeScalars.count + 1
            head = Piece(text: String(head.text.unicodeScalars.dropFirst(length)), offset: length)
        } else {
            verb = nil
        }
        address = ActionReader.trimmed(head)
    }

    func action() throws(AddressError) -> Action {
        if verb?.text == "layer" || verb?.text == "momentary layer" { return try layer() }
        if verb == nil, !address.text.hasPrefix("/"),
            let word = address.text.split(separator: " ").first.map(String.init), word != address.text
        {
            throw wrong(
                "unknown-verb", "no verb `\(word)`", Piece(text: word, offset: address.offset),
                help: Suggestion.help(for: word, among: ActionReader.verbs))
        }
        let meaning: AddressMeaning
        do { meaning = try AddressReader(address.text).meaning() } catch { throw shifted(error) }
        return switch meaning {
        case .target(let target): try parameter(target)
        case .node(.selected) where change != nil: .command(.selectBy(try steps()))
        case .node:
            throw wrong(
                "unknown-address", "`\(address.text)` is not a parameter", address,
                help: "add one, such as `\(address.text)/fader`")
        case .name, .meter, .writeState, .bars:
            throw wrong(
                "unserved-target", "`\(address.text)` can be shown, not changed", address,
                help: "write `show: \(address.text)`")
        case .select(let node): try alone(.select(node))
        case .match(let scope): try alone(.match(scope))
        case .automation(let scope, let word): .command(.automation(scope, try order(word)))
        case .marker(let marker): try alone(.goToMarker(marker))
        case .group(let group): .command(try switched(address.text, .switching) { .group(group, $0) })
        case .snapshot(let reference, let isTaken):
            try alone(isTaken ? .takeSnapshot(reference) : .recallSnapshot(reference))
        case .revision(let reference, let isHeard):
            try alone(isHeard ? .listenToRevision(reference) : .recallRevision(reference))
        case .pin(let slot):
            .command(try switched(address.text, .switching) { .pin(slot: slot, $0) })
        case .mode(let scope): try mode(scope)
        case .command(let address): try fixed(address)
        }
    }

    private func layer() throws(AddressError) -> Action {
        let name = change == nil ? address.text : ""
        guard !name.isEmpty else {
            throw wrong("wrong-action", "`\(text)` names no layer, expected `layer NAME`", address)
        }
        return .command(verb?.text == "layer" ? .layer(name) : .heldLayer(name))
    }

    private func parameter(_ target: Target) throws(AddressError) -> Action {
        guard let spec = target.spec else {
            guard verb == nil, change == nil else {
                throw wrong(
                    "wrong-action", "`/touched` can only be followed", address,
                    help: "what is touched last has no unit before playing")
            }
            return .follow(target)
        }
        if let verb {
            guard change == nil else { throw wrong("wrong-action", "`\(verb.text)` takes no value", verb) }
            // A whole number whose 0 means none can be toggled, too: between 0 and 1.
            guard spec.unit == .onOff || (spec.unit == .count && spec.range.lowerBound == 0) else {
                throw wrong(
                    "not-a-switch", "`\(address.text)` is not a switch, which `\(verb.text)` needs", address,
                    help:
                        "write `\(address.text) = \(spec.text(at: spec.initialPosition))` or `\(address.text) += \(ValueReader.exampleStep(spec))`"
                )
            }
            return verb.text == "toggle" ? .toggle(target) : .momentary(target)
        }
        guard let change else { return .follow(target) }
        if change.sign == .equals, change.value.text.contains(" | ") {
            return .cycle(target, positions: try positions(change.value, spec))
        }
        if change.sign == .equals { return .set(target, position: try position(change.value, spec)) }
        guard spec.unit != .onOff else {
            throw wrong(
                "not-a-number", "`\(address.text)` is a switch and has no steps", address,
                help: "write `toggle \(address.text)`")
        }
        guard let step = spec.step(change.value.text), step > 0 else {
            throw wrong(
                "wrong-value",
                "`\(change.value.text)` is not a step of `\(address.text)`, expected such as `\(ValueReader.exampleStep(spec))`",
                change.value)
        }
        let greatest = ValueReader.greatestStep(spec)
        guard step <= greatest else {
            throw wrong(
                "value-out-of-range",
                "`\(change.value.text)` is not a step of `\(address.text)`, expected at most \(ParameterSpec.plain(greatest))\(spec.suffix)",
                change.value)
        }
        return .step(target, by: change.sign == .minus ? -step : step)
    }

    /// `-6 dB | 0 dB | 6 dB`: values that a button goes through.
    private func positions(_ value: Piece, _ spec: ParameterSpec) throws(AddressError) -> [Float] {
        var positions: [Float] = []
        var offset = value.offset
        for part in value.text.split(separator: "|", omittingEmptySubsequences: false) {
            let piece = ActionReader.trimmed(Piece(text: String(part), offset: offset))
            positions.append(try position(piece, spec))
            offset += part.unicodeScalars.count + 1
        }
        return positions
    }

    private func position(_ value: Piece, _ spec: ParameterSpec) throws(AddressError) -> Float {
        do { return try ValueReader.position(value.text, of: spec) } catch { throw shifted(error, by: value.offset) }
    }

    private func mode(_ scope: AutomationScope) throws(AddressError) -> Action {
        guard verb == nil, let change, change.sign == .equals else {
            throw wrong("wrong-action", "`\(address.text)` needs a value, such as `\(address.text) = touch`", address)
        }
        let words = AutomationMode.allCases.map(\.rawValue) + ["default"]
        guard words.contains(change.value.text) else {
            throw wrong(
                "unknown-mode", "no automation mode `\(change.value.text)`", change.value,
                help: Suggestion.help(for: change.value.text, among: words))
        }
        return .command(.mode(scope, AutomationMode(rawValue: change.value.text)))
    }

    private func order(_ word: AutomationWord) throws(AddressError) -> AutomationOrder {
        if word.form == .switching {
            var switching = Switching.on
            _ = try switched(address.text, .switching) {
                switching = $0
                return .fixed(.undo)
            }
            return word.order(switching)
        }
        if word.form == .bare {
            _ = try alone(.fixed(.undo))
            return word.order(.on)
        }
        guard verb == nil, change == nil || change?.sign == .equals && change?.value.text == "stop" else {
            throw wrong(
                "wrong-action", "`\(text)` does not say when", address,
                help: "expected `\(address.text)`, or `\(address.text) = stop` for when the transport stops")
        }
        return word.order(change == nil ? .on : .off)
    }

    private func fixed(_ name: String) throws(AddressError) -> Action {
        guard let row = CommandWord.named(name) else {
            throw wrong("unknown-address", "no command `\(name)`", address)
        }
        if let word = FixedWord(address: name) {
            guard row.form == .switching || row.form == .holding else { return try alone(.fixed(word)) }
            return .command(try switched(name, row.form) { .fixed(word, $0) })
        }
        if let kind = ParameterKind.allCases.first(where: { name == "/session/enable/\($0.rawValue)" }) {
            return .command(try switched(name, row.form) { .enable(kind, $0) })
        }
        switch row.form {
        case .seconds: return .command(try position())
        case .strips: return .command(try bank())
        case .number: return .command(.lap(try lap()))
        case .speed: return .command(.speed(try speed()))
        default: throw wrong("unknown-address", "no command `\(name)`", address)
        }
    }

    private func switched(
        _ name: String, _ form: CommandWord.Form, _ make: (Switching) -> Command
    ) throws(AddressError) -> Command {
        var switching: Switching?
        if change == nil, let verb { switching = Switching(rawValue: verb.text) }
        if verb == nil, let change, change.sign == .equals { switching = Switching(rawValue: change.value.text) }
        let isVerb = switching == .toggle || switching == .momentary
        guard let switching, isVerb == (verb != nil), switching != .momentary || form == .holding else {
            let held = form == .holding ? "`momentary \(name)`, " : ""
            throw wrong(
                "wrong-action", "`\(text)` does not say how to switch", address,
                help: "expected \(held)`toggle \(name)`, `\(name) = on` or `\(name) = off`")
        }
        return make(switching)
    }

    private func position() throws(AddressError) -> Command {
        guard verb == nil, let change else {
            throw wrong(
                "wrong-action", "`\(address.text)` needs a time", address,
                help: "expected `\(address.text) = 12.5 s` or `\(address.text) += 5 s`")
        }
        guard let seconds = ValueReader.number(change.value.text, unit: "s") else {
            throw wrong(
                "wrong-value", "`\(change.value.text)` is not a time, expected seconds such as `12.5 s`", change.value
            )
        }
        guard (0...86_400).contains(seconds) else {
            throw wrong(
                "value-out-of-range",
                "`\(address.text)` is `\(change.value.text)`, expected 0 to 86400 s, which is a day",
                change.value)
        }
        return change.sign == .equals
            ? .locate(seconds: seconds) : .nudge(seconds: change.sign == .minus ? -seconds : seconds)
    }

    private func bank() throws(AddressError) -> Command {
        guard verb == nil, let change else {
            throw wrong(
                "wrong-action", "`/bank` needs a strip or a step", address,
                help: "expected `/bank = 9`, `/bank += 1`, `/bank/next` or `/bank/previous`")
        }
        if change.sign != .equals { return .bankByStrips(try steps()) }
        if ReadNumber.isWhole(change.value.text) {
            let bound = AddressReader.maximumNumber
            guard let number = ReadNumber.whole(change.value.text, in: 1...bound) else {
                let isLow = change.value.text == "0" || change.value.text.hasPrefix("-")
                throw wrong(
                    "wrong-value",
                    "`\(change.value.text)` is not the number of a strip, expected 1 \(isLow ? "or more" : "to \(bound)")",
                    change.value)
            }
            return .bankTo(.strip(number))
        }
        guard !change.value.text.isEmpty else { throw wrong("wrong-value", "`/bank =` names no strip", address) }
        if change.value.text.hasPrefix("/") { return .bankTo(try node(change.value)) }
        return .bankTo(.stripNamed(change.value.text))
    }

    /// `/bus/Reverb`, `/vca/1`.
    private func node(_ value: Piece) throws(AddressError) -> NodeReference {
        let meaning: AddressMeaning
        do { meaning = try AddressReader(value.text).meaning() } catch { throw shifted(error, by: value.offset) }
        guard case .node(let node) = meaning, node.kinds.isSubset(of: NodeReference.slot(1).kinds) else {
            throw wrong(
                "wrong-value", "`\(value.text)` is not in a bank, expected a strip, a bus or a VCA", value,
                help: "such as `/bus/1`")
        }
        return node
    }

    /// `/lap = 2`, `/lap -= 1`.
    private func lap() throws(AddressError) -> LapChoice {
        guard verb == nil, let change, change.sign == .equals else { return .step(try steps()) }
        guard let number = ReadNumber.whole(change.value.text, in: 1...AddressReader.maximumNumber) else {
            throw wrong(
                "wrong-value", "`\(change.value.text)` is not the number of a lap, expected 1 or more", change.value)
        }
        return .number(number)
    }

    /// `/transport/speed = -0.5`, `/transport/speed += 0.1`.
    private func speed() throws(AddressError) -> SpeedChoice {
        guard verb == nil, let change else {
            throw wrong(
                "wrong-action", "`\(address.text)` needs a speed", address,
                help:
                    "expected `\(address.text) = 0.5`, `\(address.text) = -1` (backwards) or `\(address.text) += 0.1`"
            )
        }
        let isStep = change.sign != .equals
        let bounds = PlaySpeed.range
        let number = ReadNumber.decimal(change.value.text)
        guard let number, !isStep || (0.001...bounds.upperBound).contains(number) else {
            throw wrong(
                number == nil ? "wrong-value" : "value-out-of-range",
                "`\(change.value.text)` is not a \(isStep ? "step of the speed, expected 0.001 to 4" : "speed, expected a number such as 0.5 or -1")",
                change.value)
        }
        if isStep { return .step(change.sign == .minus ? -number : number) }
        guard let speed = PlaySpeed(number) else {
            throw wrong(
                "value-out-of-range",
                "`\(address.text)` is `\(change.value.text)`, expected 0.05 to 4, or -0.05 to -4 for backwards",
                change.value,
                help: number == 0 ? "`/transport/stop` stands still" : nil)
        }
        return .set(speed)
    }

    private func steps() throws(AddressError) -> Int {
        guard verb == nil, let change, change.sign != .equals,
            let count = ReadNumber.whole(change.value.text, in: 1...1000)
        else {
            let range = change.map { ReadNumber.isWhole($0.value.text) } == true ? "1 to 1000 " : ""
            throw wrong(
                "wrong-value",
                "`\(text)` is not a number of steps, expected \(range)such as `\(address.text) += 1`",
                change?.value ?? address)
        }
        return change.sign == .minus ? -count : count
    }

    private func alone(_ command: Command) throws(AddressError) -> Action {
        guard verb == nil, change == nil else {
            throw wrong(
                "wrong-action", "`\(address.text)` is a command and stands alone", verb ?? address,
                help: "write `\(address.text)`")
        }
        return .command(command)
    }
}
