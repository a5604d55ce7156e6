import Automation
import Foundation
import Memory
import MixModel
import TestSupport
import Testing
import Units
import Vectors

@testable import Engine

/// What the rows of parameters say about what happened to them.
@Suite struct `Changed rows` {
    /// Frames of blocks.
    static let lengths = [64, 64, 64, 17, 1, 30, 64, 5, 64]

    @Test(arguments: 1...3 as ClosedRange<UInt64>) func `a row that is not changed has the bits of the block before`(
        seed: UInt64
    ) {
        let rig = Rig(Rig.fullMix(strips: 19, buses: 3))
        rig.feed(frames: 30_000)
        rig.feed(slot: 1, frames: 30_000)
        for (parameter, lane) in Hands.lanes(seed: seed, rig: rig, length: 9_000) {
            rig.send(.lane(parameter: parameter, table: LaneTable.make(lane)))
        }
        rig.send(.loop(start: 1_024, end: 4_096), .play(at: 0), .stop(at: 6_400), .play(at: 6_528))
        rig.send(.locate(at: 12_800, to: 640, slot: 1), .play(at: 12_800))
        rig.send(Hands(seed: seed, rig: rig, count: 300, frames: 0..<9_000).commands)
        var dice = Dice(rig: seed)
        var watch = RowWatch(rig.engine)
        while rig.engine.enginePosition < 20_000 {
            // No block crosses a cell, and nothing of the above happens inside one.
            let toCell = 64 - Int(rig.engine.enginePosition & 63)
            if dice.int(0..<40) == 0 {
                let index = rig.index(.strip(dice.int(1..<20)), dice.int(0..<2) == 0 ? .fader : .eqOn)
                rig.send(.rest(parameter: index, to: dice.float(0...1)))
            }
            rig.render(min(toCell, Self.lengths[dice.int(0..<Self.lengths.count)]))
            if rig.engine.isRolling { watch.look(rig.engine) }
        }
        #expect(watch.faults == 0)
        // Nothing is heard of those that claim to change and do not, but they cost.
        #expect(watch.changed > 10_000 && watch.changed < watch.looks / 2)
    }

    @Test func `all count as changed at first and after a jump`() {
        let rig = Rig(Rig.mix(strips: 9))
        rig.feed(frames: 1_000)
        rig.feed(slot: 1, frames: 1_000)
        rig.send(.play(at: 0), .locate(at: 256, to: 0, slot: 1))
        var counts: [Int] = []
        for _ in 0..<6 {
            rig.render(64)
            counts.append(RowWatch.changedRows(rig.engine))
        }
        let all = rig.engine.parameters.rowCount
        #expect(counts == [all, 0, 0, 0, all, 0])
    }

    @Test func `a moved row counts until it has come to rest`() {
        let rig = Rig(Rig.mix(strips: 9))
        rig.feed(frames: 1_000)
        rig.send(.play(at: 0), .ramp(parameter: rig.index(.strip(9), .pan), at: 100, to: 0.5, length: 40))
        var counts: [Int] = []
        for _ in 0..<6 {
            rig.render(64)
            counts.append(RowWatch.changedRows(rig.engine))
        }
        #expect(counts == [rig.engine.parameters.rowCount, 1, 1, 1, 0, 0])
    }

    /// Before each block all memory of moving rows is overwritten. What is read was filled after that, or it is heard.
    @Test func `nothing is read that was not filled`() {
        var mix = Rig.fullMix(strips: 9, buses: 3)
        let switches: [Role] = [.hpfOn, .lpfOn, .gateOn, .eqOn, .compOn, .deEsserOn, .busCompOn, .reverbOn, .delayOn]
        for node in mix.soundingNodes {
            for role in switches where role.belongs(to: node) { mix[ParameterID(node, role)] = 1 }
        }
        let rigs = [true, false].map { isSpoilt in
            let rig = Rig(mix)
            rig.feed(frames: 3_000)
            for (parameter, lane) in Self.waves(rig, length: 3_000) {
                rig.send(.lane(parameter: parameter, table: LaneTable.make(lane)))
                rig.render(1)
            }
            rig.send(.play(at: rig.engine.enginePosition))
            var dice = Dice(rig: 1)
            rig.render(
                3_000,
                size: {
                    let memory = rig.engine.parameters.moving.start
                    if isSpoilt { memset(memory, 0x41, rig.engine.parameters.rowCount * Block.frames * 32) }
                    // No second block without being overwritten before.
                    let toCell = 64 - Int(rig.engine.sessionPosition & 63)
                    return min(toCell, dice.int(0..<3) > 0 ? 64 : dice.int(1..<65))
                })
            return rig
        }
        #expect(rigs[0].left.filter { $0 != 0 }.count > 2_000)
        #expect(firstDifference(rigs[0].left, rigs[1].left) == nil)
        #expect(firstDifference(rigs[0].right, rigs[1].right) == nil)
    }

    /// A lane for everything that moves in steps of no size, always on its way between two places near the middle.
    static func waves(_ rig: Rig, length: Int64) -> [(Int32, Lane)] {
        rig.mix.soundingNodes.flatMap { node in
            Role.roles(of: node).filter { !$0.spec.isStepped && rig.index(node, $0) >= 0 }.map { role in
                let (low, high) = (role.spec.position(travel: 0.4), role.spec.position(travel: 0.6))
                let points = stride(from: 0, to: length, by: 700).enumerated().map {
                    (frame: $0.element, position: $0.offset % 2 == 0 ? low : high)
                }
                return (rig.index(node, role), Lane(points: points))
            }
        }
    }
}

/// Compares rows from block to block.
struct RowWatch {
    private var before: [Vector?]
    var looks = 0
    var changed = 0
    var faults = 0

    init(_ engine: Engine) { before = [Vector?](repeating: nil, count: engine.parameters.rowCount) }

    static func isChanged(_ engine: Engine, _ row: Int) -> Bool {
        let groups = engine.parameters.rowGroups
        let group = groups.groups[Int(groups.groupOf[row])]
        let place = row - group.first
        return engine.parameters.changed[group.firstWord + place / 64] >> UInt64(place % 64) & 1 == 1
    }

    static func changedRows(_ engine: Engine) -> Int {
        (0..<engine.parameters.rowGroups.wordCount).reduce(0) {
            $0 + engine.parameters.changed[$1].nonzeroBitCount
        }
    }

    mutating func look(_ engine: Engine) {
        for row in before.indices {
            looks += 1
            let now = engine.parameters.rows[row]
            if Self.isChanged(engine, row) {
                changed += 1
            } else if now.isMoving || before[row].map({ !isIdentical($0, now.first) }) ?? true {
                faults += 1
            }
            before[row] = now.isMoving ? nil : now.first
        }
    }

    private func isIdentical(_ a: Vector, _ b: Vector) -> Bool {
        withUnsafeBytes(of: a) { a in
            withUnsafeBytes(of: b) { b in
                a.baseAddress.map { left in b.baseAddress.map { memcmp(left, $0, 32) == 0 } ?? false } ?? false
            }
        }
    }
}
