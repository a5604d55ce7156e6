/// A control as it was learnt.
struct LearnedControl {
    var message: String
    var character: HeardControl.Character
    var samples: [HeardControl.Sample]
    /// Greatest number that the message can carry.
    var width: Int
    /// Keys of its messages.
    var keys: [HeardControl.Key]
    /// The message that says that a hand is on it.
    var touch: String?

    /// The greatest number that came, where a fader does not reach the top of its message; `nil`: it does, or was not moved to its end.
    var top: Int? {
        guard width > 127, let top = samples.map(\.value).max(), top < width, top > width * 9 / 10 else { return nil }
        return top
    }

    /// Whether it is a press rather than a movement.
    var isKey: Bool { character == .button || character == .toggle }

    /// What a mapping says of it: `{in: cc 20 ch 1, as: relative twos}`.
    var line: String { "{\(parts.joined(separator: ", "))}" }

    private var parts: [String] {
        var parts = ["in: \(message)"]
        let isNote = message.hasPrefix("note") || message.hasPrefix("program")
        switch character {
        case .relative(let encoding): parts.append("as: relative \(encoding)")
        case .toggle: parts.append("as: toggle")
        case .button where !isNote: parts.append("as: button")
        case .absolute where isNote: parts.append("as: absolute")
        default: break
        }
        if let top { parts.append("travel: 0..\(top)") }
        if let touch { parts.append("out: same, touch: \(touch)") }
        if isKey, !message.hasPrefix("program") { parts.append("out: same") }
        return parts
    }
}
