import ControlSurfaces
import Texts

extension Section {
    // swift-format-ignore
    static let match = Section(name: "a match", words: [
        Keyword("usb", "`\"1235:0061\"`", "vendor and product in hex", .text),
        Keyword("client", "glob", "the sequencer's client name; `*` is any text, `?` any character", .text),
        Keyword("port", "glob", "the sequencer's port name", .text),
        Keyword("index", "number", "which port of the client, from 0", .whole(0...255)),
    ])

    // swift-format-ignore
    static let defaults = Section(name: "`defaults`", words: [
        Keyword("takeover", "`jump`, `pickup`, `scale` or `motor`", "how a control joins a value; `motor` where one is and else `pickup` unless said", .words(takeovers)),
        Keyword("glide", "0 ms to 5000 ms", "return to the lane after letting go; as long as the session's `glide` unless said", .text),
        Keyword("touch", "`motion`, `motion 1000ms` or `none`", "touch of faders, knobs and encoders that name none; `motion` unless said: a movement, until the session's `motionTimeout` is over", .text),
        Keyword("echo", "`never`, `idle` or `always`", "when feedback is sent to a control in use; `idle` unless said", .words(echoes)),
        Keyword("deadband", "0 to 1023", "device steps of jitter to ignore; 0 unless said", .whole(0...1023)),
    ])
}

/// Reads `match`: a list of ways to recognise the device.
enum MatchReader {
    /// - Parameter word: `match`, or `ports`, whose items are written in the same way.
    static func read(_ tree: YAMLTree, _ word: String, _ findings: Findings) -> [DeviceMatch] {
        guard case .list(let items, _) = tree else {
            findings.error(
                "wrong-type", at: tree.location, "`\(word)` is \(tree.kind), expected a list",
                help: "write `- usb: \"1235:0061\"` or `- {client: \"Example*\"}` below it")
            return []
        }
        return items.compactMap { item in
            guard let table = TableReader(item, .match, findings) else { return nil }
            var match = DeviceMatch(
                client: table.text("client")?.text, port: table.text("port")?.text,
                index: table.integer("index", in: 0...255))
            if let usb = table.text("usb") {
                let halves = usb.text.split(separator: ":", omittingEmptySubsequences: false)
                if halves.count == 2, halves.allSatisfy({ $0.count == 4 && $0.allSatisfy(\.isHexDigit) }) {
                    match.usb = usb.text.lowercased()
                } else {
                    findings.error(
                        "wrong-value", at: usb.location,
                        "`\(usb.text)` is not a USB device, expected vendor and product such as `1235:0061`",
                        help: "`lsusb` shows them")
                }
            }
            if table.key("usb") == nil, table.key("client") == nil, table.key("port") == nil {
                findings.error(
                    "missing-key", at: item.location, "this match fits every device",
                    help: "add `usb`, `client` or `port`")
            }
            return match
        }
    }
}

/// Reads `defaults`.
enum DefaultsReader {
    /// Also whether `takeover` was written: where it was not, controls with a motor take over by motor.
    static func read(_ tree: YAMLTree, _ findings: Findings) -> (DeviceMapping.Defaults, saysTakeover: Bool) {
        var defaults = DeviceMapping.Defaults()
        guard let table = TableReader(tree, .defaults, findings) else { return (defaults, false) }
        let takeover = table.word("takeover", TakeoverMode.self)
        defaults.takeover = takeover ?? .pickup
        defaults.glideMilliseconds = table.milliseconds("glide", in: 0...5000)
        defaults.echo = table.word("echo", EchoPolicy.self) ?? .idle
        defaults.deadBand = table.integer("deadband", in: 0...1023) ?? 0
        if let text = table.text("touch") {
            let words = text.text.split(separator: " ").map(String.init)
            if words.first == "motion" {
                let time = words.dropFirst().joined(separator: " ")
                defaults.touch = .motion(milliseconds: time.isEmpty ? nil : ControlLine.motion(text, time, findings))
            } else if words == ["none"] {
                defaults.touch = .none
            } else {
                findings.error(
                    "unknown-word", at: text.location,
                    "`touch` is `\(text.text)`, expected `none` or `motion 1000ms`",
                    help: "touch by a message is said at the control")
            }
        }
        return (defaults, takeover != nil)
    }
}
