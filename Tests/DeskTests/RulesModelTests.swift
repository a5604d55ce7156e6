import Automation
import Foundation
import MixModel
import SessionStore
import Testing
import Units

@testable import Desk

/// Performances by chance against a model of the rules that shares nothing with the program but their words.
///
/// `GAINRIDER_PERFORMANCES=10000 swift test --filter "A model of the rules"` plays so many.
@Suite struct `A model of the rules` {
    private static let seeds = Array(PlayedSeeds.range(otherwise: 64)) + (PlayedSeeds.isAsked ? [] : finds)
    /// Seeds that have found something.
    private static let finds: [UInt64] = [82, 178, 807, 1134, 1174, 5525, 11101]
    private static let shares = (0..<UInt64(4)).map { share in seeds.filter { $0 % 4 == share } }
    private static let seconds = 5
    private static let glide = 24_000

    @Test(arguments: shares) func `says of every frame what the lanes say`(seeds: [UInt64]) throws {
        for seed in seeds {
            var random = Seeded(state: seed)
            var strips = (1...4).map { _ in Part(&random) }
            let locates = Self.locates(&random)
            let punch = Self.range(&random, beginning: 1, length: 200...20_000)
            let modes = strips.map { _ in Self.modes(&random, isPunched: punch != nil) }
            let matches = strips.map { _ in Bool.random(using: &random) && seed % 3 == 0 }
            let loop = Self.range(&random, beginning: 5, length: 2_000...14_000)
            // Every second has another device; a fourth of the strips has no lane: there read would move the rest position.
            let devices = Bool.random(using: &random) ? ["desk"] : ["desk", "wing"]
            for number in strips.indices {
                if devices.count > 1 { strips[number].events += Part.rides(by: 1, &random) }
                let reads = strips[number].mode == .read || modes[number].contains { $0.doing == .mode(.read) }
                if Int.random(in: 0..<4, using: &random) == 0, !reads { strips[number].points = [] }
            }
            let rehearsal = try Rehearsal(
                modes: Dictionary(
                    uniqueKeysWithValues: strips.enumerated().map { (.strip($0.offset + 1), $0.element.mode) }),
                seconds: Self.seconds, strips: 4
            ) { document in
                document.settings.thinning = nil
                document.settings.punch = punch.map { Int64($0.lowerBound)..<Int64($0.upperBound) }
                document.settings.loop = loop.map { Int64($0.lowerBound)..<Int64($0.upperBound) }
                for (number, strip) in strips.enumerated() where !strip.points.isEmpty {
                    document.lanes[ParameterID(.strip(number + 1), .pan)] = Lane(points: strip.points)
                }
            }
            let stop = Rehearsal.frame(4.2)
            // A session never opens in write.
            var lines = strips.enumerated().filter { $0.element.mode == .write }.map {
                "  - {at: 0, do: /strip/\($0.offset + 1)/mode = write}"
            }
            lines.append("  - {at: 0, do: /transport/play}")
            for (number, strip) in strips.enumerated() {
                lines += (strip.events + modes[number]).compactMap { $0.line(strip: number + 1) }
                if matches[number] { lines.append("  - {at: 2.2, do: /strip/\(number + 1)/pan/match}") }
            }
            lines += locates.compactMap { $0.line(strip: 0) } + ["  - {at: 4.2, do: /transport/stop}"]
            let ordered = lines.enumerated().sorted {
                (Self.time($0.element), $0.offset) < (Self.time($1.element), $1.offset)
            }
            let outcome = try rehearsal.perform(
                ordered.map(\.element).joined(separator: "\n"), devices: devices, blockSize: [64, 999][Int(seed % 2)])
            for (number, strip) in strips.enumerated() {
                var events = strip.events + modes[number] + locates
                if matches[number] { events.append(.init(frame: Int(Rehearsal.frame(2.2)), doing: .match)) }
                // At one frame in the order in which the performance has them.
                let played = events.enumerated().sorted {
                    ($0.element.frame, $0.offset) < ($1.element.frame, $1.offset)
                }
                var model = RulesModel(
                    lane: strip.lane, mode: strip.mode, glide: Self.glide, end: Int(outcome.desk.transport.end),
                    punch: punch, loop: loop)
                model.play(played.map(\.element), until: Int(stop))
                let lane = outcome.stored.lanes[ParameterID(.strip(number + 1), .pan)] ?? Lane()
                // Only what had no lane may be without one.
                let rest: Float? = strip.points.isEmpty ? 0 : nil
                let differing = (0..<model.lane.count).filter {
                    guard let position = lane.position(at: Int64($0)) ?? rest else { return true }
                    return abs(position - model.lane[$0]) > 2e-3
                }
                #expect(
                    differing.count <= 4,
                    """
                    seed \(seed), strip \(number + 1), \(strip.mode), punch \(punch.map { "\($0)" } ?? "off"), \
                    loop \(loop.map { "\($0)" } ?? "off"): \(differing.count) frames differ, the first \
                    \(differing.first.map { "\($0): \(lane.position(at: Int64($0)) ?? .nan), the model \(model.lane[$0])" } ?? "")
                    \(played.map { "\($0.element)" }.joined(separator: "\n"))
                    """)
            }
        }
    }

    private static func time(_ line: String) -> Double {
        Double(line.dropFirst("  - {at: ".count).prefix { $0 != "," }) ?? 0
    }

    /// Never at a hand's own frame: in a tenth of a millisecond of its own.
    private static func locates(_ random: inout Seeded) -> [RulesModel.Event] {
        (0..<Int.random(in: 0...3, using: &random)).map { _ in
            .init(
                frame: Int.random(in: 1_000...33_000, using: &random) * 6 + 3,
                doing: .locate(Int.random(in: 0...30_000, using: &random) * 6))
        }.sorted { $0.frame < $1.frame }
    }

    /// In every second performance; at frames of the song that no hand's frame is, as long as nobody locates. Lengths are times six frames.
    private static func range(_ random: inout Seeded, beginning: Int, length: ClosedRange<Int>) -> Range<Int>? {
        guard Bool.random(using: &random) else { return nil }
        let begin = Int.random(in: 0...25_000, using: &random) * 6 + beginning
        return begin..<begin + Int.random(in: length, using: &random) * 6
    }

    /// In every third performance, at frames of their own. Write that waits for a punch range is disarmed by what other strips write in
    /// it, which the model of one parameter does not see.
    private static func modes(_ random: inout Seeded, isPunched: Bool) -> [RulesModel.Event] {
        guard Int.random(in: 0..<3, using: &random) == 0 else { return [] }
        let modes: [AutomationMode] = [.read, .touch, .latch, .touchLatch] + (isPunched ? [] : [.write])
        return (0..<Int.random(in: 1...3, using: &random)).map { _ in
            .init(
                frame: Int.random(in: 1_000...33_000, using: &random) * 6 + 2,
                doing: .mode(modes.randomElement(using: &random) ?? .touch))
        }
    }

    /// What happens on one strip.
    private struct Part {
        var mode: AutomationMode
        var points: [(frame: FramePosition, position: Float)]
        var events: [RulesModel.Event] = []

        init(_ random: inout Seeded) {
            mode = [.touch, .touch, .latch, .touchLatch, .write, .read].randomElement(using: &random) ?? .touch
            let end = Rehearsal.frame(Double(`A model of the rules`.seconds))
            points = [(0, 0), (end / 3, 0), (end / 2, 0), (end, 0)].map {
                ($0.0, (Float.random(in: -1...1, using: &random) * 100).rounded() / 100)
            }
            events = Self.rides(by: 0, &random)
        }

        static func rides(by hand: Int, _ random: inout Seeded) -> [RulesModel.Event] {
            var events: [RulesModel.Event] = []
            var frame = Int.random(in: 0...20_000, using: &random) * 6
            while frame < 180_000 {
                events.append(.init(frame: frame, doing: .touch(hand)))
                let end =
                    frame + Int.random(in: 2...(Bool.random(using: &random) ? 2_000 : 12_000), using: &random) * 6
                var at = frame + Int.random(in: 0...(Bool.random(using: &random) ? 0 : 4_000), using: &random) * 6
                while at < end {
                    events.append(.init(frame: at, doing: .move(place(&random), by: hand)))
                    at += [10, 20, 100, 500, 5_000].randomElement(using: &random)! * 6
                }
                events.append(.init(frame: end, doing: .release(hand)))
                if Bool.random(using: &random) {
                    let late = end + Int.random(in: 10...700, using: &random) * 6
                    events.append(.init(frame: late, doing: .move(place(&random), by: hand)))
                }
                frame = end + Int.random(in: 800...9_000, using: &random) * 6
            }
            // The song is stopped at 201,600.
            return events.filter { $0.frame <= 200_000 }
        }

        private static func place(_ random: inout Seeded) -> Float { Float.random(in: -1...1, using: &random) }

        var lane: [Float] {
            let lane = Lane(points: points)
            return (0..<`A model of the rules`.seconds * Rehearsal.rate).map { lane.position(at: Int64($0)) ?? 0 }
        }
    }
}

extension RulesModel.Event {
    /// As a line of a performance.
    fileprivate func line(strip: Int) -> String? {
        let time = "  - {at: \(String(format: "%.9f", Double(frame) / Double(Rehearsal.rate))), "
        switch doing {
        case .touch(let hand): return time + "\(device(hand))/sense/\(strip): touch}"
        case .release(let hand): return time + "\(device(hand))/sense/\(strip): let go}"
        case .move(let position, let hand):
            return time + "\(device(hand))/sense/\(strip): \((Double(position) + 1) / 2)}"
        case .locate(let place):
            return time + "do: /transport/position = \(Double(place) / Double(Rehearsal.rate)) s}"
        case .mode(let mode): return time + "do: /strip/\(strip)/mode = \(mode.rawValue)}"
        case .match: return nil
        }
    }

    private func device(_ hand: Int) -> String { hand == 0 ? "desk" : "wing" }
}
