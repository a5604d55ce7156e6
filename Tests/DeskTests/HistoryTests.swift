import Automation
import Engine
import Foundation
import Mapping
import MixModel
import SessionStore
import Testing

@testable import Desk

@Suite struct `History of the desk` {
    @Test func `passes and moves are taken back and done again, over a restart`() throws {
        let rehearsal = try Rehearsal(pan: [(0, 0.5)])
        let outcome = try rehearsal.perform(
            """
              - {at: 0, desk/level: 0.3}
              - {at: 2, do: /transport/play}
              - {at: 4, desk/sense/1: touch}
              - {at: 4, desk/sense/1: 0.8}
              - {at: 5, desk/sense/1: let go}
              - {at: 7, do: /transport/stop}
            """)
        #expect(outcome.entries.count == 2)
        #expect(outcome.entries.last == "Pass: Strip 1 pan")
        let stage = try Stage(rehearsal)
        let after = stage.desk.document
        let pan = try #require(stage.desk.engine.index(of: .pan1))
        stage.desk.locate(to: Rehearsal.frame(2.5), at: stage.desk.now)
        stage.run(to: 0.1)
        #expect(abs(stage.desk.engine.livePosition(of: pan) - 0.6) < 1e-3)
        stage.desk.undo(at: stage.desk.now)
        stage.run(to: 0.2)
        #expect(stage.desk.engine.livePosition(of: pan) == 0)
        #expect(stage.desk.document.lanes == rehearsal.document.lanes)
        #expect(stage.desk.document.mix == after.mix)
        stage.desk.undo(at: stage.desk.now)
        #expect(stage.desk.document == rehearsal.document)
        stage.desk.undo(at: stage.desk.now)
        #expect(stage.desk.takeNotices().last == "nothing to undo")
        try stage.close()

        let again = try Stage(rehearsal)
        again.desk.redo(at: 0)
        again.desk.redo(at: 0)
        again.run(to: 0.1)
        #expect(again.desk.document == after)
        try again.close()
    }

    @Test func `move while the song plays without a lane is one entry, before the pass that follows it`() throws {
        let outcome = try Rehearsal(pan: [(0, 0.5)], modes: [.strip(1): .read]).perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 1..2, every: 10ms, desk/level: 0.7..0.3}
              - {at: 2, do: /strip/1/pan/mode = latch}
              - {at: 2.1, desk/plain: 0.7}
              - {at: 2.2..2.3, every: 10ms, desk/level: 0.3..0.2}
              - {at: 2.4, do: /transport/stop}
            """)
        #expect(outcome.entries.count == 4)
        #expect(outcome.entries.last == "Pass: Strip 1 pan")
    }

    @Test func `each lap of a loop is an entry of its own`() throws {
        let rehearsal = try Rehearsal(
            pan: [(0, 0.5)], change: { $0.settings.loop = 0..<Rehearsal.frame(2) })
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 1, desk/sense/1: touch}
              - {at: 1, desk/sense/1: 0.8}
              - {at: 3, desk/sense/1: 0.2}
              - {at: 4.2, desk/sense/1: 0.6}
              - {at: 5, desk/sense/1: let go}
              - {at: 5.9, do: /transport/stop}
            """)
        #expect(outcome.entries == Array(repeating: "Pass: Strip 1 pan", count: 3))
        outcome.expect([(0, 0.2), (0.9, 0.6), (1.25, 0.4), (1.5, 0.2), (1.9, 0.2)])
        let stage = try Stage(rehearsal)
        stage.desk.undo(at: 0)
        let second = try #require(stage.desk.document.lanes[.pan1])
        // Lap 2: 0.8 up to its middle, then 0.2 to the end.
        #expect(second.position(at: Rehearsal.frame(0.9)).map { abs($0 - 0.6) < 1e-3 } == true)
        #expect(second.position(at: Rehearsal.frame(1.5)).map { abs($0 + 0.6) < 1e-3 } == true)
        stage.desk.undo(at: 0)
        stage.desk.undo(at: 0)
        #expect(stage.desk.document == rehearsal.document)
        try stage.close()
    }

    @Test func `undo waits for the end of a pass, and works in the next lap`() throws {
        let rehearsal = try Rehearsal(
            pan: [(0, 0.5)], modes: [.strip(1): .latch], change: { $0.settings.loop = 0..<Rehearsal.frame(2) })
        let stage = try Stage(rehearsal)
        let surface = try stage.connect()
        stage.desk.play(at: 0)
        stage.run(to: 1)
        try stage.move("plain", .travel(0.8), on: surface)
        stage.run(to: 1.5)
        stage.desk.undo(at: stage.desk.now)
        #expect(stage.desk.takeNotices() == ["undo waits until the pass has ended: stop first"])
        stage.run(to: 2.5)
        stage.desk.undo(at: stage.desk.now)
        #expect(stage.desk.takeNotices() == ["Undone: Pass: Strip 1 pan"])
        stage.run(to: 3.5)
        #expect(stage.desk.shownPosition(of: .pan1) == 0)
        #expect(stage.desk.document.lanes == rehearsal.document.lanes)
        try stage.close()
    }

    @Test func `case 66: of a pass that is cut off at most 50 ms are missing`() throws {
        let rehearsal = try Rehearsal(pan: [(0, 0.5)])
        let stage = try Stage(rehearsal)
        let surface = try stage.connect()
        stage.desk.play(at: 0)
        stage.run(to: 1)
        try stage.move("sense/1", .touch, on: surface)
        for step in 0...100 {
            try stage.move("sense/1", .travel(0.5 + Double(step) / 250), on: surface)
            stage.run(to: 1 + Double(step) / 100)
        }
        stage.run(to: 10.993)
        // The files as they are on disk now, while the program goes on.
        let copy = rehearsal.folder.appendingPathComponent("copy.gainrider").path
        try FileManager.default.copyItem(atPath: rehearsal.location.folder, toPath: copy)
        stage.desk.stop(at: stage.desk.now)
        stage.run(to: 11.1)
        let whole = try #require(stage.desk.document.lanes[.pan1])
        try stage.close()

        let store = try SessionStore.open(at: SessionLocation(copy))
        #expect(store.notices.count == 1)
        #expect(store.history.map(\.label) == ["Recovered pass"])
        let recovered = try #require(store.document.lanes[.pan1])
        let end = Rehearsal.frame(10.993 - 0.05)
        for frame in stride(from: 0, through: end, by: 101) {
            #expect(recovered.position(at: frame) == whole.position(at: frame))
        }
        #expect(recovered.position(at: end) == whole.position(at: end))
        #expect(recovered.position(at: Rehearsal.frame(11)) == 0)
        try store.undo()
        #expect(store.document.lanes == rehearsal.document.lanes)
        try store.close()
    }
}
