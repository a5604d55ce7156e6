import Automation
import Engine
import MixModel
import Realtime
import TestSupport
import Testing

/// An engine with sound in its rings, rendered in blocks of any size; keeps all that came out.
final class Rig {
    typealias Signal = (_ strip: Int, _ frame: Int64) -> (left: Float, right: Float)

    let mix: Mix
    let engine: Engine
    let streams: PlaybackStreams
    let signal: Signal
    var left: [Float] = []
    var right: [Float] = []
    var reports: [EngineReport] = []

    init(
        _ mix: Mix, capacity: Int = 1 << 15, options: EngineOptions = EngineOptions(),
        foreign: [ForeignParameter] = [], signal: @escaping Signal = Rig.noise
    ) {
        self.mix = mix
        self.signal = signal
        let references = options.isMonitored ? mix.references.count : 0
        streams = PlaybackStreams(strips: mix.strips.count + references, capacityFrames: capacity)
        engine = Engine(mix: mix, streams: streams, options: options, foreign: foreign)
    }

    /// Writes the sound from `start` on in the order of playing: of strips, then of references.
    func feed(slot: Int = 0, from start: Int64 = 0, frames: Int, loop: Range<Int64>? = nil) {
        for strip in streams.rings[slot].indices {
            var position = start
            var left: [Float] = []
            var right: [Float] = []
            for _ in 0..<frames {
                let sample = signal(strip, position)
                left.append(sample.left)
                right.append(sample.right)
                position += 1
                if let loop, position == loop.upperBound { position = loop.lowerBound }
            }
            #expect(streams.rings[slot][strip].write(left: left, right: right, frames: frames) == frames)
        }
    }

    func send(_ commands: EngineCommand...) { send(commands) }

    func send(_ commands: [EngineCommand]) {
        for command in commands { #expect(engine.send(command)) }
    }

    /// Renders `frames` frames in blocks whose sizes come from `size`, and reads reports after each.
    func render(_ frames: Int, size: () -> Int = { 64 }) {
        var rest = frames
        while rest > 0 {
            let count = min(rest, max(1, size()))
            var blockLeft = [Float](repeating: 9, count: count)
            var blockRight = blockLeft
            engine.render(left: &blockLeft, right: &blockRight, frames: count)
            left += blockLeft
            right += blockRight
            rest -= count
            while let report = engine.nextReport() { take(report) }
        }
    }

    private func take(_ report: EngineReport) {
        if case .laneReturned(let table) = report { LaneTable.free(table) }
        reports.append(report)
    }

    func index(_ node: Node, _ role: Role) -> Int32 { engine.index(of: ParameterID(node, role)) ?? -1 }

    /// The same noise for the same strip and frame, ±0.5.
    static func noise(strip: Int, frame: Int64) -> (left: Float, right: Float) {
        var random = Dice(rig: UInt64(bitPattern: frame &* 64 &+ Int64(strip)))
        return (random.float(-0.5...0.5), random.float(-0.5...0.5))
    }

    /// Strips that alternate stereo and mono, buses in a chain of routes.
    static func mix(strips: Int, buses: Int = 0, channels: [Int] = [2, 1]) -> Mix {
        var mix = Mix(sampleRate: 48_000)
        for index in 0..<strips {
            let source = Source(
                path: "\(index).wav", fingerprint: "", channels: channels[index % channels.count], sampleRate: 48_000,
                frames: 1 << 40)
            let output = buses > 0 && index % 3 > 0 ? index % buses + 1 : nil
            mix.strips.append(Strip(name: "s\(index + 1)", source: source, output: output))
        }
        for index in 0..<buses {
            mix.buses.append(
                Bus(name: "b\(index + 1)", output: index + 2 <= buses && index % 2 == 0 ? index + 2 : nil))
        }
        return mix
    }

    /// The same with two sends a strip, of which the second leads elsewhere each time, sends between buses, and VCAs in each
    /// other.
    static func fullMix(strips: Int, buses: Int) -> Mix {
        var mix = mix(strips: strips, buses: buses)
        mix.vcas = [VCA(name: "v1", vcas: [2]), VCA(name: "v2"), VCA(name: "v3")]
        for index in 0..<strips {
            mix.strips[index].sends = [1, index % buses + 1]
            mix.strips[index].vcas = index % 4 == 0 ? [] : [index % 3 + 1]
        }
        for index in 0..<(buses - 1) { mix.buses[index].sends = [nil, index + 2] }
        return mix
    }

    /// What was written, put together as the recorder does: segments by parameter and the frame that ends them.
    func written() -> [Int32: (segments: [Lane.Segment], end: Int64)] {
        var result: [Int32: (segments: [Lane.Segment], end: Int64)] = [:]
        for report in reports {
            switch report {
            case .segment(let parameter, let frame, let ramp):
                var entry = result[parameter] ?? ([], .max)
                if entry.segments.last?.frame == frame { entry.segments.removeLast() }
                entry.segments.append(Lane.Segment(frame: frame, ramp: ramp))
                result[parameter] = entry
            case .writeEnded(let parameter, let frame):
                result[parameter]?.end = frame
                if result[parameter]?.segments.last?.frame == frame { result[parameter]?.segments.removeLast() }
            default: break
            }
        }
        return result
    }
}

extension Dice {
    /// Numbered from 0.
    init(rig number: UInt64) { self.init(seed: number &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678) }

    mutating func int(_ range: Range<Int>) -> Int { range.lowerBound + Int(next() % UInt64(range.count)) }

    mutating func float(_ range: ClosedRange<Float>) -> Float {
        range.lowerBound + Float(next() >> 40) * 0x1p-24 * (range.upperBound - range.lowerBound)
    }
}

/// The first frame at which two renderings differ in a bit, or `nil`.
func firstDifference(_ a: [Float], _ b: [Float]) -> Int? {
    if a.count != b.count { return min(a.count, b.count) }
    return a.indices.first { a[$0].bitPattern != b[$0].bitPattern }
}
