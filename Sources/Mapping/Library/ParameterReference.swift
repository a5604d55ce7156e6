import MixModel
import Units

/// The parameters as the reference lists them: one row for the like of bands and sends.
enum ParameterReference {
    static var rows: [[String]] {
        var rows: [[String]] = []
        var seen: Set<String> = []
        for role in Role.allCases {
            let path = folded(role.spec.path)
            guard seen.insert(path).inserted else { continue }
            rows.append(row(path, Role.allCases.filter { folded($0.spec.path) == path }))
        }
        return rows
    }

    /// `eq/1..4/gain`, `send/1..16/level`; other paths as they are.
    private static func folded(_ path: String) -> String {
        let parts = path.split(separator: "/")
        if parts.count == 3, parts[0] == "trim" { return "trim/send/1..\(Role.sendCount)" }
        guard parts.count == 3, parts[1].allSatisfy(\.isNumber) else { return path }
        return "\(parts[0])/1..\(parts[0] == "send" ? Role.sendCount : Role.bandCount)/\(parts[2])"
    }

    /// The stages in the order of the signal, as the reference lists them: one row for those of one title.
    static var stages: [[String]] {
        var rows: [[String]] = []
        var titles: [String] = []
        for stage in StageDescriptor.inOrderOfSignal where stage.family != .trim {
            guard let place = titles.firstIndex(of: stage.title) else {
                titles.append(stage.title)
                rows.append([stage.title, bypass(stage), places(stage.nodes), stage.summary])
                continue
            }
            rows[place][1] += ", " + bypass(stage)
            rows[place][3] += "; " + stage.summary
        }
        return rows
    }

    private static func bypass(_ stage: StageDescriptor) -> String {
        stage.bypass.map { "`\($0.spec.path)`" } ?? ""
    }

    private static func row(_ path: String, _ roles: [Role]) -> [String] {
        let spec = roles[0].spec
        let starts = roles.map { $0.spec.text(at: $0.spec.initialPosition) }
        var summary = spec.summary
        if roles.count > 1 {
            summary = summary.replacing("band 1", with: "the band").replacing("send 1", with: "the send")
        }
        return [
            "`\(path)`", places(roles[0].nodes), ValueReader.expected(spec),
            Set(starts).count == 1 ? starts[0] : starts.joined(separator: ", "), summary,
        ]
    }

    /// Which nodes have it.
    private static func places(_ nodes: NodeKinds) -> String {
        let words: [(NodeKinds, String)] = [
            (.strips, "strip"), (.buses, "bus"), (.vcas, "VCA"), (.master, "master"), (.monitor, "monitor"),
        ]
        return words.filter { nodes.contains($0.0) }.map(\.1).joined(separator: ", ")
    }
}
