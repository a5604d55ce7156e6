import Engine
import MixModel
import Realtime
import Testing

@testable import ALSAPCM

@Suite struct `A device that takes samples too fast` {
    static let rates = [8000, 44_100, 48_000, 192_000]

    @Test(arguments: rates)
    func `is found within a second`(rate: Int) {
        var watch = PaceWatch(buffer: 512, sampleRate: rate)
        watch.restart(at: 0)
        // A period every 10 µs.
        let found = (1...100_000).first { watch.took(256, at: Int64($0) * 10_000) }
        #expect(found.map { $0 * 10_000 < 1_000_000_000 } == true)
    }

    @Test(arguments: rates)
    func `is none if it keeps time, however far its clock is off and after however long`(rate: Int) {
        for speed in [0.9, 1, 1.01, 1.1] {
            var watch = PaceWatch(buffer: 512, sampleRate: rate)
            watch.restart(at: 0)
            let found = (0..<20_000).first {
                watch.took(64, at: Int64(Double($0) * 64 / Double(rate) / speed * 1e9))
            }
            #expect(found == nil, "at \(speed) times its rate")
        }
    }

    @Test func `may fill a buffer of its own at the start`() {
        var watch = PaceWatch(buffer: 512, sampleRate: 48_000)
        watch.restart(at: 0)
        let found = (0..<40).map { _ in watch.took(256, at: 1000) }
        #expect(!found.contains(true))
    }

    @Test func `is paced by our own clock: --device null leaves the processor to others`() throws {
        let engine = Engine(mix: Mix(sampleRate: 48_000), streams: PlaybackStreams(strips: 0, capacityFrames: 64))
        let output = try AudioOutput(
            .init(device: "null", sampleRate: 48_000, period: 64, periods: 4), engine: engine)
        try output.start()
        // It rushes until it is found, and goes on for a second of sound then.
        let found = 48_000 / 4 + 256
        while engine.enginePosition < Int64(found + 48_000) {}
        output.stop()
        var reports: [OutputReport] = []
        while let report = output.nextReport() { reports.append(report) }
        guard case .unpaced(let frame)? = reports.first else {
            Issue.record("not told: \(reports)")
            return
        }
        #expect(frame < 24_000)
        // Real time passed for what came after, whatever the machine was doing meanwhile.
        #expect(output.statistics.elapsedNanoseconds > 900_000_000)
    }
}

@Suite struct `A period that the device can't keep` {
    @Test func `is found after gaps in a row, and not after one now and then`() {
        var endurance = Endurance()
        let verdicts = (0..<8).map { endurance.failed(at: $0 * 100_000_000) }
        #expect(verdicts.firstIndex(of: true) == 7)
        var patient = Endurance()
        for second in 0..<100 {
            let isTooShort = patient.failed(at: Int64(second) * 1_000_000_000)
            #expect(!isTooShort)
            patient.succeeded()
        }
    }

    @Test func `is found where no period ever gets through, however slowly that goes`() {
        var endurance = Endurance()
        let verdicts = (0..<16).map { endurance.failed(at: $0 * 3_000_000_000) }
        #expect(verdicts.firstIndex(of: true) == 15)
    }

    @Test func `leads to twice as long a one, and never beyond what helps`() {
        #expect(Endurance.longer(than: 16) == 32)
        #expect(Endurance.longer(than: 3000) == 4096)
        #expect(Endurance.longer(than: 4096) == nil)
    }

    @Test func `is told by name`() {
        #expect(
            "\(OutputReport.tooShort(period: 16, proposed: 32))"
                == "the sound device can't keep a period of 16 frames; try --period 32, or --period auto")
        #expect("\(OutputReport.lengthened(from: 64, to: 128))".contains("128 are tried"))
    }
}
