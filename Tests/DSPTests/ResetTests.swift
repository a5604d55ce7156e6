import DSP
import MixModel
import TestSupport
import Testing
import Units

@Suite struct `A group of strips that forgets what it heard` {
    private static let roles: [Role] = [
        .hpfOn, .hpfFrequency, .hpfSlope, .lpfOn, .lpfFrequency, .lpfSlope, .eqOn, .eq1On, .eq1Type, .eq1Frequency,
        .eq1Gain, .eq2On, .eq2Gain, .eq2Q, .eq3On, .eq3Type, .eq3Frequency, .eq4On, .eq4Type, .eq4Frequency, .eq4Gain,
        .gateOn, .gateThreshold, .compOn, .compThreshold, .compRatio, .deEsserOn, .inputGain, .polarity, .pan, .fader,
    ]

    /// Moves some positions to one of a few places, switches mostly on.
    private static func move(_ dice: inout Dice, _ count: Int, _ rigs: [GroupRig]) {
        for _ in 0..<count {
            let role = roles[Int.random(in: 0..<roles.count, using: &dice)]
            let column = Int.random(in: 0..<8, using: &dice)
            let travel = Double(Int.random(in: 0..<5, using: &dice)) / 4
            for rig in rigs { rig.set(role, role.spec.position(travel: travel), column: column) }
        }
    }

    /// Blocks up to the reset: one, after which nothing stands yet; a few, in the middle of fades; and until all stands.
    @Test(arguments: [1, 3, 30]) func `begins as one that is new, whatever was moved meanwhile`(blocks: Int) {
        var dice = Dice(seed: UInt64(blocks))
        for round in 0..<40 {
            let settings = GroupSettings(testDescription: "")
            let (used, fresh) = (GroupRig(settings), GroupRig(settings))
            Self.move(&dice, 60, [used, fresh])
            var frame: Int64 = 0
            for step in 0..<blocks {
                // In the last rounds something moves while it sounds.
                if round > 30 && step == blocks - 2 { Self.move(&dice, 3, [used, fresh]) }
                used.render(step, isStill: false, frames: 64, at: frame)
                frame += 64
            }
            // Nothing, a little or much is another when it goes on.
            Self.move(&dice, [0, 1, 5, 60][round % 4], [used, fresh])
            used.reset()
            fresh.reset()
            for step in 0..<12 {
                let start = Int64(step) * 64 + 4096
                used.render(step, isStill: false, frames: 64, at: start)
                fresh.render(step, isStill: false, frames: 64, at: start)
                #expect(used.sum == fresh.sum, "round \(round), block \(step)")
            }
            #expect(used.sum.bits != 0 && used.sum.heard == 12)
        }
    }
}
