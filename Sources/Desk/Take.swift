public import Units

/// What was heard, laid on the song's time line: every sample as it was heard last.
public struct Take: Sendable {
    public private(set) var left: [Float]
    public private(set) var right: [Float]
    private var heard: [Bool]

    /// - Parameter length: of the song, in frames.
    public init(length: FramePosition) {
        left = [Float](repeating: 0, count: Int(length))
        right = left
        heard = [Bool](repeating: false, count: Int(length))
    }

    /// Lays a block on the time line; what lies beyond the song's end is left out.
    public mutating func add(
        _ newLeft: UnsafePointer<Float>, _ newRight: UnsafePointer<Float>, frames: Int, at position: FramePosition
    ) {
        let count = min(frames, left.count - Int(position))
        guard count > 0, position >= 0 else { return }
        for offset in 0..<count {
            left[Int(position) + offset] = newLeft[offset]
            right[Int(position) + offset] = newRight[offset]
            heard[Int(position) + offset] = true
        }
    }

    /// The first stretch of the song that was not heard.
    public var unheard: Range<FramePosition>? {
        guard let start = heard.firstIndex(of: false) else { return nil }
        let end = heard[start...].firstIndex(of: true) ?? heard.count
        return Int64(start)..<Int64(end)
    }
}
