import Vectors

/// A tap of whole frames whose place may change while it sounds.
///
/// It follows slow changes, up to one frame in 32, like a tape machine; to a place further off it crossfades within 1024 frames,
/// so that a new time neither clicks nor howls.
///
/// - Thread: audio.
struct EchoTap {
    /// What it fades to, or all there is.
    private(set) var motion = TapMotion()
    /// What it fades from.
    private(set) var past = TapMotion()
    /// Frames of delay at the cell's end.
    private(set) var delay = 64.0
    private var pastDelay = 64.0
    /// Cells of a fade that are still to come, this one included; 0: none.
    private var left = 0

    private static var cells: Int {
        @_noLocks @_noAllocation @inline(__always) get { 32 }
    }

    @_noLocks @_noAllocation
    init() {}

    var isFading: Bool {
        @_noLocks @_noAllocation get { left > 0 }
    }

    /// The longest delay that is heard now, in frames.
    var longest: Int {
        @_noLocks @_noAllocation get { Int(left > 0 && pastDelay > delay ? pastDelay : delay) }
    }

    @_noLocks @_noAllocation
    mutating func snap(to frames: Int) {
        delay = Double(frames)
        motion = TapMotion(from: delay, to: delay)
        left = 0
    }

    /// At a point of the grid: where to be.
    @_noLocks @_noAllocation
    mutating func aim(at frames: Int) {
        let start = delay
        if left > 0 { left &-= 1 }
        if left == 0 {
            let way = Double(frames) - delay
            if way > 16 || way < -16 {
                pastDelay = delay
                past = TapMotion(from: delay, to: delay)
                delay = Double(frames)
                motion = TapMotion(from: delay, to: delay)
                left = EchoTap.cells
                return
            }
            delay += way > 1 ? 1 : (way < -1 ? -1 : way)
        }
        motion = TapMotion(from: start, to: delay)
    }

    /// The time line has jumped.
    @_noLocks @_noAllocation
    mutating func hold(at phase: Int) { motion.hold(at: phase) }

    /// How much of ``past`` is heard, at eight frames from a frame of the cell on; the rest is ``motion``.
    @_noLocks @_noAllocation @inline(__always)
    func pastShare(from phase: Int) -> Vector {
        (Float(left &* Block.coefficientFrames &- phase) - Vector(0, 1, 2, 3, 4, 5, 6, 7)) * (1 / 1024 as Float)
    }

    /// Reads a stretch, as ``DelayLine/read(_:phase:frames:written:into:)`` does.
    ///
    /// - Parameter spare: room for a row.
    @_noLocks @_noAllocation
    func read(
        _ line: borrowing DelayLine, phase: Int, frames: Int, written: Int, into row: UnsafeMutablePointer<Vector>,
        spare: UnsafeMutablePointer<Vector>
    ) {
        line.read(motion, phase: phase, frames: frames, written: written, into: row)
        guard left > 0 else { return }
        line.read(past, phase: phase, frames: frames, written: written, into: spare)
        for vector in 0..<((frames &+ 7) >> 3) {
            let new = row[vector]
            row[vector] = new + pastShare(from: phase &+ vector &* 8) * (spare[vector] - new)
        }
    }
}
