import Automation

/// One row of the table of commands. The reader, its messages and the reference page read the same rows.
struct CommandWord: Sendable {
    /// As in the reference: `{node}` and the like stand for a part that varies.
    let address: String
    let form: Form
    /// Whether a lamp can show it: see ``Shown/state(_:)``.
    let hasState: Bool
    let summary: String
    /// For fixed addresses written alone or switched.
    let make: @Sendable (Switching) -> Command?

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

    init(
        _ address: String, as form: Form = .bare, state: Bool = false, _ summary: String,
        _ make: @escaping @Sendable (Switching) -> Command? = { _ in nil }
    ) {
        self.address = address
        self.form = form
        self.hasState = state
        self.summary = summary
        self.make = make
    }

    // swift-format-ignore
    private static let transportAndModes: [CommandWord] = [
        .init("/transport/play", state: true, "plays; lit while playing") { _ in .play },
        .init("/transport/stop", state: true, "stops; lit while stopped") { _ in .stop },
        .init("/transport/toggle", state: true, "plays if stopped, stops if playing; lit while playing") { _ in .playOrStop },
        .init("/transport/start", "to the start of the song") { _ in .toStart },
        .init("/transport/end", "to the end of the song") { _ in .toEnd },
        .init("/transport/position", as: .seconds, "goes to a time, or on and back by one; on an encoder by so much for each tick"),
        .init("/transport/speed", as: .speed, state: true, "how fast the song is played, and in which direction: 0.05 to 4, and backwards -0.05 to -4; 1 is its own speed, and each session opens with it. Steps go on in the direction that is played. Pitch goes along. Times stay the song's; nothing is written backwards. Lit while it plays so"),
        .init("/transport/loop", as: .switching, state: true, "plays the loop round and round; lit while on") { .loop($0) },
        .init("/transport/loop/start", "puts the loop's start where the play head is") { _ in .loopStartHere },
        .init("/transport/loop/end", "puts the loop's end where the play head is") { _ in .loopEndHere },
        .init("/marker/next", "to the next marker") { _ in .nextMarker },
        .init("/marker/previous", "to the marker before") { _ in .previousMarker },
        .init("/marker/add", "puts a marker where the play head is") { _ in .addMarker },
        .init("/marker/{number or name}", "to this marker"),
        .init("/bank/next", "one bank on: as many strips as the mapping has slots; buses and VCAs come behind the strips") { _ in .bankBy(1) },
        .init("/bank/previous", "one bank back") { _ in .bankBy(-1) },
        .init("/bank", as: .strips, "slot 1 shows this strip, bus or VCA; or the bank moves by strips"),
        .init("/selected", as: .steps, "selects the next or previous strip"),
        .init("{node}/select", state: true, "selects the strip, bus, VCA or master; lit while selected"),
        .init("{scope}/mode", as: .mode, state: true, "automation mode of the session, a strip or a parameter; `default` takes an override away; lit while set. The session's `write` leaves what has a mode of its own, and takes what has a lane or was moved in this sitting"),
        .init("{scope}/match", "stops writing, with a glide back to the lane; in stop takes back what latch would write from the next start"),
    ]

    // swift-format-ignore
    private static let settingsAndSurfaces: [CommandWord] = [
        .init("/transport/punch", as: .switching, state: true, "writes inside the punch range alone; lit while on") { .punch($0) },
        .init("/transport/punch/start", "puts the punch range's start where the play head is") { _ in .punchStartHere },
        .init("/transport/punch/end", "puts the punch range's end where the play head is") { _ in .punchEndHere },
        .init("/session/thinning", as: .switching, state: true, "thins passes when they end, within the session's bound; lit while on") { .thinning($0) },
        .init("/session/auto-join", as: .switching, state: true, "where latch stopped writing, the next roll that comes there goes on with the last values; lit while on") { .autoJoin($0) },
        .init("/session/continue-in-loop", as: .switching, state: true, "what is latched at a loop's end is written on from its start; lit while on") { .continueInLoop($0) },
        .init("/preview", as: .switching, state: true, "what hands touch is heard and not written, until it is punched in; lit while on") { .preview($0) },
        .init("/preview/suspend", as: .holding, state: true, "the lanes are heard again, and what was tried is kept; lit while so") { .suspendPreview($0) },
        .init("/preview/punch", "what preview holds is written from here on, in latch") { _ in .punchPreview },
        .init("/capture", "remembers the values of what is being written, else of the selected strip") { _ in .capture },
        .init("/capture/punch", "writes what was captured from here on, in latch") { _ in .punchCapture },
        .init("/lap", as: .number, "puts another lap of the last looped pass into the lanes"),
        .init("/snapshot/{number or name}", state: true, "takes the mix to the values of a snapshot, over its fade; lit while it is the last that was recalled or taken"),
        .init("/snapshot/{number or name}/take", "keeps the values that are heard now in a snapshot; one of that name that is there has them instead of its own, in its scope"),
        .init("/revision/{number or name}", "makes the session what it was in a revision; refused where that has other strips, buses, VCAs or files"),
        .init("/revision/{number or name}/listen", state: true, "while mixing, lets a revision be heard at the same place of the song and as loud as the mix, once more the mix again; it is rendered first, and heard as soon as it is there; lit while it is heard"),
        .init("/group/{number or name}/on", as: .switching, state: true, "the group links its members; lit while it does"),
        .init("/group/suspend", as: .holding, state: true, "no group links, so that one member can be moved alone; lit while so") { .suspendGroups($0) },
        .init("/solo/clear", state: true, "switches every solo, PFL and AFL off; lit while there is one") { _ in .clearSolo },
        .init("/session/undo", "takes the last change back") { _ in .undo },
        .init("/session/redo", "does it again") { _ in .redo },
        .init("layer", as: .layer, state: true, "shows another layer, for good or while held; lit while shown"),
        .init("/slot/{number}/pin", as: .switching, state: true, "the slot keeps its strip, bus or VCA while banks move over the others; lit while it does"),
        .init("/surface/left", "puts the device one place to the left among those that it is one surface with") { _ in .placeBy(-1) },
        .init("/surface/right", "puts it one place to the right") { _ in .placeBy(1) },
        .init("/surface/resync", "sends everything to the device again") { _ in .resync },
        .init("/surface/motors", as: .switching, state: true, "drives the motors; off: really silent") { .motors($0) },
        .init("/surface/takeover", as: .switching, state: true, "off: every control takes its value at once") { .takeover($0) },
    ]

    static let all: [CommandWord] = transportAndModes + AutomationWord.rows + enableRows + settingsAndSurfaces

    private static let enableRows = ParameterKind.allCases.map { kind in
        CommandWord(
            "/session/enable/\(kind.rawValue)", as: .switching, state: true,
            "parameters of this kind are written; off: they play their lanes; lit while on"
        ) { .enable(kind, $0) }
    }

    /// Addresses without a varying part.
    static let fixedAddresses = all.map(\.address).filter {
        $0.hasPrefix("/") && !$0.contains("{") && $0 != "/selected"
    }

    static func named(_ address: String) -> CommandWord? { all.first { $0.address == address } }
}
