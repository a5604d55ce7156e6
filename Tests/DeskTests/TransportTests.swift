import Automation
import Engine
import Mapping
import MixModel
import SessionStore
import Testing

@testable import Desk

@Suite struct `Transport of the desk` {
    @Test(arguments: [0, 1, 200])
    func `start right after a stop plays on`(pause: Int64) throws {
        let stage = try Stage(try Rehearsal())
        stage.desk.play(at: 0)
        stage.run(to: 1)
        stage.desk.stop(at: stage.desk.now)
        // Before the engine has answered to the stop.
        stage.desk.play(at: stage.desk.now + pause)
        stage.run(to: 2)
        #expect(stage.desk.transport.isRolling)
        #expect(stage.studio.engine.isRolling)
        #expect(stage.studio.engine.sessionPosition == stage.desk.transport.position(at: stage.desk.now))
        #expect(stage.studio.engine.sessionPosition == Rehearsal.frame(2) - pause)
        try stage.close()
    }

    @Test func `going to the end while playing stops there, and the next start is from the beginning`() throws {
        let stage = try Stage(try Rehearsal(seconds: 3))
        stage.desk.play(at: 0)
        stage.run(to: 1)
        try stage.act("/transport/end")
        stage.run(to: 2)
        #expect(!stage.desk.transport.isRolling)
        #expect(!stage.studio.engine.isRolling)
        #expect(stage.studio.engine.sessionPosition == Rehearsal.frame(3))
        stage.desk.play(at: stage.desk.now)
        stage.run(to: 2.5)
        #expect(stage.studio.engine.sessionPosition == Rehearsal.frame(0.5))
        try stage.close()
    }

    @Test func `song that ends by itself ends the pass there`() throws {
        let rehearsal = try Rehearsal(pan: [(0, 0.5)], modes: [.strip(1): .latch], seconds: 3)
        let stage = try Stage(rehearsal)
        let surface = try stage.connect()
        stage.desk.play(at: 0)
        stage.run(to: 1)
        try stage.move("plain", .travel(0.8), on: surface)
        stage.run(to: 4)
        #expect(!stage.desk.transport.isRolling)
        #expect(stage.desk.passes.map(\.ranges) == [[.pan1: [Rehearsal.frame(1)..<Rehearsal.frame(3)]]])
        #expect(stage.desk.writingParameters == [])
        try stage.close()
    }

    @Test func `session without sound says so instead of playing`() throws {
        let stage = try Stage(try Rehearsal(seconds: 0))
        stage.desk.play(at: 0)
        stage.run(to: 0.1)
        #expect(!stage.desk.transport.isRolling)
        #expect(stage.desk.takeNotices() == ["there is nothing to play: no strip has a sound"])
        try stage.close()
    }

    @Test func `value in the next lap is written though the desk looks late`() throws {
        let rehearsal = try Rehearsal(
            pan: [(0, 0.5)], modes: [.strip(1): .latch], change: { $0.settings.loop = 0..<Rehearsal.frame(2) })
        let stage = try Stage(rehearsal)
        let surface = try stage.connect()
        stage.desk.play(at: 0)
        stage.run(to: 1.995)
        // As live: the desk is ahead of the engine, and hears of the seam afterwards.
        stage.desk.advance(to: Rehearsal.frame(2.004))
        try stage.move("plain", .travel(0.8), on: surface)
        stage.desk.advance(to: Rehearsal.frame(2.01))
        stage.player.render(Rehearsal.frame(2.01) - Rehearsal.frame(1.995)) { _, _, _ in }
        stage.run(to: 3)
        #expect(stage.desk.writingParameters == [.pan1])
        stage.desk.stop(at: stage.desk.now)
        stage.run(to: 3.1)
        #expect(stage.desk.passes.map(\.ranges) == [[.pan1: [Rehearsal.frame(0.004)..<Rehearsal.frame(1)]]])
        #expect(stage.desk.shownPosition(of: .pan1) == 0)
        try stage.close()
    }

    /// The value at rest must not be there before the line to it has begun.
    @Test(arguments: ["/strip/1/fader = -20 dB", "/strip/1/pan = 0.5"])
    func `the first movement without a lane is a line of 20 ms, not a step`(action: String) throws {
        let stage = try Stage(try Rehearsal(modes: [.strip(1): .read]), blockSize: 480)
        let id = action.contains("pan") ? ParameterID.pan1 : .fader1
        let index = try #require(stage.studio.engine.index(of: id))
        stage.desk.play(at: 0)
        stage.run(to: 1)
        try stage.act(action)
        stage.run(to: 1.01)
        let half = stage.studio.engine.livePosition(of: index)
        stage.run(to: 1.03)
        let end = stage.studio.engine.livePosition(of: index)
        #expect(end == stage.desk.document.mix[id] && end != 0)
        #expect(abs(half / end - 0.5) < 0.01)
        try stage.close()
    }
}
