import MixModel
import Vectors

/// Fader, pan and mute, with the meters behind them.
///
/// - Thread: audio; setup makes it.
struct OutputStage {
    private var stereoPan = SwitchFade(frames: SwitchFade.gainFrames)
    private var isFresh = VectorMask(repeating: true)
    /// In the block before, the stage was nothing but two constant gains: no true stereo pan.
    private(set) var isPlain = VectorMask(repeating: false)
    private var leftGain = Vector(repeating: 0)
    private var rightGain = Vector(repeating: 0)

    /// The gains of the block before, where ``isPlain``.
    var standing: (left: Vector, right: Vector) {
        @_noLocks @_noAllocation @inline(__always) get { (leftGain, rightGain) }
    }

    /// Rooms for gains.
    struct GainRows {
        let left: UnsafeMutablePointer<Vector>
        let right: UnsafeMutablePointer<Vector>
        let rightIntoLeft: UnsafeMutablePointer<Vector>
        let leftIntoRight: UnsafeMutablePointer<Vector>
        let level: UnsafeMutablePointer<Vector>

        /// - Parameter memory: five blocks.
        @_noLocks @_noAllocation @inline(__always)
        init(_ memory: UnsafeMutablePointer<Vector>) {
            left = memory
            right = memory + Block.frames
            rightIntoLeft = memory + 2 &* Block.frames
            leftIntoRight = memory + 3 &* Block.frames
            level = memory + 4 &* Block.frames
        }
    }

    /// Gains over a block.
    struct Gains {
        let left: VectorRow
        let right: VectorRow
        /// Parts of the other side, with true stereo pan.
        let crossed: (rightIntoLeft: VectorRow, leftIntoRight: VectorRow)?

        @_noLocks @_noAllocation @inline(__always)
        init(left: VectorRow, right: VectorRow, crossed: (rightIntoLeft: VectorRow, leftIntoRight: VectorRow)?) {
            self.left = left
            self.right = right
            self.crossed = crossed
        }
    }

    /// Forgets what was heard.
    @_noLocks @_noAllocation
    mutating func reset() {
        isFresh = VectorMask(repeating: true)
        isPlain = VectorMask(repeating: false)
    }

    /// Whether no switch fades.
    @_noLocks @_noAllocation
    func isSettled(_ rows: StageRows) -> Bool { stereoPan.isSettled(rows[.panStereo]) }

    /// Moves the switches over a silent block.
    @_noLocks @_noAllocation
    mutating func skip(_ rows: StageRows, frames: Int) {
        stereoPan.skip(rows[.panStereo], snap: isFresh, frames: frames)
        isFresh = VectorMask(repeating: false)
        isPlain = VectorMask(repeating: false)
    }

    /// Gains of the block: fader, VCAs, mute and pan.
    ///
    /// - Parameter isStill: as in ``GroupJob/isStill``.
    @_noLocks @_noAllocation
    mutating func gains(
        _ rows: StageRows, level vca: VectorRow, open: VectorRow, isMono: VectorMask, law: Int, scratch: Scratch,
        isStill: Bool, frames: Int
    ) -> Gains {
        let rooms = scratch.gains
        if isStill && isAny(isPlain) {
            rooms.left[0] = leftGain
            rooms.right[0] = rightGain
            return Gains(left: VectorRow(constant: rooms.left), right: VectorRow(constant: rooms.right), crossed: nil)
        }
        isPlain = VectorMask(repeating: false)
        let both = stereoPan.render(rows[.panStereo], snap: isFresh, scratch: scratch.first, frames: frames)
        isFresh = VectorMask(repeating: false)
        var level = LevelGain.faders(rows[.fader], scratch: rooms.level, frames: frames)
        if vca.isMoving || isAny(vca.first .!= 1) {
            let isMoving = level.isMoving || vca.isMoving
            for frame in 0..<(isMoving ? frames : 1) { scratch.second[frame] = level[frame] * vca[frame] }
            level = isMoving ? VectorRow(moving: scratch.second) : VectorRow(constant: scratch.second)
        }
        let panner = Panner(law: law, isMono: isMono)
        if both.isMoving || isAny(both.first .!= 0) {
            return panner.renderCrossed(
                pan: rows[.pan], both: both, level: level, open: open, rooms: rooms, frames: frames)
        }
        let sides = panner.render(
            pan: rows[.pan], level: level, open: open, leftScratch: rooms.left, rightScratch: rooms.right,
            frames: frames)
        leftGain = sides.left.first
        rightGain = sides.right.first
        isPlain = VectorMask(repeating: !sides.left.isMoving && !sides.right.isMoving)
        return Gains(left: sides.left, right: sides.right, crossed: nil)
    }

    /// Multiplies and measures a still block after one that left ``isPlain``.
    ///
    /// - Returns: as ``render(_:meter:scratch:frames:)``.
    @_noLocks @_noAllocation @inline(__always)
    mutating func renderCalm(meter: inout MeterTap, scratch: Scratch, frames: Int) -> Bool {
        meter.render(
            left: scratch.left, right: scratch.right, gains: (leftGain, rightGain), intoLeft: scratch.outLeft,
            intoRight: scratch.outRight, frames: frames)
    }

    /// Multiplies and measures a block, from `left` and `right` to `outLeft` and `outRight`.
    ///
    /// - Returns: false if a sample is non-finite; then nothing was measured.
    @_noLocks @_noAllocation
    func render(_ gains: Gains, meter: inout MeterTap, scratch: Scratch, frames: Int) -> Bool {
        if let crossed = gains.crossed {
            for frame in 0..<frames {
                let (l, r) = (scratch.left[frame], scratch.right[frame])
                scratch.outLeft[frame] = l * gains.left[frame] + r * crossed.rightIntoLeft[frame]
                scratch.outRight[frame] = r * gains.right[frame] + l * crossed.leftIntoRight[frame]
            }
        } else if !gains.left.isMoving && !gains.right.isMoving {
            return meter.render(
                left: scratch.left, right: scratch.right, gains: (gains.left.first, gains.right.first),
                intoLeft: scratch.outLeft, intoRight: scratch.outRight, frames: frames)
        } else {
            for frame in 0..<frames {
                scratch.outLeft[frame] = scratch.left[frame] * gains.left[frame]
                scratch.outRight[frame] = scratch.right[frame] * gains.right[frame]
            }
        }
        return meter.render(left: scratch.outLeft, right: scratch.outRight, frames: frames)
    }
}

extension Panner {
    /// Gains with true stereo pan, where `both` says so: each side is panned on its own, so that at an end both are there.
    @_noLocks @_noAllocation
    func renderCrossed(
        pan: VectorRow, both: VectorRow, level: VectorRow, open: VectorRow, rooms: OutputStage.GainRows, frames: Int
    ) -> OutputStage.Gains {
        for frame in 0..<frames {
            let gain = level[frame] * open[frame]
            let plain = gains(pan[frame])
            let moved = crossedGains(pan[frame])
            let w = both[frame].replacing(with: 0, where: isMono)
            rooms.left[frame] = gain * (plain.left + w * (moved.left - plain.left))
            rooms.right[frame] = gain * (plain.right + w * (moved.right - plain.right))
            rooms.rightIntoLeft[frame] = gain * (w * moved.rightIntoLeft)
            rooms.leftIntoRight[frame] = gain * (w * moved.leftIntoRight)
        }
        return OutputStage.Gains(
            left: VectorRow(moving: rooms.left), right: VectorRow(moving: rooms.right),
            crossed: (VectorRow(moving: rooms.rightIntoLeft), VectorRow(moving: rooms.leftIntoRight)))
    }
}
