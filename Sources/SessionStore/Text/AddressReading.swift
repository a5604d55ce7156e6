import Automation
public import MixModel
public import Units

/// Addresses and places as people write them on a command line, with the names of this session.
extension SessionDocument {
    /// Why an address or a place means nothing here.
    public struct AddressFault: Error, Hashable, CustomStringConvertible {
        public let message: String
        /// What to do about it; may be missing.
        public let help: String?

        public init(_ message: String, help: String? = nil) {
            self.message = message
            self.help = help
        }

        public var description: String { message + (help.map { " (\($0))" } ?? "") }
    }

    /// The parameter of an address by number or by name: `/strip/3/fader`, `/strip/Lead Vox/hpf/frequency`, `/master/fader`.
    ///
    /// - Throws: ``AddressFault`` with what is near.
    public func parameter(_ text: String) throws(AddressFault) -> ParameterID {
        let (node, path) = try split(text)
        guard let role = Role(path: path) else {
            throw AddressFault(
                path.isEmpty ? "\(text) is no parameter" : "\(text): there is no parameter \"\(path)\"",
                help: path.isEmpty
                    ? "such as \(text)/fader"
                    : TextReader.suggestion(path, Role.roles(of: node).map(\.spec.path)))
        }
        guard role.belongs(to: node) else {
            throw AddressFault("\(text): \(mix.name(of: node)) has no \(path)", help: role.whose)
        }
        return ParameterID(node, role)
    }

    /// The node of an address: `/strip/3`, `/bus/Drums`, `/master`.
    ///
    /// - Throws: ``AddressFault``.
    public func node(_ text: String) throws(AddressFault) -> Node {
        let (node, path) = try split(text)
        guard path.isEmpty else {
            throw AddressFault("\(text) is no strip, bus or VCA", help: "such as \(node.address)")
        }
        return node
    }

    /// All parameters with a lane that an address means: one, those of a node, or with `nil` all of them.
    ///
    /// - Throws: ``AddressFault``, also where there is no lane at all.
    public func lanes(at address: String?) throws(AddressFault) -> [ParameterID] {
        guard let address else { return lanes.keys.sorted() }
        let (node, path) = try split(address)
        if !path.isEmpty {
            let id = try parameter(address)
            guard lanes[id] != nil else {
                throw AddressFault("\(id.address) of \(mix.name(of: node)) has no lane", help: knownLanes(of: node))
            }
            return [id]
        }
        let found = lanes.keys.filter { $0.node == node }.sorted()
        guard !found.isEmpty else {
            throw AddressFault("\(mix.name(of: node)) has no lane", help: knownLanes(of: node))
        }
        return found
    }

    /// What a snapshot takes, by addresses of nodes and parameters and by names of kinds.
    ///
    /// - Throws: ``AddressFault``.
    public func scope(_ addresses: [String], kinds: [String]) throws(AddressFault) -> Snapshot.Scope {
        var scope = Snapshot.Scope()
        for address in addresses {
            let (node, path) = try split(address)
            guard node != .monitor else { throw AddressFault("the monitors are in no snapshot") }
            if path.isEmpty { scope.nodes.insert(node) } else { scope.parameters.insert(try parameter(address)) }
        }
        for text in kinds {
            guard let kind = ParameterKind(rawValue: text) else {
                throw AddressFault(
                    "\"\(TextReader.shown(text))\" is no kind of parameters",
                    help: TextReader.suggestion(text, ParameterKind.allCases.map(\.rawValue)))
            }
            scope.kinds.insert(kind)
        }
        return scope
    }

    /// The places of a scope by name, in the order of the session; none: the whole mix.
    public func words(of scope: Snapshot.Scope) -> [String] {
        scope.nodes.sorted().map { VisibleText.line(mix.name(of: $0)) } + scope.parameters.sorted().map(title(of:))
    }

    private func knownLanes(of node: Node) -> String {
        let own = lanes.keys.filter { $0.node == node }.sorted().map(\.address)
        if !own.isEmpty { return "it has \(own.joined(separator: ", "))" }
        let all = lanes.keys.sorted().map(\.address)
        guard !all.isEmpty else { return "the session has no automation" }
        return "lanes are \(all.prefix(6).joined(separator: ", "))"
            + (all.count > 6 ? " and \(all.count - 6) more" : "")
    }

    /// A place of the song: seconds, `1:03.2`, `500 ms`, or the name of a marker.
    ///
    /// - Throws: ``AddressFault``.
    public func place(_ text: String) throws(AddressFault) -> FramePosition {
        let time = ReadNumber.decimal(text) != nil ? text + " s" : text
        if let frame = TimeText.frames(time, rate: mix.sampleRate), (0...SessionSettings.frameLimit).contains(frame) {
            return frame
        }
        if let marker = mix.markers.first(where: { $0.name == text }) { return marker.position }
        let names = mix.markers.map(\.name)
        throw AddressFault(
            "\"\(text)\" is no place in the song",
            help: "seconds, 1:03.2 or a marker" + (names.isEmpty ? "" : "; \(TextReader.suggestion(text, names))"))
    }

    /// The node of an address, and what stands after it.
    private func split(_ text: String) throws(AddressFault) -> (Node, path: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 2, parts[0].isEmpty else {
            throw AddressFault("\"\(text)\" is not an address", help: "such as /strip/1/fader")
        }
        switch parts[1] {
        case "master": return (.master, parts[2...].joined(separator: "/"))
        case "monitor": return (.monitor, parts[2...].joined(separator: "/"))
        case "strip": return try split(parts, mix.strips.map(\.name), "strip") { .strip($0) }
        case "bus": return try split(parts, mix.buses.map(\.name), "bus") { .bus($0) }
        case "vca": return try split(parts, mix.vcas.map(\.name), "VCA") { .vca($0) }
        default:
            throw AddressFault(
                "\"\(text)\" is not an address",
                help: TextReader.suggestion(parts[1], ["strip", "bus", "vca", "master", "monitor"]))
        }
    }

    /// A name may have slashes of its own: the longest one that is known counts.
    private func split(
        _ parts: [String], _ names: [String], _ kind: String, _ make: (Int) -> Node
    ) throws(AddressFault) -> (Node, path: String) {
        let known = NodeNames(names)
        for end in stride(from: parts.count, to: 2, by: -1) {
            let name = parts[2..<end].joined(separator: "/")
            if let number = known.number(name), names.indices.contains(number - 1) {
                return (make(number), parts[end...].joined(separator: "/"))
            }
        }
        let wanted = parts.count > 2 ? parts[2] : ""
        let noun = Mix.counted(names.count, kind)
        throw AddressFault(
            "there is no \(kind) \"\(wanted)\"; the session has \(noun)",
            help: names.isEmpty || ReadNumber.isWhole(wanted) ? nil : TextReader.suggestion(wanted, known.known))
    }
}

extension Mix {
    /// `1 bus`, `2 buses`, `3 VCAs`.
    static func counted(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)" + (number == 1 ? "" : noun.hasSuffix("s") ? "es" : "s")
    }
}
