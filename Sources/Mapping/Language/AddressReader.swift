import MixModel
import Units

/// What an address stands for, before a verb or an operator says what to do with it.
enum AddressMeaning: Hashable {
    case target(Target)
    /// `/slot/1`, `/selected`: a node alone.
    case node(NodeReference)
    /// `/slot/1/name`.
    case name(NodeReference)
    case select(NodeReference)
    case mode(AutomationScope)
    case match(AutomationScope)
    case marker(MarkerReference)
    /// An address of ``CommandWord/all`` that has no number or name in it.
    case command(String)
}

/// Reads addresses and says exactly which part is wrong.
struct AddressReader {
    let text: String
    private let parts: [String]

    init(_ text: String) {
        self.text = text
        parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    }

    /// First words of all addresses.
    static let roots = [
        "slot", "strip", "bus", "master", "selected", "touched", "session", "transport", "marker", "bank", "surface",
    ]
    /// Highest number of a slot, strip, bus or marker.
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
        case "strip", "bus": return try numberedOrNamed()
        case "touched":
            return try suffixed(.touched, from: 2)
        case "marker" where parts.count > 2 && !["next", "previous", "add"].contains(parts[2]):
            let name = parts[2...].joined(separator: "/")
            guard !name.isEmpty else { throw wrong(2, "a marker needs a number or a name") }
            if name.allSatisfy(\.isNumber) { return .marker(.number(try number(at: 2, of: "marker"))) }
            return .marker(.named(name))
        case "session" where parts.count == 3 && parts[2] == "mode": return .mode(.session)
        case "session" where parts.count == 3 && parts[2] == "match": return .match(.session)
        default: return try fixed()
        }
    }

    /// `/strip/3/…`, `/strip/Lead Vox/…`, `/strip/AC/DC/…`.
    private func numberedOrNamed() throws(AddressError) -> AddressMeaning {
        let isStrip = parts[1] == "strip"
        guard parts.count > 2, !parts[2].isEmpty else {
            throw wrong(2, "`\(text)` names no \(parts[1])", help: "write a number or a name")
        }
        if parts[2].allSatisfy(\.isNumber) {
            let number = try number(at: 2, of: parts[1])
            return try member(of: isStrip ? .strip(number) : .bus(number), from: 3)
        }
        func node(_ end: Int) -> NodeReference {
            let name = parts[2..<end].joined(separator: "/")
            return isStrip ? .stripNamed(name) : .busNamed(name)
        }
        for end in 3..<max(4, parts.count) where end < parts.count {
            if let meaning = known(node(end), parts[end...].joined(separator: "/")) { return meaning }
        }
        return try member(of: node(3), from: 3)
    }

    /// What stands after a node.
    private func member(of node: NodeReference, from start: Int) throws(AddressError) -> AddressMeaning {
        guard parts.count > start else { return .node(node) }
        if let meaning = known(node, parts[start...].joined(separator: "/")) { return meaning }
        throw unknownMember(from: start)
    }

    private func known(_ node: NodeReference, _ path: String) -> AddressMeaning? {
        switch path {
        case "name": return .name(node)
        case "select": return .select(node)
        case "mode": return .mode(.node(node))
        case "match": return .match(.node(node))
        default: break
        }
        if let role = Role(path: path) { return .target(.parameter(node, role)) }
        for (suffix, isMode) in [("/mode", true), ("/match", false)] where path.hasSuffix(suffix) {
            guard let role = Role(path: path.dropLast(suffix.count)) else { continue }
            let scope = AutomationScope.parameter(.parameter(node, role))
            return isMode ? .mode(scope) : .match(scope)
        }
        return nil
    }

    private func suffixed(_ target: Target, from start: Int) throws(AddressError) -> AddressMeaning {
        switch parts[start...].joined(separator: "/") {
        case "" where parts.count == start: return .target(target)
        case "mode": return .mode(.parameter(target))
        case "match": return .match(.parameter(target))
        default:
            throw wrong(
                start, "no parameter `\(text)`", help: "expected `/touched`, `/touched/mode` or `/touched/match`")
        }
    }

    private func fixed() throws(AddressError) -> AddressMeaning {
        if CommandWord.fixedAddresses.contains(text) { return .command(text) }
        guard AddressReader.roots.contains(parts[1]) else {
            throw wrong(1, "no address `\(text)`", help: Suggestion.help(for: parts[1], among: AddressReader.roots))
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
        guard let number = Int(parts[index]), (1...AddressReader.maximumNumber).contains(number) else {
            let bound = AddressReader.maximumNumber
            throw wrong(index, "`\(parts[index])` is not the number of a \(what), expected 1 to \(bound)")
        }
        return number
    }

    /// Walks the known paths as far as they go, so that the mark stands under the first wrong part.
    private func unknownMember(from start: Int) -> AddressError {
        let paths =
            Role.specs.map { $0.path.split(separator: "/").map(String.init) } + [
                ["name"], ["select"], ["mode"], ["match"],
            ]
        var index = start
        while index < parts.count, paths.contains(where: { $0.starts(with: parts[start...index]) }) { index += 1 }
        let known = Array(parts[start..<index])
        var next: [String] = []
        for path in paths
        where path.count > known.count && path.starts(with: known) && !next.contains(path[known.count]) {
            next.append(path[known.count])
        }
        if index == parts.count {
            return wrong(
                index - 1, "`\(text)` is not one parameter",
                help: "expected " + Suggestion.oneOf(next.map { "\(text)/\($0)" }))
        }
        let help =
            next.isEmpty
            ? "`/\(known.joined(separator: "/"))` has nothing below it"
            : Suggestion.help(for: parts[index], among: next)
        return wrong(index, "no parameter `\(text)`", help: help)
    }

    private func wrong(
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
