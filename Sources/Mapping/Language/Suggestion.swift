/// "Did you mean": the known word that somebody most likely meant.
public enum Suggestion {
    // swift-format-ignore
    /// Words of other desks and programs, with ours.
    static let synonyms: [(theirs: String, ours: String)] = [
        ("volume", "fader"), ("level", "fader"), ("vol", "fader"), ("gain", "input/gain"), ("trim", "input/gain"),
        ("balance", "pan"), ("panorama", "pan"), ("phase", "polarity"), ("invert", "polarity"), ("lowcut", "hpf"),
        ("highpass", "hpf"), ("track", "strip"), ("channel", "strip"), ("main", "master"), ("aux", "bus"), ("aux", "send"), ("dca", "vca"), ("control", "monitor"),
        ("begin", "start"), ("center", "centre"), ("controlchange", "cc"), ("control", "cc"), ("bend", "pitchbend"), ("channel", "ch"),
        ("program", "pc"), ("prev", "previous"), ("timeout", "motion"), ("led", "out"), ("curve", "taper"),
        ("page", "layer"), ("switch", "toggle"), ("flash", "momentary"), ("rewind", "position"), ("forward", "position"), ("locate", "position"),
    ]

    /// The nearest of the candidates, `nil` if none is near.
    public static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        let word = word.lowercased()
        guard !word.isEmpty, word.count <= 64 else { return nil }
        let candidates = Array(candidates)
        if let same = candidates.first(where: { $0.lowercased() == word }) { return same }
        if let ours = synonym(of: word, among: candidates) { return ours }
        let limit = max(1, min(3, word.count / 3))
        var best: (word: String, distance: Int)?
        for candidate in candidates {
            let distance = editDistance(word, candidate.lowercased(), limit: limit)
            if distance <= limit, best.map({ distance < $0.distance }) ?? true { best = (candidate, distance) }
        }
        if let best { return best.word }
        return candidates.filter {
            $0.count > 1 && (word.hasPrefix($0.lowercased()) || (word.count > 1 && $0.lowercased().hasPrefix(word)))
        }
        .max { $0.count < $1.count }
    }

    /// Our word for one of another desk, if it is among the candidates.
    static func synonym(of word: String, among candidates: [String]) -> String? {
        for synonym in synonyms where synonym.theirs == word {
            if let match = candidates.first(where: { $0 == synonym.ours }) { return match }
            let group = synonym.ours.prefix { $0 != "/" }
            if group != synonym.ours, let match = candidates.first(where: { $0 == group }) { return match }
        }
        return nil
    }

    /// ``did you mean `x`?``, or what there is to choose from.
    public static func help(for word: String, among candidates: some Sequence<String>) -> String? {
        let candidates = Array(candidates)
        if let nearest = nearest(to: word, among: candidates) { return "did you mean `\(nearest)`?" }
        guard !candidates.isEmpty, candidates.count <= 32 else { return nil }
        return "expected " + oneOf(candidates)
    }

    /// ``one of `a`, `b` or `c` ``.
    static func oneOf(_ words: [String]) -> String {
        let quoted = words.map { "`\($0)`" }
        guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "nothing" }
        return quoted.dropLast().joined(separator: ", ") + " or " + last
    }

    /// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other; more than `limit` is
    /// not counted out.
    static func editDistance(_ a: String, _ b: String, limit: Int) -> Int {
        let a = Array(a.unicodeScalars.prefix(64)), b = Array(b.unicodeScalars.prefix(64))
        if abs(a.count - b.count) > limit { return limit + 1 }
        var rows = [Array(0...b.count)]
        for i in 0..<a.count {
            var row = [i + 1]
            for j in 0..<b.count {
                var cost = min(row[j] + 1, rows[i][j + 1] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, rows[i - 1][j - 1] + 1) }
                row.append(cost)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }
}
