import Effects
import Vectors

/// A limiter with parameters that may move, run over whole signals.
struct LimiterRun {
    /// A constant, or a value for each frame (the last one lasts).
    enum Way {
        case steady(Float)
        case moving([Float])

        func value(at frame: Int) -> Float {
            switch self {
            case .steady(let value): return value
            case .moving(let values): return values[min(frame, values.count - 1)]
            }
        }
    }

    var on = Way.steady(1)
    var gain = Way.steady(0)
    var ceiling = Way.steady(-1)
    /// log₂ ms.
    var release = Way.steady(6.64)
    /// Lengths of the blocks, in turn; none crosses a cell of 64 frames.
    var blocks = [64]
    /// Blocks in which nothing could happen are left out, and are silence.
    var skipsIdle = false

    struct Result {
        var left: [Float] = []
        var right: [Float] = []
        var reduction: Float = 0
        var isDelaying = false
        var skipped = 0
    }

    func callAsFunction(
        _ left: [Float], _ right: [Float], isDelaying: Bool = true, sampleRate: Int = 48_000
    ) -> Result {
        var limiter = Limiter(sampleRate: sampleRate, isDelaying: isDelaying)
        return run(&limiter, left, right)
    }

    func run(_ limiter: inout Limiter, _ left: [Float], _ right: [Float], at first: Int = 0) -> Result {
        let memory = UnsafeMutablePointer<Float>.allocate(capacity: 6 * 64)
        memory.initialize(repeating: 0, count: 6 * 64)
        defer { memory.deallocate() }
        var result = Result()
        var (frame, turn) = (0, 0)
        while frame < left.count {
            let session = first + frame
            let length = min(blocks[turn % blocks.count], left.count - frame, 64 - session & 63)
            turn += 1
            let rows = [on, gain, ceiling, release].enumerated().map { index, way in
                let row = memory + 64 * index
                guard case .moving = way else {
                    row[0] = way.value(at: 0)
                    return Row(row, stride: 0)
                }
                for offset in 0..<length { row[offset] = way.value(at: session + offset) }
                return Row(row, stride: 1)
            }
            let p = Limiter.Parameters(on: rows[0], gain: rows[1], ceiling: rows[2], release: rows[3])
            let (l, r) = (memory + 256, memory + 320)
            for offset in 0..<length {
                l[offset] = left[frame + offset]
                r[offset] = right[frame + offset]
            }
            let isSilent = (0..<length).allSatisfy { l[$0] == 0 && r[$0] == 0 }
            if skipsIdle && isSilent && limiter.isIdle(p) {
                result.skipped += length
            } else {
                limiter.render(p, left: l, right: r, frames: length, at: Int64(session))
            }
            result.left += (0..<length).map { l[$0] }
            result.right += (0..<length).map { r[$0] }
            frame += length
        }
        result.reduction = limiter.reduction
        result.isDelaying = limiter.isDelaying
        return result
    }
}

/// Signals by a generator that is the same everywhere.
struct Noise {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    /// Evenly within ±1.
    mutating func next() -> Float {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Float(Int32(truncatingIfNeeded: state >> 32)) * 0x1p-31
    }

    static func row(_ count: Int, seed: UInt64, level: Float = 1) -> [Float] {
        var noise = Noise(seed)
        return (0..<count).map { _ in noise.next() * level }
    }
}
