import Automation
import MixModel
import Testing
import Units
import Vectors

@testable import Engine

/// Parameters that are known only when a session is opened: moved, played and reported like all others, and nobody else pays.
@Suite struct `Foreign parameters` {
    private static let drive = ParameterSpec("insert/1/drive", .decibels, .linear, 0...24, initial: 6, "drive")
    private static let on = ParameterSpec("insert/1/on", .onOff, .onOff, 0...1, initial: 1, "in circuit")

    private static func rig(_ foreign: [ForeignParameter], strips: Int = 9) -> Rig {
        let rig = Rig(Rig.mix(strips: strips, buses: 2), foreign: foreign)
        rig.feed(frames: 8_000)
        return rig
    }

    private static func index(_ rig: Rig, _ node: Node, _ spec: ParameterSpec) -> Int32 {
        rig.engine.table.index(of: node, path: spec.path).map(Int32.init) ?? -1
    }

    @Test(arguments: [1, 17, 64, 1_000]) func `follow ramps and lanes, and what is written of them is reported`(
        size: Int
    ) {
        let rig = Self.rig([
            ForeignParameter(.strip(2), Self.drive, rest: 9), ForeignParameter(.master, Self.drive),
            ForeignParameter(.strip(2), Self.on),
        ])
        let (drive, other) = (Self.index(rig, .strip(2), Self.drive), Self.index(rig, .master, Self.drive))
        let on = Self.index(rig, .strip(2), Self.on)
        #expect([drive, other, on].map { rig.engine.livePosition(of: $0) } == [9, 6, 1])
        let lane = Lane(points: [(frame: 1_000, position: 0), (frame: 3_000, position: 20)])
        rig.send(.lane(parameter: other, table: LaneTable.make(lane)))
        rig.send(.play(at: 0), .write(parameter: drive, at: 500, endsAtSeam: false))
        rig.send(
            .ramp(parameter: drive, at: 500, to: 99, length: 1_000),
            .ramp(parameter: on, at: 700, to: 0.2, length: 100))
        rig.send(.endWriting(parameter: drive, at: 2_000))
        rig.render(700, size: { size })
        #expect(rig.engine.livePosition(of: on) == 1)
        rig.render(301, size: { size })
        #expect(rig.engine.livePosition(of: on) == 0)
        // A ramp ends at the end of the range; the last frame is the one before the next.
        #expect(abs(rig.engine.livePosition(of: drive) - (9 + 15 * 0.5)) < 0.02)
        rig.render(1_000, size: { size })
        #expect(rig.engine.livePosition(of: drive) == 24)
        #expect(abs(rig.engine.livePosition(of: other) - 10) < 0.02)
        rig.render(2_000, size: { size })
        #expect(rig.engine.livePosition(of: other) == 20)
        let written = rig.written()
        #expect(Set(written.keys) == [drive])
        #expect(written[drive]?.segments.first?.frame == 500 && written[drive]?.end == 2_000)
        #expect(written[drive]?.segments.last?.ramp.to == 24)
    }

    @Test func `are read frame by frame where a block was finished`() {
        let rig = Self.rig(
            (1...11).map { number in
                ForeignParameter(
                    .strip(3), ParameterSpec("insert/1/\(number)", .decibels, .linear, 0...24, initial: 0, ""))
            })
        let index = rig.engine.table.index(of: .strip(3), path: "insert/1/10") ?? -1
        let row = rig.engine.parameters.row(at: index)
        #expect(!row.isMoving && row[0] == 0)
        rig.send(.play(at: 0), .ramp(parameter: Int32(index), at: 32, to: 16, length: 64))
        rig.render(64)
        let moving = rig.engine.parameters.row(at: index)
        #expect(moving.isMoving && moving[31] == 0 && moving[48] == 4 && moving[63] == 7.75)
    }

    @Test func `change no bit of the sound and cost the others nothing`() {
        let foreign = (1...70).flatMap { number in
            [Node.strip(4), .bus(1)].map { node in
                ForeignParameter(
                    node, ParameterSpec("insert/1/\(number)", .decibels, .linear, 0...24, initial: 3, ""))
            }
        }
        let rigs = [[], foreign].map { foreign in
            let rig = Self.rig(foreign)
            for (parameter, lane) in Hands.lanes(seed: 5, rig: rig, length: 8_000) {
                rig.send(.lane(parameter: parameter, table: LaneTable.make(lane)))
            }
            rig.send(.play(at: 0))
            rig.send(Hands(seed: 5, rig: rig, count: 400, frames: 0..<8_000).commands)
            for one in foreign {
                rig.send(.ramp(parameter: Self.index(rig, one.node, one.spec), at: 1_000, to: 20, length: 3_000))
                rig.render(1)
            }
            rig.render(8_000 - foreign.count)
            return rig
        }
        #expect(firstDifference(rigs[0].left, rigs[1].left) == nil)
        #expect(firstDifference(rigs[0].right, rigs[1].right) == nil)
        let rows = rigs.map { $0.engine.parameters.rowCount }
        #expect(rows[1] - rows[0] == (foreign.count + 7) / 8)
        for one in foreign { #expect(rigs[1].engine.livePosition(of: Self.index(rigs[1], one.node, one.spec)) == 20) }
    }
}
