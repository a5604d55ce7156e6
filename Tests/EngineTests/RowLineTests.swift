import Automation
import TestSupport
import Testing
import Vectors

@testable import Engine

/// Eight lines side by side are the lines that they are by themselves.
@Suite struct `Lines of a row` {
    @Test(arguments: 1...20 as ClosedRange<UInt64>) func `have the bits of their ramps in every frame`(seed: UInt64) {
        var dice = Dice(rig: seed)
        let begin = Int64(dice.int(0..<1_000_000_000_000))
        var line = RowLine()
        line.enter(cellOf: begin)
        var ramps: [Ramp] = []
        for lane in 0..<8 {
            let ramp = Ramp(
                start: begin - Int64(dice.int(0..<100_000)), from: dice.float(-144...12), to: dice.float(-144...12),
                length: 110_000 + Int64(dice.int(0..<2_000_000)))
            ramps.append(dice.int(0..<4) == 0 ? .hold(ramp.to, from: begin) : ramp)
            if ramps[lane].moves {
                line.follow(ramp, in: lane, at: begin)
            } else {
                line.hold(ramp.to, in: lane)
            }
        }
        var frame = begin
        var faults = 0
        while frame < begin + 2_000 {
            let phase = Int(frame & 63)
            let count = min(64 - phase, dice.int(1..<65))
            line.enter(cellOf: frame)
            let isOnGrid = dice.int(0..<2) == 0
            let positions = Self.filled(line, phase: phase, frames: count, isOnGrid: isOnGrid)
            for offset in 0..<count
            where !isOnGrid || offset == 0 || offset == count - 1 || (phase + offset) % Block.coefficientFrames == 0 {
                for lane in 0..<8 {
                    let expected = ramps[lane].position(at: frame + Int64(offset))
                    if positions[offset * 8 + lane].bitPattern != expected.bitPattern { faults += 1 }
                }
            }
            frame += Int64(count)
        }
        #expect(faults == 0)
    }

    private static func filled(_ line: RowLine, phase: Int, frames: Int, isOnGrid: Bool) -> [Float] {
        let memory = UnsafeMutablePointer<Vector>.allocate(capacity: Block.frames)
        memory.initialize(repeating: Vector(repeating: .nan), count: Block.frames)
        defer { memory.deallocate() }
        if isOnGrid {
            line.fillGrid(memory, phase: phase, frames: frames)
        } else {
            line.fill(memory, phase: phase, frames: frames)
        }
        return (0..<(frames * 8)).map { memory[$0 / 8][$0 % 8] }
    }
}
