/// A command of whose address nothing varies. A case and its row are all that the language has to know of it: the reader and its
/// messages, `check`, the schema, the reference, lamps and the page read the row. What it does stands in the desk's table of effects.
public enum FixedWord: Sendable, Hashable, CaseIterable {
    case play, stop, playOrStop, toStart, toEnd
    case loop, loopStart, loopEnd
    case punch, punchStart, punchEnd
    case nextMarker, previousMarker, addMarker
    case nextBank, previousBank
    case thinning, autoJoin, continueInLoop, undo, redo
    case preview, suspendPreview, punchPreview
    case capture, punchCapture
    case suspendGroups, clearSolo
    case placeLeft, placeRight, resync, motors, takeover

    // swift-format-ignore
    var row: CommandWord {
        switch self {
        case .play: .init("/transport/play", state: true, "plays; lit while playing")
        case .stop: .init("/transport/stop", state: true, "stops; lit while stopped")
        case .playOrStop: .init("/transport/toggle", state: true, "plays if stopped, stops if playing; lit while playing")
        case .toStart: .init("/transport/start", "to the start of the song")
        case .toEnd: .init("/transport/end", "to the end of the song")
        case .loop: .init("/transport/loop", as: .switching, state: true, "plays the loop round and round; lit while on")
        case .loopStart: .init("/transport/loop/start", "puts the loop's start where the play head is")
        case .loopEnd: .init("/transport/loop/end", "puts the loop's end where the play head is")
        case .punch: .init("/transport/punch", as: .switching, state: true, "writes inside the punch range alone; lit while on")
        case .punchStart: .init("/transport/punch/start", "puts the punch range's start where the play head is")
        case .punchEnd: .init("/transport/punch/end", "puts the punch range's end where the play head is")
        case .nextMarker: .init("/marker/next", "to the next marker")
        case .previousMarker: .init("/marker/previous", "to the marker before")
        case .addMarker: .init("/marker/add", "puts a marker where the play head is")
        case .nextBank: .init("/bank/next", "one bank on: as many strips as the mapping has slots; buses and VCAs come behind the strips")
        case .previousBank: .init("/bank/previous", "one bank back")
        case .thinning: .init("/session/thinning", as: .switching, state: true, "thins passes when they end, within the session's bound; lit while on")
        case .autoJoin: .init("/session/auto-join", as: .switching, state: true, "where latch stopped writing, the next roll that comes there goes on with the last values; lit while on")
        case .continueInLoop: .init("/session/continue-in-loop", as: .switching, state: true, "what is latched at a loop's end is written on from its start; lit while on")
        case .undo: .init("/session/undo", "takes the last change back")
        case .redo: .init("/session/redo", "does it again")
        case .preview: .init("/preview", as: .switching, state: true, "what hands touch is heard and not written, until it is punched in; lit while on")
        case .suspendPreview: .init("/preview/suspend", as: .holding, state: true, "the lanes are heard again, and what was tried is kept; lit while so")
        case .punchPreview: .init("/preview/punch", "what preview holds is written from here on, in latch")
        case .capture: .init("/capture", "remembers the values of what is being written, else of the selected strip")
        case .punchCapture: .init("/capture/punch", "writes what was captured from here on, in latch")
        case .suspendGroups: .init("/group/suspend", as: .holding, state: true, "no group links, so that one member can be moved alone; lit while so")
        case .clearSolo: .init("/solo/clear", state: true, "switches every solo, PFL and AFL off; lit while there is one")
        case .placeLeft: .init("/surface/left", "puts the device one place to the left among those that it is one surface with")
        case .placeRight: .init("/surface/right", "puts it one place to the right")
        case .resync: .init("/surface/resync", "sends everything to the device again")
        case .motors: .init("/surface/motors", as: .switching, state: true, "drives the motors; off: really silent")
        case .takeover: .init("/surface/takeover", as: .switching, state: true, "off: every control takes its value at once")
        }
    }

    private static let byAddress = Dictionary(uniqueKeysWithValues: allCases.map { ($0.row.address, $0) })

    /// The word with this address.
    init?(address: String) {
        guard let word = FixedWord.byAddress[address] else { return nil }
        self = word
    }
}
