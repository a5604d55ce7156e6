import Automation

/// One row of the table of commands: how one is written. The reader, its messages and the reference page read the same rows. Commands
/// without a varying part stand in ``FixedWord``.
struct CommandWord: Sendable {
    /// As in the reference: `{node}` and the like stand for a part that varies.
    let address: String
    let form: Form
    /// Whether a lamp can show it: see ``Shown/state(_:)``.
    let hasState: Bool
    let summary: String

    /// How it is written.
    enum Form: String, Sendable, CaseIterable {
        case bare = "alone"
        case onStop = "alone, = stop"
        case switching = "= on, = off, toggle"
        case holding = "= on, = off, toggle, momentary"
        case seconds = "= 12.5 s, += 5 s, -= 5 s"
        case speed = "= 0.5, = -1, = 1, += 0.1, -= 0.1"
        case strips = "= 9, = Lead Vox, = /vca/1, += 1, -= 1"
        case steps = "+= 1, -= 1"
        case number = "= 2, += 1, -= 1"
        case mode = "= off, read, touch, latch, touch-latch, write, default"
        case layer = "layer NAME, momentary layer NAME"
    }

    init(_ address: String, as form: Form = .bare, state: Bool = false, _ summary: String) {
        self.address = address
        self.form = form
        self.hasState = state
        self.summary = summary
    }

    // swift-format-ignore
    private static let varying: [CommandWord] = [
        .init("/transport/position", as: .seconds, "goes to a time, or on and back by one; on an encoder by so much for each tick"),
        .init("/transport/speed", as: .speed, state: true, "how fast the song is played, and in which direction: 0.05 to 4, and backwards -0.05 to -4; 1 is its own speed, and each session opens with it. Steps go on in the direction that is played. Pitch goes along. Times stay the song's; nothing is written backwards. Lit while it plays so"),
        .init("/marker/{number or name}", "to this marker"),
        .init("/bank", as: .strips, "slot 1 shows this strip, bus or VCA; or the bank moves by strips"),
        .init("/selected", as: .steps, "selects the next or previous strip"),
        .init("{node}/select", state: true, "selects the strip, bus, VCA or master; lit while selected"),
        .init("{scope}/mode", as: .mode, state: true, "automation mode of the session, a strip or a parameter; `default` takes an override away; lit while set. The session's `write` leaves what has a mode of its own, and takes what has a lane or was moved in this sitting"),
        .init("{scope}/match", "stops writing, with a glide back to the lane; in stop takes back what latch would write from the next start"),
        .init("/lap", as: .number, "puts another lap of the last looped pass into the lanes"),
        .init("/snapshot/{number or name}", state: true, "takes the mix to the values of a snapshot, over its fade; lit while it is the last that was recalled or taken"),
        .init("/snapshot/{number or name}/take", "keeps the values that are heard now in a snapshot; one of that name that is there has them instead of its own, in its scope"),
        .init("/revision/{number or name}", "makes the session what it was in a revision; refused where that has other strips, buses, VCAs or files"),
        .init("/revision/{number or name}/listen", state: true, "while mixing, lets a revision be heard at the same place of the song and as loud as the mix, once more the mix again; it is rendered first, and heard as soon as it is there; lit while it is heard"),
        .init("/group/{number or name}/on", as: .switching, state: true, "the group links its members; lit while it does"),
        .init("layer", as: .layer, state: true, "shows another layer, for good or while held; lit while shown"),
        .init("/slot/{number}/pin", as: .switching, state: true, "the slot keeps its strip, bus or VCA while banks move over the others; lit while it does"),
    ]

    private static let enableRows = ParameterKind.allCases.map { kind in
        CommandWord(
            "/session/enable/\(kind.rawValue)", as: .switching, state: true,
            "parameters of this kind are written; off: they play their lanes; lit while on")
    }

    /// All commands; those about one subject stand together.
    static let all: [CommandWord] = {
        let rows = FixedWord.allCases.map(\.written) + varying + AutomationWord.rows + enableRows
        let subjects = rows.map(\.subject).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return subjects.flatMap { subject in rows.filter { $0.subject == subject } }
    }()

    /// What it is about: `transport`, `{scope}`, `layer`.
    var subject: String {
        String(address.split(separator: "/")[0])
    }

    /// First parts of the addresses of commands.
    static let roots = Set(all.filter { $0.address.hasPrefix("/") }.map(\.subject))

    /// Addresses without a varying part.
    static let fixedAddresses = all.map(\.address).filter {
        $0.hasPrefix("/") && !$0.contains("{") && $0 != "/selected"
    }

    private static let byAddress = Dictionary(uniqueKeysWithValues: all.map { ($0.address, $0) })

    static func named(_ address: String) -> CommandWord? { byAddress[address] }
}
