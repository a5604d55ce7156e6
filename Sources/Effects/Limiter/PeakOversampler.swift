import Memory
import Units
import Vectors

/// Finds the peaks of the waveform that a converter makes of the samples, at four points per frame and between them.
///
/// Two half-band stages: midpoints between samples by a Kaiser-windowed sinc of 80 samples, flat within 0.06 dB to 0.475
/// of the sample rate (20.9 kHz at 44.1 kHz; converters' data sheets promise 0.4535), then midpoints between all of those by
/// 8 points, within 0.005 dB. A parabola through each three of the four points per frame finds the crest between them.
///
/// A steady sine below 0.45 of the sample rate is read within −0.01…+0.03 dB whatever its phase (the 48-tap filter that the
/// recommendation gives as an example reads up to 0.6 dB too little), up to 0.4545 within 0…+0.2 dB. What lies beyond,
/// converters reproduce each in its own way; it is read on the high side: see ``BandEdge``.
///
/// - Thread: audio; setup makes it.
/// - Source: ITU-R BS.1770-4, Annex 2; Kaiser's window from J. F. Kaiser, "Nonrecursive digital filter design using the
///   I0-sinh window function", 1974.
struct PeakOversampler: ~Copyable {
    /// Pairs of samples on which a midpoint depends.
    static var pairs: Int {
        @_noLocks @_noAllocation @inline(__always) get { 40 }
    }

    /// Frames that must follow a frame before its peak is known.
    static var delay: Int {
        @_noLocks @_noAllocation @inline(__always) get { 42 }
    }

    /// Frames of the past on which the peak of a frame depends, all intermediate values included.
    static var past: Int {
        @_noLocks @_noAllocation @inline(__always) get { 96 }
    }

    /// Halves of the symmetric filters: the weight of the nearest pair first.
    private let weights: FixedMemory<Float>
    /// Left and right: half a frame later, and three quarters.
    private var points = SampleRows(rows: 4, past: 16)
    private var edge = BandEdge()
    /// Whether the last frames were passed over, so that the points before the next ones are missing.
    private var isStale = false
    /// No peak exceeds the highest sample by more than this factor.
    let bound: Float

    init() {
        let design = PeakOversampler.design()
        weights = FixedMemory(design.map { Float($0) })
        bound = Float(PeakOversampler.bound(of: design))
    }

    /// Forgets: nothing but silence has been heard.
    @_noLocks @_noAllocation
    mutating func reset() {
        points.fill(0..<4, with: 0)
        edge.reset()
        isStale = false
    }

    /// Passes over frames whose peaks nobody asks for.
    @_noLocks @_noAllocation
    mutating func pass() { isStale = true }

    /// The higher of both channels' peaks for as many frames as were given, each ``delay`` frames before the given one.
    ///
    /// - Parameters:
    ///   - left: place of the first new frame, with ``past`` frames before it; likewise `right`.
    ///   - floor: peaks up to here need not be exact: any value up to it may be given for them.
    ///   - peaks: gets the peaks, 0 and more, in whole vectors.
    @_noLocks @_noAllocation
    mutating func render(
        left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int,
        above floor: Float, peaks: UnsafeMutablePointer<Float>
    ) {
        points.makeRoom(frames)
        edge.listen(left, right, frames, isStale: isStale)
        let lead = isStale ? -8 : 0
        isStale = false
        halves(left, points.row(0), lead, frames)
        halves(right, points.row(1), lead, frames)
        // A parabola through three points rises above them by 0.1375 of their bend, at most four times the highest of them.
        let low = Vector(repeating: floor * 0.64)
        var start = lead
        while start < frames {
            let l = crest(left, points.row(0), points.row(2), start, edge.rise(0, start), low)
            let r = crest(right, points.row(1), points.row(3), start, edge.rise(1, start), low)
            if start >= 0 { peaks.put(PeakOversampler.higher(r, l), start) }
            start &+= 8
        }
        points.advance(frames)
        edge.advance(frames)
    }

    /// Midpoints between each sample and the next, for samples `pairs` before the new ones.
    @_noLocks @_noAllocation @inline(__always)
    private func halves(
        _ samples: UnsafeMutablePointer<Float>, _ half: UnsafeMutablePointer<Float>, _ lead: Int, _ frames: Int
    ) {
        var start = lead
        while start < frames {
            let before = samples + (start &- PeakOversampler.pairs)
            // Two sums, so that one addition need not wait for the other.
            var even = Vector(repeating: 0)
            var odd = Vector(repeating: 0)
            var pair = 0
            while pair < PeakOversampler.pairs {
                even += (before.octet(pair &+ 1) + before.octet(0 &- pair)) * weights[pair]
                odd += (before.octet(pair &+ 2) + before.octet(-1 &- pair)) * weights[pair &+ 1]
                pair &+= 2
            }
            half.put(even + odd, start)
            start &+= 8
        }
    }

    /// The highest point near eight samples: from the last quarter before each to the third quarter behind it.
    @_noLocks @_noAllocation @inline(__always)
    private func crest(
        _ samples: UnsafeMutablePointer<Float>, _ halves: UnsafeMutablePointer<Float>,
        _ thirds: UnsafeMutablePointer<Float>, _ start: Int, _ rise: Vector, _ low: Vector
    ) -> Vector {
        let a = samples + (start &- PeakOversampler.delay)
        let b = halves + (start &- 2)
        let a0 = a.octet(0)
        let a1 = a.octet(1)
        let b0 = b.octet(0)
        var first = (a0 + b0) * PeakOversampler.c0 + (a1 + b.octet(-1)) * PeakOversampler.c1
        first += (a.octet(-1) + b.octet(1)) * PeakOversampler.c2 + (a.octet(2) + b.octet(-2)) * PeakOversampler.c3
        var third = (b0 + a1) * PeakOversampler.c0 + (b.octet(1) + a0) * PeakOversampler.c1
        third += (a.octet(2) + b.octet(-1)) * PeakOversampler.c2 + (a.octet(-1) + b.octet(2)) * PeakOversampler.c3
        thirds.put(third, start)
        let lastThird = thirds.octet(start &- 1)
        // A little of the midpoint is taken off again, so that only patterns rise above it.
        let risen = PeakOversampler.higher(b0.unsigned, b0.unsigned * 0.98 + rise)
        let before = PeakOversampler.higher(lastThird.unsigned, a0.unsigned)
        let middle = PeakOversampler.higher(first.unsigned, risen)
        let after = PeakOversampler.higher(third.unsigned, a1.unsigned)
        let highest = PeakOversampler.higher(PeakOversampler.higher(before, middle), after)
        if (highest .> low) == VectorMask(repeating: false) { return highest }
        let p0 = PeakOversampler.vertex(lastThird, a0, first)
        let p1 = PeakOversampler.vertex(a0, first, b0)
        let vertex = PeakOversampler.vertex(first, b0, third)
        let p2 = PeakOversampler.higher(vertex, risen)
        let p3 = PeakOversampler.vertex(b0, third, a1)
        return PeakOversampler.higher(PeakOversampler.higher(p0, p1), PeakOversampler.higher(p2, p3))
    }

    @_noLocks @_noAllocation @inline(__always)
    private static func higher(_ a: Vector, _ b: Vector) -> Vector { a.replacing(with: b, where: b .> a) }

    /// The magnitude of the extreme near the middle one of three points; of the middle point itself, if another is nearer.
    @_noLocks @_noAllocation @inline(__always)
    private static func vertex(_ before: Vector, _ middle: Vector, _ after: Vector) -> Vector {
        let slope = after - before
        let bend = (middle + middle) - (before + after)
        // The parabola adds slope² / 8 bend, of a sine near the top of the band a tenth too little.
        let rise = (slope * slope * 0.1375) / bend
        let isNear = slope.unsigned .< bend.unsigned
        return (middle + Vector(repeating: 0).replacing(with: rise, where: isNear)).unsigned
    }
}

extension PeakOversampler {
    // The second stage: least greatest error for all that lies below half the original sample rate.
    private static var c0: Float { @_noLocks @_noAllocation @inline(__always) get { 0.61073834 } }
    private static var c1: Float { @_noLocks @_noAllocation @inline(__always) get { -0.14463989 } }
    private static var c2: Float { @_noLocks @_noAllocation @inline(__always) get { 0.0411361 } }
    private static var c3: Float { @_noLocks @_noAllocation @inline(__always) get { -0.00747405 } }

    /// The first stage: sinc under Kaiser's window with β = 4.
    private static func design() -> [Double] {
        let beta = 4.0
        return (0..<pairs).map { pair in
            let t = Double(pair) + 0.5
            let edge = t / Double(pairs)
            let sinc = PortableMath.sinCos(turns: t / 2).sin / (Double.pi * t)
            return sinc * bessel((1 - edge * edge) * beta * beta / 4) / bessel(beta * beta / 4)
        }
    }

    /// The modified Bessel function I₀ of 2√q.
    private static func bessel(_ q: Double) -> Double {
        var term = 1.0
        var sum = 1.0
        for n in 1...30 {
            term *= q / Double(n * n)
            sum += term
        }
        return sum
    }

    /// How far a peak can rise above samples of at most 1: the weights of all samples on each of the four points without their
    /// signs, as much again as a parabola can add, and what the edge of the band can.
    private static func bound(of design: [Double]) -> Double {
        // What one sample of 1 makes of its surroundings, four points to a frame.
        let span = pairs + 8
        var half = [Double](repeating: 0, count: 4 * span)
        half[2 * span] = 1
        for (pair, weight) in design.enumerated() {
            half[2 * span + 2 * pair + 1] = weight
            half[2 * span - 2 * pair - 1] = weight
        }
        var quarter = [Double](repeating: 0, count: 8 * span)
        for index in 8..<half.count - 8 {
            quarter[2 * index] = half[index]
            for (pair, weight) in [c0, c1, c2, c3].enumerated() {
                quarter[2 * index + 1] += Double(weight) * (half[index + 1 + pair] + half[index - pair])
            }
        }
        var sums = [Double](repeating: 0, count: 4)
        for index in 1..<quarter.count - 1 {
            let bend = 2 * quarter[index] - quarter[index - 1] - quarter[index + 1]
            sums[index & 3] += quarter[index].magnitude + 0.1375 * bend.magnitude
        }
        return (sums.reduce(0) { Swift.max($0, $1) } + 0.4) * 1.001
    }
}
