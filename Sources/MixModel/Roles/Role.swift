import Units

/// What a parameter does at its node. A role means the same at every node that has it; the stages of a strip stand at every
/// strip and bus and at the master.
///
/// Cases stand in the order of ``StageDescriptor/all``, below. Raw values are stored nowhere: sessions store the path in the
/// spec. What every node with sound has comes first, then the sends: the kernel finds the rows of these by the raw value.
public enum Role: Int, CaseIterable, Sendable, Hashable {
    // Input.
    case inputGain, polarity, inputSwap, inputWidth
    // Filters.
    case hpfOn, hpfFrequency, hpfSlope, lpfOn, lpfFrequency, lpfSlope
    // Gate, expander.
    case gateOn, gateThreshold, gateRatio, gateRange, gateAttack, gateHold, gateRelease, gateHysteresis,
        gateSidechainHPF, gateSidechainLPF
    // Equaliser: four bands.
    case eqOn, eq1Type, eq1Frequency, eq1Gain, eq1Q, eq1On,
        eq2Type, eq2Frequency, eq2Gain, eq2Q, eq2On,
        eq3Type, eq3Frequency, eq3Gain, eq3Q, eq3On,
        eq4Type, eq4Frequency, eq4Gain, eq4Q, eq4On
    // Compressor.
    case compOn, compThreshold, compRatio, compAttack, compRelease, compKnee, compMakeup, compMix,
        compDetector, compSidechainHPF, compKey
    // De-esser.
    case deEsserOn, deEsserFrequency, deEsserThreshold, deEsserRange
    // Output.
    case fader, pan, panStereo, mute, solo, soloSafe, pfl, afl
    // Sends: sixteen.
    case send1Level, send1Pan, send1On, send1Pre,
        send2Level, send2Pan, send2On, send2Pre,
        send3Level, send3Pan, send3On, send3Pre,
        send4Level, send4Pan, send4On, send4Pre,
        send5Level, send5Pan, send5On, send5Pre,
        send6Level, send6Pan, send6On, send6Pre,
        send7Level, send7Pan, send7On, send7Pre,
        send8Level, send8Pan, send8On, send8Pre,
        send9Level, send9Pan, send9On, send9Pre,
        send10Level, send10Pan, send10On, send10Pre,
        send11Level, send11Pan, send11On, send11Pre,
        send12Level, send12Pan, send12On, send12Pre,
        send13Level, send13Pan, send13On, send13Pre,
        send14Level, send14Pan, send14On, send14Pre,
        send15Level, send15Pan, send15On, send15Pre,
        send16Level, send16Pan, send16On, send16Pre
    // Bus compressor: buses and the master.
    case busCompOn, busCompThreshold, busCompRatio, busCompAttack, busCompRelease, busCompMakeup, busCompMix,
        busCompSidechainHPF
    // Reverb: buses.
    case reverbOn, reverbSize, reverbDecay, reverbDamping, reverbPredelay, reverbWidth, reverbEarly,
        reverbModulation, reverbMix
    // Delay: buses.
    case delayOn, delayTime, delaySync, delayFeedback, delayTone, delayLowCut, delayPingPong, delayMix
    // Chorus: buses.
    case chorusOn, chorusVoices, chorusRate, chorusDepth, chorusWidth, chorusMix
    // Limiter: the master.
    case limiterOn, limiterGain, limiterCeiling, limiterRelease
    // Monitor section.
    case monitorLevel, monitorDim, monitorMono, monitorCut, monitorSwap, monitorSource, monitorTranslation
    // Trims of levels: nothing on a desk, but lanes beside the lanes.
    case trimFader, trimSend1, trimSend2, trimSend3, trimSend4, trimSend5, trimSend6, trimSend7, trimSend8,
        trimSend9, trimSend10, trimSend11, trimSend12, trimSend13, trimSend14, trimSend15, trimSend16
}

// swift-format-ignore
extension StageDescriptor {
    /// All stages, in the order of the cases of ``Role``; the parameters of each in theirs.
    public static let all: [StageDescriptor] = strips + busesAndOthers

    /// What every node with sound has, and the sends.
    private static let strips: [StageDescriptor] = [
        StageDescriptor("input", "Input", .input, .all, place: 20, "gain, polarity, sides and width, before everything else", [
            .init("input/gain",     .decibels, .linear,       -60...24,      initial: 0,    "gain before everything else"),
            .init("input/polarity", .onOff,    .onOff,        0...1,         initial: 0,    "polarity turned over"),
            .init("input/swap",     .onOff,    .onOff,        0...1,         initial: 0,    "left and right exchanged"),
            .init("input/width",    .percent,  .linear,       0...200,       initial: 100,  "width of the stereo image: 0 mono, 100 as it is"),
        ]),
        StageDescriptor("hpf", "Filters", .filter, .all, place: 30, "takes away what lies below its corner", [
            .init("hpf/on",         .onOff,    .onOff,        0...1,         initial: 0,    "high-pass filter in circuit"),
            .init("hpf/frequency",  .hertz,    .logarithmic,  10...1000,     initial: 80,   "corner of the high-pass filter (−3 dB)"),
            .init("hpf/slope",      .decibelsPerOctave, .linear, 12...24,    initial: 12,   steps: [12, 24], "steepness of the high-pass filter"),
        ]),
        StageDescriptor("lpf", "Filters", .filter, .all, place: 31, "takes away what lies above its corner", [
            .init("lpf/on",         .onOff,    .onOff,        0...1,         initial: 0,    "low-pass filter in circuit"),
            .init("lpf/frequency",  .hertz,    .logarithmic,  1000...22000,  initial: 16000, "corner of the low-pass filter (−3 dB)"),
            .init("lpf/slope",      .decibelsPerOctave, .linear, 12...24,    initial: 12,   steps: [12, 24], "steepness of the low-pass filter"),
        ]),
        StageDescriptor("gate", "Gate", .dynamics, .all, place: 40, "shuts below its threshold; an expander where the ratio is smaller", [
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
        ]),
        StageDescriptor("eq", "Equaliser", .filter, .all, place: 50, "four bands, each a bell, a shelf or a notch", [
            .init("eq/on",          .onOff,    .onOff,        0...1,         initial: 0,    "equaliser in circuit"),
        ] + (1...4).flatMap(band)),
        StageDescriptor("comp", "Compressor", .dynamics, .all, place: 60, "takes level from what is above its threshold; may listen to another strip", [
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
        ]),
        StageDescriptor("deesser", "De-esser", .dynamics, .all, place: 70, "takes level from sibilance alone", [
            .init("deesser/on",     .onOff,    .onOff,        0...1,         initial: 0,    "de-esser in circuit"),
            .init("deesser/frequency", .hertz, .logarithmic,  2000...12000,  initial: 6000, "where sibilance begins"),
            .init("deesser/threshold", .decibels, .linear,    -60...0,       initial: -24,  "level of sibilance from which it acts"),
            .init("deesser/range",  .decibels, .linear,       0...24,        initial: 8,    "most that it takes away"),
        ]),
        StageDescriptor("output", "Output", .output, .all, place: 90, vcas: ["fader", "mute", "solo"], "fader, pan, and who is heard", [
            .init("fader",          .decibels, .fader,        -Double.infinity...12, initial: 0, taper: .fader, "level into the output"),
            .init("pan",            .pan,      .linear,       -1...1,        initial: 0,    "position from left −1 to right 1; balance of a stereo strip"),
            .init("pan/stereo",     .onOff,    .onOff,        0...1,         initial: 0,    "a stereo strip is panned by moving both its sides, not by balance"),
            .init("mute",           .onOff,    .onOff,        0...1,         initial: 0,    "silent in the mix"),
            .init("solo",           .onOff,    .onOff,        0...1,         initial: 0,    "solo in place: all others silent"),
            .init("solo/safe",      .onOff,    .onOff,        0...1,         initial: 0,    "heard whatever else is soloed"),
            .init("pfl",            .onOff,    .onOff,        0...1,         initial: 0,    "listened to before its fader, in the monitors alone"),
            .init("afl",            .onOff,    .onOff,        0...1,         initial: 0,    "listened to after its fader, in the monitors alone"),
        ]),
        StageDescriptor("send", "Sends", .send, [.strips, .buses], place: 91, "copies of the sound into buses", (1...Role.sendCount).flatMap(send)),
    ]

    /// What buses have beyond a strip, what the master has alone, the monitors, and the trims of levels.
    private static let busesAndOthers: [StageDescriptor] = [
        StageDescriptor("buscomp", "Bus compressor", .dynamics, [.buses, .master], place: 80, "compresses a sum by its mean level", [
            .init("buscomp/on",         .onOff,        .onOff,       0...1,       initial: 0,   "bus compressor in circuit"),
            .init("buscomp/threshold",  .decibels,     .linear,      -60...0,     initial: -12, "level from which it compresses"),
            .init("buscomp/ratio",      .ratio,        .logarithmic, 1...20,      initial: 2,   "dB in for one dB out above the threshold"),
            .init("buscomp/attack",     .milliseconds, .logarithmic, 0.05...200,  initial: 30,  "time to take hold"),
            .init("buscomp/release",    .milliseconds, .logarithmic, 5...4000,    initial: 200, "time to let go"),
            .init("buscomp/makeup",     .decibels,     .linear,      0...24,      initial: 0,   "gain after compression"),
            .init("buscomp/mix",        .percent,      .linear,      0...100,     initial: 100, "compressed against dry sound"),
            .init("buscomp/sidechain/hpf", .hertz,     .logarithmic, 10...1000,   initial: 10,  "high-pass in its ear; 10 Hz is none"),
        ]),
        StageDescriptor("reverb", "Reverb", .effect, .buses, place: 12, "a room, behind the delay", [
            .init("reverb/on",          .onOff,        .onOff,       0...1,       initial: 0,   "reverb in circuit"),
            .init("reverb/size",        .percent,      .linear,      0...100,     initial: 60,  "size of the room"),
            .init("reverb/decay",       .seconds,      .logarithmic, 0.1...20,    initial: 1.8, "time to fall by 60 dB"),
            .init("reverb/damping",     .percent,      .linear,      0...100,     initial: 40,  "how much faster highs fall"),
            .init("reverb/predelay",    .milliseconds, .linear,      0...250,     initial: 20,  "time before the room answers"),
            .init("reverb/width",       .percent,      .linear,      0...100,     initial: 100, "width of the room"),
            .init("reverb/early",       .decibels,     .linear,      -60...6,     initial: -6,  "level of early reflections"),
            .init("reverb/modulation",  .percent,      .linear,      0...100,     initial: 30,  "movement in the tail"),
            .init("reverb/mix",         .percent,      .linear,      0...100,     initial: 100, "room against dry sound"),
        ]),
        StageDescriptor("delay", "Delay", .effect, .buses, place: 11, "repeats, behind the chorus", [
            .init("delay/on",           .onOff,        .onOff,       0...1,       initial: 0,   "delay in circuit"),
            .init("delay/time",         .milliseconds, .logarithmic, 1...4000,    initial: 350, "time between repeats, when not in tempo"),
            .init("delay/sync",         .choice,       .whole,       0...14,      initial: 0,   choices: [
                "off", "1/1", "1/2.", "1/2", "1/2T", "1/4.", "1/4", "1/4T", "1/8.", "1/8", "1/8T", "1/16.", "1/16", "1/16T", "1/32",
            ], "note value between repeats, in the session's tempo"),
            .init("delay/feedback",     .percent,      .linear,      0...95,      initial: 35,  "level of each repeat against the one before"),
            .init("delay/tone",         .hertz,        .logarithmic, 500...20000, initial: 8000, "low-pass in the repeats"),
            .init("delay/lowcut",       .hertz,        .logarithmic, 20...1000,   initial: 120, "high-pass in the repeats"),
            .init("delay/pingpong",     .onOff,        .onOff,       0...1,       initial: 0,   "repeats from side to side"),
            .init("delay/mix",          .percent,      .linear,      0...100,     initial: 100, "repeats against dry sound"),
        ]),
        StageDescriptor("chorus", "Chorus", .effect, .buses, place: 10, "voices that drift against each other, before everything else on a bus", [
            .init("chorus/on",          .onOff,        .onOff,       0...1,       initial: 0,   "chorus in circuit"),
            .init("chorus/voices",      .count,        .whole,       1...4,       initial: 2,   "voices of the chorus"),
            .init("chorus/rate",        .hertz,        .logarithmic, 0.05...5,    initial: 0.6, "speed of their movement"),
            .init("chorus/depth",       .percent,      .linear,      0...100,     initial: 50,  "width of their movement"),
            .init("chorus/width",       .percent,      .linear,      0...100,     initial: 100, "their spread from left to right"),
            .init("chorus/mix",         .percent,      .linear,      0...100,     initial: 50,  "voices against dry sound"),
        ]),
        StageDescriptor("limiter", "Limiter", .dynamics, .master, place: 100, "keeps true peaks below a ceiling, by looking ahead", [
            .init("limiter/on",         .onOff,        .onOff,       0...1,       initial: 0,   "true-peak limiter in circuit"),
            .init("limiter/gain",       .decibels,     .linear,      0...24,      initial: 0,   "gain into the limiter"),
            .init("limiter/ceiling",    .decibels,     .linear,      -20...0,     initial: -1,  "true peak that is never passed"),
            .init("limiter/release",    .milliseconds, .logarithmic, 1...1000,    initial: 100, "time to let go"),
        ]),
        StageDescriptor("monitor", "Monitors", .monitor, .monitor, place: 110, "what stands between the mix and the loudspeakers; never in a bounce", [
            .init("level",              .decibels,     .fader,       -Double.infinity...12, initial: 0, taper: .fader, "level of the monitors"),
            .init("dim",                .onOff,        .onOff,       0...1,       initial: 0,   "monitors 20 dB lower"),
            .init("mono",               .onOff,        .onOff,       0...1,       initial: 0,   "both sides together in the monitors"),
            .init("cut",                .onOff,        .onOff,       0...1,       initial: 0,   "monitors silent"),
            .init("swap",               .onOff,        .onOff,       0...1,       initial: 0,   "left and right exchanged in the monitors"),
            .init("source",             .count,        .whole,       0...16,      initial: 0,   "0 the mix, else the number of a reference"),
            .init("translation",        .choice,       .whole,       0...5,       initial: 0,
                  choices: ["off", "phone", "laptop", "car", "radio", "earbuds"], "listens as through another loudspeaker"),
        ]),
        StageDescriptor("trim", "Trim", .trim, NodeKinds.all.union(.vcas), place: 90, "what is added to the fader", [
            trim("trim/fader", "added to the fader: what the mode trim writes"),
        ]),
        StageDescriptor("trim/send", "Send trims", .trim, [.strips, .buses], place: 91, "what is added to the levels of sends",
            (1...Role.sendCount).map { trim("trim/send/\($0)", "added to the level of send \($0)") }),
    ]

    private static func band(_ number: Int) -> [ParameterSpec] {
        let (type, frequency) = [(1.0, 100.0), (0, 400), (0, 2500), (2, 8000)][number - 1]
        return [
            .init("eq/\(number)/type",      .choice,   .whole,       0...3,      initial: type,      choices: ["bell", "low-shelf", "high-shelf", "notch"], "shape of band \(number)"),
            .init("eq/\(number)/frequency", .hertz,    .logarithmic, 20...20000, initial: frequency, "centre or corner of band \(number)"),
            .init("eq/\(number)/gain",      .decibels, .linear,      -24...24,   initial: 0,         "gain of band \(number)"),
            .init("eq/\(number)/q",         .quality,  .logarithmic, 0.1...20,   initial: 0.707,     "narrowness of band \(number)"),
            .init("eq/\(number)/on",        .onOff,    .onOff,       0...1,      initial: 1,         "band \(number) in circuit"),
        ]
    }

    private static func send(_ number: Int) -> [ParameterSpec] {
        [
            .init("send/\(number)/level", .decibels, .fader,  -Double.infinity...12, initial: -.infinity, taper: .fader, "level into send \(number)"),
            .init("send/\(number)/pan",   .pan,      .linear, -1...1,                initial: 0,          "position in send \(number)"),
            .init("send/\(number)/on",    .onOff,    .onOff,  0...1,                 initial: 1,          "send \(number) in circuit"),
            .init("send/\(number)/pre",   .onOff,    .onOff,  0...1,                 initial: 0,          "send \(number) taken before the fader"),
        ]
    }

    private static func trim(_ path: String, _ summary: String) -> ParameterSpec {
        .init(path, .decibels, .fader, -Double.infinity...12, initial: 0, taper: .fader, summary)
    }
}
