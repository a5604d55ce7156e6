import Memory
import Vectors

extension Chorus {
    /// Renders frames of one cell of the grid, eight at a time.
    @_noLocks @_noAllocation
    mutating func renderStretch(
        _ leftSamples: UnsafeMutablePointer<Float>, _ rightSamples: UnsafeMutablePointer<Float>, frames: Int,
        phase: Int, from index: Int
    ) {
        let (inLeft, inRight) = (rows + 8, rows + 12)
        Intake.take(
            leftSamples, into: rows.start, heard: inLeft, fades: standby.weights, from: index, frames: frames)
        Intake.take(
            rightSamples, into: rows + 4, heard: inRight, fades: standby.weights, from: index, frames: frames)
        for vector in 0..<((frames &+ 7) >> 3) {
            standby.note(inLeft[vector])
            standby.note(inRight[vector])
        }
        left.write(inLeft, frames: frames)
        right.write(inRight, frames: frames)
        sum(left, voices: 0, into: inLeft, frames: frames, phase: phase)
        sum(right, voices: 4, into: inRight, frames: frames, phase: phase)
        Blend.write(
            wet: inLeft, dry: rows.start, mix: settings.mix, fades: standby.weights, from: index, phase: phase,
            frames: frames, to: leftSamples)
        Blend.write(
            wet: inRight, dry: rows + 4, mix: settings.mix, fades: standby.weights, from: index, phase: phase,
            frames: frames, to: rightSamples)
    }

    /// One side's voices.
    @_noLocks @_noAllocation
    private func sum(
        _ line: borrowing DelayLine, voices first: Int, into row: UnsafeMutablePointer<Vector>, frames: Int,
        phase: Int
    ) {
        let vectors = (frames &+ 7) >> 3
        let spare = rows + 16
        for vector in 0..<vectors { row[vector] = Vector(repeating: 0) }
        for voice in 0..<4 {
            if gains[voice].isZero { continue }
            line.read(motions[first &+ voice], phase: phase, frames: frames, written: frames, into: spare)
            for vector in 0..<vectors {
                row[vector] += gains[voice].values(from: phase &+ vector &* 8) * spare[vector]
            }
        }
    }
}
