import Automation
import MixModel
import Units

extension SessionDocument {
    /// The document as text has it, in the order of the reference.
    var textTree: TextTree {
        var tree: [(key: String, tree: TextTree)] = [
            ("gainrider", .value("1")), ("sampleRate", .value("\(mix.sampleRate)")),
            ("panLaw", .value(mix.panLaw.rawValue)),
        ]
        func add(_ key: String, _ list: [TextTree]) { if !list.isEmpty { tree.append((key, .list(list))) } }
        func add(_ key: String, _ map: [(key: String, tree: TextTree)]) {
            if !map.isEmpty { tree.append((key, .map(map))) }
        }

        let values = Dictionary(grouping: mix.positions.keys, by: \.node).mapValues { $0.sorted() }
        func parameters(_ node: Node) -> [(key: String, tree: TextTree)] {
            var entries: [(key: String, tree: TextTree)] = []
            if let mode = modes.nodes[node] { entries.append(("mode", .value(mode.stored.rawValue))) }
            for parameter in values[node] ?? [] {
                let text = LaneText.exact(mix[parameter], parameter.role.spec)
                entries.append((parameter.role.spec.path, .value(text)))
            }
            return entries
        }
        add("strips", mix.strips.indices.map { .map(TextTree.entries(mix.strips[$0]) + parameters(.strip($0 + 1))) })
        add("buses", mix.buses.indices.map { .map(TextTree.entries(mix.buses[$0]) + parameters(.bus($0 + 1))) })
        add("master", parameters(.master))

        let written = Set(lanes.keys).union(modes.parameters.keys).sorted()
        add("lanes", written.map { ($0.address, LaneText.tree(lanes[$0], mode: modes.parameters[$0], $0.role.spec)) })
        add(
            "markers",
            mix.markers.map { .inlineMap([("position", .value("\($0.position)")), ("name", .name($0.name))]) })
        add("settings", settingsTree)
        return .map(tree)
    }

    private var settingsTree: [(key: String, tree: TextTree)] {
        var entries: [(key: String, tree: TextTree)] = []
        if let mode = modes.session { entries.append(("mode", .value(mode.stored.rawValue))) }
        func add(_ key: SettingKey, _ tree: TextTree) { if self[key] != nil { entries.append((key.rawValue, tree)) } }
        func frames(_ range: Range<FramePosition>?) -> TextTree {
            .row([range?.lowerBound, range?.upperBound].compactMap { $0.map { .value("\($0)") } })
        }
        add(.glide, .value("\(settings.glideMilliseconds)"))
        add(.motionTimeout, .value("\(settings.motionTimeoutMilliseconds)"))
        add(.thinning, .value(settings.thinsPasses ? "on" : "off"))
        add(.afterWrite, .value(settings.afterWrite.rawValue))
        add(.loop, frames(settings.loop))
        add(.punch, frames(settings.punch))
        return entries
    }
}

extension TextTree {
    fileprivate static func entries(_ strip: Strip) -> [(key: String, tree: TextTree)] {
        var entries: [(key: String, tree: TextTree)] = [("name", .name(strip.name))]
        if let source = strip.source {
            entries += [
                ("file", .name(source.path)), ("fingerprint", .name(source.fingerprint)),
                ("channels", .value("\(source.channels)")), ("rate", .value("\(source.sampleRate)")),
                ("frames", .value("\(source.frames)")),
            ]
        }
        if let output = strip.output { entries.append(("output", .value("\(output)"))) }
        return entries
    }

    fileprivate static func entries(_ bus: Bus) -> [(key: String, tree: TextTree)] {
        [("name", .name(bus.name))] + (bus.output.map { [("output", .value("\($0)"))] } ?? [])
    }
}
