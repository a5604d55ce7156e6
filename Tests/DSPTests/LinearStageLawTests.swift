import DSP
import Foundation
import Lanes
import Testing

/// What must hold of every strip stage, for the two linear ones.
@Suite struct `Linear strip stages` {
    @Test func `the bits do not depend on the blocks, while everything moves`() {
        checkBlocks(Filters.self)
        checkBlocks(Equalizer.self)
    }

    func checkBlocks<Stage: LinearStage>(_: Stage.Type, _ location: SourceLocation = #_sourceLocation) {
        let whole = StageBench<Stage>()
        whole.render(96..<4_000)
        #expect(whole.output.allSatisfy { $0.allSatisfy { $0.isFinite } }, sourceLocation: location)
        for cut in [{ _ in 1 }, { _ in 7 }, { ($0 &* 2_654_435_761) >> 7 & 63 }] as [(Int) -> Int] {
            let pieces = StageBench<Stage>()
            pieces.render(96..<4_000, block: cut)
            for lane in 0..<8 { #expect(pieces.bits(lane) == whole.bits(lane), sourceLocation: location) }
        }
    }

    @Test func `being told that nothing is new changes no bit`() {
        checkStillness(Filters.self)
        checkStillness(Equalizer.self)
    }

    /// Positions that step and then stand for a while.
    func checkStillness<Stage: LinearStage>(_: Stage.Type, _ location: SourceLocation = #_sourceLocation) {
        for block in [64, 24, 5] {
            let (told, untold) = (StageBench<Stage>(), StageBench<Stage>())
            untold.stillness.isTold = false
            for bench in [told, untold] {
                bench.position = { row, lane, frame in Stage.position(row, lane, frame / 430 * 430) }
                bench.render(0..<2_500, block: { _ in block })
            }
            for lane in 0..<8 { #expect(told.bits(lane) == untold.bits(lane), sourceLocation: location) }
        }
    }

    @Test func `a lane does not depend on its neighbours`() {
        checkNeighbours(Filters.self)
        checkNeighbours(Equalizer.self)
    }

    func checkNeighbours<Stage: LinearStage>(_: Stage.Type, _ location: SourceLocation = #_sourceLocation) {
        let all = StageBench<Stage>()
        all.render(0..<3_000)
        for lane in [0, 5] {
            let alone = StageBench<Stage>()
            alone.input = { side, other, frame in other == lane ? StageBench<Stage>.noise(side, lane, frame) : 0 }
            // The others' parameters stand at zero: off.
            alone.position = { row, other, frame in other == lane ? Stage.position(row, lane, frame) : 0 }
            alone.render(0..<3_000)
            #expect(alone.bits(lane) == all.bits(lane), sourceLocation: location)
        }
    }

    @Test func `a lane that is off passes every bit and remembers nothing`() {
        checkOff(Filters.self, [0, 3])
        checkOff(Equalizer.self, [0])
    }

    func checkOff<Stage: LinearStage>(
        _: Stage.Type, _ switches: [Int], _ location: SourceLocation = #_sourceLocation
    ) {
        let bench = StageBench<Stage>()
        bench.position = { row, lane, frame in
            lane % 2 == 0 && switches.contains(row) ? 0 : Stage.position(row, lane, frame)
        }
        // Zeros of either sign among the noise.
        bench.input = { side, lane, frame in
            frame % 5 == 0 ? -0.0 : frame % 5 == 1 ? 0 : StageBench<Stage>.noise(side, lane, frame)
        }
        bench.render(0..<2_000)
        let deaf = StageBench<Stage>()
        deaf.position = bench.position
        deaf.input = { side, lane, frame in lane % 2 == 0 ? 0 : bench.input(side, lane, frame) }
        deaf.render(0..<2_000)
        for lane in 0..<8 where lane % 2 == 0 {
            let expected = (0..<2).flatMap { side in (0..<2_000).map { (bench.input(side, lane, $0) + 0).bitPattern }
            }
            #expect(bench.bits(lane) == expected, sourceLocation: location)
            let (heard, unheard) = (columns(&bench.stage, lane), columns(&deaf.stage, lane))
            #expect(heard == unheard, sourceLocation: location)
        }
    }

    @Test func `silence skipped or rendered comes to the same`() {
        checkSkipping(Filters.self)
        checkSkipping(Equalizer.self)
    }

    func checkSkipping<Stage: LinearStage>(_: Stage.Type, _ location: SourceLocation = #_sourceLocation) {
        let (rendered, skipped) = (StageBench<Stage>(), StageBench<Stage>())
        for bench in [rendered, skipped] {
            bench.input = { side, lane, frame in
                (640..<6_400).contains(frame) ? 0 : StageBench<Stage>.noise(side, lane, frame)
            }
            bench.render(0..<640)
            // As if what sounds on had died away.
            bench.stage.reset(LaneMask(repeating: true))
            #expect(bench.stage.isIdle(bench.parameters(640, 64)), sourceLocation: location)
        }
        rendered.render(640..<2_560)
        skipped.skip(640..<2_560)
        #expect(rendered.output[0].suffix(1_920).allSatisfy { $0 == 0 }, sourceLocation: location)
        for lane in 0..<8 {
            let (a, b) = (columns(&rendered.stage, lane), columns(&skipped.stage, lane))
            #expect(a == b, sourceLocation: location)
        }
    }

    @Test func `what rang dies away to nothing, even at the lowest frequency and the highest Q`() {
        let filters = StageBench<Filters>()
        filters.position = { row, lane, _ in [1, 3.33, 24, 1, 13, 24][row] + (row == 1 ? Float(lane) * 0.7 : 0) }
        checkDying(filters, blocks: 3_000)
        let equalizer = StageBench<Equalizer>()
        equalizer.position = { row, lane, _ in
            row == 0 ? 1 : [1, Float(lane % 4), 4.33 + Float(row / 5) * 2, lane < 4 ? 24 : -24, 4.32][(row - 1) % 5]
        }
        checkDying(equalizer, blocks: 60_000)
    }

    func checkDying<Stage: LinearStage>(
        _ bench: StageBench<Stage>, blocks: Int, _ location: SourceLocation = #_sourceLocation
    ) {
        bench.input = { _, _, frame in frame == 0 ? 1 : 0 }
        bench.render(0..<64)
        #expect(!bench.stage.isIdle(bench.parameters(64, 64)), sourceLocation: location)
        let (left, right, scratch) = (LaneMemory(), LaneMemory(), LaneMemory(1_024))
        let parameters = bench.parameters(64, 64)
        for block in 1..<blocks {
            bench.stage.render(
                parameters, left: left.lanes, right: right.lanes, scratch: scratch.lanes, isStill: false, frames: 64,
                at: Int64(block * 64))
            left.lanes.update(repeating: Lanes(repeating: 0), count: 64)
            right.lanes.update(repeating: Lanes(repeating: 0), count: 64)
            if block % 64 == 0 && bench.stage.isIdle(parameters) { return }
        }
        Issue.record("still ringing", sourceLocation: location)
    }

    /// Every 32-byte row's four bytes of a lane.
    func columns<Stage: LinearStage>(_ stage: inout Stage, _ lane: Int) -> [UInt32] {
        withUnsafeBytes(of: &stage) { bytes in
            stride(from: 0, to: bytes.count, by: 32).map {
                bytes.load(fromByteOffset: $0 + lane * 4, as: UInt32.self)
            }
        }
    }

    @Test func `a strip moved to another lane goes on as if it had stayed`() {
        checkMoving(Filters.self)
        checkMoving(Equalizer.self)
    }

    func checkMoving<Stage: LinearStage>(_: Stage.Type, _ location: SourceLocation = #_sourceLocation) {
        #expect(MemoryLayout<Stage>.size % 32 == 0, sourceLocation: location)
        let (stayed, moved) = (StageBench<Stage>(), StageBench<Stage>())
        stayed.render(0..<2_100)
        moved.render(0..<2_100)
        let other = StageBench<Stage>()
        other.render(0..<2_100)
        // Lane 2 of one group becomes lane 6 of another, in the middle of a cell.
        withUnsafeBytes(of: &moved.stage) { from in
            withUnsafeMutableBytes(of: &other.stage) { to in
                for row in stride(from: 0, to: from.count, by: 32) {
                    let word = from.load(fromByteOffset: row + 8, as: UInt32.self)
                    to.storeBytes(of: word, toByteOffset: row + 24, as: UInt32.self)
                }
            }
        }
        other.position = { row, lane, frame in Stage.position(row, lane == 6 ? 2 : lane, frame) }
        other.input = { side, lane, frame in StageBench<Stage>.noise(side, lane == 6 ? 2 : lane, frame) }
        stayed.render(2_100..<4_000)
        other.render(2_100..<4_000)
        #expect(other.output[6].suffix(1_900) == stayed.output[2].suffix(1_900), sourceLocation: location)
        #expect(other.output[14].suffix(1_900) == stayed.output[10].suffix(1_900), sourceLocation: location)
    }

    @Test func `reset is like new`() {
        checkReset(Filters.self)
        checkReset(Equalizer.self)
    }

    func checkReset<Stage: LinearStage>(_: Stage.Type, _ location: SourceLocation = #_sourceLocation) {
        let (used, new) = (StageBench<Stage>(), StageBench<Stage>())
        used.render(0..<1_000)
        used.stage.reset()
        used.render(1_040..<2_000)
        new.render(1_040..<2_000)
        for lane in 0..<8 {
            #expect(used.output[lane].suffix(960) == new.output[lane].suffix(960), sourceLocation: location)
        }
    }
}
