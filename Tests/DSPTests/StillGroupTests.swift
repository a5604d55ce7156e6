import DSP
import MixModel
import Testing
import Units
import Vectors

/// Positions besides the initial ones, of all columns or of the even ones.
struct GroupSettings: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var all: [(Role, Float)] = [(.hpfOn, 1), (.lpfOn, 1), (.gateOn, 1), (.eqOn, 1), (.compOn, 1)]
    var even: [(Role, Float)] = []
}

@Suite struct `A group of strips in which nothing is told anew` {
    private static let settings = [
        GroupSettings(testDescription: "full strips"),
        GroupSettings(
            testDescription: "stages on in some columns", all: [], even: GroupSettings(testDescription: "").all),
        GroupSettings(testDescription: "nothing on", all: []),
        GroupSettings(
            testDescription: "steep filters, RMS, expanders",
            even: [(.hpfSlope, 24), (.compDetector, 1), (.gateRatio, 1)]),
        GroupSettings(
            testDescription: "half dry, no range", even: [(.compMix, 50), (.gateRange, 0), (.inputGain, 6)]),
        GroupSettings(testDescription: "side chains and de-esser", even: [(.gateSidechainHPF, 8), (.deEsserOn, 1)]),
        GroupSettings(
            testDescription: "a treble that needs the corrector", all: [(.eqOn, 1), (.eq4Gain, 12), (.compOn, 1)]),
    ]

    @Test(arguments: settings, [true, false]) func `sounds to the bit as if it were told`(
        _ settings: GroupSettings, isOutputWanted: Bool
    ) {
        let told = GroupRig(settings)
        let still = GroupRig(settings)
        still.isOutputWanted = isOutputWanted
        var frame: Int64 = 0
        for step in 0..<400 {
            let frames = min([64, 64, 32, 7, 41][step % 5], 64 - Int(frame & 63))
            // Something is told now and then; in between nothing is.
            let isNew = step % 90 == 0
            for (role, position) in step == 180 ? [(Role.eq2Gain, Float(-6)), (.mute, 0), (.compRatio, 2)] : [] {
                told.set(role, position)
                still.set(role, position)
            }
            told.render(step, isStill: false, frames: frames, at: frame)
            still.render(step, isStill: !isNew, frames: frames, at: frame)
            #expect(told.sum == still.sum, "block \(step) at frame \(frame)")
            for (a, b) in zip(told.squares, still.squares) {
                #expect(abs(a - b) <= 1e-5 * max(a, b), "block \(step) at frame \(frame)")
            }
            frame += Int64(frames)
        }
        #expect(told.sum.bits != 0 && told.bareCount == 0)
        // Strips that only amplify leave their outputs to whoever sums them, where nobody else wants them.
        let isBare = settings.all.isEmpty && settings.even.isEmpty && !isOutputWanted
        #expect(isBare ? still.bareCount > 60 : still.bareCount == 0)
    }
}
