public import Units

/// What a parameter does at its node. A role means the same at every node that has it; the stages of a strip stand at every
/// strip and bus and at the master.
///
/// Raw values are positions in the engine's tables, not stored anywhere; the path in the spec is what sessions store.
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

    /// The raw value as an instruction rather than a call: the tag of a plain enum counts its cases in order.
    @inlinable public var index: Int {
        @_noLocks @_noAllocation @inline(__always) get { Int(unsafeBitCast(self, to: UInt8.self)) }
    }

    /// The role's row in ``specs``.
    public var spec: ParameterSpec { Role.specs[rawValue] }

    /// Parameter specifications in the order of the cases.
    public static let specs: [ParameterSpec] = rows.map(\.spec)

    /// The nodes that have the role, in the order of the cases.
    static let places: [NodeKinds] = rows.map(\.nodes)

    static let rows: [Row] = stripRows + busRows + masterRows + trimRows

    /// The kinds of nodes that have the role.
    public var nodes: NodeKinds { Role.places[rawValue] }

    /// Whether a node has the role.
    public func belongs(to node: Node) -> Bool { Role.places[rawValue].contains(node.kind) }

    /// The roles that a node has, in the order of the cases.
    public static func roles(of node: Node) -> [Role] { allCases.filter { $0.belongs(to: node) } }

    /// The role with this path below a node, such as `hpf/frequency`.
    public init?(path: some StringProtocol) {
        guard let role = Role.byPath[String(path)] else { return nil }
        self = role
    }

    private static let byPath = Dictionary(uniqueKeysWithValues: allCases.map { ($0.spec.path, $0) })
}

extension Role {
    /// What each of the sixteen sends has.
    public enum SendPart: Int, CaseIterable, Sendable { case level, pan, on, pre }

    /// Sends of a node.
    public static var sendCount: Int { @_noLocks @_noAllocation get { 16 } }

    /// References of a session at most.
    public static var referenceCount: Int { @_noLocks @_noAllocation get { 16 } }

    /// A part of a send.
    ///
    /// - Parameter number: 1…16.
    public static func send(_ number: Int, _ part: SendPart) -> Role {
        allCases[Role.send1Level.rawValue + (number - 1) * SendPart.allCases.count + part.rawValue]
    }

    /// Number and part, if the role is one of a send.
    public var send: (number: Int, part: SendPart)? {
        let offset = rawValue - Role.send1Level.rawValue
        guard (0..<Role.sendCount * SendPart.allCases.count).contains(offset) else { return nil }
        return SendPart(rawValue: offset % SendPart.allCases.count).map { (offset / SendPart.allCases.count + 1, $0) }
    }

    /// A role, where it stands.
    struct Row {
        let nodes: NodeKinds
        let spec: ParameterSpec
    }
}

/// Kinds of nodes.
public struct NodeKinds: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let strips = NodeKinds(rawValue: 1)
    public static let buses = NodeKinds(rawValue: 2)
    public static let master = NodeKinds(rawValue: 4)
    public static let vcas = NodeKinds(rawValue: 8)
    public static let monitor = NodeKinds(rawValue: 16)
    /// Everything that sound passes.
    public static let all: NodeKinds = [.strips, .buses, .master]
}
