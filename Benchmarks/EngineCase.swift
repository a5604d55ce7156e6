import Automation
import Engine
import MixModel
import Realtime
import Units

/// A mix of stereo strips with something going on in it, rendered block by block from full rings.
struct EngineCase {
    static let sampleRate = 48_000
    /// Frames between two corners of a lane, and between two movements of a hand: 10 ms.
    static let interval: Int64 = 480

    /// What moves.
    enum Movement {
        case none, hands, lanes
        /// Every parameter but what silences a strip, and with that too.
        case everything, switchesToo
    }

    var name: String
    var strips = 64
    /// Settings of every strip: path and value in the parameter's unit.
    var settings: [(path: String, value: Double)] = []
    /// Sends of every strip that are on.
    var sends = 0
    /// One strip in so many has the settings and sounds; the others have none, or are silent.
    var every = 1
    /// What the others are: silent with all stages on, or sounding with all off.
    var othersAreSilent = false
    var movement = Movement.none
    var isRolling = true

    /// Renders and measures; filling the rings and reading the reports is not counted, since other threads do that.
    ///
    /// - Parameter isAlone: each block is counted by itself, for the sake of its time.
    func measure(
        block: Int, seconds: Int, options: EngineOptions = EngineOptions(), isAlone: Bool = false
    ) -> Measurement {
        let streams = PlaybackStreams(strips: strips, capacityFrames: 8192)
        var options = options
        // As a desk has it: sends that lead nowhere can be moved, too.
        if movement == .everything || movement == .switchesToo { options.sends = Role.sendCount }
        let engine = Engine(mix: mix(), streams: streams, options: options)
        if movement == .lanes { sendLanes(to: engine, seconds: seconds) }
        if movement == .everything || movement == .switchesToo { automateAll(engine, seconds: seconds) }
        if isRolling { _ = engine.send(.play(at: 0)) }
        let left = UnsafeMutablePointer<Float>.allocate(capacity: block)
        let right = UnsafeMutablePointer<Float>.allocate(capacity: block)
        defer {
            left.deallocate()
            right.deallocate()
        }
        var measurement = Measurement()
        var nextMove: Int64 = 0
        // What is silent is known to be so, and strips lie where they belong, before it counts.
        let warmUp = Int64(EngineCase.sampleRate)
        while engine.enginePosition < Int64(seconds * EngineCase.sampleRate) + warmUp {
            for (strip, ring) in streams.rings[0].enumerated() where ring.readableFrames < block {
                feed(ring, strip: strip)
            }
            if movement == .hands, engine.enginePosition + Int64(block) > nextMove {
                move(engine, at: nextMove)
                nextMove += EngineCase.interval
            }
            if engine.enginePosition >= warmUp {
                // Hands move between two blocks.
                if isAlone || movement == .hands {
                    measurement.countAlone { engine.render(left: left, right: right, frames: block) }
                } else {
                    let rest =
                        (Int64(seconds * EngineCase.sampleRate) + warmUp - engine.enginePosition) / Int64(block)
                    let ready = streams.rings[0].first.map { isRolling ? $0.readableFrames / block : 64 } ?? 1
                    measurement.count(max(1, min(Int(rest), ready))) {
                        engine.render(left: left, right: right, frames: block)
                    }
                }
            } else {
                engine.render(left: left, right: right, frames: block)
            }
            while let report = engine.nextReport() {
                if case .laneReturned(let table) = report { LaneTable.free(table) }
            }
        }
        return measurement
    }

    /// Writes a ring full of what its strip plays.
    func feed(_ ring: SampleRing, strip: Int) {
        let isSilent = othersAreSilent && strip % every != 0
        let offset = isSilent ? 0 : strip * 1021 % (Material.samples.count - 8192)
        (isSilent ? Material.silence : Material.samples).withUnsafeBufferPointer { samples in
            guard let start = samples.baseAddress else { return }
            _ = ring.write(left: start + offset, right: start + offset, frames: 8192)
        }
    }

    func mix() -> Mix {
        var mix = Mix(sampleRate: EngineCase.sampleRate)
        for bus in 0..<sends { mix.buses.append(Bus(name: "Bus \(bus + 1)")) }
        for number in 1...strips {
            mix.strips.append(
                Strip(
                    name: "\(number)",
                    source: Source(
                        path: "", fingerprint: "", channels: 2, sampleRate: EngineCase.sampleRate, frames: 1 << 40),
                    sends: (0..<sends).map { $0 + 1 }))
            mix[ParameterID(.strip(number), .fader)] = -18
            mix[ParameterID(.strip(number), .pan)] = Float(number % 9 - 4) / 4
            guard othersAreSilent || (number - 1) % every == 0 else { continue }
            for send in 0..<sends { mix[ParameterID(.strip(number), .send(send + 1, .level))] = -12 }
            for (path, value) in settings {
                guard let role = Role(path: path) else { fatalError("there is no parameter \(path)") }
                mix[ParameterID(.strip(number), role)] = role.spec.scale.position(of: value)
            }
        }
        return mix
    }

    /// Fader and pan of every strip follow a lane with a corner every 10 ms, each strip at its own time.
    private func sendLanes(to engine: Engine, seconds: Int) {
        for number in 1...strips {
            for (role, low, high) in [(Role.fader, Float(-30), Float(-10)), (.pan, -0.8, 0.8)] {
                guard let index = engine.index(of: ParameterID(.strip(number), role)) else { continue }
                var points: [(frame: FramePosition, position: Float)] = []
                var frame = Int64(number * 7)
                while frame < Int64((seconds + 1) * EngineCase.sampleRate) {
                    points.append((frame, points.count % 2 == 0 ? low : high))
                    frame += EngineCase.interval
                }
                _ = engine.send(.lane(parameter: index, table: LaneTable.make(Lane(points: points))))
            }
        }
    }

    /// Every parameter of every strip follows a lane; all together have a thousand corners a second.
    private func automateAll(_ engine: Engine, seconds: Int) {
        let silencing: Set<Role> = movement == .switchesToo ? [] : [.mute, .solo]
        let roles = Role.roles(of: .strip(1)).filter {
            ($0.send?.number ?? 1) <= 2 && !silencing.contains($0)
        }
        let spacing = strips * roles.count * EngineCase.sampleRate / 1000
        for number in 1...strips {
            for (place, role) in roles.enumerated() {
                guard let index = engine.index(of: ParameterID(.strip(number), role)) else { continue }
                let first = (number * roles.count + place) * EngineCase.sampleRate / 1000 % spacing
                let frames = stride(from: first, to: (seconds + 1) * EngineCase.sampleRate + spacing, by: spacing)
                let points = frames.enumerated().flatMap { corner in
                    EngineCase.points(of: role, Int64(corner.element), corner.offset * 3 + number + place)
                }
                _ = engine.send(
                    .lane(
                        parameter: index, table: LaneTable.make(Lane(points: points, stepped: role.spec.isStepped))))
            }
            var (left, right) = (Float(0), Float(0))
            engine.render(left: &left, right: &right, frames: 1)
        }
    }

    /// A corner of a lane, somewhere on the way. What silences strips does so for 10 ms, or nothing would be left to render.
    private static func points(of role: Role, _ frame: Int64, _ turn: Int) -> [(
        frame: FramePosition, position: Float
    )] {
        if role == .mute || role == .solo { return [(frame, 1), (frame + interval, 0)] }
        return [(frame, role.spec.position(travel: Double(turn % 8) / 7))]
    }

    /// Every fader is moved, 10 ms to the new place, and what is rendered is reported as in a pass.
    private func move(_ engine: Engine, at frame: Int64) {
        for number in 1...strips {
            guard let index = engine.index(of: ParameterID(.strip(number), .fader)) else { continue }
            let at = frame + Int64(number * 7 % 480)
            if frame == 0 { _ = engine.send(.write(parameter: index, at: at, endsAtSeam: false)) }
            let target: Float = (frame / EngineCase.interval) % 2 == 0 ? -12 : -24
            _ = engine.send(.ramp(parameter: index, at: at, to: target, length: Int32(EngineCase.interval)))
        }
    }
}

/// Sound that gives gates and compressors something to do: noise from integers, swelling from −46 to −6 dBFS peak and falling
/// off again every 170 ms.
enum Material {
    static let silence = [Float](repeating: 0, count: 8192)

    static let samples: [Float] = {
        var state: UInt32 = 0x9E37_79B9
        return (0..<65_536).map { frame in
            state ^= state << 13
            state ^= state >> 17
            state ^= state << 5
            let phase = Float(frame % 8192) / 8192
            let swell = phase < 0.2 ? phase * 5 : (1 - phase) * (1 - phase) * 1.5625
            return Float(Int32(bitPattern: state) >> 8) * 0x1p-23 * (0.005 + 0.495 * swell)
        }
    }()
}
