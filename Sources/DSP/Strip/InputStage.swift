import MixModel
import Vectors

/// Gain, polarity, exchange of sides and width, before everything else.
///
/// - Thread: audio; setup makes it.
struct InputStage {
    private var polarity = SwitchFade(frames: SwitchFade.gainFrames)
    private var swap = SwitchFade(frames: SwitchFade.gainFrames)
    private var isFresh = VectorMask(repeating: true)
    /// In the block before, the stage was nothing but a constant gain: no exchange of sides, no width.
    private(set) var isPlain = VectorMask(repeating: false)
    private var gain = Vector(repeating: 1)

    /// The gain of the block before, where ``isPlain``.
    var standing: Vector {
        @_noLocks @_noAllocation @inline(__always) get { gain }
    }

    /// Forgets what was heard.
    @_noLocks @_noAllocation
    mutating func reset() {
        isFresh = VectorMask(repeating: true)
        isPlain = VectorMask(repeating: false)
    }

    /// Whether no switch fades.
    @_noLocks @_noAllocation
    func isSettled(_ rows: StageRows) -> Bool {
        polarity.isSettled(rows[.polarity]) && swap.isSettled(rows[.inputSwap])
    }

    /// Moves the switches over a silent block.
    @_noLocks @_noAllocation
    mutating func skip(_ rows: StageRows, frames: Int) {
        polarity.skip(rows[.polarity], snap: isFresh, frames: frames)
        swap.skip(rows[.inputSwap], snap: isFresh, frames: frames)
        isFresh = VectorMask(repeating: false)
        isPlain = VectorMask(repeating: false)
    }

    /// Renders a block in place.
    ///
    /// - Parameters:
    ///   - open: 0 where the strip is shut and hears silence.
    ///   - isStill: the positions are those of the block before.
    @_noLocks @_noAllocation
    mutating func render(
        _ rows: StageRows, open: VectorRow, left: UnsafeMutablePointer<Vector>, right: UnsafeMutablePointer<Vector>,
        scratch: Scratch, isStill: Bool, frames: Int
    ) {
        if isStill && isAny(isPlain) {
            scratch.gains.level[0] = gain
            InputStage.feed(left, right, gain: VectorRow(constant: scratch.gains.level), open: open, frames: frames)
            return
        }
        let inversion = polarity.render(rows[.polarity], snap: isFresh, scratch: scratch.first, frames: frames)
        let exchange = swap.render(rows[.inputSwap], snap: isFresh, scratch: scratch.second, frames: frames)
        isFresh = VectorMask(repeating: false)
        let gain = LevelGain.inputs(
            rows[.inputGain], inversion: inversion, scratch: scratch.gains.level, frames: frames)
        InputStage.feed(left, right, gain: gain, open: open, frames: frames)
        let isExchanging = exchange.isMoving || isAny(exchange.first .!= 0)
        if isExchanging {
            InputStage.exchange(left, right, exchange, frames: frames)
        }
        let width = rows[.inputWidth]
        let isWidening = width.isMoving || isAny(width.first .!= 100)
        if isWidening { InputStage.widen(left, right, width, frames: frames) }
        self.gain = gain.first
        isPlain = VectorMask(repeating: !gain.isMoving && !isExchanging && !isWidening)
    }

    /// Renders a still block in place after one that left ``isPlain``, with the strip open.
    @_noLocks @_noAllocation @inline(__always)
    mutating func renderCalm(
        _ left: UnsafeMutablePointer<Vector>, _ right: UnsafeMutablePointer<Vector>, frames: Int
    ) {
        let constant = gain
        if isSame(constant, Vector(repeating: 1)) { return }
        for frame in 0..<frames {
            left[frame] *= constant
            right[frame] *= constant
        }
    }

    @_noLocks @_noAllocation
    private static func feed(
        _ left: UnsafeMutablePointer<Vector>, _ right: UnsafeMutablePointer<Vector>, gain: VectorRow, open: VectorRow,
        frames: Int
    ) {
        if !open.isMoving && !isAny(open.first .!= 1) && !gain.isMoving {
            let constant = gain.first
            if !isAny(constant .!= 1) { return }
            for frame in 0..<frames {
                left[frame] *= constant
                right[frame] *= constant
            }
            return
        }
        for frame in 0..<frames {
            let isShut = open[frame] .== 0
            left[frame] = left[frame].replacing(with: 0, where: isShut) * gain[frame]
            right[frame] = right[frame].replacing(with: 0, where: isShut) * gain[frame]
        }
    }

    /// Fades between a side and the other one, exact at both ends.
    @_noLocks @_noAllocation
    private static func exchange(
        _ left: UnsafeMutablePointer<Vector>, _ right: UnsafeMutablePointer<Vector>, _ exchange: VectorRow,
        frames: Int
    ) {
        for frame in 0..<frames {
            let (l, r, w) = (left[frame], right[frame], exchange[frame])
            let isExchanged = w .== 1
            let isPlain = w .== 0
            left[frame] = (l + w * (r - l)).replacing(with: r, where: isExchanged).replacing(with: l, where: isPlain)
            right[frame] = (r + w * (l - r)).replacing(with: l, where: isExchanged).replacing(with: r, where: isPlain)
        }
    }

    /// Scales the difference of the sides; exact at 100 %. A NaN counts as 0 %.
    @_noLocks @_noAllocation
    private static func widen(
        _ left: UnsafeMutablePointer<Vector>, _ right: UnsafeMutablePointer<Vector>, _ width: VectorRow, frames: Int
    ) {
        for frame in 0..<frames {
            let (l, r) = (left[frame], right[frame])
            var w = width[frame]
            w.replace(with: 0, where: .!(w .> 0))
            w.replace(with: 200, where: w .> 200)
            let isPlain = w .== 100
            let middle = (l + r) * 0.5
            let side = (l - r) * (w * 0.005)
            left[frame] = (middle + side).replacing(with: l, where: isPlain)
            right[frame] = (middle - side).replacing(with: r, where: isPlain)
        }
    }
}
