/// How fast, and in which direction, a song is played: 1 as it was recorded, 0.5 half as fast and an octave lower, −1 backwards.
///
/// A whole number of parts of a frame, so that engine, disk and desk come to the same place however long the song plays.
public struct PlaySpeed: Sendable, Hashable, BitwiseCopyable {
    /// Parts of a frame that the song goes on by with each frame that is heard; never 0.
    public let parts: Int32

    /// Parts of a frame: a speed is exact to a ten-thousandth.
    public static var unit: Int64 {
        @_noLocks @_noAllocation get { 10_000 }
    }
    /// Slowest and fastest, in either direction.
    public static let range = 0.05...4.0

    /// As it was recorded.
    public static var normal: PlaySpeed {
        @_noLocks @_noAllocation get { PlaySpeed(parts: 10_000) }
    }

    @_noLocks @_noAllocation
    init(parts: Int32) { self.parts = parts }

    /// - Parameter factor: −4…−0.05 or 0.05…4, rounded to a ten-thousandth; `nil` for any other number.
    public init?(_ factor: Double) {
        guard PlaySpeed.range.contains(factor.magnitude),
            let parts = ReadNumber.nearest(factor * Double(PlaySpeed.unit), in: Int32.min...Int32.max)
        else { return nil }
        self.init(parts: parts)
    }

    /// −4…−0.05 or 0.05…4.
    public var factor: Double { Double(parts) / Double(PlaySpeed.unit) }

    public var isNormal: Bool {
        @_noLocks @_noAllocation get { Int64(parts) == PlaySpeed.unit }
    }
    public var isForward: Bool {
        @_noLocks @_noAllocation get { parts > 0 }
    }

    /// Another speed in the same direction, by so much faster or slower, and not beyond the slowest and the fastest.
    public func faster(by step: Double) -> PlaySpeed {
        let magnitude = factor.magnitude + (isForward ? step : -step)
        let inside = min(max(magnitude, PlaySpeed.range.lowerBound), PlaySpeed.range.upperBound)
        return PlaySpeed(isForward ? inside : -inside) ?? self
    }

    /// The other direction, as fast.
    public var reversed: PlaySpeed { PlaySpeed(parts: -parts) }

    /// From normal speed half of it; from any other speed normal speed. The direction stays.
    public var halved: PlaySpeed {
        let half = PlaySpeed(parts: isForward ? 5_000 : -5_000)
        return parts.magnitude == UInt32(PlaySpeed.unit) ? half : PlaySpeed(parts: half.parts * 2)
    }

    /// Most session frames by which the first frame heard at or beyond a place may be beyond it: 0 up to normal speed.
    public var overshoot: Int64 { (Int64(parts.magnitude) - 1) / PlaySpeed.unit }

    /// Frames of the song in so many frames that are heard, rounded down.
    public func sessionFrames(_ frames: Int64) -> Int64 { frames * Int64(parts.magnitude) / PlaySpeed.unit }
}

extension PlaySpeed: CustomStringConvertible {
    /// `0.5`, `-1`: as it is written.
    public var description: String {
        let text = "\(factor)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// For displays: `×0.5`, `◀ ×1`; nothing at normal speed.
    public var sign: String? {
        if isNormal { return nil }
        return isForward ? "×\(self)" : "◀ ×\(description.dropFirst())"
    }
}
