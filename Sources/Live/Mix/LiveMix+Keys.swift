import Desk
import Mapping
import MixModel
import SessionStore
import Units

extension LiveMix {
    /// What keys have chosen, and what the screen shows by it.
    struct KeyState {
        /// The key that leaves was pressed.
        var wantsToLeave = false
        /// The keys are listed instead of the meters.
        var showsKeys = false
        /// The reference that was listened to last.
        var lastReference = 1
        /// First strip of the bank that the keys have chosen while no device is connected.
        var keyBank = 0
        /// Bank and selection that the screen showed last: it follows whichever changes.
        var lastBank = 0
        var lastSelected: Node
        var followsSelection = true

        init(selected: Node) { lastSelected = selected }
    }

    /// The key that leaves was pressed.
    public var wantsToLeave: Bool { keyed.wantsToLeave }
    /// The keys are listed instead of the meters.
    public var showsKeys: Bool { keyed.showsKeys }

    /// A step of the selected fader, in dB.
    private static let step = 1.0

    func act(on key: Key) {
        let frame = frame(of: clock())
        switch key {
        case .playOrStop: desk.perform(.command(.fixed(.playOrStop)), at: frame)
        case .toStart: desk.perform(.command(.fixed(.toStart)), at: frame)
        case .halfSpeed: desk.setSpeed(desk.speed.halved, at: frame)
        case .backwards: desk.setSpeed(desk.speed.reversed, at: frame)
        case .selectUp: desk.select(by: -1, at: frame)
        case .selectDown: desk.select(by: 1, at: frame)
        case .raise: desk.moveSelected(.fader, by: LiveMix.step, at: frame)
        case .lower: desk.moveSelected(.fader, by: -LiveMix.step, at: frame)
        case .mute: desk.toggleSelected(.mute, at: frame)
        case .solo: desk.toggleSelected(.solo, at: frame)
        case .bankLeft: moveBank(by: -1, at: frame)
        case .bankRight: moveBank(by: 1, at: frame)
        case .trim: desk.toggleTrim(at: frame)
        case .preview: desk.perform(.command(.fixed(.preview, .toggle)), at: frame)
        case .punchPreview: desk.punchPreviewIn(at: frame)
        case .undo: desk.undo(at: frame)
        case .redo: desk.redo(at: frame)
        case .dim: desk.toggleMonitor(.monitorDim, at: frame)
        case .mono: desk.toggleMonitor(.monitorMono, at: frame)
        case .translation: desk.nextTranslation(at: frame)
        case .compare: desk.listen(to: otherSource, at: frame)
        case .nextReference: desk.listen(to: desk.monitorSource % max(1, sources) + 1, at: frame)
        case .clearMeters: meters.clear()
        case .measureAnew: studio.meter?.restart()
        case .help: keyed.showsKeys.toggle()
        case .leave: keyed.wantsToLeave = true
        }
    }

    /// What the screen shows: the bank, or the strip that was selected since.
    public var shownStrips: (first: Int, showsSelected: Bool) {
        if bank != keyed.lastBank {
            (keyed.lastBank, keyed.followsSelection) = (bank, false)
        } else if desk.selected != keyed.lastSelected {
            keyed.followsSelection = true
        }
        keyed.lastSelected = desk.selected
        return (bank, keyed.followsSelection)
    }

    // MARK: The bank

    /// First strip that the screen begins with: the bank of the first device, else the keys' own.
    public var bank: Int { desk.surfaces.first?.bank ?? keyed.keyBank }

    private func moveBank(by banks: Int, at frame: FramePosition) {
        if desk.surfaces.isEmpty {
            let last = max(0, desk.document.mix.strips.count + desk.document.mix.buses.count - 1)
            keyed.keyBank = min(max(0, keyed.keyBank + banks * LiveMix.keysBank), last)
        } else {
            desk.perform(.command(.fixed(banks > 0 ? .nextBank : .previousBank)), at: frame)
        }
    }

    /// Strips of a bank where no device says how many it has.
    private static let keysBank = 8

    // MARK: A and B

    /// What can be heard in place of the mix: references, and after them revisions that were asked for.
    private var sources: Int { studio.references.sources.count + studio.revisions.ready.count }

    /// The mix, if a reference is heard, else the reference that was heard last.
    private var otherSource: Int {
        let present = desk.monitorSource
        if present > 0 { keyed.lastReference = present }
        return present > 0 ? 0 : keyed.lastReference
    }
}
