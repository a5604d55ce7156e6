public import Automation
public import MixModel
public import Units

/// Values of the mix under a name, to come back to while the song plays.
///
/// What it takes is said by its scope; of that it holds every value, those at their default too.
public struct Snapshot: Sendable, Hashable {
    /// Shortest and longest fade, in ms.
    public static let fadeRange = 0...60_000
    /// Snapshots of a session at most.
    public static let countLimit = 1024

    public var name: String
    /// Time in which a recall reaches the values, in ms, ``fadeRange``; the session's glide where that is longer.
    public var fadeMilliseconds = 0
    public var scope: Scope
    /// Positions of what is in scope that differ from the default.
    public private(set) var positions: [ParameterID: Float] = [:]

    /// A fade as people write it: `500 ms`, `2 s`, a number of ms.
    ///
    /// - Throws: ``SessionDocument/AddressFault``.
    public static func fade(_ text: String) throws(SessionDocument.AddressFault) -> Int {
        let time = ReadNumber.decimal(text) != nil ? text + " ms" : text
        guard let nanoseconds = TimeText.nanoseconds(time), nanoseconds % 1_000_000 == 0,
            let milliseconds = Int(exactly: nanoseconds / 1_000_000), fadeRange.contains(milliseconds)
        else {
            throw .init(
                "fade cannot be \"\(TextReader.shown(text))\"", help: "it takes whole milliseconds, up to 60 s")
        }
        return milliseconds
    }

    /// Everything at its default.
    public init(name: String, fadeMilliseconds: Int = 0, scope: Scope = Scope()) {
        (self.name, self.fadeMilliseconds, self.scope) = (name, fadeMilliseconds, scope)
    }

    /// Where a recall takes a parameter of its scope.
    public subscript(parameter: ParameterID) -> Float {
        get { positions[parameter] ?? parameter.role.spec.initialPosition }
        set {
            // Neither SQLite nor YAML keeps the sign of a zero.
            let position = newValue == 0 ? 0 : newValue
            let isInitial = position.bitPattern == parameter.role.spec.initialPosition.bitPattern
            positions[parameter] = isInitial ? nil : position
        }
    }

    /// The parameters that it takes, of a mix.
    public func parameters(of mix: Mix) -> [ParameterID] {
        mix.nodes.flatMap { node in
            scope.reaches(node)
                ? Role.roles(of: node).map { ParameterID(node, $0) }.filter { scope.covers($0) } : []
        }
    }

    /// Takes the values of the present in the place of those that it had.
    ///
    /// - Parameter position: where a parameter is heard now.
    public mutating func take(_ mix: Mix, position: (ParameterID) -> Float) {
        positions = [:]
        for id in parameters(of: mix) { self[id] = position(id) }
    }

    /// Which parameters a snapshot takes: those of some places, of some kinds.
    public struct Scope: Sendable, Hashable {
        /// Strips, buses, VCAs and the master, with all that they have.
        public var nodes: Set<Node> = []
        /// Single parameters. Without nodes and parameters: the whole mix.
        public var parameters: Set<ParameterID> = []
        /// Kinds of parameters; none: all.
        public var kinds: Set<ParameterKind> = []

        public init() {}

        /// Whether anything of a node may be in it. The monitors never are: they are no part of the song.
        func reaches(_ node: Node) -> Bool {
            guard node != .monitor else { return false }
            return nodes.isEmpty && parameters.isEmpty || nodes.contains(node)
                || parameters.contains { $0.node == node }
        }

        /// Whether a parameter is taken; what is added to a level goes with it.
        public func covers(_ id: ParameterID) -> Bool {
            let level = id.trimmed ?? id
            guard reaches(id.node), !Scope.listening.contains(level.role) else { return false }
            if !kinds.isEmpty, !(ParameterKind(level.role).map(kinds.contains) ?? false) { return false }
            return nodes.isEmpty && parameters.isEmpty || nodes.contains(id.node) || parameters.contains(level)
        }

        /// Whom somebody listens to is no part of the mix.
        private static let listening: Set<Role> = [.solo, .soloSafe, .pfl, .afl]
    }
}

extension SessionDocument {
    /// The snapshot that a name or a number from 1 means.
    public func snapshot(_ text: String) -> (number: Int, snapshot: Snapshot)? {
        snapshots.place(of: text).map { ($0 + 1, snapshots[$0]) }
    }

    /// Where a parameter is heard at a place of the song: on its lane, if it follows one, else at rest.
    public func position(of id: ParameterID, at frame: FramePosition) -> Float {
        guard mode(of: id) != .off else { return mix[id] }
        return lanes[id]?.position(at: frame) ?? mix[id]
    }

    /// Makes the values at rest those of a snapshot. What a lane rules stays as it is.
    ///
    /// - Returns: the parameters that stay with their lanes although the snapshot has them elsewhere, in the order of the session.
    public mutating func recall(_ snapshot: Snapshot) -> [ParameterID] {
        var ruled: [ParameterID] = []
        for id in snapshot.parameters(of: mix) {
            guard isRuled(id) else {
                mix[id] = snapshot[id]
                continue
            }
            if lanes[id]?.segments.contains(where: { !$0.ramp.stays(at: snapshot[id]) }) == true { ruled.append(id) }
        }
        return ruled
    }

    /// Takes out what neither SQLite nor YAML keeps.
    mutating func normalize() {
        mix.normalize()
        for index in snapshots.indices { Mix.normalize(&snapshots[index].name) }
        for index in revisions.indices {
            Mix.normalize(&revisions[index].name)
            Mix.normalize(&revisions[index].note)
        }
    }
}

extension Ramp {
    fileprivate func stays(at position: Float) -> Bool { from == position && to == position }
}

extension Snapshot {
    /// Why it cannot be one of this mix; `nil` if it can.
    func fault(in mix: Mix) -> String? {
        if !Snapshot.fadeRange.contains(fadeMilliseconds) {
            return "a fade of \(fadeMilliseconds) ms is outside of \(Snapshot.fadeRange.lowerBound)…"
                + "\(Snapshot.fadeRange.upperBound) ms"
        }
        if scope.nodes.contains(.monitor) { return "the monitors are in no snapshot" }
        for node in scope.nodes.union(scope.parameters.map(\.node)) where !mix.contains(node) {
            return "it takes \(node.address); the mix has \(mix.inventory)"
        }
        for (id, position) in positions {
            if !mix.contains(id.node) { return "it holds \(id.address); the mix has \(mix.inventory)" }
            if !scope.covers(id) { return "it holds \(id.address), which is not in its scope" }
            if let fault = id.role.spec.fault(of: position) { return "\(id.address): \(fault)" }
        }
        return nil
    }

    /// Keeps the place of one that cannot be read any more, until all are read; it can be no snapshot of a session.
    static func lost(_ name: String) -> Snapshot { Snapshot(name: name, fadeMilliseconds: -1) }

    var isLost: Bool { fadeMilliseconds < 0 }

    /// Keeps what of its scope fits a mix that was put together from parts. A snapshot of which no place is left is lost: without
    /// places it would take the whole mix.
    mutating func fit(_ mix: Mix) {
        guard !isLost else { return }
        let isWhole = scope.nodes.isEmpty && scope.parameters.isEmpty
        fadeMilliseconds = min(fadeMilliseconds, Snapshot.fadeRange.upperBound)
        scope.nodes = scope.nodes.filter { mix.contains($0) && $0 != .monitor }
        scope.parameters = scope.parameters.filter { mix.contains($0.node) }
        if !isWhole, scope.nodes.isEmpty, scope.parameters.isEmpty { self = .lost(name) }
        positions = positions.filter { id, position in
            mix.contains(id.node) && scope.covers(id) && id.role.spec.fault(of: position) == nil
        }
    }
}
