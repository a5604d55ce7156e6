import CRealtime
import Memory
import Vectors

/// Whether an effect is in circuit, and whether anything in it still sounds.
///
/// An effect that is off, or has died away, rests: it does nothing and follows no parameter until a sample other than 0 comes in, and
/// begins anew at that frame. So resting and rendering silence give the same bits, however blocks are cut.
///
/// - Thread: audio; setup makes it.
struct Standby: ~Copyable {
    /// Fades over the block, when the switch moves.
    private let fades: FixedMemory<Float>
    private var fade = StereoFade(frames: 256)
    private var snaps = true
    private var expected: Int64 = 0
    /// The block's fade: 0 out of circuit … 1 in circuit.
    private(set) var weights: Row
    private(set) var isResting = true
    /// Loudest sample since the last point of the grid.
    private var peak = Vector(repeating: 0)
    private var quiet = 0

    init() {
        fades = FixedMemory(repeating: 0, count: Block.frames)
        weights = Row(fades.start, stride: 0)
    }

    /// Below this, −160 dBFS, a sample does not count as sound.
    static var floor: Float {
        @_noLocks @_noAllocation @inline(__always) get { 1e-8 }
    }

    /// Forgets; the next block takes the switch where it stands.
    @_noLocks @_noAllocation
    mutating func reset() {
        rest()
        snaps = true
    }

    @_noLocks @_noAllocation
    mutating func rest() {
        isResting = true
        peak = Vector(repeating: 0)
        quiet = 0
    }

    /// Takes a block's switch.
    ///
    /// - Returns: whether the effect is out of circuit for the whole block.
    @_noLocks @_noAllocation
    mutating func enter(_ switches: Row, frames: Int) -> Bool {
        if snaps { fade.snap(to: switches) }
        snaps = false
        if fade.isOff(switches) {
            rest()
            return true
        }
        let isFullyOn = fade.position == 1 && switches[0] >= 0.5
        if !switches.isMoving && isFullyOn {
            fades[0] = 1
            weights = Row(fades.start, stride: 0)
            return false
        }
        for frame in 0..<frames { fades[frame] = fade.next(switches[frame] >= 0.5) }
        weights = Row(fades.start, stride: 1)
        return false
    }

    /// The first frame from `start` on that wakes an effect at rest: not 0, and faded in; `frames` if none.
    @_noLocks @_noAllocation
    func wakes(
        _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, from start: Int, frames: Int
    ) -> Int {
        if rt_is_silent(left + start, frames &- start) {
            if rt_is_silent(right + start, frames &- start) { return frames }
        }
        var frame = start
        while frame < frames {
            if weights[frame] > 0 {
                if left[frame] != 0 { return frame }
                if right[frame] != 0 { return frame }
            }
            frame &+= 1
        }
        return frames
    }

    @_noLocks @_noAllocation
    mutating func wake(at frame: Int64) {
        isResting = false
        expected = frame
    }

    /// Whether the time line has jumped since the last stretch.
    @_noLocks @_noAllocation
    func hasJumped(to frame: Int64) -> Bool { frame != expected }

    /// Where the stretch that begins at a frame ends: at the next point of the grid, at the block's end, or behind the frame
    /// at which the effect goes out of circuit.
    @_noLocks @_noAllocation
    mutating func stretch(from start: Int, frames: Int, at frame: Int64) -> Int {
        let phase = Int(frame & Int64(Block.coefficientFrames &- 1))
        var end = start &+ Block.coefficientFrames &- phase
        if end > frames { end = frames }
        if weights.isMoving {
            var index = start
            while index < end {
                if weights[index] == 0 { end = index &+ 1 }
                index &+= 1
            }
        }
        expected = frame &+ Int64(end &- start)
        return end
    }

    /// Notes samples that will be heard later.
    @_noLocks @_noAllocation @inline(__always)
    mutating func note(_ samples: Vector) {
        let size = Standby.magnitude(samples)
        peak.replace(with: size, where: size .> peak)
    }

    @_noLocks @_noAllocation @inline(__always)
    static func magnitude(_ x: Vector) -> Vector {
        unsafeBitCast(unsafeBitCast(x, to: SIMD8<UInt32>.self) & 0x7fff_ffff, to: Vector.self)
    }

    /// At a point of the grid: whether nothing has sounded for `frames` frames.
    @_noLocks @_noAllocation
    mutating func hasDied(within frames: Int) -> Bool {
        let isLoud = peak .> Standby.floor
        let isQuiet = isLoud == VectorMask(repeating: false)
        quiet = isQuiet ? quiet &+ Block.coefficientFrames : 0
        peak = Vector(repeating: 0)
        return quiet > frames
    }
}
