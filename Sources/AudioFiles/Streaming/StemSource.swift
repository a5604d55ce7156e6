/// The file that a strip plays, as the session knows it.
public struct StemSource: Sendable, Hashable {
    /// What a session remembers of a file, to notice a changed one.
    public struct Shape: Sendable, Hashable {
        /// Length in frames of the file.
        public var frames: Int64
        /// Frames per second of the file.
        public var sampleRate: Int
        /// 1 or 2.
        public var channels: Int

        public init(frames: Int64, sampleRate: Int, channels: Int) {
            self.frames = frames
            self.sampleRate = sampleRate
            self.channels = channels
        }
    }

    /// Absolute, or relative to the process's folder.
    public var path: String
    /// What the file must be; `nil`: whatever it is.
    public var expected: Shape?

    /// Whether it begins again when it has come to its end, from ``StemReader/leastRepeated`` frames on.
    public var repeats: Bool
    /// Session frames by which it is late, 0 or more.
    public var delay: Int64

    public init(path: String, expected: Shape? = nil, repeats: Bool = false, delay: Int64 = 0) {
        self.path = path
        self.expected = expected
        self.repeats = repeats
        self.delay = delay
    }

    /// Opens the file and checks that it is the one expected.
    ///
    /// - Parameters:
    ///   - sessionRate: frames per second, 4000…768000.
    ///   - isMapped: whether a plain file is mapped into memory.
    public func open(sessionRate: Int, isMapped: Bool = false) throws(FileError) -> StemReader {
        let file = try AudioFile(path: path, isMapped: isMapped, knownFrames: expected?.frames)
        if let expected {
            let properties = file.properties
            var found = Shape(
                frames: properties.frames, sampleRate: properties.sampleRate, channels: properties.channels)
            // A packed file's header may promise more than it holds, and a session may know the true length.
            let isCut = file.openingFault.map { !$0.isHarmless } ?? false
            if !file.reader.isLengthExact || isCut {
                found.frames = expected.frames
            }
            guard found == expected else { throw .changed(path: path, found: found, expected: expected) }
        }
        return try StemReader(file: file, sessionRate: sessionRate, repeats: repeats, delay: delay)
    }
}
