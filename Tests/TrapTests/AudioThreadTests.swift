import Automation
import CAllocationTrap
import Engine
import MixModel
import Realtime
import Testing
import Units

/// Nothing on the audio thread allocates, locks or calls the system. The trap stands in the C library's place in this
/// program and counts on the armed thread only.
@Suite(.serialized, .enabled(if: trap_is_set() == 1)) struct `The audio thread` {
    @Test(arguments: 0..<trap_offences) func `the trap sees each offence`(offence: Int) {
        let kind = trap_kind_of(Int32(offence))
        trap_commit(Int32(offence))
        trap_arm()
        trap_commit(Int32(offence))
        trap_disarm()
        let counts = [trap_allocation, trap_lock, trap_file].map { trap_count($0) }
        #expect(trap_count(kind) == 1 && counts.reduce(0, +) == 1)
    }

    @Test func `the trap sees what Swift does`() {
        trap_arm()
        var numbers = [Int](repeating: 1, count: 1_000)
        numbers.append(2)
        trap_disarm()
        #expect(trap_count(trap_allocation) > 0)
        #expect(numbers.count == 1_001)
    }

    @Test func `a minute of rides over 64 strips does nothing that could wait`() {
        let strips = 64
        var mix = Mix(sampleRate: 48_000)
        mix.buses = (1...4).map { Bus(name: "b\($0)", output: $0 < 3 ? $0 + 1 : nil) }
        for index in 0..<strips {
            let source = Source(path: "", fingerprint: "", channels: 2, sampleRate: 48_000, frames: 1 << 40)
            mix.strips.append(Strip(name: "", source: source, output: index % 5 == 0 ? nil : index % 4 + 1))
        }
        let streams = PlaybackStreams(strips: strips, capacityFrames: 1 << 12)
        let engine = Engine(mix: mix, streams: streams)
        let roles: [Role] = [.fader, .pan, .hpfFrequency, .mute, .hpfOn, .inputGain, .polarity, .hpfSlope, .solo]
        let length: Int64 = 60 * 48_000
        // Lanes under a third of the strips, hands that write on the others.
        for strip in 1...strips where strip % 3 == 0 {
            for role in roles.prefix(4) {
                let points = stride(from: Int64(strip), to: length, by: 4_800).map { frame in
                    (frame: frame, position: role.spec.position(travel: Double(frame / 4_800 % 7) / 6))
                }
                let lane = Lane(points: points, stepped: role.spec.isStepped)
                send(engine, .lane(parameter: index(engine, strip, role), table: LaneTable.make(lane)))
            }
        }
        send(engine, .loop(start: 48_000, end: 100_000), .play(at: 10))
        var state: UInt64 = 1
        let block = 512
        let sound = (0..<block).map { Float($0 % 37) / 37 - 0.5 }
        var left = [Float](repeating: 0, count: block)
        var right = left
        var counts = [0, 0, 0]
        var written = 0
        for turn in 0..<Int(length) / block {
            let now = engine.enginePosition
            for _ in 0..<24 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let dice = Int(state >> 33)
                let role = roles[dice % 61 == 0 ? 4 + dice / 64 % 5 : dice / 64 % 4]
                let parameter = index(engine, dice % strips + 1, role)
                let at = now + Int64(dice >> 8) % Int64(block)
                let to = role.spec.position(travel: Double(dice % 1_000) / 999)
                send(engine, .ramp(parameter: parameter, at: at, to: to, length: Int32(dice % 960)))
                if dice % 5 == 0 { send(engine, .write(parameter: parameter, at: at, endsAtSeam: dice % 2 == 0)) }
                if dice % 7 == 0 { send(engine, .glide(parameter: parameter, at: at + 100, delay: 0, length: 4_800)) }
            }
            if turn % 1_000 == 500 { send(engine, .stop(at: now + 100), .play(at: now + 200)) }
            if turn % 1_000 == 900 { send(engine, .locate(at: now + 7, to: 5_000, slot: 0)) }
            // Now and then a ring runs dry, and a sample is no number.
            for strip in 0..<strips where turn % 50 != 7 || strip != 3 {
                _ = streams.rings[0][strip].write(left: sound, right: sound, frames: block)
            }
            if turn % 99 == 0 {
                let bad = [Float](repeating: .nan, count: 1)
                _ = streams.rings[0][5].write(left: bad, right: bad, frames: 1)
            }
            if turn < 20 {
                // Warm-up: the runtime makes its metadata at first use.
                engine.render(left: &left, right: &right, frames: block)
            } else {
                left.withUnsafeMutableBufferPointer { left in
                    right.withUnsafeMutableBufferPointer { right in
                        guard let left = left.baseAddress, let right = right.baseAddress else { return }
                        trap_arm()
                        engine.render(left: left, right: right, frames: block)
                        trap_disarm()
                    }
                }
                for (place, kind) in [trap_allocation, trap_lock, trap_file].enumerated() {
                    counts[place] += trap_count(kind)
                }
            }
            while let report = engine.nextReport() {
                if case .segment = report { written += 1 }
                if case .fault(.reportsLost, _) = report { Issue.record("reports were lost") }
            }
        }
        #expect(counts == [0, 0, 0], "allocations, locks, system calls")
        #expect(engine.enginePosition == length / Int64(block) * Int64(block) && engine.isRolling)
        #expect(written > 10_000)
    }

    private func index(_ engine: Engine, _ strip: Int, _ role: Role) -> Int32 {
        engine.index(of: ParameterID(.strip(strip), role)) ?? -1
    }

    private func send(_ engine: Engine, _ commands: EngineCommand...) {
        for command in commands where !engine.send(command) { Issue.record("the queue is full") }
    }
}
