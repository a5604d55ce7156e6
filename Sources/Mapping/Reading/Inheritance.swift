/// Puts a mapping together with those that it extends: what the nearer file says replaces what the farther one says, control by
/// control and assignment by assignment.
struct Inheritance {
    let findings: Findings
    let find: (String) -> (text: String, file: String)?
    let trees: BaseTrees

    /// Longest chain of files.
    private static let maximumDepth = 8
    /// Mappings that stand for a protocol.
    static let protocols = [("mcu", "mackie-control"), ("hui", "hui")]

    /// `nil` if something was reported that leaves nothing to read.
    func whole(_ tree: YAMLTree) -> YAMLTree? { whole(tree, names: []) }

    private func whole(_ tree: YAMLTree, names: [String]) -> YAMLTree? {
        guard case .table(let pairs, let place) = tree else { return tree }
        let bases = pairs.filter { Self.words.contains($0.key.text) }
        guard !bases.isEmpty else { return tree }
        guard let (key, name) = base(bases) else { return nil }
        guard !names.contains(name), names.count < Self.maximumDepth else {
            findings.error(
                "extends-loop", at: key.location, "`\((names + [name]).joined(separator: "` extends `"))`",
                help: "expected a mapping that does not lead back here")
            return nil
        }
        guard let found = find(name) else {
            findings.error(
                "unknown-mapping", at: key.location, "there is no mapping `\(name)` to extend",
                help: "it is looked for beside this file, then among your own and the shipped mappings")
            return nil
        }
        guard let far = trees.tree(found.text, of: found.file) else {
            findings.error(
                "unknown-mapping", at: key.location, "the mapping `\(name)` has mistakes, so it cannot be extended",
                help: "gainrider check \(found.file)")
            return nil
        }
        guard case .table(let farther, _)? = whole(far, names: names + [name]) else { return nil }
        return .table(Self.joined(pairs, farther), place)
    }

    /// Words that name another mapping.
    private static let words: Set = ["extends", "protocol"]

    /// The name of the one mapping that is meant; `nil` if something was reported.
    private func base(_ bases: [YAMLPairs.Element]) -> (key: YAMLText, name: String)? {
        if bases.count > 1 {
            findings.error(
                "wrong-value", at: bases[1].key.location,
                "`\(bases[1].key.text)` beside `\(bases[0].key.text)`, expected one of them",
                help: "a mapping changes one other")
            return nil
        }
        let (key, value) = bases[0]
        guard case .text(let text) = value, !text.text.isEmpty else {
            let place = value.kind == "nothing" ? key.location : value.location
            findings.error("wrong-type", at: place, "`\(key.text)` is \(value.kind), expected a text")
            return nil
        }
        guard key.text == "protocol" else { return (text, text.text) }
        if let row = Self.protocols.first(where: { $0.0 == text.text }) { return (text, row.1) }
        let words = Self.protocols.map(\.0)
        findings.error(
            "unknown-word", at: text.location, "`protocol` is `\(text.text)`, expected " + Suggestion.oneOf(words),
            help: Suggestion.nearest(to: text.text, among: words).map { "did you mean `\($0)`?" })
        return nil
    }

    /// Tables named `controls` are joined entry by entry, `layers` layer by layer; of anything else the nearer one stands.
    private static func joined(_ near: YAMLPairs, _ far: YAMLPairs) -> YAMLPairs {
        var joined = YAMLPairs()
        for (key, value) in near {
            let other = far.first { $0.key.text == key.text }?.value
            switch (key.text, value, other) {
            case ("controls", .table(let mine, let place), .table(let others, _)?):
                joined.append(key, .table(appended(mine, others), place))
            case ("on", .table(let mine, let place), .table(let others, _)?):
                joined.append(key, .table(appended(mine, others), place))
            case ("layers", .table(let mine, let place), .table(let others, _)?):
                joined.append(key, .table(layers(mine, others), place))
            default: joined.append(key, value)
            }
        }
        let names = Set(near.map(\.key.text)).union(words)
        for (key, value) in far where !names.contains(key.text) { joined.append(key, value) }
        return joined
    }

    /// The farther file's layers in their order, for the first is where the device starts; then those that are new.
    private static func layers(_ near: YAMLPairs, _ far: YAMLPairs) -> YAMLPairs {
        var layers = YAMLPairs()
        for (key, value) in far {
            guard let mine = near.first(where: { $0.key.text == key.text }) else {
                layers.append(key, value)
                continue
            }
            if case (.table(let pairs, let place), .table(let others, _)) = (mine.value, value) {
                layers.append(mine.key, .table(appended(pairs, others), place))
            } else {
                layers.append(mine.key, mine.value)
            }
        }
        for (key, value) in near where !far.contains(where: { $0.key.text == key.text }) { layers.append(key, value) }
        return layers
    }

    /// Ranges may overlap in part, so the readers tell by the file which entry is nearer; the same key is left out here.
    private static func appended(_ near: YAMLPairs, _ far: YAMLPairs) -> YAMLPairs {
        let names = Set(near.map(\.key.text))
        return YAMLPairs(Array(near) + far.filter { !names.contains($0.key.text) })
    }
}

/// What stands in mappings that others extend, for as long as a library is loaded: the base of a family is read once, and not
/// again for each of its members.
final class BaseTrees {
    /// By file; the tree is `nil` where the file has mistakes.
    private var trees: [String: YAMLTree?] = [:]

    /// The tree of a mapping that is extended; `nil` if it has mistakes.
    func tree(_ text: String, of file: String) -> YAMLTree? {
        if let known = trees[file] { return known }
        let text = YAMLReader.withoutMark(text)
        let findings = Findings(file: file, text: text)
        let tree = YAMLReader.read(text, findings).flatMap { findings.hasErrors ? nil : $0 }
        trees[file] = .some(tree)
        return tree
    }
}

extension YAMLTree {
    /// `none`: what is inherited under this key goes away.
    var isNone: Bool { if case .text(let text) = self { text.text == "none" } else { false } }
}
