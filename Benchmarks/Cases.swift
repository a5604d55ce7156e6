/// What is measured.
extension EngineCase {
    private static let highPass: [(String, Double)] = [("hpf/on", 1), ("hpf/frequency", 80)]
    private static let lowPass: [(String, Double)] = [("lpf/on", 1), ("lpf/frequency", 16_000)]
    private static let gate: [(String, Double)] = [("gate/on", 1), ("gate/threshold", -40)]
    private static let equaliser: [(String, Double)] = [
        ("eq/on", 1), ("eq/1/frequency", 120), ("eq/1/gain", 2), ("eq/2/gain", -3), ("eq/3/gain", 2),
        ("eq/4/gain", 2),
    ]
    private static let oneBand: [(String, Double)] = [
        ("eq/on", 1), ("eq/2/gain", -3), ("eq/1/on", 0), ("eq/3/on", 0), ("eq/4/on", 0),
    ]
    private static let compressor: [(String, Double)] = [
        ("comp/on", 1), ("comp/threshold", -24), ("comp/ratio", 3), ("comp/makeup", 3),
    ]
    private static let deEsser: [(String, Double)] = [("deesser/on", 1), ("deesser/threshold", -30)]

    /// Filters, gate, four bands, compressor, pan: what the figures for a full strip mean, with two sends.
    static let full = EngineCase(
        name: "full strip, two sends", settings: highPass + lowPass + gate + equaliser + compressor, sends: 2)

    /// One stage at a time.
    static let stages = [
        EngineCase(name: "levels, pan, meters"),
        EngineCase(name: "high-pass", settings: highPass),
        EngineCase(name: "high-pass and low-pass", settings: highPass + lowPass),
        EngineCase(name: "gate", settings: gate),
        EngineCase(name: "equaliser, one band", settings: oneBand),
        EngineCase(name: "equaliser, four bands", settings: equaliser),
        EngineCase(name: "compressor", settings: compressor),
        EngineCase(name: "de-esser", settings: deEsser),
        EngineCase(name: "two sends", sends: 2),
        full,
    ]

    /// The most that can be asked of 64 strips.
    static var worst: EngineCase {
        var this = full
        this.name = "full, every parameter on a lane, switches too"
        this.movement = .switchesToo
        return this
    }

    /// Events by name, with how many parameters of a strip have one every ``interval``.
    static var events: [(String, EngineCase, Double)] {
        var hands = EngineCase(name: "a hand on every fader")
        hands.movement = .hands
        var lanes = EngineCase(name: "two lanes a strip")
        lanes.movement = .lanes
        return [("a hand's move, 10 ms long", hands, 1), ("a lane's line, 10 ms long", lanes, 2)]
    }

    /// Things that a mix is full of.
    static var situations: [EngineCase] {
        var stopped = EngineCase(name: "stopped")
        stopped.isRolling = false
        var hands = EngineCase(name: "a hand on every fader")
        hands.movement = .hands
        var lanes = EngineCase(name: "two lanes a strip")
        lanes.movement = .lanes
        var everything = full
        everything.name = "full, every parameter on a lane"
        everything.movement = .everything
        var quiet = full
        quiet.name = "full, nine of ten silent"
        (quiet.strips, quiet.every, quiet.othersAreSilent) = (640, 10, true)
        var plain = full
        plain.name = "full, nine of ten without stages"
        (plain.strips, plain.every) = (640, 10)
        return [stopped, hands, lanes, everything, quiet, plain]
    }
}
