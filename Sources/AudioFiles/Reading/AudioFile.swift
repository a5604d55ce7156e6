/// An audio file that is open for reading: any format of the system's libsndfile, mono or stereo.
///
/// Use it to look at a file and to read it from anywhere; ``StemReader`` plays it at a session's rate, and
/// ``verify(_:)`` reads it whole to say whether it is sound.
/// - Thread: one at a time.
public final class AudioFile {
    /// What a file says of itself.
    public struct Properties: Sendable, Hashable {
        public var path: String
        /// Length in frames of the file, more than 0. For a file that was cut short, what it really holds where that is known
        /// on opening (WAV, AIFF, Ogg), else what it promises (FLAC); ``AudioFile/verify(_:)`` finds the true length.
        public var frames: Int64
        /// Frames per second.
        public var sampleRate: Int
        /// 1 or 2.
        public var channels: Int
        /// Words such as "WAV, 24 bit".
        public var format: String

        public init(path: String, frames: Int64, sampleRate: Int, channels: Int, format: String) {
            self.path = path
            self.frames = frames
            self.sampleRate = sampleRate
            self.channels = channels
            self.format = format
        }
    }

    public let properties: Properties
    /// What was wrong with the file on opening although it can be read: `truncated`, `misdeclared`.
    public let openingFault: FileError?
    let reader: FrameReader

    /// Frames from which on a length counts as invalid: nearly nine months at 48 kHz.
    private static let longest: Int64 = 1 << 40

    /// - Throws: ``FileError``, every case of reading but `damaged`, `notNumbers`, `tooLarge`, `truncated` and `misdeclared`.
    public convenience init(path: String) throws(FileError) { try self.init(path: path, isMapped: false) }

    /// - Parameters:
    ///   - isMapped: whether a plain file is read from a mapping, which is cheaper off line.
    ///   - knownFrames: the length, as found before, of a file that does not contain it: saves decoding the file to find out.
    init(path: String, isMapped: Bool, knownFrames: Int64? = nil) throws(FileError) {
        let opened = try OpenedSound(path: path, isMapped: isMapped, knownFrames: knownFrames)
        let shape = opened.shape
        guard shape.frames > 0 else { throw .empty(path: path) }
        guard shape.frames <= AudioFile.longest else {
            throw .notAudio(path: path, reason: "its header promises \(shape.frames) frames, which no file holds")
        }
        openingFault = opened.fault
        properties = Properties(
            path: path, frames: shape.frames, sampleRate: shape.sampleRate, channels: shape.channels,
            format: opened.words)
        reader = FrameReader(path, opened)
    }

    /// Opens a file for reading.
    public static func open(_ path: String) throws(FileError) -> AudioFile { try AudioFile(path: path) }

    /// What a file says of itself; reads its header only.
    /// - Parameter knownFrames: the length, as found before, for a file that does not contain it; without it, such a file is decoded
    ///   to its end.
    public static func probe(_ path: String, knownFrames: Int64? = nil) throws(FileError) -> Properties {
        try AudioFile(path: path, isMapped: false, knownFrames: knownFrames).properties
    }

    /// Reads planar frames from any place; a mono file gives the same to both sides, and places outside the file are 0.
    ///
    /// Samples that are not finite, or 240 dB or more over full scale, are 0.
    /// - Parameters:
    ///   - position: first frame, in frames of the file; may be negative.
    ///   - left: room for `frames` samples; likewise `right`, not overlapping.
    /// - Returns: how many frames lie in the file and could be read.
    @discardableResult
    public func read(
        at position: Int64, left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int
    ) -> Int { reader.read(at: position, left: left, right: right, frames: frames) }

    /// What reading found so far: `damaged`, `truncated`, `notNumbers`, `tooLarge`.
    public var readingFaults: [FileError] { reader.faults }
}
