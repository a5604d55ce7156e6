import Units

extension Role {
    // swift-format-ignore
    /// What a bus has beyond a strip, in the order of the cases: its compressor and the built-in effects.
    static let busRows: [Row] = at([.buses, .master], [
        .init("buscomp/on",         .onOff,        .onOff,       0...1,       initial: 0,   "bus compressor in circuit"),
        .init("buscomp/threshold",  .decibels,     .linear,      -60...0,     initial: -12, "level from which it compresses"),
        .init("buscomp/ratio",      .ratio,        .logarithmic, 1...20,      initial: 2,   "dB in for one dB out above the threshold"),
        .init("buscomp/attack",     .milliseconds, .logarithmic, 0.05...200,  initial: 30,  "time to take hold"),
        .init("buscomp/release",    .milliseconds, .logarithmic, 5...4000,    initial: 200, "time to let go"),
        .init("buscomp/makeup",     .decibels,     .linear,      0...24,      initial: 0,   "gain after compression"),
        .init("buscomp/mix",        .percent,      .linear,      0...100,     initial: 100, "compressed against dry sound"),
        .init("buscomp/sidechain/hpf", .hertz,     .logarithmic, 10...1000,   initial: 10,  "high-pass in its ear; 10 Hz is none"),
    ]) + at(.buses, [
        .init("reverb/on",          .onOff,        .onOff,       0...1,       initial: 0,   "reverb in circuit"),
        .init("reverb/size",        .percent,      .linear,      0...100,     initial: 60,  "size of the room"),
        .init("reverb/decay",       .seconds,      .logarithmic, 0.1...20,    initial: 1.8, "time to fall by 60 dB"),
        .init("reverb/damping",     .percent,      .linear,      0...100,     initial: 40,  "how much faster highs fall"),
        .init("reverb/predelay",    .milliseconds, .linear,      0...250,     initial: 20,  "time before the room answers"),
        .init("reverb/width",       .percent,      .linear,      0...100,     initial: 100, "width of the room"),
        .init("reverb/early",       .decibels,     .linear,      -60...6,     initial: -6,  "level of early reflections"),
        .init("reverb/modulation",  .percent,      .linear,      0...100,     initial: 30,  "movement in the tail"),
        .init("reverb/mix",         .percent,      .linear,      0...100,     initial: 100, "room against dry sound"),

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

        .init("chorus/on",          .onOff,        .onOff,       0...1,       initial: 0,   "chorus in circuit"),
        .init("chorus/voices",      .count,        .whole,       1...4,       initial: 2,   "voices of the chorus"),
        .init("chorus/rate",        .hertz,        .logarithmic, 0.05...5,    initial: 0.6, "speed of their movement"),
        .init("chorus/depth",       .percent,      .linear,      0...100,     initial: 50,  "width of their movement"),
        .init("chorus/width",       .percent,      .linear,      0...100,     initial: 100, "their spread from left to right"),
        .init("chorus/mix",         .percent,      .linear,      0...100,     initial: 50,  "voices against dry sound"),
    ])

    // swift-format-ignore
    /// What the master has alone, and the monitor section, which is never in a bounce.
    static let masterRows: [Row] = at(.master, [
        .init("limiter/on",         .onOff,        .onOff,       0...1,       initial: 0,   "true-peak limiter in circuit"),
        .init("limiter/gain",       .decibels,     .linear,      0...24,      initial: 0,   "gain into the limiter"),
        .init("limiter/ceiling",    .decibels,     .linear,      -20...0,     initial: -1,  "true peak that is never passed"),
        .init("limiter/release",    .milliseconds, .logarithmic, 1...1000,    initial: 100, "time to let go"),
    ]) + at(.monitor, [
        .init("level",              .decibels,     .fader,       -Double.infinity...12, initial: 0, taper: .fader, "level of the monitors"),
        .init("dim",                .onOff,        .onOff,       0...1,       initial: 0,   "monitors 20 dB lower"),
        .init("mono",               .onOff,        .onOff,       0...1,       initial: 0,   "both sides together in the monitors"),
        .init("cut",                .onOff,        .onOff,       0...1,       initial: 0,   "monitors silent"),
        .init("swap",               .onOff,        .onOff,       0...1,       initial: 0,   "left and right exchanged in the monitors"),
        .init("source",             .count,        .whole,       0...16,      initial: 0,   "0 the mix, else the number of a reference"),
        .init("translation",        .choice,       .whole,       0...5,       initial: 0,
              choices: ["off", "phone", "laptop", "car", "radio", "earbuds"], "listens as through another loudspeaker"),
    ])
}
