/// One input path: a source, its place in the mix, where it goes.
public struct Strip: Sendable, Hashable, Codable {
    public var name: String
    public var source: Source?
    /// Number of the bus that this strip feeds, from 1; `nil` is the master.
    public var output: Int?
    /// By send from 1: number of the bus that it feeds; `nil` and what is beyond the end feed nothing.
    public var sends: [Int?]
    /// Numbers of the VCAs that it belongs to, rising.
    public var vcas: [Int]

    public init(name: String, source: Source? = nil, output: Int? = nil, sends: [Int?] = [], vcas: [Int] = []) {
        self.name = name
        self.source = source
        self.output = output
        self.sends = sends
        self.vcas = vcas
    }
}

/// A sum of strips (and of buses with a smaller number).
public struct Bus: Sendable, Hashable, Codable {
    public var name: String
    /// Number of the bus that this bus feeds: greater than its own, so that no loop can be; `nil` is the master.
    public var output: Int?
    /// By send from 1: number of the bus that it feeds, greater than its own.
    public var sends: [Int?]
    /// Numbers of the VCAs that it belongs to, rising.
    public var vcas: [Int]

    public init(name: String, output: Int? = nil, sends: [Int?] = [], vcas: [Int] = []) {
        self.name = name
        self.output = output
        self.sends = sends
        self.vcas = vcas
    }
}

/// A fader that moves the faders of its members, and mutes and solos them; no sound passes it.
public struct VCA: Sendable, Hashable, Codable {
    public var name: String
    /// Numbers of the VCAs that move this one, each greater than its own, so that no loop can be.
    public var vcas: [Int]

    public init(name: String, vcas: [Int] = []) {
        self.name = name
        self.vcas = vcas
    }
}

/// Nodes whose parameters a hand moves together.
public struct Group: Sendable, Hashable {
    public var name: String
    /// Whether it links now.
    public var isOn: Bool
    public var members: [Node]
    /// What is linked: differences in position are kept.
    public var roles: [Role]

    public init(name: String, isOn: Bool = true, members: [Node] = [], roles: [Role] = [.fader, .mute, .solo]) {
        self.name = name
        self.isOn = isOn
        self.members = members
        self.roles = roles
    }
}
