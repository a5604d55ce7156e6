import ControlSurfaces
import Units

/// Reads colours and palettes.
enum ColourReader {
    static func colour(_ text: YAMLText, _ findings: Findings) -> Colour? {
        if let colour = Colour(text.text) { return colour }
        let names = Colour.named.map(\.name)
        findings.error(
            "unknown-word", at: text.location, "`\(text.text)` is not a colour, expected a name or such as `#FF8000`",
            help: Suggestion.help(for: text.text, among: names))
        return nil
    }

    /// `{red: 5, "#FF8000": 9}`: the numbers of a device's colours.
    static func palette(_ tree: YAMLTree, _ findings: Findings) -> [PaletteColour] {
        guard case .table(let pairs, _) = tree else {
            findings.error(
                "wrong-type", at: tree.location,
                "`palette` is \(tree.kind), expected a table such as `{red: 5, green: 21}`")
            return []
        }
        return pairs.compactMap { key, value in
            guard let colour = colour(key, findings) else { return nil }
            guard case .text(let text) = value, let number = ReadNumber.whole(text.text, in: 0...127) else {
                findings.error(
                    "wrong-value", at: value.location,
                    "`\(key.text)` is \(value.kind), expected a number from 0 to 127")
                return nil
            }
            return PaletteColour(colour, number: number)
        }
    }
}
