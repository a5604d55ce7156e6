import Automation
import MixModel
import Units

/// One row that differs between two documents; `nil` where there is none.
struct RowChange {
    let key: RowKey
    let before: RowValue?
    let after: RowValue?
}

extension SessionDocument {
    /// All rows of the document, in order.
    var rows: [RowChange] { changes(from: nil) }

    /// The rows that differ from an older document, in order.
    func changes(from old: SessionDocument?) -> [RowChange] {
        var changes: [RowChange] = []
        func compare(_ key: RowKey, _ before: RowValue?, _ after: RowValue?) {
            if before != after { changes.append(RowChange(key: key, before: before, after: after)) }
        }
        func compareAll<Key: Hashable, Value: Equatable>(
            _ before: [Key: Value]?, _ after: [Key: Value], _ row: (Key) -> RowKey, _ cell: (Value) -> RowValue
        ) {
            for (key, value) in after where before?[key] != value {
                compare(row(key), before?[key].map(cell), cell(value))
            }
            for (key, value) in before ?? [:] where after[key] == nil { compare(row(key), cell(value), nil) }
        }
        func compareList<Value: Equatable>(
            _ before: [Value]?, _ after: [Value], _ row: (Int) -> RowKey, _ cell: (Value) -> RowValue
        ) {
            guard before != after else { return }
            let before = before ?? []
            for index in 0..<max(before.count, after.count) {
                compare(
                    row(index + 1), before.indices.contains(index) ? cell(before[index]) : nil,
                    after.indices.contains(index) ? cell(after[index]) : nil)
            }
        }
        for key in SettingKey.allCases { compare(.setting(key), old?[key], self[key]) }
        compareList(old?.mix.strips, mix.strips, RowKey.strip, RowValue.strip)
        compareList(old?.mix.buses, mix.buses, RowKey.bus, RowValue.bus)
        compareList(old?.mix.vcas, mix.vcas, RowKey.vca, RowValue.vca)
        compareList(old?.mix.groups, mix.groups, RowKey.linkgroup, RowValue.linkgroup)
        compareList(old?.mix.references, mix.references, RowKey.reference, RowValue.reference)
        compareList(old?.mix.markers, mix.markers, RowKey.marker, RowValue.marker)
        compareAll(old?.mix.positions, mix.positions, RowKey.value, RowValue.position)
        compareAll(old?.storedModes, storedModes, RowKey.mode, RowValue.mode)
        compareAll(old?.lanes, lanes, RowKey.lane, RowValue.lane)
        compareAll(old?.flags, flags, RowKey.flag, RowValue.flag)
        compareList(old?.revisions, revisions, RowKey.revision, RowValue.revision)
        compareList(old?.snapshots, snapshots, RowKey.snapshot, RowValue.snapshot)
        return changes.sorted { $0.key < $1.key }
    }

    /// Modes as they are stored: write never, since nobody wants to open a session that overwrites at once.
    private var storedModes: [ModePlace: AutomationMode] {
        var stored: [ModePlace: AutomationMode] = [:]
        stored[.session] = modes.session?.stored
        for (node, mode) in modes.nodes { stored[.node(node)] = mode.stored }
        for (parameter, mode) in modes.parameters { stored[.parameter(parameter)] = mode.stored }
        return stored
    }

    /// Puts a row in its place, or takes it away. Rows of lists must come in rising order.
    ///
    /// - Returns: whether the row has a meaning.
    mutating func set(_ key: RowKey, _ value: RowValue?) -> Bool {
        func put<Value>(_ list: inout [Value], _ number: Int, _ value: Value?) -> Bool {
            guard let value else {
                list.removeSubrange(min(number - 1, list.count)...)
                return true
            }
            guard number <= list.count + 1 else { return false }
            if number <= list.count { list[number - 1] = value } else { list.append(value) }
            return true
        }
        switch (key, value) {
        case (.setting(let key), _): return set(key, value)
        case (.strip(let number), .strip(let strip)): return put(&mix.strips, number, strip)
        case (.strip(let number), nil): return put(&mix.strips, number, nil)
        case (.bus(let number), .bus(let bus)): return put(&mix.buses, number, bus)
        case (.bus(let number), nil): return put(&mix.buses, number, nil)
        case (.vca(let number), .vca(let vca)): return put(&mix.vcas, number, vca)
        case (.vca(let number), nil): return put(&mix.vcas, number, nil)
        case (.linkgroup(let number), .linkgroup(let group)): return put(&mix.groups, number, group)
        case (.linkgroup(let number), nil): return put(&mix.groups, number, nil)
        case (.reference(let number), .reference(let source)): return put(&mix.references, number, source)
        case (.reference(let number), nil): return put(&mix.references, number, nil)
        case (.marker(let number), .marker(let marker)): return put(&mix.markers, number, marker)
        case (.marker(let number), nil): return put(&mix.markers, number, nil)
        case (.value(let parameter), .position(let position)): mix[parameter] = position
        case (.value(let parameter), nil): mix[parameter] = parameter.role.spec.initialPosition
        case (.mode(let place), .mode(let mode)): set(place, mode)
        case (.mode(let place), nil): set(place, nil)
        case (.lane(let parameter), .lane(let lane)): lanes[parameter] = lane
        case (.lane(let parameter), nil): lanes[parameter] = nil
        case (.flag(let place), .flag(let new)): flags[place] = new
        case (.flag(let place), nil): flags[place] = nil
        case (.revision(let number), .revision(let revision)): return put(&revisions, number, revision)
        case (.revision(let number), nil): return put(&revisions, number, nil)
        case (.snapshot(let number), .snapshot(let snapshot)): return put(&snapshots, number, snapshot)
        case (.snapshot(let number), nil): return put(&snapshots, number, nil)
        default: return false
        }
        return true
    }

    private mutating func set(_ place: ModePlace, _ mode: AutomationMode?) {
        switch place {
        case .session: modes.session = mode
        case .node(let node): modes.nodes[node] = mode
        case .parameter(let parameter): modes.parameters[parameter] = mode
        }
    }
}

extension AutomationMode {
    /// The mode that a session keeps in its place.
    var stored: AutomationMode { self == .write ? .touch : self }
}
