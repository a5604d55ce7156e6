import CSndfile

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
        /// on opening (WAV, AIFF, Ogg), else what it promises (FLAC): ``AudioFile/verify(_:)`` tells.
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
    /// What was wrong with the file on opening although it can be read: `truncated`.
    public let openingFault: FileError?
    let reader: FrameReader

    /// - Throws: ``FileError``, every case of reading but `damaged`, `notNumbers` and `truncated`.
    public convenience init(path: String) throws(FileError) { try self.init(path: path, isMapped: false) }

    /// - Parameter isMapped: whether a plain file is read from a mapping, which is cheaper off line.
    init(path: String, isMapped: Bool) throws(FileError) {
        let handle = try SoundHandle(path: path)
        let info = handle.properties
        guard info.samplerate > 0 else { throw .noSampleRate(path: path) }
        guard FileError.sampleRates.contains(Int(info.samplerate)) else {
            throw .unsupportedSampleRate(path: path, rate: Int(info.samplerate))
        }
        guard (1...2).contains(info.channels) else {
            throw .tooManyChannels(path: path, channels: Int(info.channels))
        }
        let length = try Length(of: handle)
        guard length.frames > 0 else { throw .empty(path: path) }
        openingFault = length.fault
        properties = Properties(
            path: path, frames: length.frames, sampleRate: Int(info.samplerate), channels: Int(info.channels),
            format: formatWords(info.format))
        reader = FrameReader(handle: handle, frames: length.frames, isMapped: isMapped)
    }

    /// Opens a file for reading.
    public static func open(_ path: String) throws(FileError) -> AudioFile { try AudioFile(path: path) }

    /// What a file says of itself; reads its header only.
    public static func probe(_ path: String) throws(FileError) -> Properties { try AudioFile(path: path).properties }

    /// Reads planar frames from any place; a mono file gives the same to both sides, and places outside the file are 0.
    ///
    /// Samples that are not numbers are 0.
    /// - Parameters:
    ///   - position: first frame, in frames of the file; may be negative.
    ///   - left: room for `frames` samples; likewise `right`, not overlapping.
    /// - Returns: how many frames lie in the file and could be read.
    @discardableResult
    public func read(
        at position: Int64, left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int
    ) -> Int { reader.read(at: position, left: left, right: right, frames: frames) }

    /// What reading found so far: `damaged`, `truncated`, `notNumbers`.
    public var readingFaults: [FileError] { reader.faults }
}
