import DSP
import Vectors

extension DynamicsRig {
    /// Rows of the settings, which stand where nothing differs within the block.
    func rows(at frame: Int, _ frames: Int, _ memory: UnsafeMutablePointer<Vector>) -> [VectorRow] {
        settings.indices.map { index in
            let row = memory + 64 * index
            guard case .moves(let position) = settings[index] else {
                row[0] = settings[index].position(frame)
                return VectorRow(constant: row)
            }
            var isMoving = false
            for offset in 0..<frames {
                row[offset] = position(frame + offset)
                if row[offset] != row[0] { isMoving = true }
            }
            return isMoving ? VectorRow(moving: row) : VectorRow(constant: row)
        }
    }

    static func gate(_ p: [VectorRow]) -> Gate.Parameters {
        Gate.Parameters(
            on: p[0], threshold: p[1], ratio: p[2], range: p[3], attack: p[4], hold: p[5], release: p[6],
            hysteresis: p[7], highPass: p[8], lowPass: p[9])
    }

    static func compressor(_ p: [VectorRow]) -> Compressor.Parameters {
        Compressor.Parameters(
            on: p[0], threshold: p[1], ratio: p[2], attack: p[3], release: p[4], knee: p[5], makeup: p[6], mix: p[7],
            detector: p[8], highPass: p[9])
    }

    static func deEsser(_ p: [VectorRow]) -> DeEsser.Parameters {
        DeEsser.Parameters(on: p[0], frequency: p[1], threshold: p[2], range: p[3])
    }

    var reduction: Vector {
        switch stage {
        case .gate(let unit): unit.reduction
        case .compressor(let unit): unit.reduction
        case .deEsser(let unit): unit.reduction
        }
    }

    mutating func clearReduction() {
        change {
            $0.clearReduction()
        } _: {
            $0.clearReduction()
        } _: {
            $0.clearReduction()
        }
    }

    mutating func reset() {
        change {
            $0.reset()
        } _: {
            $0.reset()
        } _: {
            $0.reset()
        }
    }

    mutating func reset(_ columns: VectorMask) {
        change {
            $0.reset(columns)
        } _: {
            $0.reset(columns)
        } _: {
            $0.reset(columns)
        }
    }

    private mutating func change(
        _ gate: (inout Gate) -> Void, _ compressor: (inout Compressor) -> Void, _ deEsser: (inout DeEsser) -> Void
    ) {
        switch stage {
        case .gate(var unit):
            gate(&unit)
            stage = .gate(unit)
        case .compressor(var unit):
            compressor(&unit)
            stage = .compressor(unit)
        case .deEsser(var unit):
            deEsser(&unit)
            stage = .deEsser(unit)
        }
    }

    /// The memory of the unit.
    var bytes: [UInt8] {
        switch stage {
        case .gate(let unit): withUnsafeBytes(of: unit, Array.init)
        case .compressor(let unit): withUnsafeBytes(of: unit, Array.init)
        case .deEsser(let unit): withUnsafeBytes(of: unit, Array.init)
        }
    }

    /// Moves a strip from a column of another unit into one of this, as whoever regroups strips does.
    mutating func take(column: Int, of other: DynamicsRig, into target: Int) {
        let source = other.bytes
        func copy(_ bytes: UnsafeMutableRawBufferPointer) {
            for row in stride(from: 0, to: bytes.count, by: 32) {
                for byte in 0..<4 { bytes[row + target * 4 + byte] = source[row + column * 4 + byte] }
            }
        }
        change {
            withUnsafeMutableBytes(of: &$0, copy)
        } _: {
            withUnsafeMutableBytes(of: &$0, copy)
        } _: {
            withUnsafeMutableBytes(of: &$0, copy)
        }
    }
}
