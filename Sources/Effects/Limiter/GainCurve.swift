import Units
import Vectors

/// Makes a smooth gain that never exceeds the highest gain allowed for each frame.
///
/// The least gain of the coming `2 · box − 1` frames is held, released, and smoothed by two running means of `box` frames. At a
/// peak, all values that the means average have been held at its gain or below, so the smooth gain arrives together with the peak:
/// an attack without overshoot, with the shape of a triangle's integral. Minimum and means double their length with each pass over
/// the block (log₂ passes, a few vector operations each), so there is no running sum that could drift.
///
/// The release has two stages: the first returns with the time constant that is set; the second follows the held gain, four
/// times slower, and returns eight times slower. The lower of the two is used: single peaks are released fast, and after a long
/// reduction the gain returns slowly, without pumping.
///
/// - Thread: audio; setup makes it.
struct GainCurve: ~Copyable {
    /// Rows 0…levels: minimum of 1, 2, 4… frames; then the released gain and its sums; then sums of the first mean.
    private var rows: SampleRows
    private let levels: Int
    private let box: Int
    /// log₂ of the frames in a millisecond.
    private let octave: Double
    private var tuned: Float = .infinity
    private var rates = Rates()
    private var fast = 1.0
    private var slow = 1.0
    /// Frames since the released gain was last below 1.
    private var free: Int

    /// What the release multiplies by, per frame.
    private struct Rates {
        var fast = 1.0
        var charge = 1.0
        var discharge = 1.0

        @_noLocks @_noAllocation
        init() {}
    }

    init(sampleRate: Int) {
        // From 2/3 to 4/3 ms: 32 frames at 44.1 and 48 kHz.
        var levels = 2
        while (3 << levels) * 1000 < sampleRate * 2 { levels += 1 }
        self.levels = levels
        box = 1 << levels
        rows = SampleRows(rows: 3 * levels + 1, past: box)
        octave = PortableMath.log2(Double(sampleRate) / 1000)
        free = 4 * box
        reset()
    }

    /// Frames by which a gain comes out later than the frame that asked for it.
    var delay: Int { 2 * box - 2 }

    /// Place for the next frames' highest allowed gains, 0…1, to be filled before ``render(into:frames:release:from:at:)``.
    @_noLocks @_noAllocation
    mutating func entry(_ frames: Int) -> UnsafeMutablePointer<Float> {
        rows.makeRoom(frames)
        return rows.row(0)
    }

    /// Whether the gain has been 1 for `4 · box` frames: none that still matters has asked for a reduction.
    var isAtRest: Bool {
        @_noLocks @_noAllocation get { free >= 4 &* box }
    }

    @_noLocks @_noAllocation
    mutating func reset() {
        fast = 1
        slow = 1
        free = 4 &* box
        tuned = .infinity
        rows.fill(0..<levels &+ 1, with: 1)
        for level in 0...levels { rows.fill(levels &+ 1 &+ level..<levels &+ 2 &+ level, with: Float(1 << level)) }
        for level in 1..<levels {
            let row = 2 &* levels &+ 1 &+ level
            rows.fill(row..<row &+ 1, with: Float(box << level))
        }
    }

    /// Whether a release is in force.
    @_noLocks @_noAllocation
    func isTuned(to release: Float) -> Bool { release == tuned }

    /// Takes a release time.
    ///
    /// - Parameter release: log₂ ms, held to 0…10; a NaN is the shortest.
    @_noLocks @_noAllocation
    mutating func tune(_ release: Float) {
        guard release != tuned else { return }
        tuned = release
        let position = release > 0 ? (release < 10 ? Double(release) : 10) : 0
        let perFrame = PortableMath.exp2(0 - position - octave) * 1.4426950408889634
        rates.fast = 1 - PortableMath.exp2(0 - perFrame)
        rates.charge = 1 - PortableMath.exp2(0 - perFrame * 0.25)
        rates.discharge = 1 - PortableMath.exp2(0 - perFrame * 0.125)
    }

    /// At rest: lets time pass, and the release follow.
    @_noLocks @_noAllocation
    mutating func rest(frames: Int, release: Row, from start: Int, at frame: Int64) {
        guard release.isMoving || release[start] != tuned else { return }
        // The last point of the grid in these frames.
        let last = Int((frame &+ Int64(frames &- 1)) & Int64(Block.coefficientFrames &- 1))
        if last < frames { tune(release[start &+ frames &- 1 &- last]) }
    }

    /// - Parameters:
    ///   - gains: gets the smooth gains, in whole vectors; the one for a frame comes ``delay`` frames later.
    ///   - start: the first frame's index in `release`.
    ///   - frame: its play-line frame.
    @_noLocks @_noAllocation
    mutating func render(
        into gains: UnsafeMutablePointer<Float>, frames: Int, release: Row, from start: Int, at frame: Int64
    ) {
        hold(gains, frames)
        var done = 0
        let isSteady = !release.isMoving && release[start] == tuned
        while done < frames {
            var end = frames
            if !isSteady {
                let phase = Int((frame &+ Int64(done)) & Int64(Block.coefficientFrames &- 1))
                if phase == 0 { tune(release[start &+ done]) }
                let next = done &+ Block.coefficientFrames &- phase
                if next < end { end = next }
            }
            letGo(gains, done, end)
            done = end
        }
        let first = levels &+ 1
        for level in 0..<levels { widen(first &+ level, to: rows.row(first &+ level &+ 1), 1 << level, frames) }
        for level in 1..<levels {
            widen(first &+ levels &+ level &- 1, to: rows.row(first &+ levels &+ level), 1 << (level &- 1), frames)
        }
        widen(first &+ 2 &* levels &- 1, to: gains, box >> 1, frames)
        let share = 1 / Float(box &* box)
        var index = 0
        while index < frames {
            gains.put(gains.octet(index) * share, index)
            index &+= 8
        }
        rows.advance(frames)
    }

    /// Sums of twice as many frames.
    @_noLocks @_noAllocation @inline(__always)
    private func widen(_ source: Int, to target: UnsafeMutablePointer<Float>, _ shift: Int, _ frames: Int) {
        let sums = rows.row(source)
        var index = 0
        while index < frames {
            target.put(sums.octet(index) + sums.octet(index &- shift), index)
            index &+= 8
        }
    }

    /// The least gain of `2 · box − 1` frames.
    @_noLocks @_noAllocation
    private func hold(_ held: UnsafeMutablePointer<Float>, _ frames: Int) {
        for level in 0...levels {
            let source = rows.row(level)
            let target = level < levels ? rows.row(level &+ 1) : held
            let shift = level < levels ? 1 << level : box &- 1
            var index = 0
            while index < frames {
                let late = source.octet(index)
                let early = source.octet(index &- shift)
                target.put(late.replacing(with: early, where: early .< late), index)
                index &+= 8
            }
        }
    }

    /// Both stages of the release.
    @_noLocks @_noAllocation
    private mutating func letGo(_ held: UnsafeMutablePointer<Float>, _ start: Int, _ end: Int) {
        let released = rows.row(levels &+ 1)
        // An exponential return would never arrive: this step takes it to 1 in the end.
        let step = 1e-7
        let (rate, charge, discharge) = (rates.fast, rates.charge, rates.discharge)
        let (keep, uncharged, undischarged) = (1 - rate, 1 - charge, 1 - discharge)
        var (quick, lazy, lowest) = (fast, slow, 1.0)
        var index = start
        while index < end {
            let goal = Double(held[index])
            let up = quick * keep + (goal * rate + step)
            quick = up < goal ? up : goal
            let down = lazy * uncharged + goal * charge
            let back = lazy * undischarged + (goal * discharge + step)
            let risen = back < goal ? back : goal
            lazy = lazy > goal ? down : risen
            let gain = lazy < quick ? lazy : quick
            lowest = gain < lowest ? gain : lowest
            released[index] = Float(gain)
            index &+= 1
        }
        fast = quick
        slow = lazy
        free = lowest < 1 ? 0 : free &+ (end &- start)
    }
}
