/// What can be ordered of the automation of a scope, besides its mode.
public enum AutomationOrder: Sendable, Hashable {
    /// Plays its lanes and is never written.
    case safe(Switching)
    /// Neither plays its lanes nor is written.
    case suspend(Switching)
    /// The live values of what is being written, over a range; `onStop`: when the transport stops.
    case writeTo(WriteRange, onStop: Bool)
    /// What hands do to levels is a difference, written beside the lane.
    case trim(Switching)
    /// Works trims into their lanes.
    case coalesceTrim
    /// From the lane's value at the punch range's start to the live value at its end.
    case glideOverPunch
}

/// Where live values are written to.
public enum WriteRange: String, CaseIterable, Sendable, Hashable {
    case start, end, all, next, punch

    /// Whether writing ends with it: the lane, which holds the written values then, plays on.
    public var endsWriting: Bool { self != .start && self != .punch }
}

/// One row of the orders: how it is written after a scope, and what it means.
struct AutomationWord: Sendable, Hashable {
    /// `safe`, `write-to/end`.
    let path: String
    let form: CommandWord.Form
    let summary: String

    // swift-format-ignore
    static let all: [AutomationWord] = [
        .init(path: "safe", form: .switching, summary: "its lanes play and are never written, whatever the mode; lit while so"),
        .init(path: "suspend", form: .switching, summary: "its lanes neither play nor are written; lit while so"),
        .init(path: "write-to/start", form: .onStop, summary: "what is being written takes its live value from the song's start to here too, and goes on"),
        .init(path: "write-to/end", form: .onStop, summary: "what is being written keeps its live value to the song's end; the lane rules from here on"),
        .init(path: "write-to/all", form: .onStop, summary: "what is being written has its live value in the whole song"),
        .init(path: "write-to/next", form: .onStop, summary: "what is being written keeps its live value to its lane's next point"),
        .init(path: "write-to/punch", form: .onStop, summary: "what is being written has its live value since writing began, and goes on"),
        .init(path: "glide-over/punch", form: .bare, summary: "a straight line over the punch range, from its lane's value at the start to the live value at the end, which holds to the lane's next point"),
        .init(path: "trim", form: .switching, summary: "hands on faders and levels of sends move what is added to them, and write it beside their lanes; lit while so"),
        .init(path: "trim/coalesce", form: .bare, summary: "works the trims into the lanes that they are added to: what sounds stays"),
    ]

    /// What it orders.
    func order(_ switching: Switching) -> AutomationOrder {
        switch path {
        case "safe": .safe(switching)
        case "suspend": .suspend(switching)
        case "trim": .trim(switching)
        case "trim/coalesce": .coalesceTrim
        case "glide-over/punch": .glideOverPunch
        default:
            .writeTo(
                WriteRange(rawValue: String(path.dropFirst("write-to/".count))) ?? .end, onStop: switching == .off)
        }
    }

    static var rows: [CommandWord] {
        all.map { CommandWord("{scope}/\($0.path)", as: $0.form, state: $0.form == .switching, $0.summary) }
    }
}

extension AutomationOrder {
    /// How it is written after a scope's address.
    func text(_ address: String) -> String {
        switch self {
        case .safe(let switching): Command.switched(address + "/safe", switching)
        case .suspend(let switching): Command.switched(address + "/suspend", switching)
        case .trim(let switching): Command.switched(address + "/trim", switching)
        case .coalesceTrim: address + "/trim/coalesce"
        case .glideOverPunch: address + "/glide-over/punch"
        case .writeTo(let range, let onStop): "\(address)/write-to/\(range.rawValue)\(onStop ? " = stop" : "")"
        }
    }
}
