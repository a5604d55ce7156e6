import ControlSurfaces
import Texts
import Units

extension Section {
    // swift-format-ignore
    static let lamp = Section(name: "a lamp", words: [
        Keyword("message", "message", "where it is sent; the control's `in` unless said", .text),
        Keyword("off", "0 to 127", "number for dark; 0 unless said", .text),
        Keyword("on", "0 to 127", "number for lit; 127 unless said", .text),
        Keyword("blink", "0 to 127, or message", "number for blinking, if the device can; or where it is sent instead with the number of a lit lamp", .text),
        Keyword("colours", "`palette` or `parts`", "the lamp has the colours of the mapping's `palette`, or takes red, green and blue by `sysex`; `off`, `on` and `blink` may be names of colours then", .words(["palette", "parts"])),
    ])
}

/// Reads the table of a lamp.
struct LampReader {
    let table: TableReader
    let palette: [PaletteColour]
    let findings: Findings

    /// What it makes for each step; `nil` if something was reported.
    ///
    /// - Parameter same: the control's own input, if the lamp says no message.
    func read(steps: Int, of name: String, same: () -> MessageRange?) -> ((Int) -> OutputSpec)? {
        let code = colours()
        let off = number("off") ?? 0
        let on = number("on") ?? (code == .parts ? code.number(Colour(255, 255, 255)) ?? 127 : 127)
        let text = table.text("message")
        guard let range = text.map({ MessageReader.read($0, findings, needsChannel: true) }) ?? same(),
            range.check(steps: steps, of: name, findings)
        else { return nil }
        var blink: Int?
        var blinking: MessageRange?
        if let text = table.text("blink") {
            if ReadNumber.isWhole(text.text) || Colour(text.text) != nil {
                blink = number("blink")
            } else {
                blinking = MessageReader.read(text, findings, needsChannel: true)
                guard blinking?.check(steps: steps, of: name, findings) == true else { return nil }
            }
        }
        return { step in
            .led(
                range.pattern(at: step),
                LEDValues(off: off, on: on, blink: blink, blinking: blinking?.pattern(at: step), colours: code))
        }
    }

    private enum Colours: String, CaseIterable { case palette, parts }

    private func colours() -> ColourCode {
        switch table.word("colours", Colours.self) {
        case .parts: return .parts
        case .palette:
            if palette.isEmpty, let key = table.key("colours") {
                findings.error(
                    "missing-key", at: key.location, "`colours: palette` needs a `palette` of the mapping",
                    help: "such as `palette: {red: 5, green: 21}`")
            }
            return .palette(palette)
        case nil: return .none
        }
    }

    /// A number, or a colour of the palette.
    private func number(_ key: String) -> Int? {
        guard let text = table.text(key) else { return nil }
        if !palette.isEmpty, let colour = Colour(text.text) { return ColourCode.palette(palette).number(colour) }
        return table.integer(key, in: 0...127)
    }
}
