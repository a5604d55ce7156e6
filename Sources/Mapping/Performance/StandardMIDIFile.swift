public import MIDI

/// A Standard MIDI File as timed messages: what any MIDI recorder writes.
///
/// - Source: MIDI Manufacturers Association, "Standard MIDI Files 1.0", 1996.
public struct StandardMIDIFile: Sendable, Hashable {
    public var tracks: [Track]

    /// One device.
    public struct Track: Sendable, Hashable {
        /// From the track's name event; empty if it has none.
        public var name: String
        /// Nanoseconds from the start of the file, rising.
        public var messages: [TimedMessage]
    }

    /// Largest file: 16 MiB, as of a performance in YAML.
    public static let maximumBytes = YAMLReader.maximumPerformanceBytes

    /// Reads format 0 or 1 with any division, a day long at most; the tempo changes of all tracks count for all.
    ///
    /// - Throws: ``MIDIFileError``; nothing is guessed.
    public init(bytes: [UInt8]) throws(MIDIFileError) {
        var reader = ByteReader(bytes)
        guard reader.take(4) == Array("MThd".utf8), let length = reader.integer(4), length >= 6,
            let header = reader.take(length)
        else {
            throw .notAMIDIFile
        }
        let format = ByteReader.integer(header[0..<2])
        guard format < 2 else { throw .format(format) }
        var raw: [RawTrack] = []
        while !reader.isAtEnd {
            let start = reader.position
            guard let kind = reader.take(4), let length = reader.integer(4), let body = reader.take(length) else {
                throw .cutShort(byte: start)
            }
            if kind == Array("MTrk".utf8) { raw.append(try RawTrack(body, at: start + 8)) }
        }
        guard !raw.isEmpty else { throw .noTracks }
        let clock = try TickClock(division: ByteReader.integer(header[4..<6]), tempi: raw.flatMap(\.tempi))
        tracks = []
        for track in raw {
            var messages: [TimedMessage] = []
            messages.reserveCapacity(track.messages.count)
            for (tick, message) in track.messages {
                messages.append(TimedMessage(nanoseconds: try clock.nanoseconds(tick), message: message))
            }
            tracks.append(Track(name: track.name, messages: messages))
        }
    }

    /// As a performance without expectations: each track that has messages is one surface, named `track1`, `track2` ….
    ///
    /// - Parameters:
    ///   - mappings: one for each such track, in their order; tracks beyond them are left out.
    ///   - file: for locations.
    public func performance(mappings: [String], file: String) -> Performance {
        var performance = Performance()
        let place = SourceLocation(file: file)
        for (index, (track, mapping)) in zip(tracks.filter { !$0.messages.isEmpty }, mappings).enumerated() {
            let name = "track\(index + 1)"
            performance.surfaces.append(.init(name: name, mapping: mapping, location: place))
            performance.events += track.messages.map {
                .init(nanoseconds: $0.nanoseconds, input: .bytes(surface: name, $0.message.bytes), location: place)
            }
        }
        performance.events.sort { $0.nanoseconds < $1.nanoseconds }
        return performance
    }
}

/// Why a Standard MIDI File cannot be read. The caller names the file.
public enum MIDIFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No header: another kind of file.
    case notAMIDIFile
    /// A format other than 0 and 1.
    case format(Int64)
    /// The file ends inside what begins at this byte.
    case cutShort(byte: Int)
    /// A byte that no event can have.
    case wrongEvent(byte: Int)
    case noTracks
    /// A division of 0 ticks, or an unknown frame rate.
    case division(Int64)
    /// Its delta times add up to more than a day.
    case tooLong

    public var description: String {
        switch self {
        case .notAMIDIFile: "not a Standard MIDI File: it does not begin with `MThd`"
        case .format(let format): "a Standard MIDI File of format \(format), expected 0 or 1; save it as format 1"
        case .cutShort(let byte): "the file ends inside the chunk or event at byte \(byte); record or copy it again"
        case .wrongEvent(let byte): "there is no MIDI event at byte \(byte); the file is damaged"
        case .noTracks: "the file has no track"
        case .division(let division):
            "the time division is \(division), expected ticks per quarter note or 24, 25, 29 or 30 frames"
        case .tooLong:
            "its events go on for more than a day, which no performance may; the file is damaged, or cut it"
        }
    }
}

/// Bytes taken from the front.
struct ByteReader {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position >= bytes.count }
    var peek: UInt8? { isAtEnd ? nil : bytes[position] }

    mutating func take() -> UInt8? {
        guard let byte = peek else { return nil }
        position += 1
        return byte
    }

    mutating func take(_ count: Int64) -> [UInt8]? { Int(exactly: count).flatMap { take($0) } }

    mutating func take(_ count: Int) -> [UInt8]? {
        guard count >= 0, count <= bytes.count - position else { return nil }
        defer { position += count }
        return Array(bytes[position..<(position + count)])
    }

    /// Big-endian.
    mutating func integer(_ count: Int) -> Int? { take(count).flatMap { Int(exactly: ByteReader.integer($0)) } }

    /// At most seven bytes, so that it fits.
    static func integer(_ bytes: some Collection<UInt8>) -> Int64 {
        assert(bytes.count <= 7)
        return bytes.reduce(0) { $0 << 8 | Int64(truncatingIfNeeded: $1) }
    }

    /// Seven bits a byte, at most four bytes.
    mutating func variable() -> Int64? {
        var value: Int64 = 0
        for _ in 0..<4 {
            guard let byte = take() else { return nil }
            value = value << 7 | Int64(truncatingIfNeeded: byte & 127)
            if byte < 128 { return value }
        }
        return nil
    }
}
