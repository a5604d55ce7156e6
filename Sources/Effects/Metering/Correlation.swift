/// Correlation of left and right: 1 the same on both sides, 0 unrelated, −1 turned over, with an integration time of 300 ms.
///
/// The mean product over the geometric mean of the mean squares. Means are exponential windows of 300 ms; sums are closed
/// every 32 session frames, so blocks may be cut anywhere.
///
/// - Thread: audio; setup makes it.
/// - Source: the Pearson coefficient without removing the mean, as correlation meters show it; the time is that of a VU meter.
public struct Correlation {
    private var product = 0.0
    private var squareLeft = 0.0
    private var squareRight = 0.0
    private var openProduct = 0.0
    private var openLeft = 0.0
    private var openRight = 0.0
    /// Share of a closed sum in the means.
    private let share: Double

    /// - Parameter sampleRate: frames per second.
    public init(sampleRate: Int) { share = Swift.min(1, 32 / (0.3 * Double(sampleRate))) }

    /// Forgets the sound.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func reset() {
        product = 0
        squareLeft = 0
        squareRight = 0
        open()
    }

    /// −1…1; 1 where there is no signal on one side at least (below −120 dBFS), as there is nothing that could cancel.
    ///
    /// - Thread: audio; any thread may keep a copy.
    public var value: Float {
        @_noLocks @_noAllocation get {
            let energy = squareLeft * squareRight
            guard squareLeft > 1e-12 && squareRight > 1e-12 else { return 1 }
            let ratio = product / Correlation.root(energy)
            return Float(ratio < 1 ? (ratio > -1 ? ratio : -1) : 1)
        }
    }

    /// Measures a block.
    ///
    /// - Parameters:
    ///   - left: samples; likewise `right`. Those that are NaN or beyond 2⁶⁰ count as silence.
    ///   - frames: 1…64.
    ///   - frame: session frame of the first one.
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func render(
        left: UnsafePointer<Float>, right: UnsafePointer<Float>, frames: Int, at frame: Int64
    ) {
        for index in 0..<frames {
            if (frame &+ Int64(index)) & 31 == 0 { close() }
            var l = Double(left[index])
            var r = Double(right[index])
            if !(l < 0x1p60 && l > -0x1p60) { l = 0 }
            if !(r < 0x1p60 && r > -0x1p60) { r = 0 }
            openProduct += l * r
            openLeft += l * l
            openRight += r * r
        }
    }

    @_noLocks @_noAllocation
    private mutating func close() {
        product += (openProduct * 0.03125 - product) * share
        squareLeft += (openLeft * 0.03125 - squareLeft) * share
        squareRight += (openRight * 0.03125 - squareRight) * share
        open()
    }

    @_noLocks @_noAllocation
    private mutating func open() {
        openProduct = 0
        openLeft = 0
        openRight = 0
    }

    /// Newton's square root: of the exponent halved, five steps to full precision.
    @_noLocks @_noAllocation
    private static func root(_ x: Double) -> Double {
        var y = Double(bitPattern: (x.bitPattern >> 1) &+ 0x1FF8_0000_0000_0000)
        for _ in 0..<5 { y = 0.5 * (y + x / y) }
        return y
    }
}
