import Realtime
import Testing

@Suite struct Queues {
    @Test(arguments: [1, 2, 3, 8]) func `elements come in order and a full queue refuses`(capacity: Int) {
        let queue = Queue<Int>(capacity: capacity)
        var producer = queue.makeProducer()
        var consumer = queue.makeConsumer()
        for round in 0..<5 {
            var accepted = 0
            while producer.push(round * 100 + accepted) { accepted += 1 }
            #expect(accepted == queue.capacity && accepted >= capacity)
            var taken: [Int] = []
            while let element = consumer.pop() { taken.append(element) }
            #expect(taken == (0..<accepted).map { round * 100 + $0 })
        }
    }

    @Test func `two threads lose nothing`() async {
        let queue = Queue<Int>(capacity: 64)
        let total = 200_000
        var producer = queue.makeProducer()
        let reading = Task.detached {
            var consumer = queue.makeConsumer()
            var next = 0
            while next < total {
                guard let element = consumer.pop() else {
                    await Task.yield()
                    continue
                }
                guard element == next else { return false }
                next += 1
            }
            return consumer.pop() == nil
        }
        for element in 0..<total {
            while !producer.push(element) { await Task.yield() }
        }
        #expect(await reading.value)
    }
}
