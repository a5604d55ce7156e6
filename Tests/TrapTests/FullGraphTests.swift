import Automation
import CAllocationTrap
import Engine
import MixModel
import Realtime
import Testing
import Units

/// Everything at once: every stage in circuit, every parameter of 64 strips on a lane, effects, VCAs, keys, monitors, a helper
/// thread.
@Suite(.serialized, .enabled(if: trap_is_set() == 1)) struct `The full graph` {
    private static let strips = 64
    private static let seconds = 60
    private static let block = 512

    private static func mix() -> Mix {
        var mix = Mix(sampleRate: 48_000)
        mix.buses = [Bus(name: "room", sends: [2]), Bus(name: "echo")]
        mix.vcas = [VCA(name: "all", vcas: [2]), VCA(name: "over it")]
        for index in 0..<strips {
            let source = Source(
                path: "", fingerprint: "", channels: index % 3 + 1 > 1 ? 2 : 1, sampleRate: 48_000, frames: 1 << 40)
            mix.strips.append(Strip(name: "", source: source, sends: [1, 2], vcas: index % 2 == 0 ? [1] : []))
        }
        let on: [Role] = [.hpfOn, .lpfOn, .gateOn, .eqOn, .compOn, .deEsserOn]
        for node in mix.soundingNodes {
            for role in on { mix[ParameterID(node, role)] = 1 }
        }
        for role in [Role.reverbOn, .delayOn, .chorusOn, .busCompOn] {
            for bus in 1...2 { mix[ParameterID(.bus(bus), role)] = 1 }
        }
        mix[ParameterID(.master, .limiterOn)] = 1
        mix[ParameterID(.strip(7), .compKey)] = 50
        let music = Source(path: "", fingerprint: "", channels: 2, sampleRate: 48_000, frames: 1 << 40)
        mix.references = [music, music]
        return mix
    }

    /// Lanes on every parameter of the strips that is of use, each with a corner every so many seconds that all together have a
    /// thousand a second.
    private static func sendLanes(_ engine: Engine, _ mix: Mix) -> Int {
        let roles = Role.roles(of: .strip(1)).filter { engine.index(of: ParameterID(.strip(1), $0)) != nil }
        let spacing = Int64(strips * roles.count * 48)
        var corners = 0
        for strip in 1...strips {
            for (place, role) in roles.enumerated() {
                guard role != .solo, role != .mute else { continue }
                let first = Int64((strip * roles.count + place) * 48) % spacing
                let points = stride(from: first, to: Int64(seconds * 48_000), by: Int(spacing)).enumerated().map {
                    let travel = Double(($0.offset * 3 + strip + place) % 8) / 7
                    return (frame: $0.element, position: role.spec.position(travel: travel))
                }
                corners += points.count
                let lane = Lane(points: points, stepped: role.spec.isStepped)
                while !engine.send(
                    .lane(
                        parameter: engine.index(of: ParameterID(.strip(strip), role)) ?? -1,
                        table: LaneTable.make(lane)))
                {
                    Issue.record("the queue is full")
                }
            }
            // Takes what is in the queue.
            var (left, right) = ([Float](repeating: 0, count: 1), [Float](repeating: 0, count: 1))
            engine.render(left: &left, right: &right, frames: 1)
        }
        return corners
    }

    @Test func `a minute with every parameter automated does nothing that could wait`() {
        let mix = Self.mix()
        let streams = PlaybackStreams(strips: Self.strips + mix.references.count, capacityFrames: 1 << 12)
        let engine = Engine(
            mix: mix, streams: streams, options: EngineOptions(workers: 2, isMonitored: true))
        #expect(Self.sendLanes(engine, mix) > 55_000)
        #expect(engine.send(.play(at: 0)))
        let sound = (0..<Self.block).map { Float(($0 * 7919) % 997) / 997 - 0.5 }
        var (left, right) = ([Float](repeating: 0, count: Self.block), [Float](repeating: 0, count: Self.block))
        var (mixLeft, mixRight) = (left, right)
        var counts = [0, 0, 0]
        var energy: Float = 0
        let source = engine.index(of: ParameterID(.monitor, .monitorSource)) ?? -1
        for turn in 0..<(Self.seconds * 48_000 / Self.block) {
            // The monitors go from one to another, sometimes in the middle of a fade; the mix is read, or nobody reads it.
            if turn % 7 == 0 {
                let at = engine.enginePosition + Int64(turn % Self.block)
                #expect(engine.send(.ramp(parameter: source, at: at, to: Float(turn / 7 % 4), length: 0)))
                engine.setReference(turn / 7 % 2 + 1, gain: Double(turn % 20) - 10)
            }
            if turn % 2_000 < 1_000 {
                _ = engine.monitoredMix?.read(left: &mixLeft, right: &mixRight, frames: Self.block)
            }
            for reference in 0..<2 where (turn + reference) % 60 != 0 {
                _ = streams.rings[0][Self.strips + reference].write(left: sound, right: sound, frames: Self.block)
            }
            for strip in 0..<Self.strips where (turn / 40 + strip) % 5 != 0 || turn < 20 {
                _ = streams.rings[0][strip].write(left: sound, right: sound, frames: Self.block)
            }
            for strip in 0..<Self.strips where (turn / 40 + strip) % 5 == 0 && turn >= 20 {
                // Silence, so that strips change their places.
                let silence = [Float](repeating: 0, count: Self.block)
                _ = streams.rings[0][strip].write(left: silence, right: silence, frames: Self.block)
            }
            left.withUnsafeMutableBufferPointer { left in
                right.withUnsafeMutableBufferPointer { right in
                    guard let left = left.baseAddress, let right = right.baseAddress else { return }
                    // Warm-up: the runtime makes its metadata at first use.
                    if turn >= 20 { trap_arm() }
                    engine.render(left: left, right: right, frames: Self.block)
                    if turn >= 20 { trap_disarm() }
                }
            }
            if turn >= 20 {
                for (place, kind) in [trap_allocation, trap_lock, trap_file].enumerated() {
                    counts[place] += trap_count(kind)
                }
            }
            energy += abs(left[17])
            while let report = engine.nextReport() {
                if case .laneReturned(let table) = report { LaneTable.free(table) }
            }
        }
        #expect(counts == [0, 0, 0], "allocations, locks, system calls")
        #expect(engine.missedMixFrames > 0)
        #expect(energy > 10 && left.allSatisfy(\.isFinite))
    }
}
