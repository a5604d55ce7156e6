public import MIDI

/// A Standard MIDI File as timed messages: what any MIDI recorder writes.
public struct StandardMIDIFile: Sendable, Hashable {
    public var tracks: [Track]

    /// One device.
    public struct Track: Sendable, Hashable {
        /// From the track's name event; empty if it has none.
        public var name: String
        /// Nanoseconds from the start of the file, rising.
        public var messages: [TimedMessage]
    }

    /// Reads format 0 or 1 with any division; all tempo changes count.
    public init(bytes: [UInt8]) throws(MIDIFileError) { throw .notAMIDIFile }

    /// As a performance without expectations.
    ///
    /// - Parameter mappings: one for each track that has messages, in their order.
    public func performance(mappings: [String], file: String) -> Performance { Performance() }
}

/// Why a Standard MIDI File cannot be read. The caller names the file.
public enum MIDIFileError: Error, Hashable, Sendable, CustomStringConvertible {
    case notAMIDIFile
    public var description: String { "" }
}
