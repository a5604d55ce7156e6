import Automation
import CAllocationTrap
import Engine
import MixModel
import Realtime
import Testing
import Units

/// Whatever an engine takes it gives back, once: memory that is freed twice would end this program.
@Suite(.serialized, .enabled(if: trap_is_set() == 1)) struct `An engine's memory` {
    /// Strips, buses, VCAs, sends and references: of everything that has tables of its own.
    private static func mix(strips: Int, buses: Int) -> Mix {
        var mix = Mix(sampleRate: 48_000)
        mix.buses = (0..<buses).map { Bus(name: "b\($0)", sends: $0 + 1 < buses ? [$0 + 2] : []) }
        mix.vcas = [VCA(name: "all")]
        let source = Source(path: "", fingerprint: "", channels: 2, sampleRate: 48_000, frames: 1 << 40)
        for _ in 0..<strips {
            mix.strips.append(Strip(name: "", source: source, sends: buses > 0 ? [1] : [], vcas: [1]))
        }
        mix.references = [source, source]
        return mix
    }

    /// An engine's life: lanes that are played, lanes that wait in its queue, and a lane that it gave back and nobody took.
    private static func live(_ mix: Mix, _ options: EngineOptions) {
        let streams = PlaybackStreams(strips: mix.strips.count + 2, capacityFrames: 1 << 10)
        let engine = Engine(mix: mix, streams: streams, options: options)
        let fader = engine.index(of: ParameterID(.master, .fader)) ?? -1
        let lane = Lane(points: [(frame: 0, position: -3), (frame: 4_800, position: 0)], stepped: false)
        var (left, right) = ([Float](repeating: 0, count: 256), [Float](repeating: 0, count: 256))
        for _ in 0..<2 { _ = engine.send(.lane(parameter: fader, table: LaneTable.make(lane))) }
        _ = engine.send(.play(at: 0))
        for _ in 0..<4 { engine.render(left: &left, right: &right, frames: 256) }
        _ = engine.send(.lane(parameter: fader, table: LaneTable.make(lane)))
    }

    @Test(arguments: [(0, 0), (1, 0), (9, 3), (130, 12)], [true, false])
    func `is given back when the engine goes`(size: (Int, Int), isMonitored: Bool) {
        let mix = Self.mix(strips: size.0, buses: size.1)
        for kernel in KernelChoice.allCases where kernel.isAvailable {
            for stretch in [1, 8] {
                let options = EngineOptions(kernel: kernel, isMonitored: isMonitored, stretch: stretch)
                // The runtime makes its metadata at first use, and keeps them.
                for _ in 0..<3 { Self.live(mix, options) }
                trap_arm()
                for _ in 0..<10 { Self.live(mix, options) }
                trap_disarm()
                #expect(trap_count(trap_allocation) > 100)
                #expect(trap_balance() == 0, "pieces of memory that were got and not given back")
            }
        }
    }

    @Test func `is given back when workers have shared it`() {
        let mix = Self.mix(strips: 200, buses: 4)
        let workers = 3
        let options = EngineOptions(workers: workers, isMonitored: true)
        for _ in 0..<3 { Self.live(mix, options) }
        trap_arm()
        for _ in 0..<20 { Self.live(mix, options) }
        trap_disarm()
        // What a thread is told at its start it frees itself.
        #expect(trap_balance() <= 20 * (workers - 1))
    }
}
