import Engine
import Foundation
import MixModel
import Realtime
import Testing

@testable import ALSAPCM

@Suite struct `An output` {
    private func engine() -> Engine {
        Engine(mix: Mix(sampleRate: 48_000), streams: PlaybackStreams(strips: 0, capacityFrames: 64))
    }

    /// settings and the error that they give.
    static let wrong: [(OutputSettings, PCMError)] = [
        (.init(sampleRate: 100), .setting(name: "the sample rate", found: 100, expected: 8000...384_000)),
        (.init(sampleRate: 48_000, period: 8), .setting(name: "the period", found: 8, expected: 16...8192)),
        (.init(sampleRate: 48_000, periods: 1), .setting(name: "the number of periods", found: 1, expected: 2...32)),
    ]

    @Test(arguments: wrong)
    func `refuses numbers out of range`(settings: OutputSettings, error: PCMError) {
        #expect(throws: error) { try AudioOutput(settings, engine: engine()) }
    }

    @Test func `names a device that is not there`() throws {
        let output = try AudioOutput(.init(device: "hw:29,0", sampleRate: 48_000), engine: engine())
        #expect(throws: PCMError.noDevice("hw:29,0")) { try output.start() }
    }

    @Test func `with no device renders at once and in periods`() throws {
        let engine = engine()
        let output = try AudioOutput(
            .init(device: OutputSettings.clockDevice, sampleRate: 48_000, period: 48, periods: 4), engine: engine)
        try output.start()
        while engine.enginePosition < 4800 {}
        output.stop()
        let statistics = output.statistics
        #expect(engine.enginePosition % 48 == 0)
        #expect(statistics.blocks * 48 == engine.enginePosition)
        #expect(statistics.elapsedNanoseconds >= 90_000_000)
        #expect(output.agreement == nil)
        #expect(output.clockPoint.framesPerSecond == 48_000)
    }

    @Test(arguments: [(1 << 20, true), (256, false)])
    func `hands everything that is heard to who keeps it, or counts what finds no room`(room: Int, isEnough: Bool)
        throws
    {
        let engine = engine()
        let heard = SampleRing(capacityFrames: room)
        let output = try AudioOutput(
            .init(device: OutputSettings.clockDevice, sampleRate: 48_000, period: 64, periods: 4), engine: engine,
            heard: heard)
        try output.start()
        while engine.enginePosition < 2048 {}
        output.stop()
        #expect(Int64(heard.readableFrames) + output.unkeptFrames == engine.enginePosition)
        #expect((output.unkeptFrames == 0) == isEnough)
    }

    @Test func `on ALSA's null device takes the first format and plays`() throws {
        let engine = engine()
        let output = try AudioOutput(
            .init(device: "null", sampleRate: 48_000, period: 64, periods: 4), engine: engine)
        try output.start()
        while engine.enginePosition < 64 {}
        output.stop()
        #expect(output.agreement?.format == .float)
        #expect(output.agreement?.sampleRate == 48_000)
        #expect(output.agreement?.period == output.period)
    }

    /// ALSA's own file device writes into a pipe that is full: it takes nothing, and holds up whoever gives it something.
    @Test(.timeLimit(.minutes(20))) func `on a device that takes nothing and holds up its thread comes to its end`()
        throws
    {
        signal(SIGPIPE, SIG_IGN)
        let pipe = FileManager.default.temporaryDirectory.appendingPathComponent("gainrider-\(UUID().uuidString)")
            .path
        try #require(mkfifo(pipe, 0o600) == 0)
        defer { unlink(pipe) }
        let reader = open(pipe, O_RDONLY | O_NONBLOCK)
        try #require(reader >= 0)
        let engine = engine()
        let output = try AudioOutput(
            .init(device: "file:\(pipe),raw", sampleRate: 48_000, period: 1024, periods: 2), engine: engine)
        try output.start()
        // Full: what comes next hangs.
        let capacity = fcntl(reader, 1032 /* F_GETPIPE_SZ */)
        var held: Int32 = 0
        while held < capacity {
            usleep(1000)
            try #require(ioctl(reader, UInt(FIONREAD), &held) == 0)
        }
        #expect(!output.stop())
        // It answers at last: then the thread ends, and the device is closed.
        var flags = fcntl(reader, F_GETFL)
        flags &= ~O_NONBLOCK
        _ = fcntl(reader, F_SETFL, flags)
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while read(reader, &bytes, bytes.count) > 0 {}
        close(reader)
    }

    static let texts: [(PCMError, String)] = [
        (
            .noDevice("hw:9"),
            "no sound device is named hw:9; `gainrider doctor` lists the names, and --device none plays without sound"
        ),
        (.busy("hw:1,0"), "cannot open hw:1,0 for playback: device busy; close the other program or choose --device"),
        (
            .noPermission("hw:1,0"),
            "cannot open hw:1,0 for playback: no permission; join the group with `sudo usermod -aG audio $USER` and log in again"
        ),
        (
            .rate(device: "hw:1,0", wanted: 44_100, offered: 48_000...48_000),
            "hw:1,0 does not run at 44100 Hz (it offers 48000 Hz); choose a device that converts: --device plughw:1,0"
        ),
        (
            .channels(device: "surround", offered: 1),
            "surround has 1 channel, two are needed; choose a device that converts: --device default"
        ),
        (
            .format(device: "hw:1,0"),
            "hw:1,0 takes none of the sample formats float, 32, 24 and 16 bit; choose a device that converts: --device plughw:1,0"
        ),
        (.setting(name: "the period", found: 8, expected: 16...8192), "the period is 8, expected 16 to 8192"),
        (.system(device: "hw:1,0", action: "set up", reason: "Broken pipe"), "cannot set up hw:1,0: Broken pipe"),
    ]

    @Test(arguments: texts)
    func `says what is wrong and what to do`(error: PCMError, text: String) {
        #expect(error.description == text)
    }

    @Test func `tells what happened in words`() {
        #expect("\(OutputReport.xrun(engineFrame: 5))".hasPrefix("xrun at engine frame 5"))
        #expect(
            "\(OutputReport.late(engineFrame: 5, nanoseconds: 2_000_000))"
                == "block at engine frame 5 was 2000 µs late")
        #expect("\(OutputReport.lost(engineFrame: 5, code: 19))".contains("No such device"))
        #expect("\(OutputReport.returned(engineFrame: 5))" == "sound device is back at engine frame 5")
    }
}
