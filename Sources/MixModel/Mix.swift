public import Units

/// Where a strip's sound comes from.
public struct Source: Sendable, Hashable, Codable {
    /// Path as given; a relative one starts at the session folder.
    public var path: String
    /// XXH3-128 of the file's bytes in hex, so that a moved file is found again and a changed one is noticed.
    public var fingerprint: String
    /// 1 or 2.
    public var channels: Int
    /// Frames per second of the file itself.
    public var sampleRate: Int
    /// Length of the file in its own frames.
    public var frames: Int64

    public init(path: String, fingerprint: String, channels: Int, sampleRate: Int, frames: Int64) {
        self.path = path
        self.fingerprint = fingerprint
        self.channels = channels
        self.sampleRate = sampleRate
        self.frames = frames
    }

    /// Length in frames at another sample rate, rounded up.
    public func frames(at rate: Int) -> Int64 {
        rate == sampleRate ? frames : (frames * Int64(rate) + Int64(sampleRate) - 1) / Int64(sampleRate)
    }
}

/// One input path: a source, its place in the mix, where it goes.
public struct Strip: Sendable, Hashable, Codable {
    public var name: String
    public var source: Source?
    /// Number of the bus that this strip feeds, from 1; `nil` is the master.
    public var output: Int?

    public init(name: String, source: Source? = nil, output: Int? = nil) {
        self.name = name
        self.source = source
        self.output = output
    }
}

/// A sum of strips (and of buses with a smaller number).
public struct Bus: Sendable, Hashable, Codable {
    public var name: String
    /// Number of the bus that this bus feeds: greater than its own, so that no loop can be; `nil` is the master.
    public var output: Int?

    public init(name: String, output: Int? = nil) {
        self.name = name
        self.output = output
    }
}

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
    public var markers: [Marker] = []
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

    /// All nodes: strips, buses, master.
    public var nodes: [Node] {
        (0..<strips.count).map { .strip($0 + 1) } + (0..<buses.count).map { .bus($0 + 1) } + [.master]
    }

    public func contains(_ node: Node) -> Bool {
        switch node {
        case .strip(let number): (1...max(1, strips.count)).contains(number) && !strips.isEmpty
        case .bus(let number): (1...max(1, buses.count)).contains(number) && !buses.isEmpty
        case .master: true
        }
    }

    public func name(of node: Node) -> String {
        switch node {
        case .strip(let number): strips.indices.contains(number - 1) ? strips[number - 1].name : ""
        case .bus(let number): buses.indices.contains(number - 1) ? buses[number - 1].name : ""
        case .master: "Master"
        }
    }

    /// The strip with this name, else the bus with this name; the first of equals.
    public func node(named name: String) -> Node? {
        if let index = strips.firstIndex(where: { $0.name == name }) { return .strip(index + 1) }
        if let index = buses.firstIndex(where: { $0.name == name }) { return .bus(index + 1) }
        return nil
    }

    /// Frames from the song's start to the end of its longest source.
    public var length: FramePosition { strips.compactMap { $0.source?.frames(at: sampleRate) }.max() ?? 0 }
}
