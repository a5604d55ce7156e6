import Desk

/// Positions and meters of all nodes as bytes, little-endian, for sixty pictures a second. Docs/Remote.md has the table.
enum LevelFrame {
    static let kind: UInt8 = 1
    static let version: UInt8 = 1

    /// 16 bytes of head, then 48 for each node.
    static func bytes(_ turn: PageTurn) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16 + 48 * turn.levels.count)
        bytes.append(kind)
        bytes.append(version)
        append(UInt16(truncatingIfNeeded: turn.levels.count), to: &bytes)
        append(UInt32(turn.isRolling ? 1 : 0), to: &bytes)
        append(Double(turn.position).bitPattern, to: &bytes)
        for node in turn.levels {
            for value in [node.fader, node.pan, node.lane] { append(value.bitPattern, to: &bytes) }
            let state = UInt32(WriteState.allCases.firstIndex(of: node.state) ?? 0)
            append(UInt32(node.switches.rawValue) | state << 8 | UInt32(min(node.clips, 0xFFFF)) << 16, to: &bytes)
            let levels = [
                node.peakLeft, node.peakRight, node.rmsLeft, node.rmsRight, node.held, node.gate, node.compressor,
                max(node.deEsser, node.limiter),
            ]
            for value in levels { append(value.bitPattern, to: &bytes) }
        }
        return bytes
    }

    private static func append<Number: FixedWidthInteger>(_ number: Number, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }
}

/// What is measured of the mix as bytes; a client is sent them when they have changed.
enum MixFrame {
    static let kind: UInt8 = 2

    /// 8 bytes of head, then floats: momentary, short-term, integrated, range (NaN: none), true peak, correlation, seconds, then third
    /// octaves, then pairs of samples.
    static func bytes(_ reading: MixReading) -> [UInt8] {
        var bytes: [UInt8] = [kind, 1]
        func append<Number: FixedWidthInteger>(_ number: Number) {
            withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
        }
        append(UInt16(reading.spectrum.count))
        append(UInt32(0))
        let head = [
            reading.momentary, reading.shortTerm, reading.integrated, reading.range ?? .nan, reading.truePeak,
            Double(reading.correlation), reading.seconds,
        ]
        for value in head { append(Float(value).bitPattern) }
        for value in reading.spectrum { append(value.bitPattern) }
        for sample in reading.pairs {
            let scaled = min(max(sample.isNaN ? 0 : sample, -1), 1) * 127
            bytes.append(UInt8(bitPattern: Int8(scaled.rounded())))
        }
        return bytes
    }
}
