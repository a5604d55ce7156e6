import Automation
import Engine
import MixModel
import SessionStore
import Testing
import Units

@testable import Desk

/// More lanes than the engine's queue has room for commands.
@Suite struct `Many lanes` {
    private static let strips = 100

    /// A lane on every parameter of every strip: at rest it is nowhere where the parameter is at rest without it.
    private static func lanes() -> [ParameterID: Lane] {
        var lanes: [ParameterID: Lane] = [:]
        for role in Role.roles(of: .strip(1)) {
            let start: Float = role.spec.position(
                travel: role.spec.initialPosition > role.spec.position(travel: 0.5) ? 0 : 1)
            let lane = Lane(points: [(frame: 0, position: start), (frame: 48_000, position: start)], stepped: true)
            for strip in 1...strips { lanes[ParameterID(.strip(strip), role)] = lane }
        }
        return lanes
    }

    private func expect(
        _ stage: Stage, follows lanes: [ParameterID: Lane], sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) {
        let engine = stage.studio.engine
        let wrong = Self.lanes().keys.filter { id in
            guard let index = engine.index(of: id) else { return true }
            let expected = lanes[id]?.position(at: 0) ?? id.role.spec.initialPosition
            return engine.livePosition(of: index).bitPattern != expected.bitPattern
        }
        #expect(wrong.isEmpty, "\(wrong.count) parameters", sourceLocation: sourceLocation)
        #expect(stage.desk.takeNotices().filter { $0.contains("queue") } == [], sourceLocation: sourceLocation)
    }

    @Test func `are all there at opening, and go and come back together by undo and redo`() throws {
        let lanes = Self.lanes()
        #expect(lanes.count > 10_000 && lanes.count > Engine.commandCapacity)
        let rehearsal = try Rehearsal(seconds: 5, strips: Self.strips)
        let store = try SessionStore.open(at: rehearsal.location)
        try store.perform("Lanes everywhere") { $0.lanes = lanes }
        try store.close()

        let stage = try Stage(rehearsal)
        stage.run(to: 0.01)
        expect(stage, follows: lanes)
        stage.desk.undo(at: stage.desk.now)
        #expect(stage.desk.outbox.waiting.count > 2 * Engine.commandCapacity)
        // In instalments, so that no block of the audio thread has too many of them.
        var waiting = stage.desk.outbox.waiting.count
        while waiting > 0, stage.desk.now < 48_000 {
            stage.run(to: Double(stage.desk.now + stage.desk.tickFrames) / 48_000)
            #expect((1...1000).contains(waiting - stage.desk.outbox.waiting.count))
            waiting = stage.desk.outbox.waiting.count
        }
        stage.run(to: 1)
        expect(stage, follows: [:])
        stage.desk.redo(at: stage.desk.now)
        stage.run(to: 2)
        #expect(stage.desk.outbox.waiting.isEmpty)
        expect(stage, follows: lanes)
        try stage.close()
    }
}
