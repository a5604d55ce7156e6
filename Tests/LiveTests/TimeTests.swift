import ALSAPCM
import ALSASequencer
import Desk
import Engine
import MIDI
import MixModel
import Testing
import Units

@testable import Live

@Suite struct `Live time` {
    private static let pan = ParameterID(.strip(1), .pan)

    private func stage() throws -> (LiveStage, FakePort) {
        let stage = try LiveStage()
        let port = FakePort("Bench", device: 20)
        stage.plug(port)
        stage.run(milliseconds: 50)
        return (stage, port)
    }

    /// Positions of the pan, a value for each millisecond from now on.
    private func sweep(_ stage: LiveStage, milliseconds: Int) -> [Float] {
        (0..<milliseconds).map { _ in
            stage.run(milliseconds: 1)
            return stage.studio.engine.livePosition(of: stage.studio.engine.index(of: Self.pan) ?? 0)
        }
    }

    /// How far apart the moves were made that a stopped program finds together, in ms.
    @Test(arguments: [1, 3, 15])
    func `moves that were queued while the program was stopped glide together within 20 ms`(apart: Int) throws {
        let (stage, port) = try stage()
        stage.hear([0xB0, 1, 64, 0xB0, 33, 0], from: port)
        stage.run(milliseconds: 100)
        stage.desk.play(at: stage.live.frame(of: stage.now))
        stage.run(milliseconds: 100)
        let begin = stage.now
        stage.standStill(milliseconds: 500)
        for number in 0..<20 {
            stage.hear(
                [0xB0, 1, UInt8(64 + number * 3), 0xB0, 33, 0], from: port,
                at: begin + Int64(number * apart) * 1_000_000)
        }
        let positions = sweep(stage, milliseconds: 60)
        let last = try #require(positions.last)
        #expect(abs(last - Float(121 * 128) / 16_383 * 2 + 1) < 0.01)
        let way = last - positions[0]
        let steps = zip(positions.dropFirst(), positions).map { $0 - $1 }
        // In 20 ms, a millisecond is a twentieth of the way.
        #expect(steps.allSatisfy { $0 <= way / 8 && $0 >= -1e-6 }, "\(steps)")
        #expect(way > 0.5)
    }

    @Test func `a move in time keeps its own ramp`() throws {
        let (stage, port) = try stage()
        stage.hear([0xB0, 1, 64, 0xB0, 33, 0], from: port)
        stage.run(milliseconds: 100)
        stage.hear([0xB0, 1, 65, 0xB0, 33, 0], from: port)
        stage.run(milliseconds: 4)
        stage.hear([0xB0, 1, 66, 0xB0, 33, 0], from: port)
        stage.run(milliseconds: 12)
        let position = stage.studio.engine.livePosition(of: stage.studio.engine.index(of: Self.pan) ?? 0)
        #expect(abs(position - (Float(66 * 128) / 16_383 * 2 - 1)) < 0.001)
    }

    @Test func `a clock that ran ahead while the machine stood still does not hold later moves back`() throws {
        let (stage, port) = try stage()
        stage.standStill(milliseconds: 800)
        stage.hear([0xB0, 1, 100, 0xB0, 33, 0], from: port)
        stage.live.catchUp()
        // The engine has rendered nothing of it: the desk is no further ahead than a buffer.
        #expect(stage.desk.now <= stage.studio.engine.enginePosition + 64 * 2 + 256)
    }
}

@Suite struct `Live sound news` {
    @Test func `a device that is lost and comes back for ever is told in a few lines with a count`() throws {
        let stage = try LiveStage()
        for round in 0..<144 {
            stage.output.reports += [
                .lost(engineFrame: Int64(round), code: 32), .returned(engineFrame: Int64(round)),
                .xrun(engineFrame: Int64(round)),
            ]
            stage.run(milliseconds: 28)
        }
        stage.run(milliseconds: 5100)
        #expect(stage.lines.count <= 6, "\(stage.lines)")
        #expect(stage.lines.filter { $0.contains("(143 times of this kind") }.count == 3)
    }

    @Test func `one xrun now and then is told each time, at once`() throws {
        let stage = try LiveStage()
        for round in 1...3 {
            stage.output.reports.append(.xrun(engineFrame: Int64(round)))
            stage.run(milliseconds: 5)
            #expect(stage.lines.count == round)
            stage.run(milliseconds: 6000)
        }
    }

    /// Why there is no sound, and what is said.
    static let absences: [(PCMError, String)] = [
        (.busy("hw:1,0"), "held by another program"),
        (.rate(device: "hw:1,0", wanted: 48_000, offered: 44_100...44_100), "does not run at 48000 Hz"),
        (.channels(device: "hw:1,0", offered: 1), "1 channel"),
        (.format(device: "hw:1,0"), "none of our formats"),
        (.noDevice("hw:1,0"), "is not there"),
    ]

    @Test(arguments: absences)
    func `the status line says "no sound device", and why, for as long as it lasts`(error: PCMError, words: String)
        throws
    {
        let stage = try LiveStage()
        stage.output.absence = DeviceAbsence(device: "hw:1,0", reason: nil)
        stage.run(milliseconds: 20)
        #expect(StatusLine(stage.live).text(columns: 80).contains("no sound device: hw:1,0 went away"))
        #expect(stage.lines.isEmpty)
        stage.output.absence?.reason = error
        stage.run(milliseconds: 3000)
        #expect(stage.lines == ["no sound: \(error); it is tried again every second"])
        #expect(StatusLine(stage.live).text(columns: 80).contains("no sound device: hw:1,0"))
        #expect(StatusLine(stage.live).text(columns: 120).contains(words))
        stage.output.absence = nil
        stage.run(milliseconds: 20)
        #expect(!StatusLine(stage.live).text(columns: 80).contains("no sound device"))
    }

    @Test func `a device that takes nothing is told once, and that it goes on, and does not hold up the end`() throws
    {
        let stage = try LiveStage()
        stage.run(milliseconds: 100)
        // The program itself stood still: no fault of the device.
        stage.standStill(milliseconds: 5000)
        stage.hang(milliseconds: 1500)
        #expect(stage.lines == [])
        stage.hang(milliseconds: 4000)
        #expect(stage.lines.map { $0.hasPrefix("no sound: the sound device has taken nothing for 2 s") } == [true])
        stage.run(milliseconds: 100)
        #expect(stage.lines.count == 2 && stage.lines.last == "the sound device takes the sound again")
        stage.hang(milliseconds: 2500)
        stage.output.letsGo = false
        stage.live.end()
        #expect(stage.lines.last == "the sound device takes nothing and does not let go; it is left to itself")
        #expect(stage.output.isStopped)
    }

    @Test func `xruns are one number, the same in the status line, in JSON and at the end`() throws {
        let stage = try LiveStage()
        stage.output.statistics.xruns = 3
        stage.output.statistics.lateBlocks = 2
        #expect(StatusLine(stage.live).text(columns: 120).contains("xruns 5"))
        #expect(MixStatus(stage.live).xruns == 5)
        #expect(OutputSummary(stage.output.statistics).text.contains(" 5 xruns"))
    }
}
