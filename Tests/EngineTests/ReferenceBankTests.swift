import Engine
import MixModel
import Realtime
import TestSupport
import Testing

/// References between their rings and the loudspeakers.
@Suite struct `The bank of references` {
    /// A session of one strip, which is silent at 0.125, and two references that count frames.
    private static func rig(_ source: Float = 0) -> Rig {
        var mix = Rig.mix(strips: 1)
        mix.references = Array(
            repeating: Source(path: "", fingerprint: "", channels: 2, sampleRate: 48_000, frames: 1 << 40), count: 2)
        mix[ParameterID(.monitor, .monitorSource)] = source
        return Rig(mix, options: EngineOptions(isMonitored: true)) { strip, frame in
            let count = Float(frame % 4_096) / 8_192
            return strip == 0 ? (0.125, 0.125) : strip == 1 ? (count, -count) : (0.5 - count, 0.25)
        }
    }

    private static func choose(_ rig: Rig, _ choices: [(at: Int64, source: Float)]) {
        let index = rig.index(.monitor, .monitorSource)
        for choice in choices { rig.send(.ramp(parameter: index, at: choice.at, to: choice.source, length: 0)) }
    }

    /// Switches at odd moments, also in the middle of fades.
    private static let choices: [(at: Int64, source: Float)] = [
        (100, 1), (777, 2), (900, 1), (1_000, 0), (1_100, 2), (2_000, 0), (3_001, 1), (3_003, 0), (3_500, 9),
        (4_000, 2),
    ]

    private static func play(_ rig: Rig, size: () -> Int) {
        rig.feed(frames: 6_000)
        rig.engine.setReference(2, gain: -6)
        choose(rig, choices)
        rig.send(.play(at: 0))
        rig.render(6_000, size: size)
    }

    @Test(arguments: [1, 13, 64, 1_000]) func `gives the same bits for blocks of any size`(size: Int) {
        let (one, other) = (Self.rig(), Self.rig())
        Self.play(one, size: { 64 })
        var dice = Dice(rig: 3)
        Self.play(other, size: { size == 13 ? dice.int(1..<200) : size })
        #expect(firstDifference(one.left, other.left) == nil && firstDifference(one.right, other.right) == nil)
    }

    @Test func `each is heard in its place, with its gain, and the mix has its bits beside it`() {
        let rig = Self.rig()
        Self.play(rig, size: { 64 })
        for frame in [50, 99, 2_990, 3_900] { #expect(rig.left[frame] == 0.125 && rig.right[frame] == 0.125) }
        for frame in [500, 776] {
            let count = Float(frame) / 8_192
            #expect(abs(rig.left[frame] - count) < 1e-6 && abs(rig.right[frame] + count) < 1e-6)
        }
        for frame in [1_500, 1_990, 4_400, 5_999] {
            let count = Float(frame % 4_096) / 8_192
            #expect(
                abs(rig.left[frame] - (0.5 - count) * 0.501187) < 1e-5
                    && abs(rig.right[frame] - 0.25 * 0.501187) < 1e-5)
        }
    }

    @Test func `one that comes late is silent meanwhile, and in its place again afterwards`() {
        let rig = Self.rig(1)
        rig.send(.play(at: 0))
        rig.feed(frames: 1_000)
        rig.render(2_000)
        #expect(rig.left[999] == Float(999) / 8_192 && rig.left[1_000..<2_000].allSatisfy { $0 == 0 })
        rig.feed(from: 1_000, frames: 3_000)
        rig.render(1_000)
        #expect(rig.left[2_500] == Float(2_500) / 8_192)
        // One that nobody hears keeps step too.
        Self.choose(rig, [(3_000, 2)])
        rig.render(900)
        #expect(abs(rig.left[3_890] - (0.5 - Float(3_890) / 8_192)) < 1e-6)
    }

    @Test(arguments: [1, 50, 64, 500]) func `one that runs dry is reported once, and only while it is heard`(
        size: Int
    ) {
        let rig = Self.rig()
        func faults() -> [[Int]] { Faults.faults(rig).filter { $0[0] != 1 } }
        let starved = Int(EngineReport.Fault.referenceStarved.rawValue)
        rig.send(.play(at: 0))
        rig.feed(frames: 1_000)
        // Nobody hears it.
        rig.render(2_000, size: { size })
        #expect(faults() == [])
        Self.choose(rig, [(2_000, 2)])
        rig.render(1_000, size: { size })
        #expect(faults() == [[starved, 2]])
        // Well again, dry again.
        rig.feed(from: 1_000, frames: 3_000)
        rig.render(2_000, size: { size })
        #expect(faults() == [[starved, 2], [starved, 2]])
    }

    @Test func `a jump begins with the first frames of the other rings`() {
        let rig = Self.rig(1)
        rig.feed(frames: 2_000)
        rig.feed(slot: 1, from: 3_000, frames: 1_000)
        rig.send(.play(at: 0), .locate(at: 500, to: 3_000, slot: 1))
        rig.render(1_000)
        #expect(rig.left[500] == Float(3_000) / 8_192 && rig.left[999] == Float(3_499) / 8_192)
    }

    @Test(arguments: [1, 64, 700])
    func `falls behind with the mix when the limiter is switched on for the first time`(
        size: Int
    ) {
        let rig = Self.rig()
        rig.feed(frames: 20_000)
        rig.feed(slot: 1, from: 50_000, frames: 6_000)
        // Heard while the limiter comes: in its old place, and without a gap; in step with the mix when it is heard anew.
        Self.choose(rig, [(100, 1), (2_000, 0), (4_000, 1), (5_000, 0), (6_000, 1)])
        rig.send(.ramp(parameter: rig.index(.master, .limiterOn), at: 1_000, to: 1, length: 0), .play(at: 0))
        rig.render(7_000, size: { size })
        let latency = 104
        func place(_ frame: Int) -> Float { Float(frame % 4_096) / 8_192 }
        #expect(abs(rig.left[1_500] - place(1_500)) < 1e-6)
        for frame in [4_500, 4_900, 6_500, 6_999] { #expect(abs(rig.left[frame] - place(frame - latency)) < 1e-6) }
        // Behind a jump too, at once, though it is heard.
        rig.send(.locate(at: 7_000, to: 50_000, slot: 1))
        rig.render(1_000, size: { size })
        #expect(abs(rig.left[7_900] - place(50_900 - latency)) < 1e-6)
    }

    @Test func `a new gain glides`() {
        let rig = Self.rig(2)
        rig.feed(frames: 30_000)
        rig.send(.play(at: 0))
        rig.render(10_000)
        rig.engine.setReference(2, gain: -12)
        rig.render(20_000)
        let steps = (1..<rig.right.count).map { abs(rig.right[$0] - rig.right[$0 - 1]) }
        #expect(rig.right[9_999] == 0.25 && abs(rig.right[29_999] - 0.25 * 0.251189) < 1e-4)
        #expect((steps.max() ?? 1) < 2e-4)
    }

    @Test func `the mix is handed over as it is before the monitors`() {
        let rig = Self.rig(1)
        rig.feed(frames: 2_000)
        rig.send(.play(at: 0))
        rig.render(1_000)
        var left = [Float](repeating: 0, count: 2_000)
        var right = left
        #expect(rig.engine.monitoredMix?.read(left: &left, right: &right, frames: 2_000) == 1_000)
        #expect(left.prefix(1_000).allSatisfy { $0 == 0.125 } && rig.engine.missedMixFrames == 0)
    }
}
