import DSP
import Vectors

/// Knows whether positions are those of the block before, as the engine tells its stages.
struct Stillness {
    /// Whether stages are told; if not they look for themselves.
    var isTold = true
    private var last: [[UInt32]] = []

    /// Takes the rows of the next block.
    mutating func take(_ rows: [VectorRow]) -> Bool {
        let moves = rows.contains { $0.isMoving }
        let now = moves ? [] : rows.map { row in (0..<8).map { row.first[$0].bitPattern } }
        defer { last = now }
        return isTold && !moves && now == last
    }
}
