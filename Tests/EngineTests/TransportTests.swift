import Automation
import Engine
import MixModel
import TestSupport
import Testing
import Units

@Suite struct `The transport` {
    /// Silence-free moving sound: a rumble that a high-pass has to work on, and lanes.
    static func rig(frames: Int, loop: Range<Int64>? = nil) -> Rig {
        let rig = Rig(Rig.mix(strips: 9, buses: 2))
        rig.feed(frames: frames, loop: loop)
        for (parameter, lane) in Hands.lanes(seed: 11, rig: rig, length: Int64(frames)) {
            rig.send(.lane(parameter: parameter, table: LaneTable.make(lane)))
        }
        return rig
    }

    @Test func `stop and play go on as if nothing had been`() {
        let through = Self.rig(frames: 6_000)
        through.send(.play(at: 0))
        through.render(6_000)
        let stopped = Self.rig(frames: 6_000)
        stopped.send(.play(at: 10))
        stopped.send(.stop(at: 1_011), .play(at: 1_020), .stop(at: 3_000), .play(at: 4_000))
        stopped.render(7_019, size: { 77 })
        let parts = stopped.left[10..<1_011] + stopped.left[1_020..<3_000] + stopped.left[4_000..<7_019]
        #expect(firstDifference(Array(parts), through.left) == nil)
    }

    @Test func `a stop fades the last sample and is then silent`() {
        let rig = Rig(Rig.mix(strips: 1)) { _, _ in (0.5, -0.25) }
        rig.feed(frames: 500)
        rig.send(.play(at: 0), .stop(at: 300))
        rig.render(1_000, size: { 33 })
        #expect(rig.left[299] == 0.5 && rig.right[299] == -0.25)
        #expect(rig.left[300..<364].enumerated().allSatisfy { $1 == 0.5 * Float(63 - $0) / 64 })
        #expect(rig.left[364...].allSatisfy { $0 == 0 } && rig.right[364...].allSatisfy { $0 == 0 })
        #expect(rig.engine.sessionPosition == 300 && rig.engine.enginePosition == 1_000 && !rig.engine.isRolling)
    }

    @Test func `events are reported with their frames`() {
        let rig = Rig(Rig.mix(strips: 1))
        rig.feed(frames: 2_000, loop: 100..<200)
        rig.feed(slot: 1, from: 5_000, frames: 500)
        rig.send(.loop(start: 100, end: 200), .end(frame: 5_050))
        rig.send(.play(at: 3), .play(at: 5), .stop(at: 250), .locate(at: 260, to: 5_000, slot: 1), .play(at: 270))
        rig.render(1_000, size: { 1_000 })
        let events = rig.reports.compactMap { report -> [Int64]? in
            guard case .transport(let event, let engine, let from, let to) = report else { return nil }
            return [Int64(event.rawValue), engine, from, to]
        }
        #expect(
            events == [
                [0, 3, 0, 0], [3, 203, 200, 100], [1, 250, 147, 147], [2, 260, 147, 5_000], [0, 270, 5_000, 5_000],
                [1, 320, 5_050, 5_050],
            ])
    }

    @Test func `a loop plays its frames without a gap`() {
        let rig = Rig(Rig.mix(strips: 1, channels: [2])) { _, frame in (Float(frame), -Float(frame)) }
        rig.feed(frames: 3_000, loop: 130..<391)
        rig.send(.loop(start: 130, end: 391), .play(at: 0))
        rig.render(3_000, size: { 50 })
        var expected = Int64(0)
        for frame in 0..<3_000 {
            #expect(rig.left[frame] == Float(expected) && rig.right[frame] == -Float(expected))
            expected += 1
            if expected == 391 { expected = 130 }
        }
        #expect(!rig.reports.contains { if case .fault = $0 { true } else { false } })
    }

    @Test func `a position beyond the loop's end plays on`() {
        let rig = Rig(Rig.mix(strips: 1))
        rig.feed(slot: 1, from: 500, frames: 1_000)
        rig.send(.loop(start: 100, end: 500), .locate(at: 0, to: 500, slot: 1), .play(at: 0))
        rig.render(1_000)
        #expect(rig.engine.sessionPosition == 1_500)
    }

    @Test func `a locate is heard from its own first frame`() {
        let rig = Rig(Rig.mix(strips: 1, channels: [2])) { _, frame in (Float(frame), 0) }
        rig.feed(frames: 1_000)
        rig.feed(slot: 1, from: 70_000, frames: 1_000)
        rig.send(.play(at: 0), .locate(at: 333, to: 70_000, slot: 1))
        rig.render(600, size: { 100 })
        #expect((0..<600).allSatisfy { rig.left[$0] == Float($0 < 333 ? $0 : 70_000 + $0 - 333) })
    }

    @Test func `commands whose time is past act at the next frame, in order`() {
        let rig = Rig(Rig.mix(strips: 1))
        rig.feed(frames: 1_000)
        rig.send(.play(at: 0))
        rig.render(500)
        let fader = rig.index(.strip(1), .fader)
        rig.send(.write(parameter: fader, at: 600, endsAtSeam: false))
        rig.send(
            .ramp(parameter: fader, at: 7, to: -10, length: 0), .ramp(parameter: fader, at: 7, to: -20, length: 0))
        rig.render(1)
        #expect(rig.engine.livePosition(of: fader) == -20)
        rig.render(200)
        #expect(rig.written()[fader]?.segments == [.init(frame: 600, ramp: .hold(-20, from: 500))])
    }

    @Test func `ten thousand moves each begin at their own sample`() {
        let rig = Rig(Rig.mix(strips: 1, channels: [2]), capacity: 1 << 20) { _, _ in (1, 1) }
        let frames = 1_000_000
        rig.feed(frames: frames)
        let gain = rig.index(.strip(1), .inputGain)
        var dice = Dice(rig: 99)
        var times = Set<Int64>()
        while times.count < 10_000 { times.insert(Int64(dice.int(100..<frames))) }
        rig.send(.play(at: 0))
        var remaining = times.sorted()
        // Each move steps to the other of two levels.
        var number = 0
        while !remaining.isEmpty {
            let now = rig.engine.enginePosition
            for at in remaining.prefix(while: { $0 < now + 4_096 }) {
                number += 1
                rig.send(.ramp(parameter: gain, at: at, to: number % 2 == 1 ? -6 : 0, length: 0))
            }
            remaining.removeAll { $0 < now + 4_096 }
            rig.render(4_096, size: { dice.int(1..<4_000) })
        }
        var changes: [Int64] = []
        for frame in 1..<min(frames, rig.left.count) where rig.left[frame] != rig.left[frame - 1] {
            changes.append(Int64(frame))
        }
        #expect(changes == times.sorted())
    }
}
