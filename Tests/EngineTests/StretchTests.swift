import Automation
import Engine
import MixModel
import TestSupport
import Testing
import Units

/// Off line several cells of a section are rendered before the next section's: no bit may tell.
@Suite struct `Stretches` {
    /// Three sections of strips. Hands move now and then, so that stretches of every length lie in between; a loop with odd ends,
    /// stops, silences of strips, a ring that runs empty, a sample that is no sound.
    private static func perform(_ options: EngineOptions, keyed: Bool = false, size: () -> Int) -> Rig {
        var mix = Rig.fullMix(strips: 150, buses: 3)
        for node in mix.soundingNodes {
            for role in [Role.hpfOn, .gateOn, .eqOn, .compOn, .deEsserOn] { mix[ParameterID(node, role)] = 1 }
            // A few have fewer stages, and some none: so few in each section that they share groups across sections.
            guard case .strip(let number) = node else { continue }
            if number % 10 == 1 { mix[ParameterID(node, .eqOn)] = 0 }
            for role in [Role.hpfOn, .gateOn, .eqOn, .compOn, .deEsserOn] where number % 7 == 0 {
                mix[ParameterID(node, role)] = 0
            }
        }
        mix[ParameterID(.bus(1), .reverbOn)] = 1
        mix[ParameterID(.bus(2), .delayOn)] = 1
        mix[ParameterID(.master, .limiterOn)] = 1
        let rig = Rig(mix, capacity: 16_384, options: options) { strip, frame in
            if strip == 70, frame == 5_000 { return (.nan, 0) }
            // One strip in four pauses for 1500 frames, each at its time.
            let isPause = strip % 4 == 0 && (Int(frame) + 97 * strip) % 6_000 < 1_500
            return isPause ? (0, 0) : Rig.noise(strip: strip, frame: frame)
        }
        rig.feed(frames: 14_000, loop: 1_001..<9_777)
        for (strip, length) in [(3, 3_000), (90, 4_111)] {
            let parameter = rig.index(.strip(strip), .fader)
            let lane = Lane(
                points: [(0, -20), (Int64(length), 0), (Int64(length) + 300, -6)], stepped: false)
            rig.send(.lane(parameter: parameter, table: LaneTable.make(lane)))
        }
        rig.send(.loop(start: 1_001, end: 9_777), .play(at: 5))
        rig.send(.stop(at: 6_400), .play(at: 6_450))
        var dice = Dice(rig: 5)
        for _ in 0..<25 {
            let roles: [Role] = [.fader, .pan, .eq2Gain, .mute, .compThreshold, .send1Level, .solo]
            let role = roles[dice.int(0..<roles.count)]
            let parameter = rig.index(.strip(dice.int(1..<151)), role)
            let position = role.spec.position(travel: Double(dice.float(0...1)))
            rig.send(
                .ramp(
                    parameter: parameter, at: Int64(dice.int(0..<13_000)), to: position,
                    length: Int32(dice.int(0..<200))))
        }
        if keyed {
            rig.send(.ramp(parameter: rig.index(.strip(9), .compKey), at: 4_000, to: 140, length: 0))
            rig.send(.ramp(parameter: rig.index(.strip(9), .compKey), at: 8_000, to: 0, length: 0))
        }
        // The last frames find the rings empty.
        rig.render(14_500, size: size)
        return rig
    }

    private static func check(_ rig: Rig, _ cellByCell: Rig) {
        #expect(firstDifference(rig.left, cellByCell.left) == nil)
        #expect(firstDifference(rig.right, cellByCell.right) == nil)
        #expect(rig.reports.count == cellByCell.reports.count)
    }

    @Test(arguments: [false, true]) func `a stretch gives the same bits as its cells`(keyed: Bool) {
        let cellByCell = Self.perform(EngineOptions(), keyed: keyed, size: { 64 })
        #expect(cellByCell.left.filter { $0 != 0 }.count > 12_000)
        #expect(!cellByCell.left.contains { !$0.isFinite })
        for (stretch, workers, block) in [(2, 1, 8_192), (8, 1, 1_000), (16, 1, 4_096), (16, 2, 8_192)] {
            let options = EngineOptions(workers: workers, stretch: stretch)
            Self.check(Self.perform(options, keyed: keyed, size: { block }), cellByCell)
        }
        var dice = Dice(rig: 11)
        Self.check(Self.perform(EngineOptions(stretch: 8), keyed: keyed, size: { dice.int(1..<3_000) }), cellByCell)
    }
}
