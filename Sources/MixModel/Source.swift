/// Where a strip's sound comes from.
public struct Source: Sendable, Hashable, Codable {
    /// Path as given; a relative one starts at the session folder.
    public var path: String
    /// XXH3-128 of the file's bytes in hex, so that a moved file is found again and a changed one is noticed.
    public var fingerprint: String
    /// 1 or 2.
    public var channels: Int
    /// Frames per second of the file itself.
    public var sampleRate: Int
    /// Length of the file in its own frames.
    public var frames: Int64

    public init(path: String, fingerprint: String, channels: Int, sampleRate: Int, frames: Int64) {
        self.path = path
        self.fingerprint = fingerprint
        self.channels = channels
        self.sampleRate = sampleRate
        self.frames = frames
    }

    /// A path is bytes: two that are one text to Unicode may be two files.
    public static func == (one: Source, other: Source) -> Bool {
        one.path.utf8.elementsEqual(other.path.utf8) && one.fingerprint == other.fingerprint
            && one.channels == other.channels && one.sampleRate == other.sampleRate && one.frames == other.frames
    }

    /// Length in frames at another sample rate, rounded up.
    public func frames(at rate: Int) -> Int64 {
        rate == sampleRate ? frames : (frames * Int64(rate) + Int64(sampleRate) - 1) / Int64(sampleRate)
    }
}
