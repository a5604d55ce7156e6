import Automation
import Engine
import MixModel
import Realtime
import Units

/// A mix of stereo strips with something going on in it, rendered block by block from full rings.
enum EngineCase: String, CaseIterable {
    case stopped = "stopped"
    case level = "levels at rest"
    case filtered = "high-pass in every strip"
    case lanes = "two lanes a strip"
    case hands = "a hand on every fader"

    static let strips = 64
    static let sampleRate = 48_000
    /// Frames between two corners of a lane, and between two movements of a hand: 10 ms.
    static let interval: Int64 = 480

    /// Renders and measures; filling the rings and reading the reports is not counted, since other threads do that.
    func measure(block: Int, seconds: Int) -> Measurement {
        let streams = PlaybackStreams(strips: EngineCase.strips, capacityFrames: 8192)
        let engine = Engine(mix: mix(), streams: streams)
        if self == .lanes { sendLanes(to: engine, seconds: seconds) }
        if self != .stopped { _ = engine.send(.play(at: 0)) }

        let sound = Noise.samples(8192)
        let left = UnsafeMutablePointer<Float>.allocate(capacity: block)
        let right = UnsafeMutablePointer<Float>.allocate(capacity: block)
        defer {
            left.deallocate()
            right.deallocate()
        }
        var measurement = Measurement()
        var nextMove: Int64 = 0
        while engine.enginePosition < Int64(seconds * EngineCase.sampleRate) {
            for ring in streams.rings[0] where ring.readableFrames < block {
                _ = sound.withUnsafeBufferPointer { samples in
                    samples.baseAddress.map { ring.write(left: $0, right: $0, frames: samples.count) }
                }
            }
            if self == .hands, engine.enginePosition + Int64(block) > nextMove {
                move(engine, at: nextMove)
                nextMove += EngineCase.interval
            }
            measurement.count { engine.render(left: left, right: right, frames: block) }
            while let report = engine.nextReport() {
                if case .laneReturned(let table) = report { LaneTable.free(table) }
            }
        }
        return measurement
    }

    private func mix() -> Mix {
        var mix = Mix(sampleRate: EngineCase.sampleRate)
        for number in 1...EngineCase.strips {
            mix.strips.append(
                Strip(
                    name: "\(number)",
                    source: Source(
                        path: "", fingerprint: "", channels: 2, sampleRate: EngineCase.sampleRate, frames: 1 << 40)))
            mix[ParameterID(.strip(number), .fader)] = -18
            mix[ParameterID(.strip(number), .pan)] = Float(number % 9 - 4) / 4
            if self == .filtered { mix[ParameterID(.strip(number), .hpfOn)] = 1 }
        }
        return mix
    }

    /// Fader and pan of every strip follow a lane with a corner every 10 ms, each strip at its own time.
    private func sendLanes(to engine: Engine, seconds: Int) {
        for number in 1...EngineCase.strips {
            for (role, low, high) in [(Role.fader, Float(-30), Float(-10)), (.pan, -0.8, 0.8)] {
                guard let index = engine.index(of: ParameterID(.strip(number), role)) else { continue }
                var points: [(frame: FramePosition, position: Float)] = []
                var frame = Int64(number * 7)
                while frame < Int64(seconds * EngineCase.sampleRate) {
                    points.append((frame, points.count % 2 == 0 ? low : high))
                    frame += EngineCase.interval
                }
                _ = engine.send(.lane(parameter: index, table: LaneTable.make(Lane(points: points))))
            }
        }
    }

    /// Every fader is moved, 10 ms to the new place, and what is rendered is reported as in a pass.
    private func move(_ engine: Engine, at frame: Int64) {
        for number in 1...EngineCase.strips {
            guard let index = engine.index(of: ParameterID(.strip(number), .fader)) else { continue }
            let at = frame + Int64(number * 7 % 480)
            if frame == 0 { _ = engine.send(.write(parameter: index, at: at, endsAtSeam: false)) }
            let target: Float = (frame / EngineCase.interval) % 2 == 0 ? -12 : -24
            _ = engine.send(.ramp(parameter: index, at: at, to: target, length: Int32(EngineCase.interval)))
        }
    }
}

/// White noise at −20 dB peak from integers.
enum Noise {
    static func samples(_ count: Int) -> [Float] {
        var state: UInt32 = 0x9E37_79B9
        return (0..<count).map { _ in
            state ^= state << 13
            state ^= state >> 17
            state ^= state << 5
            return Float(Int32(bitPattern: state) >> 8) * 0x1p-23 * 0.1
        }
    }
}
