import MixModel
import Vectors

/// Mute, solo and listening.
extension StripGroup {
    struct Gates {
        /// 0 muted … 1 heard at the output.
        let opened: VectorRow
        /// 0 … 1: heard at the output, or listened to before it. At 0 the strip's input counts as silence, so that its filters
        /// ring out.
        let passing: VectorRow

        @_noLocks @_noAllocation @inline(__always)
        init(opened: VectorRow, passing: VectorRow) {
            self.opened = opened
            self.passing = passing
        }
    }

    @_noLocks @_noAllocation
    mutating func renderGates(_ job: UnsafePointer<GroupJob>, scratch: Scratch) -> Gates {
        let frames = job.pointee.frames
        let rows = job.pointee.rows
        if job.pointee.isStill && isAny(areGatesCalm) {
            return Gates(opened: opened.standing(scratch.opened), passing: passing.standing(scratch.passing))
        }
        let mute = rows[Role.mute.index]
        let listened = rows[Role.pfl.index]
        let heard = job.pointee.heard
        let isMoving = mute.isMoving || heard.isMoving
        for offset in 0..<(isMoving ? frames : 1) {
            scratch.first[offset] = heard[offset].replacing(with: 0, where: mute[offset] .>= 0.5)
        }
        let open = isMoving ? VectorRow(moving: scratch.first) : VectorRow(constant: scratch.first)
        let mayPass = isMoving || listened.isMoving
        for offset in 0..<(mayPass ? frames : 1) {
            scratch.second[offset] = open[offset].replacing(with: 1, where: listened[offset] .>= 0.5)
        }
        let pass = mayPass ? VectorRow(moving: scratch.second) : VectorRow(constant: scratch.second)
        let gates = Gates(
            opened: opened.render(open, snap: isFresh, scratch: scratch.opened, frames: frames),
            passing: passing.render(pass, snap: isFresh, scratch: scratch.passing, frames: frames))
        isFresh = VectorMask(repeating: false)
        areGatesCalm = VectorMask(repeating: !gates.opened.isMoving && !gates.passing.isMoving)
        return gates
    }
}
