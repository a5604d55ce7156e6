import MixModel
import Units

/// Strips, buses, VCAs and groups as text, with the names of what they are connected to: a name where it is one thing's
/// alone and can be read back, else the number.
struct LinkNames {
    private let buses: [String]
    private let vcas: [String]

    init(_ mix: Mix) {
        buses = mix.buses.map(\.name)
        vcas = mix.vcas.map(\.name)
    }

    typealias Entries = [(key: String, tree: TextTree)]

    func entries(_ strip: Strip) -> Entries {
        [("name", .name(strip.name))] + (strip.source.map(entries) ?? [])
            + links(strip.output, strip.sends, strip.vcas)
    }

    func entries(_ bus: Bus) -> Entries { [("name", .name(bus.name))] + links(bus.output, bus.sends, bus.vcas) }

    func entries(_ vca: VCA) -> Entries { [("name", .name(vca.name))] + links(nil, [], vca.vcas) }

    func entries(_ source: Source) -> Entries {
        [
            ("file", .name(source.path)), ("fingerprint", .name(source.fingerprint)),
            ("channels", .value("\(source.channels)")), ("rate", .value("\(source.sampleRate)")),
            ("frames", .value("\(source.frames)")),
        ]
    }

    func entries(_ group: Group) -> Entries {
        var entries: Entries = [("name", .name(group.name))]
        if !group.isOn { entries.append(("on", .value("off"))) }
        if !group.members.isEmpty { entries.append(("members", .row(group.members.map { .value($0.address) }))) }
        if group.roles != Group(name: "").roles {
            entries.append(("roles", .row(group.roles.map { .value($0.spec.path) })))
        }
        return entries
    }

    private func links(_ output: Int?, _ sends: [Int?], _ members: [Int]) -> Entries {
        var entries: Entries = []
        if let output { entries.append(("output", LinkNames.text(output, buses))) }
        if !sends.isEmpty {
            entries.append(("sends", .row(sends.map { $0.map { LinkNames.text($0, buses) } ?? .none })))
        }
        if !members.isEmpty { entries.append(("vcas", .row(members.map { LinkNames.text($0, vcas) }))) }
        return entries
    }

    private static func text(_ number: Int, _ names: [String]) -> TextTree {
        guard names.indices.contains(number - 1) else { return .value("\(number)") }
        let name = names[number - 1]
        return LinkNames.number(name, names) == number ? .name(name) : .value("\(number)")
    }

    /// Words that mean no destination.
    static let nothing: Set<String> = ["", "~", "-", "null"]

    /// The number that a text means: digits are a number, everything else the first of that name.
    static func number(_ text: String, _ names: [String]) -> Int? {
        if nothing.contains(text) { return nil }
        if !text.isEmpty, text.allSatisfy({ $0.isASCII && $0.isNumber }) { return Int(text) }
        return names.firstIndex(of: text).map { $0 + 1 }
    }
}
