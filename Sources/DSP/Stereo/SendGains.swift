import CRealtime
import Vectors

/// Gains of a send of eight strips over a block.
///
/// Before the fader a mono strip is mono, and the send's pan follows the pan law. After the fader every strip has two sides, to
/// which the strip's own pan has applied the law: there the send's pan is a balance, and at the centre the send has the strip's
/// own output.
///
/// - Thread: audio.
enum SendGains {
    /// Kinds of gains: left and right after the fader, left and right before it.
    static var kinds: Int {
        @_noLocks @_noAllocation @inline(__always) get { 4 }
    }

    /// Fills a row of each kind.
    ///
    /// - Parameters:
    ///   - level: positions of the fader.
    ///   - on: 0 off … 1 on.
    ///   - before: 0 after the fader … 1 before it.
    ///   - rooms: four blocks.
    ///   - frames: 1 where all rows are constant.
    @_noLocks @_noAllocation
    static func render(
        level: VectorRow, pan: VectorRow, on: VectorRow, before: VectorRow, panner: Panner,
        rooms: UnsafeMutablePointer<Vector>, frames: Int
    ) {
        for frame in 0..<frames {
            let gain = LevelGain.fader(level[frame]) * on[frame]
            let (panned, balanced) = panner.laws(pan[frame])
            let left = balanced.left.replacing(with: panned.left, where: panner.isMono)
            let right = balanced.right.replacing(with: panned.right, where: panner.isMono)
            let w = before[frame]
            rooms[frame] = gain * balanced.left * (1 - w)
            rooms[Block.frames &+ frame] = gain * balanced.right * (1 - w)
            rooms[2 &* Block.frames &+ frame] = gain * left * w
            rooms[3 &* Block.frames &+ frame] = gain * right * w
        }
    }

    /// Columns into rows of floats: the four kinds of a column one behind the other, then those of the next.
    @_noLocks @_noAllocation
    static func spread(_ rooms: UnsafePointer<Vector>, into rows: UnsafeMutablePointer<Float>, frames: Int) {
        let floats = UnsafeRawPointer(rooms).assumingMemoryBound(to: Float.self)
        for kind in 0..<kinds {
            rt_scatter8(
                floats + kind &* 8 &* Block.frames, rows + kind &* Block.frames, kinds &* Block.frames, frames)
        }
    }
}
