import AudioFiles
import Automation
import MixModel
import SessionStore
import Units

extension MeterScreen {
    /// What a desk's meters show now.
    ///
    /// - Parameters:
    ///   - first: index of the first strip to show, where not all fit.
    ///   - showsSelected: the selected strip is shown wherever that is.
    public init(_ studio: Studio, _ meters: DeskMeters, first: Int = 0, showsSelected: Bool = true) {
        self.init(
            studio.desk.state, meters, mix: studio.meter?.reading, monitors: studio.monitorWords, first: first,
            showsSelected: showsSelected)
    }

    /// - Parameters:
    ///   - mix: what is measured of the mix; `nil`: nothing is.
    ///   - monitors: what they play, for people.
    init(
        _ state: DeskState, _ meters: DeskMeters, mix: MixReading?, monitors: String?, first: Int = 0,
        showsSelected: Bool = true
    ) {
        let writing = Set(state.writing.map(\.node))
        func strip(_ node: Node) -> Strip {
            let number =
                switch node {
                case .strip(let number): "\(number)"
                case .bus(let number): "B\(number)"
                case .master, .vca, .monitor: ""
                }
            return Strip(
                number: number, name: VisibleText.line(state.mix.name(of: node)), isSelected: state.selected == node,
                meter: meters[node],
                hasGate: state.isOn(node, .gateOn),
                hasCompressor: state.isOn(node, .compOn) || state.isOn(node, .busCompOn),
                hasDeEsser: state.isOn(node, .deEsserOn),
                controls: state.controls(of: node, isWriting: writing.contains(node)))
        }
        self.init(
            strips: meters.nodes.filter { $0 != .master }.map(strip), first: first, showsSelected: showsSelected,
            master: strip(.master), hasLimiter: state.isOn(.master, .limiterOn), mix: mix, monitors: monitors)
    }
}

extension DeskState {
    /// How a node is set, for people.
    func controls(of node: Node, isWriting: Bool) -> MeterScreen.Controls {
        let fader = MeterText.level(
            Role.fader.spec.scale.value(at: position(of: ParameterID(node, .fader))), 5)
        let pan = Role.pan.spec.text(at: position(of: ParameterID(node, .pan)))
        return MeterScreen.Controls(
            fader: fader, pan: Role.pan.belongs(to: node) ? (pan == "centre" ? "C" : pan) : "",
            isMuted: isOn(node, .mute), isSoloed: isOn(node, .solo), isPFL: isOn(node, .pfl),
            isAFL: isOn(node, .afl), mode: document.mode(of: ParameterID(node, .fader)).rawValue,
            isWriting: isWriting)
    }
}

extension Studio {
    /// What the monitors play, for people: `monitors: mix`, `monitors: 1 master.flac -3.2 dB, dim`.
    public var monitorWords: String {
        func position(_ role: Role) -> Float { desk.shownPosition(of: ParameterID(.monitor, role)) }
        let number = Int(position(.monitorSource))
        var words = "mix"
        if number > references.sources.count {
            words = "mix (no reference \(number))"
        } else if number > 0 {
            let file = references.sources[number - 1].path.split(separator: "/").last ?? ""
            let gain = references.gain(of: number)
            let level =
                switch references.loudness(of: number) {
                case nil: "measuring"
                case .some(let loudness) where !loudness.isFinite: "silent"
                default: "\(gain >= 0.05 ? "+" : "")\(MeterText.tenths(gain)) dB"
                }
            words = "\(number) \(file) \(level)"
        }
        for (role, word) in [
            (Role.monitorDim, "dim"), (.monitorMono, "mono"), (.monitorSwap, "swap"), (.monitorCut, "cut"),
        ] where position(role) >= 0.5 { words += ", \(word)" }
        let translation = position(.monitorTranslation)
        if translation >= 0.5 { words += ", " + Role.monitorTranslation.spec.text(at: translation) }
        return "monitors: " + words
    }
}
