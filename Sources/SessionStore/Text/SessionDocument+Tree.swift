import Automation
import MixModel
import Units

extension SessionDocument {
    /// The document as text has it, in the order of the reference.
    func textTree(revisions hasRevisions: Bool) -> TextTree {
        var tree: [(key: String, tree: TextTree)] = [
            ("gainrider", .value("1")), ("sampleRate", .value("\(mix.sampleRate)")),
            ("panLaw", .value(mix.panLaw.rawValue)),
        ]
        if self[.tempo] != nil { tree.append(("tempo", .value(LaneText.plain(mix.tempo) + " bpm"))) }
        func add(_ key: String, _ list: [TextTree]) { if !list.isEmpty { tree.append((key, .list(list))) } }
        func add(_ key: String, _ map: [(key: String, tree: TextTree)]) {
            if !map.isEmpty { tree.append((key, .map(map))) }
        }

        let values = Dictionary(grouping: mix.positions.keys, by: \.node).mapValues { $0.sorted() }
        let written = Set(lanes.keys).union(modes.parameters.keys).union(flags.keys.compactMap(\.parameter))
        let curves = Dictionary(grouping: written, by: \.node).mapValues { $0.sorted() }
        let names = LinkNames(mix)
        func parameters(_ node: Node) -> [(key: String, tree: TextTree)] {
            var entries: [(key: String, tree: TextTree)] = []
            if let mode = modes.nodes[node] { entries.append(("mode", .value(mode.stored.rawValue))) }
            entries += flagEntries(.node(node))
            for parameter in values[node] ?? [] {
                entries.append((parameter.role.spec.path, names.value(mix[parameter], parameter.role)))
            }
            func curve(_ parameter: ParameterID) -> (key: String, tree: TextTree) {
                let role = parameter.role
                let tree = LaneText.tree(
                    self.lanes[parameter], mode: modes.parameters[parameter],
                    flags: flagEntries(.parameter(parameter))
                ) {
                    names.pointValue($0, role)
                }
                return (key: (role.trimmed ?? role).spec.path, tree: tree)
            }
            let (lanes, trims) = (
                (curves[node] ?? []).filter { $0.trimmed == nil }, (curves[node] ?? []).filter { $0.trimmed != nil }
            )
            if !lanes.isEmpty { entries.append(("lanes", .map(lanes.map(curve)))) }
            if !trims.isEmpty { entries.append(("trims", .map(trims.map(curve)))) }
            return entries
        }
        add("strips", mix.strips.indices.map { .map(names.entries(mix.strips[$0]) + parameters(.strip($0 + 1))) })
        add("buses", mix.buses.indices.map { .map(names.entries(mix.buses[$0]) + parameters(.bus($0 + 1))) })
        add("vcas", mix.vcas.indices.map { .map(names.entries(mix.vcas[$0]) + parameters(.vca($0 + 1))) })
        add("groups", mix.groups.map { .map(names.entries($0)) })
        add("master", parameters(.master))
        add("references", mix.references.map { .map(names.entries($0)) })
        add("monitor", parameters(.monitor))

        add(
            "markers",
            mix.markers.map { .inlineMap([("position", .value("\($0.position)")), ("name", .name($0.name))]) })
        add("settings", settingsTree)
        add("snapshots", snapshots.map { .map(names.entries($0)) })
        if hasRevisions { add("revisions", revisions.map { .map($0.entries) }) }
        return .map(tree)
    }

    private func flagEntries(_ place: ModePlace) -> [(key: String, tree: TextTree)] {
        (flags[place] ?? []).words.map { ($0, .value("on")) }
    }

    private var settingsTree: [(key: String, tree: TextTree)] {
        var entries: [(key: String, tree: TextTree)] = []
        if let mode = modes.session { entries.append(("mode", .value(mode.stored.rawValue))) }
        entries += flagEntries(.session)
        func add(_ key: SettingKey, _ tree: TextTree) { if self[key] != nil { entries.append((key.rawValue, tree)) } }
        func frames(_ range: Range<FramePosition>?) -> TextTree {
            .row([range?.lowerBound, range?.upperBound].compactMap { $0.map { .value("\($0)") } })
        }
        add(.glide, .value("\(settings.glideMilliseconds) ms"))
        add(.motionTimeout, .value("\(settings.motionTimeoutMilliseconds) ms"))
        add(.thinning, .value(settings.thinning.map { LaneText.plain($0.decibels) + " dB" } ?? "off"))
        add(.disabled, .row(settings.disabled.sorted().map { .value($0.rawValue) }))
        add(.afterWrite, .value(settings.afterWrite.rawValue))
        add(.coalesce, .value(settings.coalesce.rawValue))
        add(.autoJoin, .value("on"))
        add(.continueInLoop, .value("on"))
        add(.loop, frames(settings.loop))
        add(.punch, frames(settings.punch))
        return entries
    }
}
