import MixModel
import Units

extension AddressReader {
    /// What is wrong below a node, from part `start` on.
    func unknownMember(of node: NodeReference, from start: Int) -> AddressError {
        if parts[start] == "send", let fault = unknownSend(of: node, from: start) { return fault }
        let commands =
            node == .monitor
            ? ["name"] : ["name", "select", "mode", "match", "meter", "state"] + AutomationWord.all.map(\.path)
        let roles = Role.allCases.filter { !$0.nodes.isDisjoint(with: node.kinds) }
        let paths =
            roles.map { $0.spec.path.split(separator: "/").map(String.init) }
            + commands.map { $0.split(separator: "/").map(String.init) }
        if let fault = elsewhere(from: start, paths.map { $0[0] }) { return fault }
        return walk(paths, from: start)
    }

    /// Walks the known paths as far as they go, so that the mark stands under the first wrong part.
    private func walk(_ paths: [[String]], from start: Int) -> AddressError {
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

    /// A parameter that other nodes have.
    private func elsewhere(from start: Int, _ known: [String]) -> AddressError? {
        let path = parts[start...].joined(separator: "/")
        guard let role = Role(path: path), Suggestion.synonym(of: path, among: known) == nil else { return nil }
        let places: [(kind: NodeKinds, words: String)] = [
            (.strips, "/strip/1/\(path)"), (.buses, "/bus/1/\(path)"), (.vcas, "/vca/1/\(path)"),
            (.master, "/master/\(path)"), (.monitor, "/monitor/\(path)"),
        ]
        let owners = places.filter { role.nodes.contains($0.kind) }.map(\.words)
        return wrong(
            start, "no parameter `\(text)`",
            help: "there is " + Suggestion.oneOf(owners).replacing("` or `", with: "` and `"),
            toEnd: true)
    }

    /// What is wrong with a send.
    private func unknownSend(of node: NodeReference, from start: Int) -> AddressError? {
        guard !Role.send(1, .level).nodes.isDisjoint(with: node.kinds) else {
            return wrong(
                start, "no parameter `\(text)`", help: "strips and buses have sends, such as `/strip/1/send/1/level`")
        }
        let count = Role.sendCount
        guard parts.count > start + 1, !parts[start + 1].isEmpty else {
            return wrong(
                start, "`\(text)` is not one parameter",
                help: "write a number, 1 to \(count), or the name of a bus, such as `\(node.address)/send/1/level`")
        }
        let isNumber = parts[start + 1].allSatisfy(\.isNumber)
        if isNumber, ReadNumber.whole(parts[start + 1], in: 1...count) == nil {
            return wrong(
                start + 1, "no send `\(parts[start + 1])`", help: "expected 1 to \(count), or the name of a bus")
        }
        let known = Role.SendPart.allCases.map { "\($0)" }
        guard parts.count > start + 2 else {
            return wrong(
                parts.count - 1, "`\(text)` is not one parameter",
                help: "expected " + Suggestion.oneOf(known.map { "\(text)/\($0)" }))
        }
        // A number is walked like any other path.
        if isNumber { return nil }
        return wrong(
            parts.count - 1, "no parameter `\(text)`",
            help: Suggestion.help(for: parts[parts.count - 1], among: known))
    }
}
