import Glibc
import Testing

@testable import ALSAPCM

@Suite struct `The wake latency` {
    @Test(arguments: [(32, 48_000, 6), (64, 48_000, 13), (1024, 44_100, 232), (16, 384_000, 0)])
    func `is a hundredth of the period`(period: Int, rate: Int, microseconds: Int32) {
        #expect(WakeLatency.microseconds(period: period, sampleRate: rate) == microseconds)
    }

    @Test func `is written as four bytes and held until the end`() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { close(ends[0]) }
        var latency = WakeLatency(period: 64, sampleRate: 48_000, path: "/proc/self/fd/\(ends[1])")
        #expect(latency != nil)
        close(ends[1])
        var found: [UInt8] = Array(repeating: 0, count: 16)
        #expect(read(ends[0], &found, 16) == 4)
        #expect(found[..<4] == [13, 0, 0, 0])
        // Still open: there is nothing to read, but no end either.
        #expect(fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0)
        #expect(read(ends[0], &found, 16) == -1 && errno == EAGAIN)
        latency = nil
        #expect(read(ends[0], &found, 16) == 0)
    }

    @Test func `is not there where the system refuses it`() {
        #expect(WakeLatency(period: 64, sampleRate: 48_000, path: "/nonexistent/cpu_dma_latency") == nil)
        #expect(WakeLatency(period: 64, sampleRate: 48_000, path: "/dev/full") == nil)
    }
}
