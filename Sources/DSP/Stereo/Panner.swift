import CRealtime
public import Vectors

/// Pan of mono strips and balance of stereo ones.
///
/// A mono strip's gains follow the law over the way from one side to the other: 0 dB at a side, the law's level at the
/// centre. A stereo strip's balance is 0 dB at the centre, and the far side falls along the same curve to silence.
///
/// - Thread: audio; setup makes it.
public struct Panner {
    /// How loud the centre of a panned mono strip is against the sides.
    public enum Law: Int, CaseIterable, Sendable {
        /// Quarter sine: equal power.
        case minus3
        /// Geometric mean of the two others.
        case minus4point5
        /// Straight line: equal amplitude.
        case minus6
    }

    /// Columns that are mono.
    let isMono: VectorMask
    private let law: Int

    /// - Parameters:
    ///   - law: one for the mix.
    ///   - mono: bit n: column n is a mono strip.
    public init(law: Law, mono: UInt8) {
        var mask = VectorMask(repeating: false)
        for column in 0..<8 where mono >> column & 1 == 1 { mask[column] = true }
        self.init(law: law.rawValue, isMono: mask)
    }

    /// - Parameters:
    ///   - law: a raw value of ``Law``; anything else counts as −6 dB.
    ///   - isMono: columns of mono strips.
    @_noLocks @_noAllocation @inline(__always)
    public init(law: Int, isMono: VectorMask) {
        self.law = law
        self.isMono = isMono
    }

    /// Gains of both sides over a block: level times pan.
    ///
    /// - Parameters:
    ///   - pan: −1…1; a NaN is left.
    ///   - level: gain of the fader.
    ///   - open: 0 muted … 1 open.
    ///   - leftScratch: room for a block.
    ///   - rightScratch: the same.
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public func render(
        pan: VectorRow, level: VectorRow, open: VectorRow, leftScratch: UnsafeMutablePointer<Vector>,
        rightScratch: UnsafeMutablePointer<Vector>, frames: Int
    ) -> (left: VectorRow, right: VectorRow) {
        if pan.isMoving {
            for frame in 0..<frames {
                let sides = gains(pan[frame])
                let gain = level[frame] * open[frame]
                leftScratch[frame] = gain * sides.left
                rightScratch[frame] = gain * sides.right
            }
        } else {
            let sides = gains(pan.first)
            let isMoving = level.isMoving || open.isMoving
            for frame in 0..<(isMoving ? frames : 1) {
                let gain = level[frame] * open[frame]
                leftScratch[frame] = gain * sides.left
                rightScratch[frame] = gain * sides.right
            }
            if !isMoving { return (VectorRow(constant: leftScratch), VectorRow(constant: rightScratch)) }
        }
        return (VectorRow(moving: leftScratch), VectorRow(moving: rightScratch))
    }

    /// Gains of the two sides at a position.
    @_noLocks @_noAllocation @inline(__always)
    public func gains(_ pan: Vector) -> (left: Vector, right: Vector) {
        let (panned, balanced) = laws(pan)
        return (
            balanced.left.replacing(with: panned.left, where: isMono),
            balanced.right.replacing(with: panned.right, where: isMono)
        )
    }

    /// Gains of both kinds at a position, whatever the columns are: pan of a mono sound, and balance of a stereo one.
    @_noLocks @_noAllocation @inline(__always)
    func laws(_ pan: Vector) -> (panned: (left: Vector, right: Vector), balanced: (left: Vector, right: Vector)) {
        var p = pan.replacing(with: -1, where: .!(pan .> -1))
        p.replace(with: 1, where: p .> 1)
        let toRight = (p + 1) * 0.5
        let left: Vector
        let right: Vector
        // Factor that makes the curve 1 at the centre.
        let rise: Float
        switch law {
        case 0:
            left = Panner.quarterSine(1 - toRight)
            right = Panner.quarterSine(toRight)
            rise = 1.4142135
        case 1:
            left = rt_sqrt((1 - toRight) * Panner.quarterSine(1 - toRight))
            right = rt_sqrt(toRight * Panner.quarterSine(toRight))
            rise = 1.6817929
        default:
            left = 1 - toRight
            right = toRight
            rise = 2
        }
        let balanceLeft = (left * rise).replacing(with: 1, where: p .<= 0)
        let balanceRight = (right * rise).replacing(with: 1, where: p .>= 0)
        return ((left, right), (balanceLeft, balanceRight))
    }

    /// Gains when each side is panned on its own: the side panned to stays, the other one moves over to it.
    @_noLocks @_noAllocation @inline(__always)
    func crossedGains(
        _ pan: Vector
    ) -> (left: Vector, right: Vector, rightIntoLeft: Vector, leftIntoRight: Vector) {
        var p = pan.replacing(with: -1, where: .!(pan .> -1))
        p.replace(with: 1, where: p .> 1)
        let isRight = p .> 0
        let way = p.replacing(with: -p, where: p .< 0)
        let stays: Vector
        let comes: Vector
        switch law {
        case 0:
            stays = Panner.quarterSine(1 - way)
            comes = Panner.quarterSine(way)
        case 1:
            stays = rt_sqrt((1 - way) * Panner.quarterSine(1 - way))
            comes = rt_sqrt(way * Panner.quarterSine(way))
        default:
            stays = 1 - way
            comes = way
        }
        let one = Vector(repeating: 1)
        let none = Vector(repeating: 0)
        return (
            one.replacing(with: stays, where: isRight), stays.replacing(with: one, where: isRight),
            comes.replacing(with: none, where: isRight), none.replacing(with: comes, where: isRight)
        )
    }

    /// sin(x · 90°) for 0…1, by its Taylor series to x¹¹; error below 1.5e-7.
    @_noLocks @_noAllocation @inline(__always)
    private static func quarterSine(_ x: Vector) -> Vector {
        let angle = x * 1.5707964
        let q = angle * angle
        var sum = Vector(repeating: -1 / 39_916_800)
        sum = sum * q + 1 / 362_880
        sum = sum * q - 1 / 5040
        sum = sum * q + 1 / 120
        sum = sum * q - 1 / 6
        return angle + angle * (q * sum)
    }
}
