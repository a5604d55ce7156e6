import Automation
import Foundation

/// Lanes as bytes: little-endian, exact.
///
/// Version 1: the version byte, then 32 bytes a segment: frame and start (Int64), from and to (Float), length (Int64).
/// Version 2, in histories only: the version byte, the numbers of segments that stay at the beginning and at the end
/// (UInt32 each), then the segments between them. So the history grows with what a pass wrote, not with the lane.
enum LaneCoding {
    static let segmentBytes = 32

    static func data(_ lane: Lane) -> Data {
        var bytes = Data(capacity: 1 + lane.segments.count * segmentBytes)
        bytes.append(1)
        append(lane.segments[...], to: &bytes)
        return bytes
    }

    static func lane(_ data: Data) -> Lane? {
        guard data.first == 1, let segments = segments(data.dropFirst()) else { return nil }
        return lane(segments)
    }

    /// Both sides of a change, each without what they have in common.
    static func splice(from before: Lane, to after: Lane) -> (before: Data, after: Data) {
        let (old, new) = (before.segments, after.segments)
        let shorter = min(old.count, new.count)
        var head = 0
        while head < shorter, old[head].isSame(as: new[head]) { head += 1 }
        var tail = 0
        while tail < shorter - head, old[old.count - 1 - tail].isSame(as: new[new.count - 1 - tail]) { tail += 1 }
        func side(_ segments: [Lane.Segment]) -> Data {
            var bytes = Data([2])
            append(UInt32(head), to: &bytes)
            append(UInt32(tail), to: &bytes)
            append(segments[head..<(segments.count - tail)], to: &bytes)
            return bytes
        }
        return (side(old), side(new))
    }

    /// The lane of a history's bytes, which may say only what differs from `current`.
    static func lane(_ data: Data, splicedInto current: Lane?) -> Lane? {
        guard data.first == 2 else { return lane(data) }
        guard let current, data.count >= 9 else { return nil }
        let numbers = data.dropFirst().prefix(8).withUnsafeBytes {
            (
                Int(UInt32(littleEndian: $0.loadUnaligned(as: UInt32.self))),
                Int(UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
            )
        }
        guard numbers.0 + numbers.1 <= current.segments.count, let middle = segments(data.dropFirst(9))
        else { return nil }
        return lane(current.segments.prefix(numbers.0) + middle + current.segments.suffix(numbers.1))
    }

    private static func lane(_ segments: [Lane.Segment]) -> Lane? {
        guard segments.first.map({ $0.frame >= 0 }) ?? true,
            zip(segments, segments.dropFirst()).allSatisfy({ $0.frame < $1.frame })
        else { return nil }
        return Lane(segments: segments)
    }

    static func append(_ segments: ArraySlice<Lane.Segment>, to bytes: inout Data) {
        for segment in segments { append(segment, to: &bytes) }
    }

    static func append(_ segment: Lane.Segment, to bytes: inout Data) {
        append(segment.frame, to: &bytes)
        append(segment.ramp.start, to: &bytes)
        append(segment.ramp.from.bitPattern, to: &bytes)
        append(segment.ramp.to.bitPattern, to: &bytes)
        append(segment.ramp.length, to: &bytes)
    }

    static func append(_ number: some FixedWidthInteger, to bytes: inout Data) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    static func segments(_ data: Data) -> [Lane.Segment]? {
        guard data.count % segmentBytes == 0 else { return nil }
        return data.withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count, by: segmentBytes).map { segment(bytes, at: $0) }
        }
    }

    static func segment(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Lane.Segment {
        func whole(_ place: Int) -> Int64 {
            Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + place, as: Int64.self))
        }
        func single(_ place: Int) -> Float {
            Float(
                bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + place, as: UInt32.self))
            )
        }
        return Lane.Segment(
            frame: whole(0), ramp: Ramp(start: whole(8), from: single(16), to: single(20), length: whole(24)))
    }
}

extension Lane.Segment {
    /// Equal with the sign of zero.
    func isSame(as other: Self) -> Bool {
        self == other && ramp.from.bitPattern == other.ramp.from.bitPattern
            && ramp.to.bitPattern == other.ramp.to.bitPattern
    }
}
