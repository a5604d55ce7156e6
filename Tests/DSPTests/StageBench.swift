import Foundation
import Testing
import Vectors

@testable import DSP

/// What the filters and the equaliser have in common, for tests of both.
protocol LinearStage: SendableMetatype {
    associatedtype Parameters
    init(sampleRate: Int)
    mutating func reset()
    mutating func reset(_ columns: VectorMask)
    func isIdle(_ parameters: Parameters) -> Bool
    mutating func skip(_ parameters: Parameters, frames: Int, at frame: Int64)
    mutating func render(
        _ parameters: Parameters, left: UnsafeMutablePointer<Vector>, right: UnsafeMutablePointer<Vector>,
        scratch: UnsafeMutablePointer<Vector>, frames: Int, at frame: Int64)
    var isCalm: VectorMask { get }
    mutating func renderCalm(
        left: UnsafeMutablePointer<Vector>, right: UnsafeMutablePointer<Vector>,
        scratch: UnsafeMutablePointer<Vector>,
        frames: Int, at frame: Int64)
    static var rowCount: Int { get }
    static func parameters(_ rows: [VectorRow]) -> Parameters
    /// A position that moves, of a parameter in a column.
    static func position(_ row: Int, _ column: Int, _ frame: Int) -> Float
}

extension Filters: LinearStage {
    static var rowCount: Int { 6 }

    static func parameters(_ rows: [VectorRow]) -> Parameters {
        Parameters(
            highPass: FilterParameters(on: rows[0], frequency: rows[1], slope: rows[2]),
            lowPass: FilterParameters(on: rows[3], frequency: rows[4], slope: rows[5]))
    }

    static func position(_ row: Int, _ column: Int, _ frame: Int) -> Float {
        let way = Float((frame &* (row &+ 3) &+ column &* 997) % 4_001) / 4_000
        switch row {
        case 0, 3: return (frame / 700 + column + row) % 3 == 0 ? 0 : 1
        case 1: return 3.33 + way * 6.6
        case 4: return 10 + way * 4.4
        default: return (frame / 900 + column) % 2 == 0 ? 12 : 24
        }
    }
}

extension Equalizer: LinearStage {
    static var rowCount: Int { 21 }

    static func parameters(_ rows: [VectorRow]) -> Parameters {
        let bands = (0..<4).map { band in
            BandParameters(
                on: rows[5 * band + 1], type: rows[5 * band + 2], frequency: rows[5 * band + 3],
                gain: rows[5 * band + 4], q: rows[5 * band + 5])
        }
        return Parameters(on: rows[0], bands[0], bands[1], bands[2], bands[3])
    }

    static func position(_ row: Int, _ column: Int, _ frame: Int) -> Float {
        if row == 0 { return (frame / 1_500 + column) % 4 == 0 ? 0 : 1 }
        let band = (row - 1) / 5
        let way = Float((frame &* (row &+ 2) &+ column &* 613) % 5_003) / 5_002
        switch (row - 1) % 5 {
        case 0: return (frame / 800 + column + band) % 3 == 0 ? 0 : 1
        case 1: return Float((frame / 1_100 + column + band) % 4)
        case 2: return 4.33 + way * 9.9
        case 3: return way * 48 - 24
        default: return way * 7.6 - 3.3
        }
    }
}

/// A stage with all it needs to be rendered, and what came out.
final class StageBench<Stage: LinearStage> {
    var stage = Stage(sampleRate: 48_000)
    /// Position of a parameter (row, column, frame).
    var position: (Int, Int, Int) -> Float = Stage.position
    /// Sample of a side (0 left, 1 right), column and frame.
    var input: (Int, Int, Int) -> Float = StageBench.noise
    /// Left samples by column, then right ones.
    private(set) var output = [[Float]](repeating: [], count: 16)
    let rows = (0..<Stage.rowCount).map { _ in LaneMemory() }
    private let left = LaneMemory()
    private let right = LaneMemory()
    private let scratch = LaneMemory(1_024)
    var stillness = Stillness()

    /// Full-scale noise, other in every column and on every side.
    static func noise(_ side: Int, _ column: Int, _ frame: Int) -> Float {
        var x = UInt64(truncatingIfNeeded: frame &* 16 &+ column &* 2 &+ side) &* 0x9E37_79B9_7F4A_7C15
        x ^= x >> 29
        x = x &* 0xBF58_476D_1CE4_E5B9
        return Float(Int32(truncatingIfNeeded: x >> 32)) / 0x1p31
    }

    /// The rows of a block; those that stand still over it are constant.
    func laneRows(_ start: Int, _ frames: Int) -> [VectorRow] {
        rows.enumerated().map { row, memory in
            var moves = false
            for frame in 0..<frames {
                var value = Vector(repeating: 0)
                for column in 0..<8 { value[column] = position(row, column, start + frame) }
                memory.columns[frame] = value
                if frame > 0 && value != memory.columns[0] { moves = true }
            }
            return moves ? VectorRow(moving: memory.columns) : VectorRow(constant: memory.columns)
        }
    }

    func parameters(_ start: Int, _ frames: Int) -> Stage.Parameters { Stage.parameters(laneRows(start, frames)) }

    /// Renders from one frame to another in blocks of a length, cut at every 64th frame.
    func render(_ range: Range<Int>, block: (Int) -> Int = { _ in 64 }) {
        var start = range.lowerBound
        while start < range.upperBound {
            let frames = min(max(1, block(start)), 64 - start % 64, range.upperBound - start)
            for frame in 0..<frames {
                for column in 0..<8 {
                    left.columns[frame][column] = input(0, column, start + frame)
                    right.columns[frame][column] = input(1, column, start + frame)
                }
            }
            let rows = laneRows(start, frames)
            if stillness.take(rows) && isAny(stage.isCalm) {
                stage.renderCalm(
                    left: left.columns, right: right.columns, scratch: scratch.columns, frames: frames,
                    at: Int64(start))
            } else {
                stage.render(
                    Stage.parameters(rows), left: left.columns, right: right.columns, scratch: scratch.columns,
                    frames: frames, at: Int64(start))
            }
            for frame in 0..<frames {
                for column in 0..<8 {
                    output[column].append(left.columns[frame][column])
                    output[8 + column].append(right.columns[frame][column])
                }
            }
            start += frames
        }
    }

    func skip(_ range: Range<Int>) {
        for start in stride(from: range.lowerBound, to: range.upperBound, by: 64) {
            let rows = laneRows(start, 64)
            _ = stillness.take(rows)
            stage.skip(Stage.parameters(rows), frames: 64, at: Int64(start))
        }
    }

    /// Outputs by their bits, a zero of either sign being a zero: sums begin with one, so no sign of a zero leaves the mixer.
    func bits(_ column: Int) -> [UInt32] { (output[column] + output[8 + column]).map { ($0 + 0).bitPattern } }
}

func mask(_ columns: Int...) -> VectorMask {
    var mask = VectorMask(repeating: false)
    for column in columns { mask[column] = true }
    return mask
}
