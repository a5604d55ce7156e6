/// One part of the demonstration's song, as it would come out of somebody's recorder: unmixed, at tracking level.
///
/// - Thread: any.
public struct Stem: Sendable {
    /// Name of the part, such as `Voice`; also the name of its strip and file.
    public let name: String
    /// 1 or 2.
    public let channels: Int
    /// Samples of the left (or only) channel, `DemoSong.length` of them, nominal range ±1.
    public let left: [Float]
    /// Samples of the right channel; empty if there is one channel.
    public let right: [Float]

    public init(name: String, left: [Float], right: [Float] = []) {
        self.name = name
        self.channels = right.isEmpty ? 1 : 2
        self.left = left
        self.right = right
    }
}
