public import Units

/// How long sound is kept after the song's end, for what still sounds then: reverbs, echoes, compressors that let go.
public enum Tail: Sendable, Hashable {
    /// Until nothing is above ``floor`` any more, and ``limitSeconds`` at most.
    case automatic
    /// So many seconds, 0 or more, whatever sounds.
    case seconds(Double)

    /// Longest automatic tail.
    public static let limitSeconds = 30
    /// What is below is heard by nobody: −90 dBFS.
    public static let floorDecibels = -90
    /// The same as an amplitude.
    public static let floor: Float = 3.1622776e-5

    /// Most frames after the song's end that can be kept.
    public func frames(sampleRate: Int) -> FramePosition {
        switch self {
        case .automatic: FramePosition(Tail.limitSeconds * sampleRate)
        case .seconds(let seconds): FramePosition((seconds * Double(sampleRate)).rounded())
        }
    }
}

/// What goes on sounding where a tail was cut off.
public struct CutSound: Sendable, Hashable {
    /// Highest sample after the cut, as an amplitude.
    public var peak: Float = 0
    /// Session frame after the last one above ``Tail/floor``.
    public var end: FramePosition = 0
    /// It had not ended when listening ended, after ``Tail/limitSeconds`` seconds.
    public var goesOn = false
    /// Buses and strips that sounded after the cut, by name, the loudest first.
    public var sources: [String] = []

    public init() {}
}

extension CutSound {
    /// Listens to frames after the cut.
    mutating func listen(
        _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, frames: Int, at position: FramePosition
    ) {
        guard let last = lastLoud(left, right, frames: frames) else { return }
        for frame in 0...last { peak = max(peak, abs(left[frame]), abs(right[frame])) }
        end = position + FramePosition(last) + 1
    }
}

/// The last frame above the floor, counted from the first; `nil` if there is none. What is no number is not heard.
func lastLoud(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, frames: Int) -> Int? {
    var frame = frames - 1
    while frame >= 0 {
        if abs(left[frame]) >= Tail.floor || abs(right[frame]) >= Tail.floor { return frame }
        frame -= 1
    }
    return nil
}
