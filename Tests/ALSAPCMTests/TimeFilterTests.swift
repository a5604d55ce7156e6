import Testing

@testable import ALSAPCM

/// Readings of a card: `rate` frames a second, told `jitter` nanoseconds late at the most, in whole steps of `grain` frames.
private struct Card {
    var rate = 48_000.0
    var period = 64
    var jitter: Int64 = 0
    var grain = 1.0
    private var state: UInt64 = 1

    init(rate: Double = 48_000, period: Int = 64, jitter: Int64 = 0, grain: Double = 1) {
        (self.rate, self.period, self.jitter, self.grain) = (rate, period, jitter, grain)
    }

    /// Runs a filter for some seconds and returns the worst error, in frames, after `settle` seconds.
    mutating func worst(_ filter: inout TimeFilter, seconds: Double, settle: Double) -> Double {
        var worst = 0.0
        for number in 1...Int(seconds * rate / Double(period)) {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let late = jitter == 0 ? 0 : Int64(state >> 33) % jitter
            let moment = Int64(Double(number * period) / rate * 1e9) + late
            let told = (Double(moment - late) * 1e-9 * rate / grain + 1e-3).rounded(.down) * grain
            filter.take(frame: told, at: moment)
            guard Double(moment) > settle * 1e9 else { continue }
            // Lateness is a constant distance on average; what matters is that it stays the same.
            let error = filter.frame(at: moment) - Double(moment) * 1e-9 * rate + Double(jitter) * 1e-9 * rate / 2
            worst = max(worst, abs(error))
        }
        return worst
    }
}

@Suite struct `Engine time` {
    @Test func `knows the moment of a frame as it knows the frame of a moment`() {
        var filter = TimeFilter(frame: 0, nanoseconds: 0, sampleRate: 48_000)
        var card = Card(rate: 47_990)
        _ = card.worst(&filter, seconds: 2, settle: 1)
        for frame in [1_000.0, 96_000, 500_000] {
            #expect(abs(filter.frame(at: filter.moment(of: frame)) - frame) < 1e-3)
        }
    }

    /// the card's own rate, lateness of its readings in microseconds.
    static let cards: [(Double, Int64)] = [(48_000, 0), (48_000, 500), (47_995.2, 500), (48_004.8, 1000)]

    @Test(arguments: cards)
    func `is steady to a frame on a steady card, however late it is told`(rate: Double, jitter: Int64) {
        var card = Card(rate: rate, jitter: jitter * 1000)
        var filter = TimeFilter(frame: 0, nanoseconds: 0, sampleRate: 48_000)
        #expect(card.worst(&filter, seconds: 60, settle: 15) < 1)
    }

    @Test func `finds a card's own rate`() {
        var card = Card(rate: 48_004.8, jitter: 200_000)
        var filter = TimeFilter(frame: 0, nanoseconds: 0, sampleRate: 48_000)
        _ = card.worst(&filter, seconds: 60, settle: 0)
        #expect(abs(filter.rate * 1e9 - 48_004.8) < 0.2)
    }

    @Test func `follows a card that tells its place in steps of 1,024`() {
        var card = Card(period: 256, grain: 1024)
        var filter = TimeFilter(frame: 0, nanoseconds: 0, sampleRate: 48_000)
        _ = card.worst(&filter, seconds: 30, settle: 10)
        // The place is true when a step comes, and old between two of them.
        #expect(abs(filter.frame(at: 30_000_000_000) - 30 * 48_000) < 32)
    }

    @Test func `finds its place again after the card has lost time without a word`() {
        var filter = TimeFilter(frame: 0, nanoseconds: 0, sampleRate: 48_000)
        for number in Int64(1)...2000 { filter.take(frame: Double(number * 48), at: number * 1_000_000) }
        for number in Int64(2001)...2100 { filter.take(frame: Double(number * 48 - 4800), at: number * 1_000_000) }
        #expect(abs(filter.frame(at: 2_100_000_000) - (2100 * 48 - 4800)) < 1)
    }

    @Test func `one wrong reading does not move it`() {
        var filter = TimeFilter(frame: 0, nanoseconds: 0, sampleRate: 48_000)
        for number in Int64(1)...5000 { filter.take(frame: Double(number * 48), at: number * 1_000_000) }
        filter.take(frame: 5001 * 48 - 4800, at: 5_001_000_000)
        #expect(abs(filter.frame(at: 5_001_000_000) - 5001 * 48) < 3)
    }

    @Test func `a published point is read whole`() {
        let clock = EngineClock(sampleRate: 48_000)
        clock.publish(frame: 480, nanoseconds: 1_000_000_000, rate: 48_000e-9)
        #expect(clock.engineFrame(at: 1_000_000_000) == 480)
        #expect(clock.engineFrame(at: 1_010_000_000) == 960)
        #expect(clock.engineFrame(at: 999_000_000) == 432)
    }
}
