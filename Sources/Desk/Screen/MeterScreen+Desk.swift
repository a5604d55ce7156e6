import AudioFiles
import MixModel
import SessionStore
import Units

extension MeterScreen {
    /// What a desk's meters show now.
    public init(_ studio: Studio, _ meters: DeskMeters) {
        let desk = studio.desk
        let mix = desk.document.mix
        func isOn(_ node: Node, _ role: Role) -> Bool { desk.shownPosition(of: ParameterID(node, role)) >= 0.5 }
        func strip(_ node: Node) -> Strip {
            let number =
                switch node {
                case .strip(let number): "\(number)"
                case .bus(let number): "B\(number)"
                case .master, .vca, .monitor: ""
                }
            let hasBusCompressor = Role.busCompOn.belongs(to: node) && isOn(node, .busCompOn)
            return Strip(
                number: number, name: VisibleText.line(mix.name(of: node)), isSelected: desk.selected == node,
                meter: meters[node],
                hasGate: isOn(node, .gateOn), hasCompressor: isOn(node, .compOn) || hasBusCompressor,
                hasDeEsser: isOn(node, .deEsserOn))
        }
        self.init(
            strips: meters.nodes.filter { $0 != .master }.map(strip), first: desk.surfaces.first?.bank ?? 0,
            master: strip(.master), hasLimiter: isOn(.master, .limiterOn), mix: studio.meter?.reading,
            monitors: studio.monitorWords)
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
