import Automation
import Engine
import MixModel
import Testing
import Units

@Suite struct Faults {
    static func faults(_ rig: Rig) -> [[Int]] {
        rig.reports.compactMap {
            guard case .fault(let fault, let node) = $0 else { return nil }
            return [Int(fault.rawValue), Int(node)]
        }
    }

    /// Bad samples, the strip's high-pass in or out, and block sizes.
    static let bad: [(Float, Bool, Int)] = [
        (.nan, false, 64), (.infinity, true, 64), (-.infinity, true, 7), (.nan, true, 1), (3e38, true, 1_000),
        (.signalingNaN, false, 17),
    ]

    @Test(arguments: bad) func `a sample that is no number silences its strip to the cell's end`(
        bad: Float, filtered: Bool, size: Int
    ) {
        var mix = Rig.mix(strips: 3, channels: [2])
        if filtered { mix[ParameterID(.strip(2), .hpfOn)] = 1 }
        let rig = Rig(mix) { strip, frame in
            let tone: Float = frame % 2 == 0 ? 0.25 : -0.25
            return strip == 1 ? (frame == 200 ? bad : tone, tone) : (0.5, 0.5)
        }
        rig.feed(frames: 2_000)
        rig.send(.play(at: 0))
        rig.render(2_000, size: { size })
        #expect((rig.left + rig.right).allSatisfy { $0.isFinite && abs($0) < 2 })
        #expect(rig.left[200..<256].allSatisfy { $0 == 1 } && rig.right[200..<256].allSatisfy { $0 == 1 })
        #expect(abs(rig.left[199] - 1) > 0.2 && abs(rig.left[256] - 1) > 0.2)
        #expect(Self.faults(rig) == [[0, 1]])
    }

    @Test func `a damaged lane cannot make a wild sound`() {
        for role in Role.roles(of: .strip(1)) {
            for wild in [Float.nan, .infinity, -.infinity, 1e30, -1e30] {
                let rig = Rig(Rig.mix(strips: 1), options: EngineOptions(sends: Role.sendCount))
                rig.feed(frames: 1_000)
                let ramps = [
                    Ramp(start: 100, from: 0, to: wild, length: 300),
                    Ramp(start: 500, from: wild, to: 0, length: 200),
                ]
                let table = LaneTable.make(Lane(segments: ramps.map { Lane.Segment($0) }))
                rig.send(.lane(parameter: rig.index(.strip(1), role), table: table), .play(at: 0))
                rig.render(1_000)
                #expect((rig.left + rig.right).allSatisfy { abs($0) < 20 }, "\(role), \(wild)")
            }
        }
    }

    @Test(arguments: [1, 50, 64, 1_000]) func `a ring that runs dry is silent, said once, and in step again`(
        size: Int
    ) {
        let rig = Rig(Rig.mix(strips: 2, channels: [2])) { strip, frame in strip == 0 ? (Float(frame), 0) : (0, 0) }
        rig.feed(frames: 400)
        rig.send(.play(at: 0))
        rig.render(700, size: { size })
        #expect(rig.left[399] == 399 && rig.left[400..<700].allSatisfy { $0 == 0 })
        #expect(Self.faults(rig) == [[1, 0], [1, 1]])
        rig.feed(from: 400, frames: 200)
        rig.render(50, size: { size })
        rig.feed(from: 600, frames: 800)
        rig.render(450, size: { size })
        #expect((750..<1_200).allSatisfy { rig.left[$0] == Float($0) })
        #expect(Self.faults(rig).count == 2)
    }

    @Test func `lost reports are said, and lanes come back all the same`() {
        let rig = Rig(Rig.mix(strips: 8))
        let fader = rig.index(.strip(1), .fader)
        rig.feed(frames: 20_000)
        rig.send(.play(at: 0), .write(parameter: fader, at: 0, endsAtSeam: false))
        var (left, right) = ([Float](repeating: 0, count: 500), [Float](repeating: 0, count: 500))
        for turn in 0..<6 {
            for number in 0..<7_000 {
                rig.send(.ramp(parameter: fader, at: 0, to: Float(number % 10), length: 0))
            }
            if turn == 0 { rig.send(.lane(parameter: 0, table: LaneTable.make(Lane()))) }
            if turn == 5 { rig.send(.lane(parameter: 0, table: nil)) }
            rig.engine.render(left: &left, right: &right, frames: 500)
        }
        rig.render(1)
        rig.send(.ramp(parameter: fader, at: 0, to: 0, length: 0))
        rig.render(1)
        #expect(rig.reports.contains { if case .laneReturned = $0 { true } else { false } })
        #expect(Self.faults(rig) == [[2, -1]])
    }

    @Test func `a full queue refuses`() {
        let rig = Rig(Rig.mix(strips: 1))
        for _ in 0..<Engine.commandCapacity { rig.send(.play(at: 1 << 40)) }
        #expect(!rig.engine.send(.play(at: 0)))
        rig.render(1)
        #expect(rig.engine.send(.play(at: 0)))
    }
}

@Suite struct Meters {
    @Test func `show peak and RMS behind the fader`() {
        var mix = Rig.mix(strips: 2, buses: 1, channels: [2])
        mix.strips[1].output = 1
        mix[ParameterID(.strip(1), .fader)] = -20
        let rig = Rig(mix) { strip, frame in
            strip == 0 ? (frame % 2 == 0 ? 1 : -1, frame == 77 ? -0.5 : 0) : (0.25, 0)
        }
        rig.feed(frames: 1 << 15)
        rig.send(.play(at: 0))
        rig.render(1_000)
        let first = rig.engine.readMeter(of: .strip(1))
        #expect(abs(first.peakLeft - 0.1) < 1e-6 && abs(first.peakRight - 0.05) < 1e-6 && !first.isClipped)
        // After two time constants the mean square has come to 1 − e⁻².
        rig.render(28_800 - 1_000)
        let second = rig.engine.readMeter(of: .strip(1))
        #expect(second.peakRight == 0 && abs(second.rmsLeft - 0.1 * 0.9299) < 0.001)
        #expect(rig.engine.readMeter(of: .bus(1)).peakLeft == 0.25)
        #expect(abs(rig.engine.readMeter(of: .master).peakLeft - 0.35) < 1e-6)
        rig.send(.stop(at: 0))
        rig.render(48_000 * 5, size: { 1_000 })
        let third = rig.engine.readMeter(of: .strip(1))
        #expect(rig.engine.readMeter(of: .strip(1)).peakLeft == 0 && third.rmsLeft < 1e-4)
    }

    @Test func `say when the output was clipped`() {
        var mix = Rig.mix(strips: 1, channels: [2])
        mix[ParameterID(.master, .fader)] = 0.1
        let rig = Rig(mix) { _, frame in (0, frame == 50 ? -1 : 0) }
        rig.feed(frames: 2000)
        rig.send(.play(at: 0))
        rig.render(512)
        #expect(!rig.engine.readMeter(of: .strip(1)).isClipped && rig.engine.readMeter(of: .master).isClipped)
        #expect(!rig.engine.readMeter(of: .master).isClipped)
    }
}
