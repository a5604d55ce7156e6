public import Units

/// What a parameter does in its strip. The same roles stand at every strip, bus and the master.
///
/// Raw values are positions in the engine's tables, not stored anywhere; the path in the spec is what sessions store.
public enum Role: Int, CaseIterable, Sendable, Hashable {
    case inputGain, polarity, hpfOn, hpfFrequency, hpfSlope, fader, pan, mute, solo

    /// The role's row in ``specs``.
    public var spec: ParameterSpec { Role.specs[rawValue] }

    // swift-format-ignore
    /// One row a role, in the order of the cases.
    public static let specs: [ParameterSpec] = [
        .init("input/gain",    .decibels, .linear,      -60...24,        initial: 0,  "gain before everything else"),
        .init("input/polarity", .onOff,   .onOff,       0...1,           initial: 0,  "polarity turned over"),
        .init("hpf/on",        .onOff,    .onOff,       0...1,           initial: 0,  "high-pass filter in circuit"),
        .init("hpf/frequency", .hertz,    .logarithmic, 10...1000,       initial: 80, "corner of the high-pass filter (−3 dB)"),
        .init("hpf/slope",     .decibelsPerOctave, .linear, 12...24,     initial: 12, steps: [12, 24], "steepness of the high-pass filter"),
        .init("fader",         .decibels, .fader,       -Double.infinity...12, initial: 0, taper: .fader, "level into the output"),
        .init("pan",           .pan,      .linear,      -1...1,          initial: 0,  "position from left −1 to right 1; balance of a stereo strip"),
        .init("mute",          .onOff,    .onOff,       0...1,           initial: 0,  "silent in the mix"),
        .init("solo",          .onOff,    .onOff,       0...1,           initial: 0,  "solo in place: all others silent"),
    ]

    /// The role with this path below a strip, such as `hpf/frequency`.
    public init?(path: some StringProtocol) {
        guard let index = Role.specs.firstIndex(where: { $0.path == path }) else { return nil }
        self = Role.allCases[index]
    }
}
