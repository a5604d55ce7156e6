import Automation
import Engine
import MixModel
import TestSupport
import Testing
import Units

/// What was written in a pass sounds the same when it is played.
@Suite struct `Lane playback` {
    /// A pass over `length` frames in which every parameter is written from the first frame.
    static func pass(seed: UInt64, length: Int, hands count: Int, lanes: [Int32: Lane] = [:]) -> Rig {
        let rig = Rig(Rig.mix(strips: 10, buses: 2))
        rig.feed(frames: length)
        for (parameter, lane) in lanes { rig.send(.lane(parameter: parameter, table: LaneTable.make(lane))) }
        rig.send(.play(at: 0), .stop(at: Int64(length)))
        for parameter in parameters(of: rig) { rig.send(.write(parameter: parameter, at: 0, endsAtSeam: false)) }
        let hands = Hands(seed: seed, rig: rig, count: count, frames: 0..<length, writes: false)
        // Coming back to the lane ends the writing; here it must go on.
        for command in hands.commands {
            switch command {
            case .follow(let parameter, let at): rig.send(.hold(parameter: parameter, at: at))
            case .glide(let parameter, let at, _, let length):
                let isStepped = rig.engine.table.spec(at: Int(parameter)).isStepped
                let end = at + (isStepped ? 0 : Int64(length))
                rig.send(command, .write(parameter: parameter, at: end, endsAtSeam: false))
            default: rig.send(command)
            }
        }
        var dice = Dice(rig: seed)
        rig.render(length, size: { dice.int(1..<300) })
        rig.render(100)
        return rig
    }

    static func parameters(of rig: Rig) -> [Int32] {
        rig.mix.soundingNodes.flatMap { node in Role.roles(of: node).map { rig.index(node, $0) } }.filter { $0 >= 0 }
    }

    /// The lanes after a pass, put together as the recorder does, writing after writing.
    static func lanes(after rig: Rig, before: [Int32: Lane] = [:]) -> [Int32: Lane] {
        var lanes = before
        var open: [Int32: [Lane.Segment]] = [:]
        for report in rig.reports {
            switch report {
            case .segment(let parameter, let frame, let ramp):
                if open[parameter]?.last?.frame == frame { open[parameter]?.removeLast() }
                open[parameter, default: []].append(Lane.Segment(frame: frame, ramp: ramp))
            case .writeEnded(let parameter, let frame):
                let segments = (open.removeValue(forKey: parameter) ?? []).filter { $0.frame < frame }
                guard let start = segments.first?.frame, start < frame else { continue }
                let rest = rig.engine.table.spec(at: Int(parameter)).initialPosition
                lanes[parameter] = (lanes[parameter] ?? Lane()).replacing(
                    start..<frame, with: segments, before: rest, after: rest)
            default: break
            }
        }
        #expect(open.isEmpty)
        return lanes
    }

    @Test(arguments: [(1, 400), (2, 4_000), (3, 30)] as [(UInt64, Int)])
    func `a written pass is played bit for bit`(seed: UInt64, hands: Int) {
        let length = 12_000
        let rig = Self.pass(seed: seed, length: length, hands: hands)
        let lanes = Self.lanes(after: rig)
        #expect(lanes.count == Self.parameters(of: rig).count)
        let bounce = Rig(rig.mix)
        bounce.feed(frames: length)
        for (parameter, lane) in lanes { bounce.send(.lane(parameter: parameter, table: LaneTable.make(lane))) }
        bounce.send(.end(frame: Int64(length)), .play(at: 0))
        bounce.render(length + 100, size: { 1_000 })
        #expect(firstDifference(bounce.left, rig.left) == nil)
        #expect(firstDifference(bounce.right, rig.right) == nil)
        #expect(Set(rig.left.prefix(length)).count > length / 4)
    }

    @Test func `writing over lanes that play gives the pass, and the lanes where nothing was written`() {
        let length = 9_000
        let first = Self.pass(seed: 5, length: length, hands: 300)
        let lanes = Self.lanes(after: first)
        let second = Self.pass(seed: 6, length: length, hands: 300, lanes: lanes)
        let merged = Self.lanes(after: second, before: lanes)
        let bounce = Rig(first.mix)
        bounce.feed(frames: length)
        for (parameter, lane) in merged { bounce.send(.lane(parameter: parameter, table: LaneTable.make(lane))) }
        bounce.send(.play(at: 0), .stop(at: Int64(length)))
        bounce.render(length + 100, size: { 333 })
        #expect(firstDifference(bounce.left, second.left) == nil)
        #expect(firstDifference(second.left, first.left) != nil)
    }

    @Test func `positions on the way are those of the lane`() {
        let rig = Rig(Rig.mix(strips: 9))
        let lanes = Hands.lanes(seed: 3, rig: rig, length: 4_000)
        rig.feed(frames: 4_000)
        for (parameter, lane) in lanes { rig.send(.lane(parameter: parameter, table: LaneTable.make(lane))) }
        rig.send(.play(at: 0))
        for frame in 0..<Int64(4_000) {
            rig.render(1)
            for (parameter, lane) in lanes {
                let position = rig.engine.livePosition(of: parameter)
                if position != lane.position(at: frame) {
                    Issue.record("\(rig.engine.table.entry(at: Int(parameter)).path) at \(frame): \(position)")
                    return
                }
            }
        }
    }

    @Test func `a hand's ride is reported with its exact lines`() {
        let rig = Rig(Rig.mix(strips: 1))
        let fader = rig.index(.strip(1), .fader)
        rig.feed(frames: 2_000)
        rig.send(
            .play(at: 0), .hold(parameter: fader, at: 100), .write(parameter: fader, at: 100, endsAtSeam: false),
            .ramp(parameter: fader, at: 100, to: -10, length: 480),
            .ramp(parameter: fader, at: 340, to: 0, length: 100),
            .glide(parameter: fader, at: 800, delay: 0, length: 200))
        rig.render(2_000)
        let first = Ramp(start: 100, from: 0, to: -10, length: 480)
        let second = Ramp(start: 340, from: first.position(at: 340), to: 0, length: 100)
        let glide = Ramp(start: 800, from: 0, to: 0, length: 200)
        let written = rig.written()
        #expect(written.keys.sorted() == [fader])
        #expect(
            written[fader]?.segments == [
                .init(frame: 100, ramp: first), .init(frame: 340, ramp: second), .init(frame: 800, ramp: glide),
            ])
        #expect(written[fader]?.end == 1_000)
        #expect(second.from == -5)
    }
}
