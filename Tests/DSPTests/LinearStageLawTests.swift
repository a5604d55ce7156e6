import DSP
import Foundation
import Testing
import Vectors

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
            for column in 0..<8 { #expect(pieces.bits(column) == whole.bits(column), sourceLocation: location) }
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
                bench.position = { row, column, frame in Stage.position(row, column, frame / 430 * 430) }
                bench.render(0..<2_500, block: { _ in block })
            }
            for column in 0..<8 { #expect(told.bits(column) == untold.bits(column), sourceLocation: location) }
        }
    }

    @Test func `a column does not depend on its neighbours`() {
        checkNeighbours(Filters.self)
        checkNeighbours(Equalizer.self)
    }

    func checkNeighbours<Stage: LinearStage>(_: Stage.Type, _ location: SourceLocation = #_sourceLocation) {
        let all = StageBench<Stage>()
        all.render(0..<3_000)
        for column in [0, 5] {
            let alone = StageBench<Stage>()
            alone.input = { side, other, frame in other == column ? StageBench<Stage>.noise(side, column, frame) : 0 }
            // The others' parameters stand at zero: off.
            alone.position = { row, other, frame in other == column ? Stage.position(row, column, frame) : 0 }
            alone.render(0..<3_000)
            #expect(alone.bits(column) == all.bits(column), sourceLocation: location)
        }
    }

    @Test func `a column that is off passes every bit and remembers nothing`() {
        checkOff(Filters.self, [0, 3])
        checkOff(Equalizer.self, [0])
    }

    func checkOff<Stage: LinearStage>(
        _: Stage.Type, _ switches: [Int], _ location: SourceLocation = #_sourceLocation
    ) {
        let bench = StageBench<Stage>()
        bench.position = { row, column, frame in
            column % 2 == 0 && switches.contains(row) ? 0 : Stage.position(row, column, frame)
        }
        // Zeros of either sign among the noise.
        bench.input = { side, column, frame in
            frame % 5 == 0 ? -0.0 : frame % 5 == 1 ? 0 : StageBench<Stage>.noise(side, column, frame)
        }
        bench.render(0..<2_000)
        let deaf = StageBench<Stage>()
        deaf.position = bench.position
        deaf.input = { side, column, frame in column % 2 == 0 ? 0 : bench.input(side, column, frame) }
        deaf.render(0..<2_000)
        for column in 0..<8 where column % 2 == 0 {
            let expected = (0..<2).flatMap { side in
                (0..<2_000).map { (bench.input(side, column, $0) + 0).bitPattern }
            }
            #expect(bench.bits(column) == expected, sourceLocation: location)
            let (heard, unheard) = (columns(&bench.stage, column), columns(&deaf.stage, column))
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
            bench.input = { side, column, frame in
                (640..<6_400).contains(frame) ? 0 : StageBench<Stage>.noise(side, column, frame)
            }
            bench.render(0..<640)
            // As if what sounds on had died away.
            bench.stage.reset(VectorMask(repeating: true))
            #expect(bench.stage.isIdle(bench.parameters(640, 64)), sourceLocation: location)
        }
        rendered.render(640..<2_560)
        skipped.skip(640..<2_560)
        #expect(rendered.output[0].suffix(1_920).allSatisfy { $0 == 0 }, sourceLocation: location)
        for column in 0..<8 {
            let (a, b) = (columns(&rendered.stage, column), columns(&skipped.stage, column))
            #expect(a == b, sourceLocation: location)
        }
    }

    @Test func `what rang dies away to nothing, even at the lowest frequency and the highest Q`() {
        let filters = StageBench<Filters>()
        filters.position = { row, column, _ in [1, 3.33, 24, 1, 13, 24][row] + (row == 1 ? Float(column) * 0.7 : 0) }
        checkDying(filters, blocks: 3_000)
        let equalizer = StageBench<Equalizer>()
        equalizer.position = { row, column, _ in
            row == 0
                ? 1 : [1, Float(column % 4), 4.33 + Float(row / 5) * 2, column < 4 ? 24 : -24, 4.32][(row - 1) % 5]
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
                parameters, left: left.columns, right: right.columns, scratch: scratch.columns, frames: 64,
                at: Int64(block * 64))
            left.columns.update(repeating: Vector(repeating: 0), count: 64)
            right.columns.update(repeating: Vector(repeating: 0), count: 64)
            if block % 64 == 0 && bench.stage.isIdle(parameters) { return }
        }
        Issue.record("still ringing", sourceLocation: location)
    }

    /// Every 32-byte row's four bytes of a column.
    func columns<Stage: LinearStage>(_ stage: inout Stage, _ column: Int) -> [UInt32] {
        withUnsafeBytes(of: &stage) { bytes in
            stride(from: 0, to: bytes.count, by: 32).map {
                bytes.load(fromByteOffset: $0 + column * 4, as: UInt32.self)
            }
        }
    }

    @Test func `a strip moved to another column goes on as if it had stayed`() {
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
        // Column 2 of one group becomes column 6 of another, in the middle of a cell.
        withUnsafeBytes(of: &moved.stage) { from in
            withUnsafeMutableBytes(of: &other.stage) { to in
                for row in stride(from: 0, to: from.count, by: 32) {
                    let word = from.load(fromByteOffset: row + 8, as: UInt32.self)
                    to.storeBytes(of: word, toByteOffset: row + 24, as: UInt32.self)
                }
            }
        }
        other.position = { row, column, frame in Stage.position(row, column == 6 ? 2 : column, frame) }
        other.input = { side, column, frame in StageBench<Stage>.noise(side, column == 6 ? 2 : column, frame) }
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
        for column in 0..<8 {
            #expect(used.output[column].suffix(960) == new.output[column].suffix(960), sourceLocation: location)
        }
    }
}
