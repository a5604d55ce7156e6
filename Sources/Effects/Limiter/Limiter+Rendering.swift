import CRealtime
import Memory
import Vectors

extension Limiter {
    /// Frames from putting the delay in circuit until only its output is heard: it fills first, then it is faded in.
    var insertionFrames: Int {
        @_noLocks @_noAllocation get { latency &+ 256 }
    }

    /// Forgets all sound.
    @_noLocks @_noAllocation
    mutating func forget() {
        sound.fill(0..<4, with: 0)
        oversampler.reset()
        curve.reset()
        hold.reset()
        silence = 1 << 20
    }

    /// Begins to limit, from the samples that the delay holds already.
    @_noLocks @_noAllocation
    mutating func wake(_ p: Parameters, _ start: Int) {
        isAwake = true
        let gain = LevelRow.ratio(p.gain[start], low: 0, high: 24)
        for channel in 0..<2 {
            let raw = sound.row(channel)
            let driven = sound.row(channel &+ 2)
            for frame in 1...latency { driven[0 &- frame] = raw[0 &- frame] * gain }
        }
        oversampler.pass()
        hold.fill()
        curve.reset()
        curve.tune(p.release[start])
    }

    /// The first frame from `start` on at which the switch is on; `frames` if none.
    @_noLocks @_noAllocation
    func firstOn(_ switches: Row, from start: Int, frames: Int) -> Int {
        var frame = start
        while frame < frames {
            if switches[frame] >= 0.5 { return frame }
            if !switches.isMoving { return frames }
            frame &+= 1
        }
        return frames
    }

    /// Where a stretch ends: behind the frame at which the limiter goes out of circuit, else at the block's end. The fade over
    /// the stretch is left in the scratch.
    @_noLocks @_noAllocation
    mutating func stretch(_ switches: Row, from start: Int, frames: Int) -> Int {
        guard switches.isMoving || fade.position != 1 || !(switches[0] >= 0.5) else {
            scratch[Limiter.scratchRow] = 1
            return frames
        }
        let fades = scratch + Limiter.scratchRow
        var frame = start
        while frame < frames {
            let weight = fade.next(switches[frame] >= 0.5)
            // Marks the row as moving, even if it stands at 1.
            fades[frame &- start &+ 1] = weight
            frame &+= 1
            if weight == 0 && inserted >= insertionFrames { break }
        }
        fades[0] = 0
        return frame
    }

    /// Delays a stretch without limiting it.
    @_noLocks @_noAllocation
    mutating func renderDelay(
        _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, _ frames: Int
    ) {
        listen(left, right, frames)
        rt_copy(left, sound.row(0) - latency, frames)
        rt_copy(right, sound.row(1) - latency, frames)
        sound.advance(frames)
    }

    /// Takes the input.
    @_noLocks @_noAllocation
    mutating func listen(_ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, _ frames: Int) {
        sound.makeRoom(frames)
        rt_copy(sound.row(0), left, frames)
        rt_copy(sound.row(1), right, frames)
        var isSilent = rt_is_silent(left, frames)
        if isSilent { isSilent = rt_is_silent(right, frames) }
        silence = isSilent ? (silence < 1 << 20 ? silence &+ frames : silence) : 0
    }

    @_noLocks @_noAllocation
    mutating func renderAwake(
        _ p: Parameters, _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, _ start: Int,
        _ end: Int, at frame: Int64
    ) {
        let frames = end &- start
        listen(left, right, frames)
        drive(p.gain, start, frames)
        let isReducing = ask(p, start, frames)
        let gains = scratch.start
        if isReducing || !curve.isAtRest {
            curve.render(into: gains, frames: frames, release: p.release, from: start, at: frame)
            gains.put(Vector(repeating: 1), frames)
            note(gains, frames)
        } else {
            curve.rest(frames: frames, release: p.release, from: start, at: frame)
            var index = 0
            while index < frames {
                gains.put(Vector(repeating: 1), index)
                index &+= 8
            }
        }
        if scratch[Limiter.scratchRow] == 1 && inserted >= insertionFrames {
            turnDown(left, sound.row(2) - latency, frames)
            turnDown(right, sound.row(3) - latency, frames)
        } else {
            blend(left, sound.row(0) - latency, sound.row(2) - latency, frames)
            blend(right, sound.row(1) - latency, sound.row(3) - latency, frames)
            let now = inserted &+ frames
            inserted = now < insertionFrames ? now : insertionFrames
        }
        sound.advance(frames)
    }

    /// Applies the input gain.
    @_noLocks @_noAllocation
    private mutating func drive(_ gain: Row, _ start: Int, _ frames: Int) {
        let ratios = scratch.start
        LevelRow.fill(ratios, with: gain, from: start, frames: frames, low: 0, high: 24)
        for channel in 0..<2 {
            let raw = sound.row(channel)
            let driven = sound.row(channel &+ 2)
            var index = 0
            while index < frames {
                driven.put(raw.octet(index) * ratios.octet(index), index)
                index &+= 8
            }
            driven.put(Vector(repeating: 0), frames)
        }
    }

    /// Asks the gain curve for the reduction that peaks need.
    ///
    /// - Returns: whether they need any; the curve has been asked also if not, unless it is at rest.
    @_noLocks @_noAllocation
    private mutating func ask(_ p: Parameters, _ start: Int, _ frames: Int) -> Bool {
        let ceilings = scratch.start
        LevelRow.fill(ceilings, with: p.ceiling, from: start, frames: frames, low: -20, high: 0)
        let left = sound.row(2)
        let right = sound.row(3)
        hold.listen(left, right, frames)
        let asked = curve.entry(frames)
        if !p.ceiling.isMoving && hold.peak * oversampler.bound < ceilings[0] {
            oversampler.pass()
            var index = 0
            while index < frames {
                asked.put(Vector(repeating: 1), index)
                index &+= 8
            }
            return false
        }
        let floor = p.ceiling.isMoving ? 0 : ceilings[0]
        oversampler.render(left: left, right: right, frames: frames, above: floor, peaks: asked)
        let one = Vector(repeating: 1)
        var least = one
        var index = 0
        while index < frames {
            let peak = asked.octet(index)
            let ceiling = ceilings.octet(index)
            let gain = one.replacing(with: ceiling / peak, where: peak .> ceiling)
            asked.put(gain, index)
            least.replace(with: gain, where: gain .< least)
            index &+= 8
        }
        return least != one
    }

    /// Notes the lowest gain.
    @_noLocks @_noAllocation
    private mutating func note(_ gains: UnsafeMutablePointer<Float>, _ frames: Int) {
        var least = Vector(repeating: lowest)
        var index = 0
        while index < frames {
            let gain = gains.octet(index)
            least.replace(with: gain, where: gain .< least)
            index &+= 8
        }
        for column in 0..<8 where least[column] < lowest { lowest = least[column] }
    }

    @_noLocks @_noAllocation
    private func turnDown(_ output: UnsafeMutablePointer<Float>, _ driven: UnsafeMutablePointer<Float>, _ frames: Int)
    {
        let gains = scratch.start
        let row = scratch + 2 &* Limiter.scratchRow
        var index = 0
        while index < frames {
            row.put(driven.octet(index) * gains.octet(index), index)
            index &+= 8
        }
        rt_copy(output, row, frames)
    }

    /// Crossfades from direct to delayed sound while the delay is put in circuit, and between delayed and limited sound.
    @_noLocks @_noAllocation
    private func blend(
        _ output: UnsafeMutablePointer<Float>, _ delayed: UnsafeMutablePointer<Float>,
        _ driven: UnsafeMutablePointer<Float>, _ frames: Int
    ) {
        let fades = scratch + Limiter.scratchRow
        let isFullyOn = fades[0] == 1
        for frame in 0..<frames {
            let wet = driven[frame] * scratch[frame]
            let dry = delayed[frame]
            let weight = isFullyOn ? 1 : fades[frame &+ 1]
            let circuit = weight == 1 ? wet : dry + weight * (wet - dry)
            let since = inserted &+ frame &- latency &+ 1
            if since >= 256 {
                output[frame] = circuit
            } else if since > 0 {
                output[frame] += Float(since) * 0x1p-8 * (circuit - output[frame])
            }
        }
    }
}
