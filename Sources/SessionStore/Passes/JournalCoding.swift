import Automation
import Foundation
import MixModel

/// Entries of the journal as bytes, one block a transaction: little-endian.
///
/// Version byte 2; entries; a checksum (UInt64) over all before it and the number of the pass. Version 1 leaves the number out. An entry
/// is its kind, then the address (a byte of length and UTF-8) for all kinds but 3, then
///
/// - 1, segment: the segment, as lanes have it.
/// - 2, end of writing: frame (Int64).
/// - 3, position: frame (Int64).
/// - 4, beginning of writing: position (bits of a Float, UInt32).
/// - 5, a position laid over: both ends of the range (Int64), position, 1 if it holds on or 0.
/// - 6, a line laid over: both ends of the range, the line as lanes have it, 1 if it holds on or 0.
enum JournalCoding {
    static func data(_ entries: [JournalEntry], pass: Int64) -> Data {
        var bytes = Data([2])
        func append(_ parameter: ParameterID) {
            let address = parameter.address.utf8
            bytes.append(UInt8(address.count))
            bytes.append(contentsOf: address)
        }
        for entry in entries {
            switch entry {
            case .segment(let parameter, let frame, let ramp):
                bytes.append(1)
                append(parameter)
                LaneCoding.append(Lane.Segment(frame: frame, ramp: ramp), to: &bytes)
            case .writeEnded(let parameter, let frame):
                bytes.append(2)
                append(parameter)
                LaneCoding.append(frame, to: &bytes)
            case .position(let frame):
                bytes.append(3)
                LaneCoding.append(frame, to: &bytes)
            case .began(let parameter, let rest):
                bytes.append(4)
                append(parameter)
                LaneCoding.append(rest.bitPattern, to: &bytes)
            case .laid(let parameter, let range, let line, let holdsOn):
                let isHeld = line == .hold(line.to, from: range.lowerBound)
                bytes.append(isHeld ? 5 : 6)
                append(parameter)
                LaneCoding.append(range.lowerBound, to: &bytes)
                LaneCoding.append(range.upperBound, to: &bytes)
                if isHeld {
                    LaneCoding.append(line.to.bitPattern, to: &bytes)
                } else {
                    LaneCoding.append(Lane.Segment(line), to: &bytes)
                }
                bytes.append(holdsOn ? 1 : 0)
            }
        }
        LaneCoding.append(sum(bytes, pass), to: &bytes)
        return bytes
    }

    /// `nil` if the block is damaged.
    static func entries(_ data: Data, pass: Int64) -> [JournalEntry]? {
        guard data.count >= 9, let version = data.first, (1...2).contains(version) else { return nil }
        let body = data.dropLast(8)
        let stored = data.suffix(8).withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
        guard stored == sum(body, version == 1 ? nil : pass) else { return nil }
        return body.withUnsafeBytes { bytes in
            var entries: [JournalEntry] = []
            var offset = 1
            func take(_ count: Int) -> Int? {
                guard count <= bytes.count - offset else { return nil }
                defer { offset += count }
                return offset
            }
            func parameter() -> ParameterID? {
                guard let length = take(1), let start = take(Int(bytes[length])) else { return nil }
                return ParameterID(address: String(decoding: bytes[start..<offset], as: UTF8.self))
            }
            func frame() -> Int64? {
                take(8).map { Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: Int64.self)) }
            }
            while let kind = take(1) {
                switch bytes[kind] {
                case 1:
                    guard let parameter = parameter(), let place = take(LaneCoding.segmentBytes) else { return nil }
                    let segment = LaneCoding.segment(bytes, at: place)
                    entries.append(.segment(parameter, frame: segment.frame, ramp: segment.ramp))
                case 2:
                    guard let parameter = parameter(), let frame = frame() else { return nil }
                    entries.append(.writeEnded(parameter, frame: frame))
                case 3:
                    guard let frame = frame() else { return nil }
                    entries.append(.position(frame: frame))
                case 4:
                    guard let parameter = parameter(), let place = take(4) else { return nil }
                    let bits = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))
                    entries.append(.began(parameter, rest: Float(bitPattern: bits)))
                case 5:
                    guard let parameter = parameter(), let start = frame(), let end = frame(), start < end,
                        let place = take(5)
                    else { return nil }
                    let bits = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))
                    entries.append(
                        .laid(
                            parameter, range: start..<end, line: .hold(Float(bitPattern: bits), from: start),
                            holdsOn: bytes[place + 4] == 1))
                case 6:
                    guard let parameter = parameter(), let start = frame(), let end = frame(), start < end,
                        let place = take(LaneCoding.segmentBytes + 1)
                    else { return nil }
                    entries.append(
                        .laid(
                            parameter, range: start..<end, line: LaneCoding.segment(bytes, at: place).ramp,
                            holdsOn: bytes[place + LaneCoding.segmentBytes] == 1))
                default: return nil
                }
            }
            return entries
        }
    }

    private static func sum(_ bytes: Data, _ pass: Int64?) -> UInt64 {
        var checksum = Checksum()
        if let pass { checksum.add(UInt64(bitPattern: pass)) }
        bytes.withUnsafeBytes { checksum.add($0) }
        return checksum.sum
    }
}
