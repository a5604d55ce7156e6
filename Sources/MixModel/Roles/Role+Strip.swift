import Units

extension Role {
    // swift-format-ignore
    /// The stages of a strip, in the order of the cases.
    static let stripRows: [Row] = at(.all, [
        .init("input/gain",     .decibels, .linear,       -60...24,      initial: 0,    "gain before everything else"),
        .init("input/polarity", .onOff,    .onOff,        0...1,         initial: 0,    "polarity turned over"),
        .init("input/swap",     .onOff,    .onOff,        0...1,         initial: 0,    "left and right exchanged"),
        .init("input/width",    .percent,  .linear,       0...200,       initial: 100,  "width of the stereo image: 0 mono, 100 as it is"),

        .init("hpf/on",         .onOff,    .onOff,        0...1,         initial: 0,    "high-pass filter in circuit"),
        .init("hpf/frequency",  .hertz,    .logarithmic,  10...1000,     initial: 80,   "corner of the high-pass filter (−3 dB)"),
        .init("hpf/slope",      .decibelsPerOctave, .linear, 12...24,    initial: 12,   steps: [12, 24], "steepness of the high-pass filter"),
        .init("lpf/on",         .onOff,    .onOff,        0...1,         initial: 0,    "low-pass filter in circuit"),
        .init("lpf/frequency",  .hertz,    .logarithmic,  1000...22000,  initial: 16000, "corner of the low-pass filter (−3 dB)"),
        .init("lpf/slope",      .decibelsPerOctave, .linear, 12...24,    initial: 12,   steps: [12, 24], "steepness of the low-pass filter"),

        .init("gate/on",        .onOff,    .onOff,        0...1,         initial: 0,    "gate in circuit"),
        .init("gate/threshold", .decibels, .linear,       -80...0,       initial: -40,  "level at which the gate opens"),
        .init("gate/ratio",     .ratio,    .logarithmic,  1...100,       initial: 100,  "dB out for each dB below the threshold: an expander below 100"),
        .init("gate/range",     .decibels, .linear,       0...80,        initial: 60,   "most that the gate takes away"),
        .init("gate/attack",    .milliseconds, .logarithmic, 0.05...100, initial: 0.5,  "time to open"),
        .init("gate/hold",      .milliseconds, .linear,   0...2000,      initial: 30,   "time it stays open below the threshold"),
        .init("gate/release",   .milliseconds, .logarithmic, 5...4000,   initial: 150,  "time to close"),
        .init("gate/hysteresis", .decibels, .linear,      0...12,        initial: 3,    "how far below the threshold it begins to close"),
        .init("gate/sidechain/hpf", .hertz, .logarithmic, 10...2000,     initial: 10,   "high-pass in the gate's ear; 10 Hz is none"),
        .init("gate/sidechain/lpf", .hertz, .logarithmic, 500...22000,   initial: 22000, "low-pass in the gate's ear; 22 kHz is none"),

        .init("eq/on",          .onOff,    .onOff,        0...1,         initial: 0,    "equaliser in circuit"),
    ] + band(1, type: 1, frequency: 100) + band(2, type: 0, frequency: 400)
      + band(3, type: 0, frequency: 2500) + band(4, type: 2, frequency: 8000) + [

        .init("comp/on",        .onOff,    .onOff,        0...1,         initial: 0,    "compressor in circuit"),
        .init("comp/threshold", .decibels, .linear,       -60...0,       initial: -18,  "level from which it compresses"),
        .init("comp/ratio",     .ratio,    .logarithmic,  1...20,        initial: 3,    "dB in for one dB out above the threshold"),
        .init("comp/attack",    .milliseconds, .logarithmic, 0.05...200, initial: 10,   "time to take hold"),
        .init("comp/release",   .milliseconds, .logarithmic, 5...4000,   initial: 120,  "time to let go"),
        .init("comp/knee",      .decibels, .linear,       0...24,        initial: 6,    "width of the bend around the threshold"),
        .init("comp/makeup",    .decibels, .linear,       0...24,        initial: 0,    "gain after compression"),
        .init("comp/mix",       .percent,  .linear,       0...100,       initial: 100,  "compressed against dry sound"),
        .init("comp/detector",  .choice,   .whole,        0...1,         initial: 0,    choices: ["peak", "rms"], "what it listens to"),
        .init("comp/sidechain/hpf", .hertz, .logarithmic, 10...1000,     initial: 10,   "high-pass in the compressor's ear; 10 Hz is none"),
        .init("comp/key",       .count,    .whole,        0...4096,      initial: 0,    "number of the strip that it listens to; 0 is its own sound"),

        .init("deesser/on",     .onOff,    .onOff,        0...1,         initial: 0,    "de-esser in circuit"),
        .init("deesser/frequency", .hertz, .logarithmic,  2000...12000,  initial: 6000, "where sibilance begins"),
        .init("deesser/threshold", .decibels, .linear,    -60...0,       initial: -24,  "level of sibilance from which it acts"),
        .init("deesser/range",  .decibels, .linear,       0...24,        initial: 8,    "most that it takes away"),

        .init("fader",          .decibels, .fader,        -Double.infinity...12, initial: 0, taper: .fader, "level into the output"),
        .init("pan",            .pan,      .linear,       -1...1,        initial: 0,    "position from left −1 to right 1; balance of a stereo strip"),
        .init("pan/stereo",     .onOff,    .onOff,        0...1,         initial: 0,    "a stereo strip is panned by moving both its sides, not by balance"),
        .init("mute",           .onOff,    .onOff,        0...1,         initial: 0,    "silent in the mix"),
        .init("solo",           .onOff,    .onOff,        0...1,         initial: 0,    "solo in place: all others silent"),
        .init("solo/safe",      .onOff,    .onOff,        0...1,         initial: 0,    "heard whatever else is soloed"),
        .init("pfl",            .onOff,    .onOff,        0...1,         initial: 0,    "listened to before its fader, in the monitors alone"),
        .init("afl",            .onOff,    .onOff,        0...1,         initial: 0,    "listened to after its fader, in the monitors alone"),
    ] + (1...16).flatMap(send))

    /// Rows of one kind of nodes.
    static func at(_ nodes: NodeKinds, _ specs: [ParameterSpec]) -> [Row] {
        specs.map { spec in
            // A VCA has the switches of its members; nothing solos the master or sends from it.
            switch spec.path {
            case "fader", "mute", "solo": Row(nodes: nodes.union(.vcas), spec: spec)
            case let path where path.hasPrefix("send/"): Row(nodes: nodes.subtracting(.master), spec: spec)
            default: Row(nodes: nodes, spec: spec)
            }
        }
    }

    // swift-format-ignore
    private static func band(_ number: Int, type: Double, frequency: Double) -> [ParameterSpec] {
        [
            .init("eq/\(number)/type",      .choice,   .whole,       0...3,      initial: type,      choices: ["bell", "low-shelf", "high-shelf", "notch"], "shape of band \(number)"),
            .init("eq/\(number)/frequency", .hertz,    .logarithmic, 20...20000, initial: frequency, "centre or corner of band \(number)"),
            .init("eq/\(number)/gain",      .decibels, .linear,      -24...24,   initial: 0,         "gain of band \(number)"),
            .init("eq/\(number)/q",         .quality,  .logarithmic, 0.1...20,   initial: 0.707,     "narrowness of band \(number)"),
            .init("eq/\(number)/on",        .onOff,    .onOff,       0...1,      initial: 1,         "band \(number) in circuit"),
        ]
    }

    // swift-format-ignore
    private static func send(_ number: Int) -> [ParameterSpec] {
        [
            .init("send/\(number)/level", .decibels, .fader,  -Double.infinity...12, initial: -.infinity, taper: .fader, "level into send \(number)"),
            .init("send/\(number)/pan",   .pan,      .linear, -1...1,                initial: 0,          "position in send \(number)"),
            .init("send/\(number)/on",    .onOff,    .onOff,  0...1,                 initial: 1,          "send \(number) in circuit"),
            .init("send/\(number)/pre",   .onOff,    .onOff,  0...1,                 initial: 0,          "send \(number) taken before the fader"),
        ]
    }
}
