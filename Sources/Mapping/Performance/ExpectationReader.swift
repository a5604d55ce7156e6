import Automation
import MixModel
import Texts
import Units

extension Section {
    // swift-format-ignore
    static let expectation = Section(name: "an expectation", words: [
        Keyword("at", "`2`, `2.5` or `2..3`", required: true, "seconds from the start"),
        Keyword("within", "`0.05 dB`", "how far a value may be off; 0.005 unless said"),
    ])
}

/// One item of `expect`.
struct ExpectationReader {
    let surfaces: [String]
    let findings: Findings

    func read(_ tree: YAMLTree) -> Performance.Expectation? {
        guard let table = TableReader(tree, .expectation, findings, isFree: { _ in true }), let at = table.text("at")
        else { return nil }
        guard let span = PerformanceTime.span(at, findings) else { return nil }
        let words = Section.expectation.words.map(\.name)
        let facts = table.pairs.filter { !words.contains($0.key.text) }
        guard facts.count == 1, let (key, value) = facts.first else {
            let found = facts.isEmpty ? "this expects nothing" : "this expects \(facts.count) things"
            findings.error(
                "wrong-event", at: tree.location, found,
                help: "expected one address or surface, such as `/strip/1/fader: -6 dB`")
            return nil
        }
        guard case .text(let text) = value, !text.text.isEmpty else {
            findings.error("wrong-type", at: value.location, "`\(key.text)` is \(value.kind), expected a text")
            return nil
        }
        let within = table.text("within")
        guard let fact = key.text.hasPrefix("/") ? addressed(key, text, within) : sent(key, text) else { return nil }
        if case .value = fact {
        } else if let within {
            findings.error("unserved-range", at: within.location, "`within` goes with the value of a parameter")
        }
        // Of a layer, the name may be wrong; of anything else, what stands before the colon.
        let place = if case .layer = fact { text.location } else { key.location }
        return Performance.Expectation(from: span.from, to: span.to, fact: fact, location: place)
    }

    private func addressed(_ key: YAMLText, _ text: YAMLText, _ within: YAMLText?) -> Performance.Fact? {
        do throws(AddressError) {
            if key.text == "/bank" {
                if let strip = ReadNumber.whole(text.text, in: 1...AddressReader.maximumNumber) {
                    return .bank(strip: strip)
                }
                return wrong(
                    text,
                    "`/bank` is `\(text.text)`, expected the number of the strip in slot 1, 1 to \(AddressReader.maximumNumber)"
                )
            }
            switch try AddressReader(key.text).meaning() {
            case .target(let target): return value(target, text, within)
            case .mode(let scope):
                if let mode = AutomationMode(rawValue: text.text) { return .mode(scope, mode) }
                let modes = AutomationMode.allCases.map(\.rawValue)
                findings.error(
                    "unknown-mode", at: text.location, "no automation mode `\(text.text)`",
                    help: Suggestion.help(for: text.text, among: modes))
                return nil
            case .node(.selected):
                guard case .node(let node) = try AddressReader(text.text).meaning() else {
                    return wrong(text, "`\(text.text)` is not a strip, bus, VCA or master")
                }
                return .selected(node)
            case .select, .group, .command: return try state(key, text, isSwitch: isSwitch(key.text))
            default: return wrong(key, "`\(key.text)` has nothing that could be expected")
            }
        } catch {
            findings.error(error, in: error.offset < key.text.unicodeScalars.count ? key : text)
            return nil
        }
    }

    private func value(_ target: Target, _ text: YAMLText, _ within: YAMLText?) -> Performance.Fact? {
        guard let spec = target.spec else {
            return wrong(text, "`\(target.address)` has no unit, expected a parameter")
        }
        let position: Float
        do throws(AddressError) { position = try ValueReader.position(text.text, of: spec) } catch {
            findings.error(error, in: text)
            return nil
        }
        var tolerance = 0.005
        if let within {
            guard let said = spec.step(within.text), said >= 0 else {
                return wrong(within, "`within` is `\(within.text)`, expected such as `0.05 \(spec.unit.rawValue)`")
            }
            tolerance = said
        }
        return .value(target, spec.scale.value(at: position), within: tolerance)
    }

    /// Whether the state is that of a switch, which the address alone does not say.
    private func isSwitch(_ address: String) -> Bool {
        if case .group? = try? AddressReader(address).meaning() { return true }
        let form = CommandWord.named(address)?.form
        return form == .switching || form == .holding
    }

    private func state(
        _ key: YAMLText, _ text: YAMLText, isSwitch: Bool
    ) throws(AddressError) -> Performance.Fact? {
        let isOn: Bool
        switch text.text {
        case "on": isOn = true
        case "off": isOn = false
        default: return wrong(text, "`\(key.text)` is `\(text.text)`, expected `on` or `off`")
        }
        let action = try Action(parsing: isSwitch ? key.text + " = on" : key.text)
        guard case .command(let command) = action, command.hasState else {
            return wrong(key, "`\(key.text)` has no state that could be expected")
        }
        return .state(action, isOn)
    }

    private func sent(_ key: YAMLText, _ text: YAMLText) -> Performance.Fact? {
        let surface = String(key.text.prefix { $0 != "/" })
        guard surfaces.contains(surface) else {
            findings.error(
                "unknown-surface", at: key.location, "no surface `\(surface)`",
                help: Suggestion.help(for: surface, among: surfaces))
            return nil
        }
        if key.text == surface + "/layer" { return .layer(surface: surface, text.text) }
        guard key.text == surface else {
            return wrong(key, "`\(key.text)` cannot be expected, only `\(surface)` and `\(surface)/layer`")
        }
        if text.text == "none" { return .nothingSent(surface: surface) }
        return MessageWords(text: text, steps: 1, findings: findings).read()?.first.map {
            .sent(surface: surface, $0)
        }
    }

    private func wrong(_ text: YAMLText, _ message: String) -> Performance.Fact? {
        findings.error("wrong-value", at: text.location, message)
        return nil
    }
}
