import Memory
import Vectors

extension Delay {
    /// Renders frames of one cell of the grid. No echo is shorter than a stretch, so only the filters go frame by frame.
    @_noLocks @_noAllocation
    mutating func renderStretch(
        _ leftSamples: UnsafeMutablePointer<Float>, _ rightSamples: UnsafeMutablePointer<Float>, frames: Int,
        phase: Int, from index: Int
    ) {
        let vectors = (frames &+ 7) >> 3
        let (inLeft, inRight) = (rows + 8, rows + 12)
        let (wetLeft, wetRight) = (rows + 16, rows + 20)
        Intake.take(
            leftSamples, into: rows.start, heard: inLeft, fades: standby.weights, from: index, frames: frames)
        Intake.take(
            rightSamples, into: rows + 4, heard: inRight, fades: standby.weights, from: index, frames: frames)
        tap.read(left, phase: phase, frames: frames, written: 0, into: wetLeft, spare: rows + 24)
        tap.read(right, phase: phase, frames: frames, written: 0, into: wetRight, spare: rows + 24)
        feedBack(frames: frames, phase: phase, vectors: vectors)
        Blend.write(
            wet: wetLeft, dry: rows.start, mix: settings.mix, fades: standby.weights, from: index, phase: phase,
            frames: frames, to: leftSamples)
        Blend.write(
            wet: wetRight, dry: rows + 4, mix: settings.mix, fades: standby.weights, from: index, phase: phase,
            frames: frames, to: rightSamples)
    }

    /// Writes the input and the filtered echoes.
    @_noLocks @_noAllocation @inline(__always)
    private mutating func feedBack(frames: Int, phase: Int, vectors: Int) {
        let wet = UnsafeMutableRawPointer(rows + 16).assumingMemoryBound(to: Float.self)
        var (leftLow, rightLow) = (settings.leftLow, settings.rightLow)
        var (leftDeep, rightDeep) = (settings.leftDeep, settings.rightDeep)
        let (upper, lower) = (settings.upper, settings.lower)
        let (upperRest, lowerRest) = (1 - upper, 1 - lower)
        let filtered = UnsafeMutableRawPointer(rows + 24).assumingMemoryBound(to: Float.self)
        rows[23 &+ vectors] = Vector(repeating: 0)
        rows[27 &+ vectors] = Vector(repeating: 0)
        for frame in 0..<frames {
            leftLow = upper * leftLow + upperRest * wet[frame]
            rightLow = upper * rightLow + upperRest * wet[32 &+ frame]
            leftDeep = lower * leftDeep + lowerRest * leftLow
            rightDeep = lower * rightDeep + lowerRest * rightLow
            filtered[frame] = leftLow - leftDeep
            filtered[32 &+ frame] = rightLow - rightDeep
        }
        for vector in 0..<vectors {
            let first = vector &* 8
            let fromLeft = rows[24 &+ vector] * settings.lowerGain
            let fromRight = rows[28 &+ vector] * settings.lowerGain
            let crossed = settings.crossing.values(from: phase &+ first)
            let feedback = settings.feedback.values(from: phase &+ first)
            let (l, r) = (rows[8 &+ vector], rows[12 &+ vector])
            let difference = fromRight - fromLeft
            let toLeft = l + crossed * ((l + r) * 0.5 - l) + feedback * (fromLeft + crossed * difference)
            let toRight = r - crossed * r + feedback * (fromRight - crossed * difference)
            standby.note(toLeft)
            standby.note(toRight)
            rows[8 &+ vector] = toLeft
            rows[12 &+ vector] = toRight
        }
        settings.leftLow = leftLow
        settings.rightLow = rightLow
        settings.leftDeep = leftDeep
        settings.rightDeep = rightDeep
        left.write(rows + 8, frames: frames)
        right.write(rows + 12, frames: frames)
    }
}
