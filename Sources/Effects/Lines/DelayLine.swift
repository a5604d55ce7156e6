import CRealtime
import Memory
import Vectors

/// A ring of samples that is read in windows: any stretch of its past lies in one piece.
///
/// The first frames are kept twice, behind the end as well, so that no window wraps. Frames from before ``forget()`` count as
/// zero: they are cleared where they are about to be read, so forgetting costs nothing, however long the line.
///
/// - Thread: audio; setup makes it.
struct DelayLine: ~Copyable {
    /// Frames kept twice: more than the longest window.
    private static var margin: Int {
        @_noLocks @_noAllocation get { 64 }
    }

    private let memory: FixedMemory<Float>
    private let length: Int
    /// Where the next frame goes.
    private var head = 0
    /// Frames written since it forgot, at most `length`.
    private var age = 0

    /// - Parameter frames: the longest delay that is read.
    init(frames: Int) {
        let length = Swift.max(frames + 2 * Block.coefficientFrames, 2 * DelayLine.margin)
        self.length = length
        let capacity = length + 2 * DelayLine.margin
        memory = FixedMemory(repeating: 0, count: capacity)
    }

    @_noLocks @_noAllocation
    mutating func forget() { age = 0 }

    /// Appends up to ``Block/coefficientFrames`` frames. Whole vectors are stored: what follows the frames in the row spoils
    /// the oldest samples only, which are not read any more.
    @_noLocks @_noAllocation @inline(__always)
    mutating func write(_ row: UnsafeMutablePointer<Vector>, frames: Int) {
        let vectors = (frames &+ 7) >> 3
        let end = head &+ frames
        store(row, vectors: vectors, at: head)
        if head < DelayLine.margin { store(row, vectors: vectors, at: length &+ head) }
        // Behind the ring's end lies the margin; the next frames' place is at the beginning.
        if end >= length {
            rt_copy(memory.start, memory + length, end &- length)
            head = end &- length
        } else {
            head = end
        }
        age = age &+ frames < length ? age &+ frames : length
    }

    @_noLocks @_noAllocation @inline(__always)
    private func store(_ row: UnsafeMutablePointer<Vector>, vectors: Int, at index: Int) {
        let place = UnsafeMutableRawPointer(memory + index)
        for vector in 0..<vectors {
            place.storeBytes(of: row[vector], toByteOffset: vector &* 32, as: Vector.self)
        }
    }

    /// The frames from `delay` frames before the next one to be written, oldest first.
    @_noLocks @_noAllocation @inline(__always)
    private func window(delay: Int, frames: Int) -> UnsafeMutablePointer<Float> {
        let start = memory + (delay <= head ? head &- delay : head &- delay &+ length)
        if delay > age { rt_clear(start, delay &- age < frames ? delay &- age : frames) }
        return start
    }

    /// Reads up to ``Block/coefficientFrames`` frames along a moving tap, by Lagrange's cubic; a tap that stands on a frame
    /// reads the samples themselves.
    ///
    /// - Parameters:
    ///   - phase: frames since the cell's start.
    ///   - written: how many frames of this very stretch have been written already; with 0 the tap must be longer by two
    ///     frames than the stretch.
    ///   - row: gets the frames; what follows them up to a whole vector is arbitrary.
    /// - Source: J.-M. Laakso, V. Välimäki et al., "Splitting the unit delay", IEEE SP Magazine, 1996, eq. (42).
    @_noLocks @_noAllocation @inline(__always)
    func read(
        _ tap: TapMotion, phase: Int, frames: Int, written: Int, into row: UnsafeMutablePointer<Vector>
    ) {
        let vectors = (frames &+ 7) >> 3
        guard !tap.isStanding else {
            let from = UnsafeRawPointer(window(delay: tap.base &+ written, frames: frames))
            for vector in 0..<vectors {
                row[vector] = from.loadUnaligned(fromByteOffset: vector &* 32, as: Vector.self)
            }
            return
        }
        readBetween(tap, phase: phase, frames: frames, written: written, into: row)
    }

    @_noLocks @_noAllocation
    private func readBetween(
        _ tap: TapMotion, phase: Int, frames: Int, written: Int, into row: UnsafeMutablePointer<Vector>
    ) {
        let vectors = (frames &+ 7) >> 3
        let from = UnsafeRawPointer(window(delay: tap.base &+ written &+ 2, frames: frames &+ 3))
        var f = tap.fraction + tap.step * (Vector(0, 1, 2, 3, 4, 5, 6, 7) + Float(phase))
        for vector in 0..<vectors {
            let offset = vector &* 32
            let older = from.loadUnaligned(fromByteOffset: offset, as: Vector.self)
            let old = from.loadUnaligned(fromByteOffset: offset &+ 4, as: Vector.self)
            let new = from.loadUnaligned(fromByteOffset: offset &+ 8, as: Vector.self)
            let newer = from.loadUnaligned(fromByteOffset: offset &+ 12, as: Vector.self)
            let (up, down, far) = (f + 1, f - 1, f - 2)
            let inner = up * far * 0.5
            let outer = f * down * (1 / 6 as Float)
            row[vector] = (new * (inner * down) - old * (inner * f)) + (older * (outer * up) - newer * (outer * far))
            // Computed from the frame's place in the cell, so that stretches cut elsewhere give the same bits.
            f = tap.fraction + tap.step * (Vector(0, 1, 2, 3, 4, 5, 6, 7) + Float(phase &+ (vector &+ 1) &* 8))
        }
    }
}

/// How a tap moves over a cell of the coefficient grid: in a straight line, by no more than about a frame.
struct TapMotion {
    /// Whole frames of delay, near the cell's middle.
    private(set) var base = 64
    /// What is to be added to them at the cell's start.
    private(set) var fraction: Float = 0
    /// … and more at each frame.
    private(set) var step: Float = 0

    @_noLocks @_noAllocation
    init() {}

    /// - Parameters: delays in frames at both ends of the cell, 2 or more.
    @_noLocks @_noAllocation
    init(from start: Double, to end: Double) {
        base = Int((start + end) * 0.5)
        fraction = Float(start - Double(base))
        step = Float((end - start) * 0.03125)
    }

    var isStanding: Bool {
        @_noLocks @_noAllocation @inline(__always) get { fraction == 0 && step == 0 }
    }

    /// Stops where it is at a frame of the cell: the time line has jumped.
    @_noLocks @_noAllocation
    mutating func hold(at phase: Int) {
        fraction += step * Float(phase)
        step = 0
    }
}
