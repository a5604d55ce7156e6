public import Lanes
import Units

/// High-pass filter of 12 or 24 dB per octave, −3 dB at its corner: Butterworth, from one or two state-variable sections.
///
/// Coefficients move on a fixed grid of session frames, so the result does not depend on the block size; the structure
/// keeps its state meaningful while they do. Switching it, and its slope, is a crossfade.
///
/// - Thread: audio; setup makes it.
/// - Source: A. Simper, "Solving the continuous SVF equations using trapezoidal integration" (Cytomic, 2013).
public struct HighPass {
    var single: Coefficients
    var double: Coefficients
    var first = State()
    var second = State()
    /// log₂ of π / fs.
    private var anglePerHertz: Lanes
    private var tuned = Lanes(repeating: .infinity)
    private var tunedSteepness = Lanes(repeating: 0)

    /// - Parameter sampleRate: frames per second, 8000 or more.
    public init(sampleRate: Int) {
        // Added to the position (log₂ Hz) it gives log₂ of the angle π f / fs.
        anglePerHertz = Lanes(repeating: Float(PortableMath.log2(.pi / Double(sampleRate))))
        single = Coefficients()
        double = Coefficients()
    }

    /// Forgets the past.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func reset() {
        first = State()
        second = State()
        tuned = Lanes(repeating: .infinity)
    }

    /// Forgets the past of some lanes.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func reset(_ lanes: SIMDMask<SIMD8<Int32>>) {
        first.clear(lanes)
        second.clear(lanes)
    }

    /// Whether silence at the input gives silence.
    public var isIdle: Bool {
        @_noLocks @_noAllocation get { first.isZero && second.isZero }
    }

    /// Passes over a block in which there is nothing to filter; coefficients follow all the same.
    ///
    /// - Parameters: as in ``render(left:right:frames:at:frequency:mix:steepness:)``.
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func skip(frames: Int, at frame: Int64, frequency: LaneRow, steepness: LaneRow) {
        if tuned[0] == .infinity { tune(frequency.first, steepness.first) }
        let mask = Block.coefficientFrames &- 1
        var start = (Block.coefficientFrames &- Int(frame & Int64(mask))) & mask
        while start < frames {
            tune(frequency[start], steepness[start])
            start &+= Block.coefficientFrames
        }
    }

    /// Filters a block in place.
    ///
    /// - Parameters:
    ///   - frame: session frame of the block's first sample.
    ///   - frequency: log₂ Hz of the corner.
    ///   - mix: 0 bypassed … 1 in circuit.
    ///   - steepness: 0 for 12, 1 for 24 dB per octave.
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func render(
        left: UnsafeMutablePointer<Lanes>, right: UnsafeMutablePointer<Lanes>, frames: Int, at frame: Int64,
        frequency: LaneRow, mix: LaneRow, steepness: LaneRow
    ) {
        let zero = Lanes(repeating: 0)
        if !mix.isMoving && mix.first == zero && isIdle {
            skip(frames: frames, at: frame, frequency: frequency, steepness: steepness)
            return
        }
        let isSteep = steepness.isMoving || steepness.first != zero || !second.isZero
        var start = 0
        while start < frames {
            let phase = Int((frame &+ Int64(start)) & Int64(Block.coefficientFrames &- 1))
            if phase == 0 || tuned[0] == .infinity {
                tune(frequency[start], steepness[start])
                if phase == 0 {
                    first.flush()
                    second.flush()
                }
            }
            let toGrid = Block.coefficientFrames &- phase
            let end = frames &- start < toGrid ? frames : start &+ toGrid
            if isSteep {
                renderSteep(left, right, start, end, mix, steepness)
            } else {
                renderPlain(left, right, start, end, mix)
            }
            start = end
        }
    }

    @_noLocks @_noAllocation
    private mutating func renderPlain(
        _ left: UnsafeMutablePointer<Lanes>, _ right: UnsafeMutablePointer<Lanes>, _ start: Int, _ end: Int,
        _ mix: LaneRow
    ) {
        let c = single
        var s = first
        if !mix.isMoving && mix.first == Lanes(repeating: 1) {
            for frame in start..<end {
                left[frame] = HighPass.section(c, &s.left1, &s.left2, left[frame])
                right[frame] = HighPass.section(c, &s.right1, &s.right2, right[frame])
            }
        } else {
            for frame in start..<end {
                let w = mix[frame]
                let isOut = w .== 0
                let l = left[frame]
                let r = right[frame]
                let filteredL = HighPass.section(c, &s.left1, &s.left2, l.replacing(with: 0, where: isOut))
                let filteredR = HighPass.section(c, &s.right1, &s.right2, r.replacing(with: 0, where: isOut))
                left[frame] = HighPass.blend(l, filteredL, w)
                right[frame] = HighPass.blend(r, filteredR, w)
            }
        }
        first = s
    }

    @_noLocks @_noAllocation
    private mutating func renderSteep(
        _ left: UnsafeMutablePointer<Lanes>, _ right: UnsafeMutablePointer<Lanes>, _ start: Int, _ end: Int,
        _ mix: LaneRow, _ steepness: LaneRow
    ) {
        let c = single
        let d = double
        var s = first
        var t = second
        for frame in start..<end {
            let w = mix[frame]
            let isOut = w .== 0
            let steep = steepness[frame]
            let isSingle = steep .== 0
            let l = left[frame]
            let r = right[frame]
            let onceL = HighPass.section(c, &s.left1, &s.left2, l.replacing(with: 0, where: isOut))
            let onceR = HighPass.section(c, &s.right1, &s.right2, r.replacing(with: 0, where: isOut))
            let twiceL = HighPass.section(d, &t.left1, &t.left2, onceL.replacing(with: 0, where: isSingle))
            let twiceR = HighPass.section(d, &t.right1, &t.right2, onceR.replacing(with: 0, where: isSingle))
            left[frame] = HighPass.blend(l, HighPass.blend(onceL, twiceL, steep), w)
            right[frame] = HighPass.blend(r, HighPass.blend(onceR, twiceR, steep), w)
        }
        first = s
        second = t
    }

    /// `a` at weight 0, `b` at weight 1: exactly, so that a lane's bits do not depend on its neighbours.
    @_noLocks @_noAllocation @inline(__always)
    private static func blend(_ a: Lanes, _ b: Lanes, _ weight: Lanes) -> Lanes {
        (a + weight * (b - a)).replacing(with: b, where: weight .== 1)
    }

    @_noLocks @_noAllocation @inline(__always)
    private static func section(_ c: Coefficients, _ s1: inout Lanes, _ s2: inout Lanes, _ input: Lanes) -> Lanes {
        let v3 = input - s2
        let v1 = c.a1 * s1 + c.a2 * v3
        let v2 = s2 + (c.a2 * s1 + c.a3 * v3)
        s1 = (v1 + v1) - s1
        s2 = (v2 + v2) - s2
        return input - c.k * v1 - v2
    }
}

extension HighPass {
    /// Computes both sections' coefficients, unless they are those already.
    @_noLocks @_noAllocation
    private mutating func tune(_ frequency: Lanes, _ steepness: Lanes) {
        guard frequency != tuned || steepness != tunedSteepness else { return }
        tuned = frequency
        tunedSteepness = steepness
        // 5 Hz … 2048 Hz, and below a quarter of the sample rate; a NaN counts as the lowest.
        var position = frequency.replacing(with: 2.3, where: .!(frequency .> 2.3))
        position.replace(with: 11, where: position .> 11)
        var exponent = position + anglePerHertz
        exponent.replace(with: -0.348, where: exponent .> -0.348)
        let angle = LevelGain.exp2(exponent)
        // tan x = x + x³/3 + 2x⁵/15 + …; for x ≤ π/4 relative error below 3e-5, below 1e-7 for x ≤ π/8.
        let q = angle * angle
        var sum = Lanes(repeating: 1.4558344e-3)
        sum = sum * q + 21844 / 6_081_075
        sum = sum * q + 1382 / 155_925
        sum = sum * q + 62 / 2835
        sum = sum * q + 17 / 315
        sum = sum * q + 2 / 15
        sum = sum * q + 1 / 3
        let g = angle + angle * (q * sum)
        // Butterworth of order 2: 1/Q = 2 cos 45°. Of order 4: 2 cos 22.5° and 2 cos 67.5°.
        single.set(g: g, k: 1.4142135 + steepness * (1.847759 - 1.4142135))
        double.set(g: g, k: Lanes(repeating: 0.76536685))
    }
}
