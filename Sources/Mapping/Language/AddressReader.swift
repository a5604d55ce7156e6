import MixModel
import Units

/// What an address stands for, before a verb or an operator says what to do with it.
enum AddressMeaning: Hashable {
    case target(Target)
    /// `/slot/1`, `/selected`: a node alone.
    case node(NodeReference)
    /// `/slot/1/name`.
    case name(NodeReference)
    /// `/slot/1/meter`.
    case meter(NodeReference)
    /// `/slot/1/state`, `/selected/pan/state`.
    case writeState(AutomationScope)
    /// `/transport/bars`.
    case bars
    case select(NodeReference)
    case mode(AutomationScope)
    case match(AutomationScope)
    case automation(AutomationScope, AutomationWord)
    case marker(MarkerReference)
    /// `/group/Drums/on`.
    case group(GroupReference)
    /// `/slot/8/pin`.
    case pin(Int)
    /// `/snapshot/Verse`, `/snapshot/Verse/take`.
    case snapshot(KeptReference, isTaken: Bool)
    /// `/revision/Mix 3`, `/revision/Mix 3/listen`.
    case revision(KeptReference, isHeard: Bool)
    /// An address of ``CommandWord/all`` that has no number or name in it.
    case command(String)
}

/// Reads addresses and says exactly which part is wrong.
struct AddressReader {
    let text: String
    let parts: [String]

    init(_ text: String) {
        self.text = text
        parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    }

    /// First words of all addresses.
    static let roots: Set = CommandWord.roots.union([
        "slot", "strip", "bus", "vca", "master", "monitor", "selected", "touched", "session",
    ])
    /// Highest number of a slot, strip, bus, VCA, group or marker.
    static let maximumNumber = 9_999

    func target() throws(AddressError) -> Target {
        switch try meaning() {
        case .target(let target): return target
        case .node:
            throw wrong(parts.count - 1, "`\(text)` is not a parameter", help: "add one, such as `\(text)/fader`")
        default:
            throw wrong(
                0, "`\(text)` is not a parameter", help: "parameters are such as `/slot/1/fader`", whole: true)
        }
    }

    func meaning() throws(AddressError) -> AddressMeaning {
        guard parts.count >= 2, parts[0].isEmpty else {
            let help =
                AddressReader.roots.contains(parts[0])
                ? "did you mean `/\(text)`?" : "addresses begin with `/`, such as `/slot/1/fader`"
            throw AddressError(
                code: "unknown-address", message: "`\(text)` is not an address", help: help, offset: 0,
                length: max(1, text.unicodeScalars.count))
        }
        switch parts[1] {
        case "slot":
            let number = try number(at: 2, of: "slot")
            return try member(of: .slot(number), from: 3)
        case "master": return try member(of: .master, from: 2)
        case "selected": return try member(of: .selected, from: 2)
        case "monitor": return try member(of: .monitor, from: 2)
        case "strip", "bus", "vca": return try numberedOrNamed()
        case "touched":
            return try suffixed(.touched, from: 2)
        case "marker" where parts.count > 2 && !["next", "previous", "add"].contains(parts[2]):
            let name = parts[2...].joined(separator: "/")
            guard !name.isEmpty else { throw wrong(2, "a marker needs a number or a name") }
            if name.allSatisfy(\.isNumber) { return .marker(.number(try number(at: 2, of: "marker"))) }
            return .marker(.named(name))
        case "snapshot":
            let isTaken = parts.count > 3 && parts[parts.count - 1] == "take"
            return .snapshot(try kept("snapshot", to: parts.count - (isTaken ? 1 : 0)), isTaken: isTaken)
        case "revision":
            let isHeard = parts.count > 3 && parts[parts.count - 1] == "listen"
            return .revision(try kept("revision", to: parts.count - (isHeard ? 1 : 0)), isHeard: isHeard)
        case "group" where text != "/group/suspend": return .group(try group())
        case "transport" where text == "/transport/bars": return .bars
        case "session" where parts.count == 3 && parts[2] == "mode": return .mode(.session)
        case "session" where parts.count == 3 && parts[2] == "match": return .match(.session)
        case "session":
            let path = parts[2...].joined(separator: "/")
            if let word = AutomationWord.all.first(where: { $0.path == path }) { return .automation(.session, word) }
            return try fixed()
        default: return try fixed()
        }
    }

    /// `/strip/3/…`, `/strip/Lead Vox/…`, `/strip/AC/DC/…`.
    private func numberedOrNamed() throws(AddressError) -> AddressMeaning {
        guard parts.count > 2, !parts[2].isEmpty else {
            throw wrong(2, "`\(text)` names no \(parts[1])", help: "write a number or a name")
        }
        if parts[2].allSatisfy(\.isNumber) {
            let number = try number(at: 2, of: parts[1])
            return try member(
                of: parts[1] == "strip" ? .strip(number) : parts[1] == "bus" ? .bus(number) : .vca(number), from: 3)
        }
        func node(_ end: Int) -> NodeReference {
            let name = parts[2..<end].joined(separator: "/")
            return parts[1] == "strip" ? .stripNamed(name) : parts[1] == "bus" ? .busNamed(name) : .vcaNamed(name)
        }
        for end in 3..<max(4, parts.count) where end < parts.count {
            if let meaning = known(node(end), parts[end...].joined(separator: "/")) { return meaning }
        }
        return try member(of: node(3), from: 3)
    }

    /// What may stand after a parameter.
    private static let endings: [(word: String, meaning: @Sendable (AutomationScope) -> AddressMeaning)] = [
        ("mode", AddressMeaning.mode), ("match", AddressMeaning.match), ("state", AddressMeaning.writeState),
    ]

    /// What stands after a node.
    private func member(of node: NodeReference, from start: Int) throws(AddressError) -> AddressMeaning {
        guard parts.count > start else { return .node(node) }
        if let meaning = known(node, parts[start...].joined(separator: "/")) { return meaning }
        throw unknownMember(of: node, from: start)
    }

    private func known(_ node: NodeReference, _ path: String) -> AddressMeaning? {
        if path == "name" { return .name(node) }
        if path == "pin", case .slot(let number) = node { return .pin(number) }
        if node != .monitor {
            switch path {
            case "select": return .select(node)
            case "mode": return .mode(.node(node))
            case "match": return .match(.node(node))
            case "meter": return .meter(node)
            case "state": return .writeState(.node(node))
            default: break
            }
        }
        if let target = parameter(node, path) { return .target(target) }
        for (word, meaning) in AddressReader.endings where path.hasSuffix("/" + word) && node != .monitor {
            guard let target = parameter(node, path.dropLast(word.count + 1)) else { continue }
            return meaning(.parameter(target))
        }
        guard node != .monitor else { return nil }
        for word in AutomationWord.all {
            if path == word.path { return .automation(.node(node), word) }
            if path.hasSuffix("/" + word.path), let target = parameter(node, path.dropLast(word.path.count + 1)) {
                return .automation(.parameter(target), word)
            }
        }
        return nil
    }

    /// A parameter that a node of this kind has.
    private func parameter(_ node: NodeReference, _ path: some StringProtocol) -> Target? {
        if let role = Role(path: path) {
            return role.nodes.isDisjoint(with: node.kinds) ? nil : .parameter(node, role)
        }
        let words = path.split(separator: "/", omittingEmptySubsequences: false)
        guard words.count >= 3, words[0] == "send", let last = words.last,
            let part = Role.SendPart.allCases.first(where: { "\($0)" == last }),
            !Role.send(1, part).nodes.isDisjoint(with: node.kinds)
        else { return nil }
        let bus = words[1..<(words.count - 1)].joined(separator: "/")
        return bus.allSatisfy(\.isNumber) ? nil : .send(node, bus: bus, part)
    }

    /// `/group/1/on`, `/group/AC/DC/on`.
    private func group() throws(AddressError) -> GroupReference {
        guard parts.count > 2, !parts[2].isEmpty else {
            throw wrong(2, "`\(text)` names no group", help: "write a number or a name, or `/group/suspend`")
        }
        guard parts.count > 3, parts[parts.count - 1] == "on" else {
            let help = Suggestion.nearest(to: parts[2], among: ["suspend"]).map { "did you mean `/group/\($0)`?" }
            throw wrong(
                parts.count - 1, "no command `\(text)`",
                help: help ?? "expected `/group/\(parts[2])/on`, which says whether the group links")
        }
        let name = parts[2..<(parts.count - 1)].joined(separator: "/")
        if name.allSatisfy(\.isNumber) { return .number(try number(at: 2, of: "group")) }
        return .named(name)
    }

    /// The number or name after `/snapshot/` or `/revision/`; a name may have slashes of its own.
    private func kept(_ what: String, to end: Int) throws(AddressError) -> KeptReference {
        let name = parts.count > 2 ? parts[2..<end].joined(separator: "/") : ""
        guard !name.isEmpty else {
            throw wrong(
                parts.count - 1, "`\(text)` names no \(what)", help: "write its number or name, such as `/\(what)/1`")
        }
        if name.allSatisfy(\.isNumber) { return .number(try number(at: 2, of: what)) }
        return .named(name)
    }

    private func suffixed(_ target: Target, from start: Int) throws(AddressError) -> AddressMeaning {
        switch parts[start...].joined(separator: "/") {
        case "" where parts.count == start: return .target(target)
        case let path where AddressReader.endings.contains { $0.word == path }:
            return AddressReader.endings.first { $0.word == path }?.meaning(.parameter(target)) ?? .target(target)
        case let path where AutomationWord.all.contains { $0.path == path }:
            return .automation(
                .parameter(target), AutomationWord.all.first { $0.path == path } ?? AutomationWord.all[0])
        default:
            throw wrong(
                start, "no parameter `\(text)`", help: "expected `/touched`, `/touched/mode` or `/touched/match`")
        }
    }

    private func fixed() throws(AddressError) -> AddressMeaning {
        if CommandWord.fixedAddresses.contains(text) { return .command(text) }
        guard AddressReader.roots.contains(parts[1]) else {
            throw wrong(
                1, "no address `\(text)`", help: Suggestion.help(for: parts[1], among: AddressReader.roots.sorted()))
        }
        let siblings = CommandWord.fixedAddresses.filter { $0.hasPrefix("/\(parts[1])/") }.map {
            String($0.dropFirst(parts[1].count + 2))
        }
        guard parts.count > 2 else {
            throw wrong(
                1, "`\(text)` alone is nothing",
                help: "expected " + Suggestion.oneOf(siblings.map { "/\(parts[1])/\($0)" }))
        }
        let rest = parts[2...].joined(separator: "/")
        throw wrong(2, "no command `\(text)`", help: Suggestion.help(for: rest, among: siblings), toEnd: true)
    }

    private func number(at index: Int, of what: String) throws(AddressError) -> Int {
        guard parts.count > index, !parts[index].isEmpty else {
            throw wrong(index, "`\(text)` needs the number of a \(what)")
        }
        let bound = AddressReader.maximumNumber
        guard let number = ReadNumber.whole(parts[index], in: 1...bound) else {
            throw wrong(index, "`\(parts[index])` is not the number of a \(what), expected 1 to \(bound)")
        }
        return number
    }

    func wrong(
        _ index: Int, _ message: String, help: String? = nil, whole: Bool = false, toEnd: Bool = false
    ) -> AddressError {
        let before = whole ? "" : parts.prefix(index).map { $0 + "/" }.joined()
        let part = toEnd ? parts.dropFirst(index).joined(separator: "/") : index < parts.count ? parts[index] : ""
        let length = whole ? text.unicodeScalars.count : part.unicodeScalars.count
        let offset = min(before.unicodeScalars.count, max(0, text.unicodeScalars.count - 1))
        return AddressError(
            code: "unknown-address", message: message, help: help, offset: offset, length: max(1, length))
    }
}
