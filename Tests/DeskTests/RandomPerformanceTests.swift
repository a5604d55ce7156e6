import Automation
import Foundation
import Mapping
import MixModel
import SessionStore
import Testing
import Units

@testable import Desk

/// Performances by chance: what was heard is the bounce, bit for bit; undo of all is the start; no value of a hand is lost.
///
/// `GAINRIDER_PERFORMANCES=10000 swift test --filter "Performances by chance"` plays so many; `make fuzz` does.
@Suite struct `Performances by chance` {
    private static let count = UInt64(ProcessInfo.processInfo.environment["GAINRIDER_PERFORMANCES"] ?? "") ?? 120

    /// Played side by side, so many seeds a case.
    private static let shares = (0..<UInt64(8)).map { share in
        Array(stride(from: share + 1, through: count, by: 8))
    }

    @Test(arguments: shares) func `are heard as they are bounced, and no move is lost`(seeds: [UInt64]) throws {
        for seed in seeds {
            let kind: RandomPerformance.Kind = seed % 2 == 0 ? .straight : .jumps
            let faults = try Self.faults(of: RandomPerformance(seed: seed, kind: kind))
            #expect(faults == [], "seed \(seed), \(kind)")
        }
    }

    private static func faults(of performance: RandomPerformance) throws -> [String] {
        let isStraight = performance.kind == .straight
        let rehearsal = try NoisyRehearsal(seed: performance.seed, mode: nil, hpf: isStraight) { document in
            if isStraight { stages(&document) }
            document.modes.nodes = performance.modes
            for (id, lane) in performance.lanes { document.lanes[id] = lane }
        }
        let before = try rehearsal.stored()
        let block = [1, 64, 333, 1024, 8192][Int(performance.seed / 2 % 5)]
        let outcome = try rehearsal.outcome(performance.events, blockSize: block)
        var faults: [String] = []
        let stored = try rehearsal.stored()
        if stored.lanes != outcome.document.lanes || stored.mix != outcome.document.mix {
            faults.append("what is stored is not what the desk shows")
        }
        let differing = outcome.take.differences(from: try rehearsal.bounce())
        if differing > 0 { faults.append("\(differing) frames were heard otherwise than they are bounced") }
        faults += performance.lasting.compactMap { lost($0, in: stored, outcome.notices) }
        let store = try SessionStore.open(at: rehearsal.location)
        while try store.undo() != nil {}
        if store.document.lanes != before.lanes || store.document.mix != before.mix {
            faults.append("undo of all is not the beginning")
        }
        try store.close()
        return faults
    }

    /// A value that is neither in the lane, where its ramp has come to its end, nor in a notice.
    private static func lost(
        _ sent: RandomPerformance.Sent, in document: SessionDocument, _ notices: [String]
    ) -> String? {
        let id = ParameterID(.strip(sent.strip), .pan)
        let frame = Rehearsal.frame(sent.time + 0.0201)
        let found = document.lanes[id]?.position(at: frame) ?? document.mix[id]
        guard abs(found - Rehearsal.position(sent.travel)) > 5e-4 else { return nil }
        if notices.contains(where: { $0.contains("Noise \(sent.strip) pan") }) { return nil }
        return "strip \(sent.strip) was sent \(sent.travel) at \(sent.time) s; the lane is at \((found + 1) / 2) there"
    }

    private static func stages(_ document: inout SessionDocument) {
        document.mix.buses = [Bus(name: "Room")]
        let settings: [(Node, Role, Double)] = [
            (.bus(1), .reverbOn, 1), (.master, .limiterGain, 6), (.strip(2), .compThreshold, -20),
            (.strip(3), .gateThreshold, -9), (.strip(1), .eq2Gain, 5),
        ]
        for number in 1...4 {
            document.mix.strips[number - 1].sends = [1]
            document.mix[ParameterID(.strip(number), .send1Level)] = -9
        }
        for (node, role, value) in settings {
            document.mix[ParameterID(node, role)] = role.spec.scale.position(of: value)
        }
    }
}
