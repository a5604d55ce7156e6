import Automation
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
    private static let finds: [UInt64] = [82, 178, 807, 1134, 1174, 5525, 11101, 21978, 22389, 23115, 24257]
    /// Few a case: a case that fails prints them.
    private static let shares = stride(from: 0, to: seeds.count, by: 20).map {
        Array(seeds[$0..<min($0 + 20, seeds.count)])
    }

    @Test(arguments: shares) func `says of every frame what the lanes say`(seeds: [UInt64]) throws {
        for seed in seeds {
            var performance = RulesPerformance(seed: seed)
            performance.addUndo()
            let rehearsal = try Self.rehearsal(performance)
            let (lines, events) = performance.play()
            let outcome = try rehearsal.perform(
                lines, devices: performance.devices, blockSize: [64, 999][Int(seed % 2)])
            let models = performance.models(events, end: Int(outcome.desk.transport.end))
            for (number, strip) in performance.strips.enumerated() {
                let model = models[number]
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
                    seed \(seed), strip \(number + 1), \(strip.mode), punch \(performance.punch.map { "\($0)" } ?? "off"), \
                    loop \(performance.loop.map { "\($0)" } ?? "off"): \(differing.count) frames differ, the first \
                    \(differing.first.map { "\($0): \(lane.position(at: Int64($0)) ?? .nan), the model \(model.lane[$0])" } ?? "")
                    \(events[number].map { "\($0)" }.joined(separator: "\n"))
                    """)
            }
        }
    }

    @Test func `plays changes of bank, cables, undo, and two hands`() {
        var performances = (1...30).map { RulesPerformance(seed: $0) }
        for number in performances.indices { performances[number].addUndo() }
        let lines = performances.map { $0.play().lines }
        for word in ["bank/right: press", ": unplug", ": plug", "/session/undo", "wing/sense/"] {
            #expect(lines.count { $0.contains(word) } >= 1, "\(word)")
        }
    }

    private static func rehearsal(_ performance: RulesPerformance) throws -> Rehearsal {
        try Rehearsal(
            modes: Dictionary(
                uniqueKeysWithValues: performance.strips.enumerated().map {
                    (.strip($0.offset + 1), $0.element.mode)
                }),
            seconds: RulesPerformance.seconds, strips: performance.strips.count
        ) { document in
            document.settings.thinning = nil
            document.settings.punch = performance.punch.map { Int64($0.lowerBound)..<Int64($0.upperBound) }
            document.settings.loop = performance.loop.map { Int64($0.lowerBound)..<Int64($0.upperBound) }
            for (number, strip) in performance.strips.enumerated() where !strip.points.isEmpty {
                document.lanes[ParameterID(.strip(number + 1), .pan)] = Lane(points: strip.points)
            }
        }
    }
}
