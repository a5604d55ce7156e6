/// A YAML text in which entries of tables are put in or replaced. Comments, order and blanks of everything else stay.
struct YAMLEdit {
    private(set) var text: String
    private var tree: YAMLTree

    /// `nil` if the text is not YAML, is no table, or ends its lines in a way that no editor does.
    init?(_ text: String) {
        // Lines are counted by LF here; YAML has other ends of lines, too, and a mark at the start that has no column.
        let scalars = Array(text.unicodeScalars)
        let isOdd = zip(scalars, scalars.dropFirst() + ["\r"]).contains { one, next in
            "\u{85}\u{2028}\u{2029}\u{FEFF}".unicodeScalars.contains(one) || one == "\r" && next != "\n"
        }
        guard !isOdd, let tree = YAMLEdit.read(text), case .table = tree
        else { return nil }
        (self.text, self.tree) = (text, tree)
    }

    private static func read(_ text: String) -> YAMLTree? {
        let findings = Findings(file: "", text: text)
        let tree = YAMLReader.read(text, findings)
        return findings.hasErrors ? nil : tree
    }

    // MARK: Looking

    /// The line of an entry, from 1.
    func line(of path: [String]) -> Int? { pair(path)?.key.location.line }

    /// The text that an entry has.
    func value(of path: [String]) -> String? {
        if case .text(let text)? = pair(path)?.value { text.text } else { nil }
    }

    private func pair(_ path: [String]) -> YAMLPairs.Element? {
        var found: YAMLPairs.Element?
        var here = tree
        for name in path {
            guard case .table(let pairs, _) = here, let next = pairs.first(where: { $0.key.text == name }) else {
                return nil
            }
            (found, here) = (next, next.value)
        }
        return found
    }

    // MARK: Changing

    /// Puts `key: value` into the table at a path, in the place of an entry of that name; tables that are not there are made.
    ///
    /// - Returns: what stood there, empty if nothing did; `nil` if it cannot be done, and nothing has changed then.
    mutating func put(_ key: String, _ value: String, under path: [String]) -> String? {
        let old = self
        var replaced: String? = ""
        if let entry = pair(path + [key]) {
            replaced = replace(entry, by: "\(key): \(value)")
        } else {
            insert("\(key): \(value)", under: path)
        }
        guard replaced != nil, let new = YAMLEdit.read(text) else {
            self = old
            return nil
        }
        tree = new
        return replaced
    }

    /// Takes one control out of a range of them in the table at a path: `fader/1..8: /slot/1..8/fader` becomes three entries, which say the
    /// same. Nothing changes if it is in no range, or in one that runs in no simple step.
    mutating func takeApart(_ control: String, under path: [String]) {
        guard case .table(let pairs, _)? = pair(path)?.value, !pairs.contains(where: { $0.key.text == control })
        else {
            return
        }
        for entry in pairs {
            let names = RangeText(entry.key)
            guard names.counts.count == 1, let count = names.counts.first, count <= NumberList.limit,
                let step = (0..<count).first(where: { names.text(at: $0) == control })
            else { continue }
            let old = self
            var lines = YAMLLines(text)
            let parts = [0...max(0, step - 1), step...step, min(step + 1, count - 1)...(count - 1)]
            let kept = [step > 0, true, step < count - 1]
            let isTaken = lines.takeApart(entry) { value in
                let values = RangeText(YAMLText(text: value, location: entry.key.location))
                guard values.counts.allSatisfy({ $0 == count }) else { return nil }
                return zip(parts, kept).filter(\.1).map { "\(names.text(for: $0.0)): \(values.text(for: $0.0))" }
            }
            guard isTaken, let new = YAMLEdit.read(lines.text) else { return self = old }
            (text, tree) = (lines.text, new)
            return
        }
    }

    private mutating func insert(_ entry: String, under path: [String]) {
        // How much of the path exists, and what of it is missing.
        var depth = path.count
        while depth > 0, pair(Array(path.prefix(depth))) == nil { depth -= 1 }
        let missing = path[depth...].map(MappingEdit.scalar)
        var lines = YAMLLines(text)
        if depth == 0 {
            let nested = (missing.map { "\($0):" } + [entry]).enumerated().map {
                String(repeating: "  ", count: $0) + $1
            }
            // `controls` goes before `layers`.
            lines.append(nested, before: path[0] == "controls" ? line(of: ["layers"]) : nil)
        } else if let holder = pair(Array(path.prefix(depth))) {
            lines.insert(missing + [entry], into: holder, isNested: !missing.isEmpty)
        }
        text = lines.text
    }

    private mutating func replace(_ entry: YAMLPairs.Element, by new: String) -> String? {
        var lines = YAMLLines(text)
        guard let old = lines.replace(entry, by: new) else { return nil }
        text = lines.text
        return old
    }
}
