import Vectors

/// The highest magnitude of the last frames: of at least as many as the oversampler looks back on, at most of twice as many.
///
/// Where it is low enough no peak can be too high, and the search for peaks can be left out; that changes no result, only
/// the cost.
///
/// - Thread: audio.
struct PeakHold {
    private var now = Vector(repeating: 0)
    private var before: Float = 0
    private var frames = 0
    /// The highest magnitude.
    private(set) var peak: Float = 0

    @_noLocks @_noAllocation
    init() {}

    @_noLocks @_noAllocation
    mutating func reset() {
        now = Vector(repeating: 0)
        before = 0
        frames = 0
        peak = 0
    }

    /// Counts the past, which is unknown, as loud.
    @_noLocks @_noAllocation
    mutating func fill() {
        reset()
        before = .infinity
        peak = .infinity
    }

    /// Takes samples in whole vectors; a NaN counts as infinite.
    @_noLocks @_noAllocation
    mutating func listen(_ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, _ count: Int) {
        var high = now
        var index = 0
        while index < count {
            let l = left.octet(index).unsigned
            let r = right.octet(index).unsigned
            high.replace(with: l, where: (l .> high) .| (l .!= l))
            high.replace(with: r, where: (r .> high) .| (r .!= r))
            index &+= 8
        }
        now = high
        var newest: Float = 0
        for column in 0..<8 {
            let sample = high[column] < .infinity ? high[column] : .infinity
            if sample > newest { newest = sample }
        }
        peak = newest > before ? newest : before
        frames = frames &+ count
        if frames > PeakOversampler.past &+ Block.frames {
            before = newest
            now = Vector(repeating: 0)
            frames = 0
        }
    }
}
