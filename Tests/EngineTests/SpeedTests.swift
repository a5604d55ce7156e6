import Automation
import Engine
import MixModel
import Realtime
import TestSupport
import Testing
import Units

@Suite struct `An engine at other speeds` {
    static let speeds: [Double] = [0.5, 2, 0.3333, 1.7, -1, -0.5, -2.3]

    /// A lane with ramps, holds and steps, some of them shorter than a step of the song.
    static func lane(seed: UInt64, length: Int64) -> Lane {
        var dice = Dice(rig: seed)
        var segments: [Lane.Segment] = []
        var frame: Int64 = 300
        var position: Float = -6
        while frame < length {
            let next = dice.float(-20...6)
            let ramp = Ramp(start: frame, from: position, to: next, length: Int64(dice.int(0..<400)))
            segments.append(Lane.Segment(frame: frame, ramp: ramp))
            frame += Int64(dice.int(1..<500))
            position = ramp.position(at: frame)
        }
        return Lane(segments: segments)
    }

    /// Rings hold silence here: what is heard of parameters does not ask for sound.
    private static func rig() -> Rig {
        let rig = Rig(Rig.mix(strips: 2))
        for slot in 0..<2 { rig.feed(slot: slot, frames: 30_000) }
        return rig
    }

    @Test(arguments: speeds)
    func `a lane is heard where the song is, forward and backwards`(factor: Double) throws {
        let rig = Self.rig()
        let lane = Self.lane(seed: 7, length: 9_000)
        let fader = rig.index(.strip(1), .fader)
        let speed = try #require(PlaySpeed(factor))
        let start: Int64 = factor > 0 ? 0 : 9_000
        rig.send(
            .lane(parameter: fader, table: LaneTable.make(lane)), .locate(at: 0, to: start, slot: 1, speed: speed),
            .play(at: 0))
        let path = PlayPath(from: start, speed: speed, loop: nil)
        for frame in 0..<3_800 as Range<Int64> {
            rig.render(1)
            let parts = path.parts(after: frame)
            let place = PlayPath.frame(parts)
            let heard = rig.engine.livePosition(of: fader)
            // A line is straight from where it is taken to its end, each at a frame: between the two it may be as far off as it goes
            // in one step.
            let around = (-4...4).map {
                lane.position(at: max(300, place + $0 * Int64(abs(factor).rounded(.up)))) ?? 0
            }
            #expect(
                (around.min() ?? 0) - 0.01 <= heard && heard <= (around.max() ?? 0) + 0.01,
                "\(heard) at \(Double(parts) / 10_000), lane \(lane.position(at: place) ?? 0)")
            #expect(rig.engine.sessionPosition == PlayPath.frame(path.parts(after: frame + 1)))
        }
    }

    /// The same performance with speeds that change, a loop, hands that write.
    private static func changing(_ factors: [Double], size: @escaping () -> Int) throws -> Rig {
        let rig = Rig(Rig.mix(strips: 9, buses: 2))
        for slot in 0..<2 { rig.feed(slot: slot, frames: 14_000) }
        for (parameter, lane) in Hands.lanes(seed: 11, rig: rig, length: 20_000) {
            rig.send(.lane(parameter: parameter, table: LaneTable.make(lane)))
        }
        rig.send(.loop(start: 2_000, end: 5_001), .play(at: 0))
        rig.send(Hands(seed: 3, rig: rig, count: 300, frames: 0..<12_000).commands)
        for (index, factor) in factors.enumerated() {
            rig.send(
                .reread(
                    at: Int64(index + 1) * 2_001, from: 2_500, slot: 0, moves: 1, loopStart: 2_000, loopEnd: 5_001,
                    speed: try #require(PlaySpeed(factor))))
        }
        rig.render(13_000, size: size)
        return rig
    }

    /// What was reported of each parameter, in its order; −1: of the transport.
    private static func byParameter(_ rig: Rig) -> [Int32: [String]] {
        rig.reports.reduce(into: [:]) { result, report in
            switch report {
            case .segment(let parameter, _, _), .writeEnded(let parameter, _):
                result[parameter, default: []].append("\(report)")
            case .transport: result[-1, default: []].append("\(report)")
            default: break
            }
        }
    }

    @Test(arguments: [[0.5, 2, -1, 1], [-0.3, -2.5, 0.05, 1, 3.3]])
    func `blocks of any size give the same bits, and write the same`(factors: [Double]) throws {
        let reference = try Self.changing(factors) { 13_000 }
        var dice = Dice(rig: 5)
        for size in [{ 1 }, { 64 }, { 333 }, { dice.int(1..<700) }] {
            let other = try Self.changing(factors, size: size)
            #expect(firstDifference(other.left, reference.left) == nil)
            #expect(firstDifference(other.right, reference.right) == nil)
            let (found, expected) = (Self.byParameter(other), Self.byParameter(reference))
            for parameter in Set(found.keys).union(expected.keys).sorted() {
                #expect(found[parameter] == expected[parameter], "of \(parameter)")
            }
        }
    }

    @Test func `what is written stands in the song's own frames`() throws {
        let rig = Self.rig()
        let fader = rig.index(.strip(1), .fader)
        rig.send(
            .locate(at: 0, to: 0, slot: 1, speed: try #require(PlaySpeed(0.5))), .play(at: 0),
            .hold(parameter: fader, at: 2_000), .write(parameter: fader, at: 2_000, endsAtSeam: false),
            .ramp(parameter: fader, at: 2_000, to: -10, length: 1_000), .follow(parameter: fader, at: 6_000))
        rig.render(8_000)
        let written = try #require(rig.written()[fader])
        #expect(written.end == 3_000)
        #expect(
            written.segments.last
                == Lane.Segment(frame: 1_000, ramp: Ramp(start: 1_000, from: 0, to: -10, length: 500)))
    }

    @Test func `turning backwards ends what is written, and says so like a locate`() throws {
        let rig = Self.rig()
        let fader = rig.index(.strip(1), .fader)
        rig.send(
            .play(at: 0), .hold(parameter: fader, at: 100), .write(parameter: fader, at: 100, endsAtSeam: false),
            .reread(
                at: 700, from: 700, slot: 1, moves: 1, loopStart: 0, loopEnd: 0, speed: try #require(PlaySpeed(-1))))
        rig.render(5_000)
        #expect(rig.written()[fader]?.end == 700)
        let events = rig.reports.compactMap { report -> [Int64]? in
            guard case .transport(let event, let engine, let from, let to) = report else { return nil }
            return [Int64(event.rawValue), engine, from, to]
        }
        #expect(events == [[0, 0, 0, 0], [2, 700, 700, 700], [1, 1_400, 0, 0]])
        #expect(rig.engine.sessionPosition == 0 && !rig.engine.isRolling)
    }

    @Test func `a change that comes late lands where it would have been`() throws {
        let rig = Self.rig()
        rig.send(.play(at: 0))
        rig.render(1_000)
        rig.send(
            .reread(
                at: 900, from: 900, slot: 1, moves: 1, loopStart: 0, loopEnd: 0, speed: try #require(PlaySpeed(0.5)))
        )
        rig.render(100)
        #expect(rig.engine.sessionPosition == 900 + 200 / 2)
        // Its rings, which begin at 900, have gone on as far.
        #expect(rig.streams.rings[1][0].readableFrames == 30_000 - 200)
    }
}
