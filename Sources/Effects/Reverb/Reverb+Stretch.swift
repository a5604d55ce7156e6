import CRealtime
import Memory
import Vectors

extension Reverb {
    /// Renders frames of one cell of the grid.
    ///
    /// Everything but the filters of the lines goes eight frames at a time: no loop in it is shorter than a stretch.
    @_noLocks @_noAllocation
    mutating func renderStretch(
        _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, frames: Int, phase: Int,
        from index: Int
    ) {
        let vectors = (frames &+ 7) >> 3
        let (inLeft, inRight, spare) = (rows + 8, rows + 12, rows + 16)
        Intake.take(
            left, into: rows.start, heard: inLeft, fades: standby.weights, from: index, frames: frames)
        Intake.take(
            right, into: rows + 4, heard: inRight, fades: standby.weights, from: index, frames: frames)
        for vector in 0..<vectors {
            standby.note(inLeft[vector])
            standby.note(inRight[vector])
        }
        let before = ReverbTuning.lines &+ ReverbTuning.diffusers
        lines[before].write(inLeft, frames: frames)
        lines[before &+ 1].write(inRight, frames: frames)
        predelay.read(lines[before], phase: phase, frames: frames, written: frames, into: inLeft, spare: spare)
        predelay.read(lines[before &+ 1], phase: phase, frames: frames, written: frames, into: inRight, spare: spare)
        for pair in 0..<2 {
            diffuse(2 &* pair, inLeft, 0.7, frames: frames)
            diffuse(2 &* pair &+ 1, inRight, 0.7, frames: frames)
        }
        renderEarly(inLeft, inRight, frames: frames, phase: phase, vectors: vectors)
        for pair in 2..<4 {
            diffuse(2 &* pair, inLeft, 0.6, frames: frames)
            diffuse(2 &* pair &+ 1, inRight, 0.6, frames: frames)
        }
        for line in 0..<ReverbTuning.lines {
            lines[line].read(motions[line], phase: phase, frames: frames, written: 0, into: rows + (32 &+ line &* 4))
        }
        attenuate(frames: frames, vectors: vectors)
        for vector in 0..<vectors { mixOutput(vector, phase: phase) }
        for vector in 0..<vectors { feedBack(vector) }
        for line in 0..<ReverbTuning.lines {
            let row = rows + (32 &+ line &* 4)
            pass(28 &+ line, motions[32 &+ line], row, 0.5, frames: frames, phase: phase)
            lines[line].write(row, frames: frames)
        }
        finish(left, right, frames: frames, phase: phase, from: index)
    }

    /// One of the all-passes before the lines.
    @_noLocks @_noAllocation @inline(__always)
    private func diffuse(_ stage: Int, _ row: UnsafeMutablePointer<Vector>, _ gain: Float, frames: Int) {
        let delay = Double(diffusers[stage])
        pass(
            ReverbTuning.lines &+ stage, TapMotion(from: delay, to: delay), row, gain, frames: frames, phase: 0)
    }

    /// Schroeder's all-pass, in place.
    @_noLocks @_noAllocation @inline(__always)
    private func pass(
        _ memory: Int, _ motion: TapMotion, _ row: UnsafeMutablePointer<Vector>, _ gain: Float, frames: Int,
        phase: Int
    ) {
        let (delayed, stored) = (rows + 16, rows + 20)
        lines[memory].read(motion, phase: phase, frames: frames, written: 0, into: delayed)
        for vector in 0..<((frames &+ 7) >> 3) {
            let old = delayed[vector]
            let new = row[vector] + gain * old
            stored[vector] = new
            row[vector] = old - gain * new
        }
        lines[memory].write(stored, frames: frames)
    }

    /// Early reflections, into their rows; every third comes from the other side.
    @_noLocks @_noAllocation
    private mutating func renderEarly(
        _ inLeft: UnsafeMutablePointer<Vector>, _ inRight: UnsafeMutablePointer<Vector>, frames: Int, phase: Int,
        vectors: Int
    ) {
        let before = ReverbTuning.lines &+ ReverbTuning.diffusers &+ 2
        lines[before].write(inLeft, frames: frames)
        lines[before &+ 1].write(inRight, frames: frames)
        let spare = rows + 16
        for vector in 0..<8 { rows[24 &+ vector] = Vector(repeating: 0) }
        if settings.early.isZero { return }
        for tap in 0..<ReverbTuning.taps {
            let side = tap & 1
            let isCrossed = (tap >> 1) % 3 == 2
            let source = before &+ (isCrossed ? 1 &- side : side)
            lines[source].read(motions[16 &+ tap], phase: phase, frames: frames, written: frames, into: spare)
            let gain = tapGains[tap]
            let sum = rows + (24 &+ 4 &* side)
            for vector in 0..<vectors { sum[vector] += gain * spare[vector] }
        }
    }

    /// Each line's loss: from rows of frames to rows of lines, and back.
    @_noLocks @_noAllocation
    private mutating func attenuate(frames: Int, vectors: Int) {
        let (low, high) = (rows + 96, rows + 128)
        let samples = UnsafeMutableRawPointer(rows.start).assumingMemoryBound(to: Float.self)
        for vector in 0..<vectors {
            let column = vector &* 64
            rt_transpose8(samples + (256 &+ vector &* 8), 32, samples + (768 &+ column), 8)
            rt_transpose8(samples + (512 &+ vector &* 8), 32, samples + (1024 &+ column), 8)
        }
        var first = damping.low
        var second = damping.high
        for frame in 0..<frames {
            let a = first.filter(low[frame])
            let b = second.filter(high[frame])
            low[frame] = a
            high[frame] = b
            standby.note(a)
            standby.note(b)
        }
        damping.low = first
        damping.high = second
        for vector in 0..<vectors {
            let column = vector &* 64
            rt_transpose8(samples + (768 &+ column), 8, samples + (256 &+ vector &* 8), 32)
            rt_transpose8(samples + (1024 &+ column), 8, samples + (512 &+ vector &* 8), 32)
        }
    }

    /// The lines' sums for both sides, with the early reflections, as wide as asked for, into the early rows.
    @_noLocks @_noAllocation @inline(__always)
    private func mixOutput(_ vector: Int, phase: Int) {
        var left = Vector(repeating: 0)
        var right = Vector(repeating: 0)
        for line in 0..<16 {
            let sound = rows[32 &+ line &* 4 &+ vector]
            left += signs[line] * sound
            right += signs[16 &+ line] * sound
        }
        let at = phase &+ vector &* 8
        let late = settings.late.values(from: at)
        let early = settings.early.values(from: at)
        left = late * left + early * rows[24 &+ vector]
        right = late * right + early * rows[28 &+ vector]
        let own = settings.direct.values(from: at)
        let other = settings.cross.values(from: at)
        rows[24 &+ vector] = own * left + other * right
        rows[28 &+ vector] = own * right + other * left
    }

    /// What goes back into the lines: all of them through Hadamard's matrix, and the input.
    @_noLocks @_noAllocation @inline(__always)
    private func feedBack(_ vector: Int) {
        let line = rows + (32 &+ vector)
        for quad in 0..<4 { butterfly(line + quad &* 16, 4) }
        let inputs = signs + 32
        let left = rows[8 &+ vector]
        let right = rows[12 &+ vector]
        for quad in 0..<4 {
            butterfly(line + quad &* 4, 16)
            let side = quad & 1 == 0 ? left : right
            for row in 0..<4 {
                let index = quad &+ row &* 4
                line[index &* 4] = 0.25 * line[index &* 4] + inputs[index] * side
            }
        }
    }

    /// Hadamard's matrix of four.
    @_noLocks @_noAllocation @inline(__always)
    private func butterfly(_ x: UnsafeMutablePointer<Vector>, _ stride: Int) {
        let (a, b, c, d) = (x[0], x[stride], x[2 &* stride], x[3 &* stride])
        let (sum, difference) = (a + b, a - b)
        let (sum2, difference2) = (c + d, c - d)
        x[0] = sum + sum2
        x[stride] = difference + difference2
        x[2 &* stride] = sum - sum2
        x[3 &* stride] = difference - difference2
    }

    /// Blends the rows with the input.
    @_noLocks @_noAllocation
    private func finish(
        _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, frames: Int, phase: Int,
        from index: Int
    ) {
        Blend.write(
            wet: rows + 24, dry: rows.start, mix: settings.mix, fades: standby.weights, from: index, phase: phase,
            frames: frames, to: left)
        Blend.write(
            wet: rows + 28, dry: rows + 4, mix: settings.mix, fades: standby.weights, from: index, phase: phase,
            frames: frames, to: right)
    }
}
