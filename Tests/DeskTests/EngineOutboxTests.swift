import Engine
import Testing

@testable import Desk

@Suite struct `What waits for the engine's queue` {
    /// A queue with so much room; what it took.
    private final class FakeQueue {
        var room: Int
        var taken: [EngineCommand] = []

        init(room: Int) { self.room = room }

        func push(_ command: EngineCommand) -> Bool {
            guard room > 0 else { return false }
            room -= 1
            taken.append(command)
            return true
        }

        var parameters: [Int32] {
            taken.map { command in
                switch command {
                case .rest(let parameter, _), .hold(let parameter, _): parameter
                default: -1
                }
            }
        }
    }

    @Test func `keeps its order: what comes behind something that waits waits too`() {
        let queue = FakeQueue(room: 1)
        var outbox = EngineOutbox()
        for parameter in 0..<4 { outbox.send(.hold(parameter: Int32(parameter), at: 0), queue.push) }
        #expect(queue.parameters == [0])
        queue.room = 2
        // A command that would fit now does not overtake.
        outbox.send(.hold(parameter: 4, at: 0), queue.push)
        #expect(queue.parameters == [0])
        outbox.sendWaiting(queue.push)
        #expect(queue.parameters == [0, 1, 2])
        queue.room = 9
        outbox.sendWaiting(queue.push)
        #expect(queue.parameters == [0, 1, 2, 3, 4])
        #expect(outbox.waiting.isEmpty)
    }

    @Test func `the document goes in instalments, a turn each, and hands go between them only in their order`() {
        let limit = EngineOutbox.instalmentLimit
        let queue = FakeQueue(room: 10 * limit)
        var outbox = EngineOutbox()
        for parameter in 0..<(2 * limit + 5) { outbox.send(.rest(parameter: Int32(parameter), to: 0), queue.push) }
        #expect(queue.taken.count == limit)
        outbox.send(.hold(parameter: -7, at: 0), queue.push)
        outbox.sendWaiting(queue.push)
        #expect(queue.taken.count == 2 * limit)
        // The instalment of this turn is spent.
        outbox.send(.rest(parameter: -8, to: 0), queue.push)
        #expect(queue.taken.count == 2 * limit)
        outbox.sendWaiting(queue.push)
        #expect(queue.parameters == (0..<(2 * limit + 5)).map(Int32.init) + [-7, -8])
    }

    @Test func `hands are not counted in an instalment`() {
        let queue = FakeQueue(room: 10 * EngineOutbox.instalmentLimit)
        var outbox = EngineOutbox()
        for _ in 0..<(2 * EngineOutbox.instalmentLimit) { outbox.send(.hold(parameter: 1, at: 0), queue.push) }
        #expect(outbox.waiting.isEmpty)
    }

    @Test func `movements of the transport are counted as they are ordered, also those that wait`() {
        let queue = FakeQueue(room: 0)
        var outbox = EngineOutbox()
        outbox.send(.play(at: 0), queue.push)
        outbox.send(.hold(parameter: 1, at: 0), queue.push)
        outbox.send(.locate(at: 1, to: 0, slot: 0), queue.push)
        outbox.send(.stop(at: 2), queue.push)
        outbox.noteOwnStop()
        #expect(outbox.transportMoves == 4)
    }
}
