import Testing

@testable import ALSAPCM

@Suite struct `Distribution of times` {
    @Test func `tells shares within 3 %`() {
        let times = TimeDistribution()
        for time in 1...10_000 { times.count(Int64(time) * 100) }
        for share in [0.5, 0.9, 0.99, 0.999] {
            let told = Double(times.time(of: share))
            #expect(told >= share * 1e6 && told < share * 1e6 * 1.035)
        }
        #expect(TimeDistribution().time(of: 0.5) == 0)
    }

    @Test(arguments: [0, 1, 31, 32, 33, 1000, 1 << 20, Int64.max]) func `has a class for every time`(time: Int64) {
        let times = TimeDistribution()
        times.count(time)
        #expect(times.time(of: 1) >= min(time, 1 << 39))
    }
}
