public import Units

/// A named place in the song.
public struct Marker: Sendable, Hashable, Codable {
    public var name: String
    /// Session position in frames.
    public var position: FramePosition

    public init(name: String, position: FramePosition) {
        self.name = name
        self.position = position
    }
}

/// How loud the centre is against the sides when a mono source is panned.
public enum PanLaw: String, CaseIterable, Sendable, Codable {
    case minus3 = "-3 dB"
    case minus4point5 = "-4.5 dB"
    case minus6 = "-6 dB"
}

/// What a mixer is at rest: strips, buses, routing, values. Automation stands beside it (`Automation.Lane`).
public struct Mix: Sendable, Hashable {
    /// Frames per second of the session, 8000…384000.
    public var sampleRate: Int
    public var panLaw: PanLaw = .minus3
    public var strips: [Strip] = []
    public var buses: [Bus] = []
    public var vcas: [VCA] = []
    public var groups: [Group] = []
    /// Finished music to compare with, in the monitors alone.
    public var references: [Source] = []
    public var markers: [Marker] = []
    /// Quarter notes a minute, 20…400: what delays in tempo follow.
    public var tempo: Double = 120
    /// Positions on each parameter's scale; only those that differ from the default.
    private(set) public var positions: [ParameterID: Float] = [:]

    public init(sampleRate: Int) { self.sampleRate = sampleRate }

    /// Position of a parameter on its scale; its default if never set.
    public subscript(parameter: ParameterID) -> Float {
        get { positions[parameter] ?? parameter.role.spec.initialPosition }
        set {
            let isInitial = newValue.bitPattern == parameter.role.spec.initialPosition.bitPattern
            positions[parameter] = isInitial ? nil : newValue
        }
    }

    /// The nodes that sound passes: strips, buses, master.
    public var soundingNodes: [Node] {
        (0..<strips.count).map { .strip($0 + 1) } + (0..<buses.count).map { .bus($0 + 1) } + [.master]
    }

    /// All nodes: strips, buses, master, VCAs, the monitor section.
    public var nodes: [Node] { soundingNodes + (0..<vcas.count).map { .vca($0 + 1) } + [.monitor] }

    public func contains(_ node: Node) -> Bool {
        switch node {
        case .strip(let number): strips.indices.contains(number - 1)
        case .bus(let number): buses.indices.contains(number - 1)
        case .vca(let number): vcas.indices.contains(number - 1)
        case .master, .monitor: true
        }
    }

    public func name(of node: Node) -> String {
        switch node {
        case .strip(let number): strips.indices.contains(number - 1) ? strips[number - 1].name : ""
        case .bus(let number): buses.indices.contains(number - 1) ? buses[number - 1].name : ""
        case .master: "Master"
        case .vca(let number): vcas.indices.contains(number - 1) ? vcas[number - 1].name : ""
        case .monitor: "Monitor"
        }
    }

    /// The strip with this name, else the bus, else the VCA; the first of equals.
    public func node(named name: String) -> Node? {
        if let index = strips.firstIndex(where: { $0.name == name }) { return .strip(index + 1) }
        if let index = buses.firstIndex(where: { $0.name == name }) { return .bus(index + 1) }
        if let index = vcas.firstIndex(where: { $0.name == name }) { return .vca(index + 1) }
        return nil
    }

    /// Frames from the song's start to the end of its longest source.
    public var length: FramePosition { strips.compactMap { $0.source?.frames(at: sampleRate) }.max() ?? 0 }

    /// Frames in a time, rounded down.
    public func frames(milliseconds: Int) -> FramePosition {
        FrameClock(sampleRate: sampleRate).frames(milliseconds: milliseconds)
    }
}
