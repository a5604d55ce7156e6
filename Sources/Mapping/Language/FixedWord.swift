/// A command whose address has no varying part. Its case and its row are all that there is to say of it: the reader and its messages,
/// `check`, the schema, the reference, lamps, the page and the desk read the row.
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
    public var row: Row {
        switch self {
        case .play: .init("/transport/play", lit: { $0.isRolling }, does: { desk, _ in desk.play() }, "plays; lit while playing")
        case .stop: .init("/transport/stop", lit: { !$0.isRolling }, does: { desk, _ in desk.stop() }, "stops; lit while stopped")
        case .playOrStop: .init("/transport/toggle", lit: { $0.isRolling }, does: { desk, _ in if desk.isRolling { desk.stop() } else { desk.play() } }, "plays if stopped, stops if playing; lit while playing")
        case .toStart: .init("/transport/start", does: { desk, _ in desk.go(to: 0) }, "to the start of the song")
        case .toEnd: .init("/transport/end", does: { desk, _ in desk.go(to: desk.end) }, "to the end of the song")
        case .loop: .init("/transport/loop", as: .switching, lit: { $0.hasLoop }, tries: { $0.switchLoop($1) }, "plays the loop round and round; lit while on")
        case .loopStart: .init("/transport/loop/start", does: { desk, _ in desk.moveLoop(start: desk.here, end: nil) }, "puts the loop's start where the play head is")
        case .loopEnd: .init("/transport/loop/end", does: { desk, _ in desk.moveLoop(start: nil, end: desk.here) }, "puts the loop's end where the play head is")
        case .punch: .init("/transport/punch", as: .switching, lit: { $0.hasPunch }, tries: { $0.switchPunch($1) }, "writes inside the punch range alone; lit while on")
        case .punchStart: .init("/transport/punch/start", tries: { desk, _ in desk.movePunch(start: desk.here, end: nil) }, "puts the punch range's start where the play head is")
        case .punchEnd: .init("/transport/punch/end", tries: { desk, _ in desk.movePunch(start: nil, end: desk.here) }, "puts the punch range's end where the play head is")
        case .nextMarker: .init("/marker/next", does: { desk, _ in desk.go(to: desk.marker(after: desk.here)) }, "to the next marker")
        case .previousMarker: .init("/marker/previous", does: { desk, _ in desk.go(to: desk.marker(before: desk.here)) }, "to the marker before")
        case .addMarker: .init("/marker/add", does: { desk, _ in desk.addMarker() }, "puts a marker where the play head is")
        case .nextBank: .init("/bank/next", does: { desk, _ in desk.moveBank(by: desk.ticks) }, "one bank on: as many strips as the mapping has slots; buses and VCAs come behind the strips")
        case .previousBank: .init("/bank/previous", does: { desk, _ in desk.moveBank(by: -desk.ticks) }, "one bank back")
        case .thinning: .init("/session/thinning", as: .switching, lit: { $0.thins }, does: { $0.switchThinning($1) }, "thins passes when they end, within the session's bound; lit while on")
        case .autoJoin: .init("/session/auto-join", as: .switching, lit: { $0.joins }, does: { $0.switchAutoJoin($1) }, "where latch stopped writing, the next roll that comes there goes on with the last values; lit while on")
        case .continueInLoop: .init("/session/continue-in-loop", as: .switching, lit: { $0.continuesInLoop }, does: { $0.switchContinueInLoop($1) }, "what is latched at a loop's end is written on from its start; lit while on")
        case .undo: .init("/session/undo", does: { desk, _ in desk.undo() }, "takes the last change back")
        case .redo: .init("/session/redo", does: { desk, _ in desk.redo() }, "does it again")
        case .preview: .init("/preview", as: .switching, lit: { $0.isPreviewing }, does: { $0.switchPreview($1) }, "what hands touch is heard and not written, until it is punched in; lit while on")
        case .suspendPreview: .init("/preview/suspend", as: .holding, lit: { $0.isPreviewSuspended }, tries: { $0.suspendPreview($1) }, "the lanes are heard again, and what was tried is kept; lit while so")
        case .punchPreview: .init("/preview/punch", tries: { desk, _ in desk.punchPreview() }, "what preview holds is written from here on, in latch")
        case .capture: .init("/capture", does: { desk, _ in desk.capture() }, "remembers the values of what is being written, else of the selected strip")
        case .punchCapture: .init("/capture/punch", tries: { desk, _ in desk.punchCapture() }, "writes what was captured from here on, in latch")
        case .suspendGroups: .init("/group/suspend", as: .holding, lit: { !$0.groupsLink }, does: { $0.suspendGroups($1) }, "no group links, so that one member can be moved alone; lit while so")
        case .clearSolo: .init("/solo/clear", lit: { $0.isSoloing }, does: { desk, _ in desk.clearSolo() }, "switches every solo, PFL and AFL off; lit while there is one")
        case .placeLeft: .init("/surface/left", does: { desk, _ in desk.moveDevice(by: -desk.ticks) }, "puts the device one place to the left among those that it is one surface with")
        case .placeRight: .init("/surface/right", does: { desk, _ in desk.moveDevice(by: desk.ticks) }, "puts it one place to the right")
        case .resync: .init("/surface/resync", does: { desk, _ in desk.resync() }, "sends everything to the device again")
        case .motors: .init("/surface/motors", as: .switching, lit: { $0.areMotorsOn }, does: { $0.switchMotors($1) }, "drives the motors; off: really silent")
        case .takeover: .init("/surface/takeover", as: .switching, lit: { $0.takesOver }, does: { $0.switchTakeover($1) }, "off: every control takes its value at once")
        }
    }

    private static let byAddress = Dictionary(uniqueKeysWithValues: allCases.map { ($0.written.address, $0) })

    /// How it is written, and its summary.
    var written: CommandWord { row.written }

    /// The word with this address.
    init?(address: String) {
        guard let word = FixedWord.byAddress[address] else { return nil }
        self = word
    }
}

extension FixedWord {
    /// All that there is to say of a word.
    public struct Row: Sendable {
        /// How it is written, and its summary.
        let written: CommandWord
        /// Whether its lamp is lit. The function is `nil` for a command that no lamp shows, its answer where there is no device to ask.
        public let lit: (@Sendable (any CommandState) -> Bool?)?
        /// Does it.
        ///
        /// - Returns: what is wrong, if it could not be done.
        public let run: @Sendable (any CommandDeeds, Switching) -> String?

        /// A command that can fail.
        init(
            _ address: String, as form: CommandWord.Form = .bare, lit: (@Sendable (any CommandState) -> Bool?)? = nil,
            tries: @escaping @Sendable (any CommandDeeds, Switching) -> String?, _ summary: String
        ) {
            written = CommandWord(address, as: form, state: lit != nil, summary)
            self.lit = lit
            run = tries
        }

        /// A command that cannot fail.
        init(
            _ address: String, as form: CommandWord.Form = .bare, lit: (@Sendable (any CommandState) -> Bool?)? = nil,
            does: @escaping @Sendable (any CommandDeeds, Switching) -> Void, _ summary: String
        ) {
            self.init(
                address, as: form, lit: lit,
                tries: { desk, switching -> String? in
                    does(desk, switching)
                    return nil
                }, summary)
        }
    }
}
