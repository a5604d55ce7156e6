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

extension Story {
    // swift-format-ignore
    static let all: [Story] = [
        Story(name: "1: ride, hold, glide back",
              events: [.init(1, .touch), .init(1, .ride(0.5, 0.8, over: 0.5)), .init(2.5, .letGo), .init(4, .act("/transport/stop"))],
              expected: [.init(0.9, .old), .init(1.6, .travel(0.8)), .init(2.49, .travel(0.8)), .init(2.75, .between(0.8, share: 0.5, oldAt: 3)), .init(3.01, .old), .init(5, .old)]),
        Story(name: "2: without a glide", glide: 0,
              events: [.init(1, .touch), .init(1, .ride(0.5, 0.8, over: 0.5)), .init(2.5, .letGo), .init(4, .act("/transport/stop"))],
              expected: [.init(0.9, .old), .init(1.6, .travel(0.8)), .init(2.49, .travel(0.8)), .init(2.501, .old)]),
        Story(name: "3: back on a ramp", lane: [.init(0, 0.1), .init(6, 0.9)],
              events: [.init(1, .touch), .init(1.001, .move(0.9)), .init(2, .letGo), .init(4, .act("/transport/stop"))],
              expected: [.init(0.9, .old), .init(1.1, .travel(0.9)), .init(2, .travel(0.9)), .init(2.6, .old), .init(5, .old)]),
        Story(name: "4: touched and not moved",
              events: [.init(1, .touch), .init(2, .letGo), .init(4, .act("/transport/stop"))],
              expected: [.init(0.5, .old), .init(1.5, .old), .init(3, .old)], passes: 0),
        Story(name: "tap: on a curve", lane: [.init(0, 0.1), .init(6, 0.9)],
              events: [.init(1, .touch), .init(1.15, .letGo), .init(4, .act("/transport/stop"))],
              expected: [.init(1, .old), .init(1.1, .old), .init(1.3, .old), .init(3, .old)], passes: 0),
        Story(name: "tap: in latch", mode: .latch, lane: [.init(0, 0.1), .init(6, 0.9)],
              events: [.init(1, .touch), .init(1.15, .letGo), .init(4, .act("/transport/stop"))],
              expected: [.init(1.1, .old), .init(3, .old)], passes: 0),
        Story(name: "5: held still on a curve", lane: [.init(0, 0), .init(5, 1)],
              events: [.init(1, .touch), .init(3, .letGo), .init(4, .act("/transport/stop"))],
              expected: [.init(0.99, .old), .init(1.3, .travel(0.2)), .init(2.9, .travel(0.2)), .init(3.6, .old)]),
        Story(name: "6: touched again in the glide",
              events: [.init(1, .touch), .init(1, .move(0.9)), .init(2, .letGo), .init(2.25, .touch), .init(3, .letGo), .init(4.5, .act("/transport/stop"))],
              expected: [.init(1.5, .travel(0.9)), .init(2.125, .between(0.9, share: 0.25, oldAt: 3)), .init(2.3, .travel(0.7)), .init(2.9, .travel(0.7)), .init(3.6, .old)]),
        Story(name: "7: touched in stop, held over play",
              events: [.init(-0.4, .touch), .init(-0.3, .move(0.8)), .init(1, .letGo), .init(3, .act("/transport/stop"))],
              expected: [.init(0, .travel(0.8)), .init(0.9, .travel(0.8)), .init(1.25, .between(0.8, share: 0.5, oldAt: 2)), .init(1.6, .old)]),
        Story(name: "8: stopped while held",
              events: [.init(1, .touch), .init(1, .move(0.8)), .init(2, .act("/transport/stop")), .init(2.3, .letGo), .init(2.6, .act("/transport/play")), .init(3.6, .act("/transport/stop"))],
              expected: [.init(0.9, .old), .init(1.1, .travel(0.8)), .init(1.99, .travel(0.8)), .init(2.001, .old), .init(2.5, .old)]),
        Story(name: "held over a stop: writes from the next start",
              events: [.init(1, .touch), .init(1, .move(0.8)), .init(2, .act("/transport/stop")), .init(2.6, .act("/transport/play")), .init(3, .move(0.3)), .init(3.6, .letGo), .init(4.6, .act("/transport/stop"))],
              expected: [.init(1.9, .travel(0.8)), .init(2.3, .old), .init(2.45, .travel(0.3)), .init(2.9, .travel(0.3)), .init(3.6, .old)], passes: 2),
        Story(name: "9: unplugged while touched",
              events: [.init(1, .touch), .init(1, .move(0.8)), .init(2, .unplug), .init(4, .act("/transport/stop"))],
              expected: [.init(1.1, .travel(0.8)), .init(1.99, .travel(0.8)), .init(2.25, .between(0.8, share: 0.5, oldAt: 3)), .init(2.6, .old)]),
        Story(name: "10: bank changed while touched",
              events: [.init(1, .touch), .init(1, .move(0.8)), .init(1.5, .press("bank/right")), .init(1.6, .move(0.3)), .init(2, .letGo), .init(4, .act("/transport/stop"))],
              expected: [.init(1.1, .travel(0.8)), .init(1.99, .travel(0.8)), .init(2.25, .between(0.8, share: 0.5, oldAt: 3)), .init(2.6, .old)], kinds: [.pan, .fader, .frequency, .send]),
        Story(name: "11: a value just before its touch",
              events: [.init(1, .move(0.6)), .init(1.004, .touch), .init(1.02, .ride(0.6, 0.8, over: 0.3)), .init(2, .letGo), .init(3, .act("/transport/stop"))],
              expected: [.init(0.99, .old), .init(1.9, .travel(0.8)), .init(2.6, .old)]),
        Story(name: "12: repeated touches",
              events: [.init(1, .touch), .init(1, .move(0.8)), .init(1.3, .touch), .init(1.6, .touch), .init(2, .letGo), .init(3, .act("/transport/stop"))],
              expected: [.init(1.1, .travel(0.8)), .init(1.9, .travel(0.8)), .init(2.6, .old)]),
        Story(name: "13: two hands",
              events: [.init(1, .touch), .init(1, .move(0.8)), .init(1.5, .other("motion", 0.2)), .init(1.8, .letGo), .init(4, .act("/transport/stop"))],
              expected: [.init(1.4, .travel(0.8)), .init(1.6, .travel(0.2)), .init(2.1, .travel(0.2)), .init(2.45, .between(0.2, share: 0.5, oldAt: 3)), .init(2.8, .old)]),
        Story(name: "14: by motion",
              events: [.init(1, .other("motion", 0.6)), .init(1.1, .other("motion", 0.7)), .init(1.2, .other("motion", 0.8)), .init(4, .act("/transport/stop"))],
              expected: [.init(0.99, .old), .init(1.05, .travel(0.6)), .init(1.3, .travel(0.8)), .init(1.89, .travel(0.8)), .init(2.5, .old)]),
        Story(name: "15: by motion, going on",
              events: [.init(1, .other("motion", 0.8)), .init(1.6, .other("motion", 0.7)), .init(4, .act("/transport/stop"))],
              expected: [.init(1.5, .travel(0.8)), .init(2.2, .travel(0.7)), .init(2.9, .old)]),
        Story(name: "16: pick-up",
              events: [.init(1, .other("pickup", 0.1)), .init(1.2, .other("pickup", 0.3)), .init(1.5, .other("pickup", 0.45)), .init(2, .other("pickup", 0.6)), .init(2.1, .other("pickup", 0.8)), .init(4.5, .act("/transport/stop"))],
              expected: [.init(1.9, .old), .init(2.2, .travel(0.8)), .init(2.7, .travel(0.8)), .init(3.4, .old)]),
        Story(name: "17: jitter of a 7-bit control",
              events: [.init(1, .other("coarse", 96.0 / 127))] + (1..<150).map { .init(1 + Double($0) / 50, .other("coarse", Double(96 + $0 % 2) / 127)) } + [.init(4.5, .act("/transport/stop"))],
              expected: [.init(0.99, .old), .init(2.5, .old), .init(4, .old)]),
        Story(name: "18: latch, to the stop", mode: .latch,
              events: [.init(1, .touch), .init(1, .ride(0.5, 0.8, over: 0.3)), .init(1.5, .letGo), .init(3, .act("/transport/stop"))],
              expected: [.init(0.9, .old), .init(1.4, .travel(0.8)), .init(2.99, .travel(0.8)), .init(3.001, .old)]),
        Story(name: "19: latch, and match", mode: .latch,
              events: [.init(1, .touch), .init(1, .move(0.8)), .init(1.5, .letGo), .init(2, .act("PARAMETER/match")), .init(3, .act("/transport/stop"))],
              expected: [.init(1.9, .travel(0.8)), .init(2.25, .between(0.8, share: 0.5, oldAt: 3)), .init(2.6, .old)]),
        Story(name: "20: latch, without a touch", mode: .latch,
              events: [.init(1, .other("plain", 0.8)), .init(2, .other("plain", 0.7)), .init(3, .act("/transport/stop"))],
              expected: [.init(0.99, .old), .init(1.1, .travel(0.8)), .init(2.1, .travel(0.7)), .init(2.99, .travel(0.7)), .init(3.001, .old)]),
        Story(name: "20: touch, without a touch",
              events: [.init(1, .other("plain", 0.8)), .init(2, .other("plain", 0.7)), .init(3, .act("/transport/stop"))],
              expected: [.init(1.1, .old), .init(2.5, .old)], passes: 0),
        Story(name: "21: latch, primed in stop", mode: .latch,
              events: [.init(-0.6, .touch), .init(-0.5, .move(0.8)), .init(-0.3, .letGo), .init(1, .act("/transport/stop"))],
              expected: [.init(0, .travel(0.8)), .init(0.99, .travel(0.8)), .init(1.001, .old)]),
        Story(name: "21: latch, primed and taken back", mode: .latch,
              events: [.init(-0.6, .touch), .init(-0.5, .move(0.8)), .init(-0.3, .letGo), .init(-0.2, .act("PARAMETER/match")), .init(1, .act("/transport/stop"))],
              expected: [.init(0, .old), .init(0.9, .old)], passes: 0),
        Story(name: "22: touch-latch, a fader", mode: .touchLatch,
              events: [.init(1, .touch), .init(1, .move(0.8)), .init(2, .letGo), .init(4, .act("/transport/stop"))],
              expected: [.init(1.9, .travel(0.8)), .init(2.25, .between(0.8, share: 0.5, oldAt: 3)), .init(2.6, .old)], kinds: Kind.faders),
        Story(name: "22: touch-latch, no fader", mode: .touchLatch,
              events: [.init(1, .touch), .init(1, .move(0.8)), .init(2, .letGo), .init(4, .act("/transport/stop"))],
              expected: [.init(1.9, .travel(0.8)), .init(3.99, .travel(0.8)), .init(4.001, .old)], kinds: [.pan, .frequency, .send, .effect]),
        Story(name: "38: a switch, to its next point", lane: [.init(0, 0), .init(3, 1), .init(4, 0)],
              events: [.init(1, .touch), .init(1.1, .letGo), .init(5, .act("/transport/stop"))],
              expected: [.init(0.99, .old), .init(1.001, .travel(1)), .init(2.99, .travel(1)), .init(3.5, .old), .init(4.5, .old)], kinds: [.mute]),
        Story(name: "39: a switch, to the stop", lane: [.init(0, 0)],
              events: [.init(1, .touch), .init(1.1, .letGo), .init(4, .act("/transport/stop"))],
              expected: [.init(0.99, .old), .init(1.001, .travel(1)), .init(3.99, .travel(1)), .init(4.001, .old)], kinds: [.mute]),
        Story(name: "40: a switch, held over old points", lane: [.init(0, 1), .init(2, 0), .init(2.5, 1), .init(3.5, 0)],
              events: [.init(1, .touch), .init(3, .letGo), .init(5, .act("/transport/stop"))],
              expected: [.init(0.99, .old), .init(1.001, .travel(0)), .init(2.7, .travel(0)), .init(3.49, .travel(0)), .init(4, .old)], kinds: [.mute]),
        Story(name: "23: write", mode: .write, lane: [.init(0, 0.2), .init(1, 0.8), .init(2, 0.2), .init(6, 0.6)],
              events: [.init(-0.5, .act("/transport/position = 0.5 s")), .init(2, .act("/transport/stop"))],
              expected: [.init(0.4, .old), .init(0.6, .travel(0.5)), .init(2.4, .travel(0.5)), .init(2.501, .old)]),
        Story(name: "26: write, and a locate", mode: .write, lane: [.init(0, 0.2), .init(6, 0.8)],
              events: [.init(1, .act("/transport/position = 3 s")), .init(2, .act("/transport/stop"))],
              expected: [.init(0.5, .travel(0.2)), .init(0.99, .travel(0.2)), .init(1.001, .old), .init(3.5, .old)]),
        Story(name: "33: latch, to the loop's end", mode: .latch, loop: 0..<2,
              events: [.init(1, .touch), .init(1, .move(0.8)), .init(1.3, .letGo), .init(3.2, .act("/transport/stop"))],
              expected: [.init(0.9, .old), .init(1.1, .travel(0.8)), .init(1.99, .travel(0.8)), .init(2.001, .old)]),
        Story(name: "35: touched over the seam", loop: 0.5..<2,
              events: [.init(1.5, .touch), .init(1.5, .move(0.8)), .init(2.5, .letGo), .init(3.4, .act("/transport/stop"))],
              expected: [.init(0.4, .old), .init(0.5, .travel(0.8)), .init(0.9, .travel(0.8)), .init(1.25, .between(0.8, share: 0.5, oldAt: 1.5)), .init(1.6, .travel(0.8)), .init(1.99, .travel(0.8)), .init(2.001, .old)], passes: 2),
        Story(name: "36: punch, latched from before", mode: .latch, punch: 1..<3,
              events: [.init(0.5, .touch), .init(0.5, .move(0.8)), .init(0.7, .letGo), .init(4, .act("/transport/stop"))],
              expected: [.init(0.9, .old), .init(1.001, .travel(0.8)), .init(2.49, .travel(0.8)), .init(2.75, .between(0.8, share: 0.5, oldAt: 3)), .init(3.001, .old)], isHeardAsWritten: false),
        Story(name: "punch: held into the range and beyond it", punch: 1..<3,
              events: [.init(0.5, .touch), .init(0.5, .move(0.8)), .init(2, .move(0.7)), .init(3.5, .letGo), .init(4.5, .act("/transport/stop"))],
              expected: [.init(0.99, .old), .init(1.001, .travel(0.8)), .init(2.1, .travel(0.7)), .init(2.75, .between(0.7, share: 0.5, oldAt: 3)), .init(3.001, .old), .init(3.9, .old)], isHeardAsWritten: false),
        Story(name: "punch: let go at the punch-in's own sample", punch: 1..<3,
              events: [.init(0.5, .touch), .init(0.5, .move(0.8)), .init(1, .letGo), .init(4, .act("/transport/stop"))],
              expected: [.init(0.99, .old), .init(1.001, .between(0.8, share: 0.002, oldAt: 2)), .init(1.25, .between(0.8, share: 0.5, oldAt: 2)), .init(1.6, .old), .init(3.5, .old)], isHeardAsWritten: false),
        Story(name: "release: at the stop's own sample",
              events: [.init(1, .touch), .init(1, .move(0.8)), .init(2, .letGo), .init(2, .act("/transport/stop"))],
              expected: [.init(1.1, .travel(0.8)), .init(1.999, .travel(0.8)), .init(2.001, .old)]),
        Story(name: "release: at the seam's own sample", loop: 0..<2,
              events: [.init(1, .touch), .init(1, .move(0.8)), .init(2, .letGo), .init(3.5, .act("/transport/stop"))],
              expected: [.init(1.1, .travel(0.8)), .init(1.99, .travel(0.8)), .init(0.25, .between(0.8, share: 0.5, oldAt: 0.5)), .init(0.6, .old)], passes: 2),
        Story(name: "release: 2 ms behind the last of a fast pull",
              events: [.init(1, .touch), .init(1, .move(0.5)), .init(1.01, .move(0.7)), .init(1.02, .move(0.9)), .init(1.022, .letGo), .init(3, .act("/transport/stop"))],
              expected: [.init(1.03, .travel(0.9)), .init(1.28, .between(0.9, share: 0.5, oldAt: 2)), .init(1.6, .old)]),
        Story(name: "stop: 2 ms behind the last of a fast pull", mode: .latch,
              events: [.init(1, .touch), .init(1, .move(0.5)), .init(1.01, .move(0.7)), .init(1.02, .move(0.9)), .init(1.022, .act("/transport/stop")), .init(1.2, .letGo)],
              expected: [.init(0.99, .old), .init(1.03, .travel(0.9)), .init(1.05, .old)]),
        Story(name: "release: with a last value behind it",
              events: [.init(1, .touch), .init(1, .ride(0.5, 0.8, over: 0.3)), .init(2, .letGo), .init(2.003, .move(0.79)), .init(2.018, .move(0.78)), .init(2.09, .move(0.77)), .init(4, .act("/transport/stop"))],
              expected: [.init(1.9, .travel(0.8)), .init(2.25, .between(0.8, share: 0.5, oldAt: 3)), .init(2.6, .old), .init(3.9, .old)]),
        Story(name: "glide: with an untouched control moved in it",
              events: [.init(1, .touch), .init(1, .move(0.8)), .init(2, .letGo), .init(2.1, .other("plain", 0.1)), .init(2.3, .other("plain", 0.2)), .init(4, .act("/transport/stop"))],
              expected: [.init(1.9, .travel(0.8)), .init(2.25, .between(0.8, share: 0.5, oldAt: 3)), .init(2.6, .old), .init(3.9, .old)]),
        Story(name: "loop: switched on and off while latched", mode: .latch,
              events: [.init(1, .touch), .init(1, .move(0.8)), .init(1.2, .letGo), .init(1.5, .act("/transport/loop/end")), .init(1.7, .act("toggle /transport/loop")), .init(1.9, .act("toggle /transport/loop")), .init(3, .act("/transport/stop"))],
              expected: [.init(0.9, .old), .init(1.1, .travel(0.8)), .init(1.6, .travel(0.8)), .init(1.8, .travel(0.8)), .init(2.99, .travel(0.8)), .init(3.001, .old)]),
        Story(name: "locate: into the pass that it closes", mode: .latch,
              events: [.init(1, .touch), .init(1, .move(0.8)), .init(1.2, .letGo), .init(2.5, .act("/transport/position = 1.5 s")), .init(3.2, .act("/transport/stop"))],
              expected: [.init(0.9, .old), .init(1.1, .travel(0.8)), .init(2.49, .travel(0.8)), .init(2.501, .old)]),
        Story(name: "off: under what is latched", mode: .latch, glide: 0.4,
              events: [.init(1, .touch), .init(1, .move(0.8)), .init(1.2, .letGo), .init(2, .act("PARAMETER/mode = off")), .init(3, .act("/transport/stop"))],
              expected: [.init(1.99, .travel(0.8)), .init(2.2, .between(0.8, share: 0.5, oldAt: 3)), .init(2.5, .old)], isHeardAsWritten: false),
        Story(name: "read: under a held hand",
              events: [.init(1, .touch), .init(1, .move(0.8)), .init(2, .act("PARAMETER/mode = read")), .init(3, .letGo), .init(4, .act("/transport/stop"))],
              expected: [.init(1.99, .travel(0.8)), .init(2.25, .between(0.8, share: 0.5, oldAt: 3)), .init(2.6, .old), .init(3, .old)], isHeardAsWritten: false),
        Story(name: "write: set in the glide",
              events: [.init(1, .touch), .init(1, .move(0.9)), .init(1.5, .letGo), .init(1.75, .act("PARAMETER/mode = write")), .init(3, .act("/transport/stop"))],
              expected: [.init(1.4, .travel(0.9)), .init(1.8, .travel(0.7)), .init(2.99, .travel(0.7)), .init(3.001, .old)]),
        Story(name: "armed in stop: write, then located and looped",
              lane: [.init(0, 0.2), .init(6, 0.8)],
              events: [.init(-1, .act("PARAMETER/mode = write")), .init(-0.8, .act("/transport/position = 3 s")), .init(-0.7, .act("/transport/loop/start")), .init(-0.6, .act("toggle /transport/loop")), .init(-0.5, .act("toggle /transport/loop")), .init(-0.4, .act("/transport/position = 1 s")), .init(1, .act("/transport/stop"))],
              expected: [.init(0.9, .old), .init(1.1, .travel(0.3)), .init(1.9, .travel(0.3)), .init(2.001, .old)]),
    ]
}
