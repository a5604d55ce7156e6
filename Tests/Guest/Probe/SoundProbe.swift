import ALSAPCM
import Engine
import Glibc
import MixModel
import Realtime

/// Plays two strips of noise for some seconds. `expected=FILE` gets what the engine renders off line (left and right 32-bit floats in
/// turn), to be compared with what was recorded.
struct SoundProbe {
    let settings: OutputSettings
    let seconds: Int
    let expected: String?
    private static let strips = 2

    init(_ options: [String: String]) {
        func number(_ key: String, _ standard: Int) -> Int { Int(options[key] ?? "") ?? standard }
        settings = OutputSettings(
            device: options["device"] ?? "default", sampleRate: number("rate", 48_000), period: number("period", 64),
            periods: number("periods", 4), lengthens: options["lengthens"] == "yes", waits: options["waits"] == "yes")
        seconds = number("seconds", 2)
        expected = options["expected"]
    }

    static func list() {
        for device in AudioDevices.list() { say("\(device.name)|\(device.summary)") }
        say("permission|\(RealtimePermission.check())")
    }

    func run() throws {
        let frames = settings.sampleRate * seconds
        let engine = SoundProbe.engine(frames: frames)
        if let expected { SoundProbe.write(SoundProbe.engine(frames: frames), frames: frames, to: expected) }
        do {
            let output = try AudioOutput(settings, engine: engine)
            try output.start()
            if let agreement = output.agreement { say("agreed|\(agreement)") }
            for warning in output.warnings { say("warning|\(warning)") }
            let begin = monotonicNanoseconds()
            var told: String?
            while monotonicNanoseconds() - begin < Int64(seconds + 1) * 1_000_000_000 {
                usleep(10_000)
                while let report = output.nextReport() { say("report|\(report)") }
                let now = monotonicNanoseconds()
                let absence = output.absence.map { $0.reason.map { "\($0)" } ?? "gone" }
                if let absence, absence != told { say("absent|\(absence)") }
                told = absence
                say("clock|\(now)|\(output.engineFrame(atNanoseconds: now))|\(output.clockPoint.framesPerSecond)")
            }
            output.stop()
            let counted = output.statistics
            say(
                "statistics|blocks=\(counted.blocks)|xruns=\(counted.xruns)|late=\(counted.lateBlocks)|"
                    + "by_system=\(counted.xrunsBySystem)|losses=\(counted.losses)|worst=\(counted.worstRenderNanoseconds)|"
                    + "mean=\(counted.meanRenderNanoseconds)|share=\(counted.processorShare)")
        } catch {
            say("error \(error)")
            exit(69)
        }
    }

    /// An engine that rolls from its first frame, with all its sound in the rings.
    private static func engine(frames: Int) -> Engine {
        var mix = Mix(sampleRate: 48_000)
        mix.strips = (1...strips).map { strip in
            let source = Source(path: "", fingerprint: "", channels: 2, sampleRate: 48_000, frames: Int64(frames))
            return Strip(name: "noise \(strip)", source: source)
        }
        let streams = PlaybackStreams(strips: strips, capacityFrames: frames)
        for strip in 0..<strips {
            var left = noise(seed: UInt32(strip * 2 + 1), frames: frames)
            var right = noise(seed: UInt32(strip * 2 + 2), frames: frames)
            _ = streams.rings[0][strip].write(left: &left, right: &right, frames: frames)
        }
        let engine = Engine(mix: mix, streams: streams)
        guard engine.send(.play(at: 0)) else { fail("the engine takes no commands") }
        return engine
    }

    /// White, below −20 dBFS, from a linear congruential generator; the last tenth of a second is silence, since a loopback
    /// card loses what has not filled a period.
    private static func noise(seed: UInt32, frames: Int) -> [Float] {
        var state = seed &* 2_654_435_761
        return (0..<frames).map { frame in
            state = state &* 1_664_525 &+ 1_013_904_223
            return frame < frames - 4800 ? Float(Int32(bitPattern: state) >> 8) / Float(1 << 27) : 0
        }
    }

    private static func write(_ engine: Engine, frames: Int, to path: String) {
        var left = [Float](repeating: 0, count: frames)
        var right = left
        engine.render(left: &left, right: &right, frames: frames)
        var both = [Float](repeating: 0, count: 2 * frames)
        for frame in 0..<frames {
            both[2 * frame] = left[frame]
            both[2 * frame + 1] = right[frame]
        }
        guard let file = fopen(path, "w"), fwrite(&both, 8, frames, file) == frames, fclose(file) == 0 else {
            fail("cannot write \(path)")
        }
    }
}
