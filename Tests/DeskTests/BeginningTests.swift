import Automation
import MixModel
import Testing

/// Every story from every beginning, on every kind of parameter, at every rate: a table.
@Suite struct `Where stories begin` {
    private struct Cell: Sendable {
        var story: Int
        var column: String
        var outcome: Outcome

        enum Outcome: Sendable {
            case holds
            case hole(String)
            case faults([String])
        }
    }

    @Test func `every story holds from every beginning`() async throws {
        let cells = try await withThrowingTaskGroup(of: [Cell].self) { group in
            for story in Story.all.indices { group.addTask { try Self.row(story) } }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        print(Self.table(cells))
        for cell in cells {
            guard case .faults(let faults) = cell.outcome else { continue }
            Issue.record("\(Story.all[cell.story].name), \(cell.column): \(faults.joined(separator: "; "))")
        }
        #expect(cells.count == Story.all.count * Self.columns.count)
    }

    @Test func `every case of the specification is a story, or says where else it is held`() {
        let told = Set(Story.all.compactMap { Int($0.name.prefix { $0.isNumber }) })
        let elsewhere = Set(Story.elsewhere.flatMap { Array($0.cases) })
        #expect(told.intersection(elsewhere) == [])
        #expect(told.union(elsewhere) == Set(1...66))
        print(Story.elsewhere.map { "no story: \($0.cases) \($0.reason); see `\($0.test)`" }.joined(separator: "\n"))
    }

    private static let columns: [(name: String, kind: Kind?, rate: Int, beginning: Beginning)] =
        Beginning.allCases.map { ($0.rawValue, nil, 48_000, $0) }
        + Kind.allCases.map { ("on a \($0.rawValue)", $0, 48_000, .comfortable) }
        + [("fader, device just connected", .fader, 48_000, .connected)]
        + [44_100, 96_000].map { ("at \($0) Hz", nil, $0, .comfortable) }

    private static func row(_ number: Int) throws -> [Cell] {
        let story = Story.all[number]
        return try columns.map { column in
            let kind = column.kind ?? story.kinds[0]
            if let hole = column.beginning.hole(story, kind) {
                return Cell(story: number, column: column.name, outcome: .hole(hole))
            }
            let faults = try Scene.faults(of: story, kind, rate: column.rate, from: column.beginning)
            return Cell(story: number, column: column.name, outcome: faults.isEmpty ? .holds : .faults(faults))
        }
    }

    /// A line a story, a sign a column; below it what the columns are, and why there are holes.
    private static func table(_ cells: [Cell]) -> String {
        let width = Story.all.map(\.name.count).max() ?? 0
        var lines = Story.all.indices.map { number in
            let name = Story.all[number].name
            let signs = columns.map { column in
                switch cells.first(where: { $0.story == number && $0.column == column.name })?.outcome {
                case .holds: "+"
                case .faults: "!"
                case .hole, nil: "."
                }
            }
            return name + String(repeating: " ", count: width - name.count) + "  " + signs.joined(separator: " ")
        }
        lines.append("columns: " + columns.map(\.name).joined(separator: " | "))
        lines.append("+ holds, ! does not, . is a hole:")
        for column in columns {
            var reasons: [String: [String]] = [:]
            for cell in cells.sorted(by: { $0.story < $1.story }) where cell.column == column.name {
                if case .hole(let reason) = cell.outcome {
                    reasons[reason, default: []].append(String(Story.all[cell.story].name.prefix { $0 != ":" }))
                }
            }
            for (reason, stories) in reasons.sorted(by: { $0.key < $1.key }) {
                let all = stories.count == Story.all.count
                lines.append("  \(column.name): \(reason) (\(all ? "all" : stories.joined(separator: ", ")))")
            }
        }
        return lines.joined(separator: "\n")
    }
}
