import Engine
import MixModel
import Testing

/// Sends, VCAs, buses with effects, keys: what leads from one node to another.
@Suite struct Routing {
    private static let centre = Float(0.5).squareRoot()

    /// Renders so many frames of a mix from its start.
    private static func render(
        _ mix: Mix, frames: Int = 2_000, options: EngineOptions = EngineOptions(), signal: @escaping Rig.Signal
    ) -> Rig {
        let rig = Rig(mix, options: options, signal: signal)
        rig.feed(frames: frames + 200)
        rig.send(.play(at: 0))
        rig.render(frames)
        return rig
    }

    private static func steady(_ strip: Int, _ frame: Int64) -> (left: Float, right: Float) {
        (strip == 0 ? 0.5 : 0.25, strip == 0 ? 0.25 : -0.5)
    }

    @Test(arguments: [(Float(0), false, Float(0.5)), (-6, false, 0.25059), (-6, true, 0.25059), (0, true, 0.5)])
    func `a send adds its level to its bus`(level: Float, before: Bool, expected: Float) {
        var mix = Rig.mix(strips: 1, channels: [2])
        mix.buses = [Bus(name: "b")]
        mix.strips[0].sends = [1]
        mix[ParameterID(.strip(1), .fader)] = before ? -20 : 0
        mix[ParameterID(.strip(1), .send1Level)] = level
        mix[ParameterID(.strip(1), .send1Pre)] = before ? 1 : 0
        // The strip itself goes nowhere that can be heard.
        mix.buses.append(Bus(name: "silent"))
        mix.strips[0].output = 2
        mix[ParameterID(.bus(2), .mute)] = 1
        let rig = Self.render(mix, signal: Self.steady)
        #expect(abs(rig.left[1_500] - expected) < 1e-4 && abs(rig.right[1_500] - expected / 2) < 1e-4)
    }

    @Test func `a send that is off, or leads nowhere, adds nothing`() {
        var mix = Rig.mix(strips: 2, channels: [2])
        mix.buses = [Bus(name: "b")]
        mix.strips[0].sends = [1]
        mix.strips[1].sends = [7]
        for strip in 1...2 { mix[ParameterID(.strip(strip), .send1Level)] = 0 }
        mix[ParameterID(.strip(1), .send1On)] = 0
        let rig = Self.render(mix, signal: Self.steady)
        #expect(abs(rig.left[1_500] - 0.75) < 1e-6)
    }

    @Test func `VCAs move their members, and each other`() {
        var mix = Rig.mix(strips: 2, channels: [2])
        mix.vcas = [VCA(name: "inner", vcas: [2]), VCA(name: "outer")]
        mix.strips[0].vcas = [1]
        mix[ParameterID(.vca(1), .fader)] = -6
        mix[ParameterID(.vca(2), .fader)] = -14
        let rig = Self.render(mix, signal: Self.steady)
        #expect(abs(rig.left[1_500] - (0.05 + 0.25)) < 1e-5)
        rig.send(.ramp(parameter: rig.index(.vca(2), .mute), at: 0, to: 1, length: 0))
        rig.render(200)
        #expect(abs((rig.left.last ?? 0) - 0.25) < 1e-6)
    }

    @Test func `a VCA's ride is its members' ride`() {
        let signal: Rig.Signal = { _, _ in (0.5, 0.5) }
        var mix = Rig.mix(strips: 9, channels: [2])
        mix.vcas = [VCA(name: "all")]
        for strip in 0..<9 { mix.strips[strip].vcas = [1] }
        let ride = Rig(mix, signal: signal)
        ride.feed(frames: 3_000)
        ride.send(.play(at: 0), .ramp(parameter: ride.index(.vca(1), .fader), at: 100, to: -20, length: 1_000))
        ride.render(2_000, size: { 37 })
        // Half way in dB.
        #expect(abs(ride.left[600] - 4.5 * 0.31623) < 2e-3 && abs(ride.left[1_500] - 0.45) < 1e-4)
    }

    @Test func `parallel paths null`() {
        // The same sound twice: straight, and turned over through a bus with a flat equaliser.
        var mix = Rig.mix(strips: 2, channels: [2])
        mix.buses = [Bus(name: "parallel")]
        mix.strips[1].output = 1
        mix[ParameterID(.strip(2), .polarity)] = 1
        mix[ParameterID(.bus(1), .eqOn)] = 1
        mix[ParameterID(.bus(1), .compOn)] = 1
        mix[ParameterID(.bus(1), .compThreshold)] = 0
        mix[ParameterID(.master, .limiterOn)] = 1
        let rig = Self.render(mix) { _, frame in Rig.noise(strip: 0, frame: frame) }
        #expect(rig.left.dropFirst(1_000).allSatisfy { abs($0) < 1e-7 })
        #expect(rig.right.dropFirst(1_000).allSatisfy { abs($0) < 1e-7 })
    }

    @Test func `the limiter delays by its latency and keeps the ceiling`() {
        var mix = Rig.mix(strips: 1, channels: [2])
        mix[ParameterID(.master, .limiterOn)] = 1
        mix[ParameterID(.master, .limiterCeiling)] = -6
        let rig = Rig(mix) { _, frame in (frame == 300 ? 0.25 : frame > 1_000 ? 0.9 : 0, 0) }
        rig.feed(frames: 4_000)
        rig.send(.play(at: 0))
        rig.render(3_000)
        let latency = rig.engine.latency
        #expect(latency > 0 && rig.left.firstIndex { abs($0) > 0.2 } == 300 + latency)
        #expect(rig.left.allSatisfy { abs($0) < 0.5017 })
        #expect(rig.engine.readMeter(of: .master).limiter > 4)
    }

    @Test func `a reverb sounds on after its strip, and a silent one costs its place nothing`() {
        var mix = Rig.mix(strips: 1, channels: [2])
        mix.buses = [Bus(name: "room")]
        mix.strips[0].sends = [1]
        mix[ParameterID(.strip(1), .send1Level)] = 0
        mix[ParameterID(.bus(1), .reverbOn)] = 1
        let rig = Self.render(mix, frames: 20_000) { _, frame in frame < 480 ? (0.5, 0.5) : (0, 0) }
        let tail = rig.left[10_000..<20_000].map { $0 * $0 }.reduce(0, +)
        #expect(tail > 1e-3)
    }

    @Test func `a compressor follows its key`() {
        var mix = Rig.mix(strips: 10, channels: [2])
        for strip in 2...10 { mix[ParameterID(.strip(strip), .fader)] = -120 }
        mix[ParameterID(.strip(1), .compOn)] = 1
        mix[ParameterID(.strip(1), .compThreshold)] = -40
        mix[ParameterID(.strip(1), .compRatio)] = 4
        mix[ParameterID(.strip(1), .compKey)] = 10
        let duck: Rig.Signal = { strip, frame in
            strip == 0 ? (0.001, 0.001) : strip == 9 && frame > 10_000 ? (0.5, 0.5) : (0, 0)
        }
        let rig = Self.render(mix, frames: 25_000, signal: duck)
        #expect(abs(rig.left[9_000] - 0.001) < 1e-6)
        // 34 dB over the threshold at 4:1: 25 dB less.
        #expect(rig.left[24_000] < 0.0001)
        #expect(rig.engine.readMeter(of: .strip(1)).compressor > 20)
    }

    @Test func `what is listened to is heard in the monitors alone`() {
        var mix = Rig.mix(strips: 2, channels: [2])
        mix[ParameterID(.strip(1), .pfl)] = 1
        mix[ParameterID(.strip(1), .mute)] = 1
        mix[ParameterID(.strip(1), .fader)] = -40
        let plain = Self.render(mix, signal: Self.steady)
        let monitored = Self.render(mix, options: EngineOptions(isMonitored: true), signal: Self.steady)
        #expect(abs(plain.left[1_500] - 0.25) < 1e-6)
        #expect(abs(monitored.left[1_500] - 0.5) < 1e-4)
        mix[ParameterID(.strip(1), .pfl)] = 0
        mix[ParameterID(.monitor, .monitorDim)] = 1
        let dimmed = Self.render(mix, options: EngineOptions(isMonitored: true), signal: Self.steady)
        #expect(abs(dimmed.left[1_500] - 0.025) < 1e-4)
    }

    @Test func `above full scale the loudspeakers clip, a bounce does not, and both are counted apart`() {
        var mix = Rig.mix(strips: 1, channels: [2])
        mix[ParameterID(.strip(1), .inputGain)] = 12
        let loud: Rig.Signal = { _, frame in frame < 1000 ? (0.5, 0.5) : (0.01, -0.5) }
        let bounced = Self.render(mix, signal: loud)
        let monitored = Self.render(mix, options: EngineOptions(isMonitored: true), signal: loud)
        #expect(bounced.left[500] > 1.9 && bounced.right[1_500] < -1.9)
        #expect(monitored.left == bounced.left.map { min(max($0, -1), 1) })
        #expect(monitored.right == bounced.right.map { min(max($0, -1), 1) })
        let over = zip(bounced.left, bounced.right).count { abs($0) > 1 || abs($1) > 1 }
        #expect(monitored.engine.clippedFrames == over && monitored.engine.mixOverFrames == over && over > 1_000)
        #expect(bounced.engine.clippedFrames == 0)
        // Quiet monitors clip nothing, and the mix is as loud as before.
        mix[ParameterID(.monitor, .monitorDim)] = 1
        let dimmed = Self.render(mix, options: EngineOptions(isMonitored: true), signal: loud)
        #expect(dimmed.engine.clippedFrames == 0 && dimmed.engine.mixOverFrames == over)
        // Loud monitors clip a mix that does not.
        mix[ParameterID(.monitor, .monitorDim)] = 0
        mix[ParameterID(.strip(1), .inputGain)] = 0
        mix[ParameterID(.monitor, .monitorLevel)] = 10
        let turned = Self.render(mix, options: EngineOptions(isMonitored: true), signal: loud)
        #expect(turned.engine.clippedFrames > 1_000 && turned.engine.mixOverFrames == 0)
    }

    @Test func `who is safe is heard whatever is soloed`() {
        var mix = Rig.mix(strips: 3, channels: [2])
        mix[ParameterID(.strip(1), .solo)] = 1
        mix[ParameterID(.strip(2), .soloSafe)] = 1
        let rig = Self.render(mix) { strip, _ in (Float(1 << strip) / 16, 0) }
        #expect(abs(rig.left[1_500] - 3 / 16) < 1e-6)
    }
}
