import Automation
public import MixModel

/// The session as it is for a part of the mix: everything else plays, and is let into nothing.
extension SessionDocument {
    /// A part of the mix that is bounced by itself.
    public enum Stem: Sendable, Hashable {
        /// A strip with what it sends: its reverb too.
        case strip(Int)
        /// A bus that feeds the master.
        case bus(Int)
        /// The strips that feed the master themselves.
        case direct
    }

    /// One stem a strip that has sound.
    public var stripStems: [Stem] {
        mix.strips.indices.filter { mix.strips[$0].source != nil }.map { .strip($0 + 1) }
    }

    /// One stem a bus that feeds the master, and one for the strips that feed it themselves, if there are any.
    public var busStems: [Stem] {
        let buses = mix.buses.indices.filter { mix.buses[$0].output == nil }.map { Stem.bus($0 + 1) }
        return buses + (mix.strips.contains { $0.output == nil && $0.source != nil } ? [.direct] : [])
    }

    /// What a stem is called.
    public func name(of stem: Stem) -> String {
        switch stem {
        case .strip(let number): mix.name(of: .strip(number))
        case .bus(let number): mix.name(of: .bus(number))
        case .direct: "Direct"
        }
    }

    /// Stages of the master that treat a sum otherwise than its parts; stems are without them.
    public static let sumStages: [Role] = StageDescriptor.all.filter { $0.family == .dynamics }.compactMap(\.bypass)

    /// Whether one of these stages of a node is in circuit, at rest or somewhere in its lane.
    public func hasSumStage(_ node: Node) -> Bool {
        SessionDocument.sumStages.contains { role in
            guard role.belongs(to: node) else { return false }
            let id = ParameterID(node, role)
            return mix[id] >= 0.5 || lanes[id]?.segments.contains { $0.ramp.to >= 0.5 || $0.ramp.from >= 0.5 } == true
        }
    }

    /// The session in which one stem alone reaches the end of the master. The stems of all strips, and those of all buses with the
    /// direct strips, add up to the mix without the master's dynamics.
    public func only(_ stem: Stem) -> SessionDocument {
        var document = self
        for node in mix.nodes {
            for role in [Role.solo, .soloSafe] where role.belongs(to: node) {
                document.turn(ParameterID(node, role), to: 0)
            }
        }
        for role in SessionDocument.sumStages where role.belongs(to: .master) {
            document.turn(ParameterID(.master, role), to: 0)
        }
        if case .strip(let number) = stem {
            document.turn(ParameterID(.strip(number), .solo), to: 1)
            return document
        }
        // What does not belong to it goes into a bus that nobody hears.
        document.mix.buses.append(Bus(name: "not in this stem"))
        let away = document.mix.buses.count
        document.turn(ParameterID(.bus(away), .mute), to: 1)
        for index in mix.buses.indices where mix.buses[index].output == nil && stem != .bus(index + 1) {
            document.mix.buses[index].output = away
        }
        if stem != .direct {
            for index in mix.strips.indices where mix.strips[index].output == nil {
                document.mix.strips[index].output = away
            }
        }
        return document
    }

    /// A switch that stays where it is put.
    private mutating func turn(_ id: ParameterID, to position: Float) {
        lanes[id] = nil
        mix[id] = position
    }
}
