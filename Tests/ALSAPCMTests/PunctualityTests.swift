import Testing

@testable import ALSAPCM

/// Blocks of 1000 ns that have to be there 1000 ns after they are due.
@Suite struct `Punctuality of blocks` {
    /// What happened to a block: due, ended, processor time; and what is said of it.
    typealias Row = (due: Int64, ended: Int64, processor: Int64, verdict: Punctuality.Verdict)

    static let stories: [[Row]] = [
        // At the deadline is in time, one later is not.
        [(0, 1000, 900, .inTime), (1000, 2001, 1001, .late(by: 1))],
        // Woken late; taken away in between; both.
        [(0, 1200, 300, .lateBySystem(by: 200, withheld: 900))],
        [(0, 5000, 1000, .lateBySystem(by: 4000, withheld: 4000))],
        // It would have been late anyway, however much was withheld.
        [(0, 5000, 1001, .late(by: 4000))],
        // Work that was too long is caught up by the blocks behind it: their late beginning is its doing.
        [(0, 1900, 1900, .late(by: 900)), (1000, 2150, 250, .late(by: 150)), (2000, 2400, 250, .inTime)],
        // What the system withheld is caught up too, and stays the system's doing.
        [
            (0, 1900, 200, .lateBySystem(by: 900, withheld: 1700)),
            (1000, 2150, 250, .lateBySystem(by: 150, withheld: 900)), (2000, 2400, 250, .inTime),
        ],
        // Each was in time, but the work piled up.
        [(0, 1000, 1000, .inTime), (0, 1100, 100, .late(by: 100))],
        // Processor time may be told a little longer than the wall clock.
        [(0, 900, 910, .inTime), (1000, 1900, 910, .inTime)],
    ]

    @Test(arguments: stories.indices) func `is judged without the time that the system withheld`(number: Int) {
        var punctuality = Punctuality()
        for row in Self.stories[number] {
            let block = Punctuality.Block(
                due: row.due, deadline: row.due + 1000, ended: row.ended, processor: row.processor)
            #expect(punctuality.judge(block) == row.verdict)
        }
    }

    @Test func `what the system made late is counted, with the longest time that it withheld`() {
        let counters = OutputCounters()
        counters.count(.inTime, in: counters.lateBySystem)
        counters.count(.late(by: 9000), in: counters.lateBySystem)
        counters.count(.lateBySystem(by: 10, withheld: 70), in: counters.lateBySystem)
        counters.count(.lateBySystem(by: 20, withheld: 50), in: counters.xrunsBySystem)
        counters.count(render: 300, processor: 100)
        counters.count(render: 200, processor: 140)
        let statistics = counters.read()
        #expect(statistics.lateBySystem == 1 && statistics.xrunsBySystem == 1)
        #expect(statistics.worstWithheldNanoseconds == 70)
        #expect(statistics.meanRenderNanoseconds == 250 && statistics.worstRenderNanoseconds == 300)
        #expect(statistics.meanUsedNanoseconds == 120 && statistics.worstUsedNanoseconds == 140)
        #expect(statistics.usedShares.map(\.share) == statistics.shares.map(\.share))
    }

    @Test func `begins anew after a gap`() {
        var punctuality = Punctuality()
        _ = punctuality.judge(.init(due: 0, deadline: 1000, ended: 9000, processor: 9000))
        punctuality.restart()
        let block = Punctuality.Block(due: 5000, deadline: 6000, ended: 6100, processor: 100)
        #expect(punctuality.judge(block) == .lateBySystem(by: 100, withheld: 1000))
    }
}
