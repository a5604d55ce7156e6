import Foundation
import Realtime
import Testing

@testable import AudioFiles

/// A file that does not answer holds up what it owes, and nothing and nobody else.
@Suite(.timeLimit(.minutes(20))) struct `A disk that stands still` {
    /// Where a strip's reading stands still until it is let go.
    private final class Standstill: @unchecked Sendable {
        private let condition = NSCondition()
        private var isOver = false
        private var hasBegun = false

        func pass() {
            condition.lock()
            hasBegun = true
            condition.broadcast()
            while !isOver { condition.wait() }
            condition.unlock()
        }

        /// Waits until somebody stands here.
        func begin() {
            condition.lock()
            while !hasBegun { condition.wait() }
            condition.unlock()
        }

        func end() {
            condition.lock()
            isOver = true
            condition.broadcast()
            condition.unlock()
        }
    }

    private let folder = TestFolder()

    private func disk(_ standstill: Standstill) -> (DiskReader, PlaybackStreams) {
        let stems = (1...3).map { number in
            folder.make("\(number).flac", .flac16, TestNoise.samples(2 * 20_000, seed: UInt64(number)))
        }
        let streams = PlaybackStreams(strips: 3, capacityFrames: 4096)
        let disk = DiskReader(
            stems: stems.map { StemSource(path: $0) }, streams: streams, sessionRate: 48_000, isMapped: false,
            patience: 1, beforeReading: { if $0 == 1 { standstill.pass() } })
        return (disk, streams)
    }

    private func expectNamed(_ disk: DiskReader) {
        let fault = disk.faults.first { $0.strip == 2 }
        #expect(fault?.description.contains("2.flac cannot be read: it has not answered for 1 s") == true)
    }

    @Test func `is waited for no longer than was said, by a locate and at the end`() {
        let standstill = Standstill()
        let (disk, streams) = disk(standstill)
        disk.prepare(slot: 0, position: 0)
        disk.start()
        standstill.begin()
        #expect(!disk.waitUntilReady(slot: 0, timeout: 0.05))
        #expect(!disk.stop())
        expectNamed(disk)
        // Nobody is started beside threads that hang, and nobody waits for that.
        disk.start()
        #expect(streams.rings[0][1].readableFrames == 0)
        standstill.end()
        while !disk.stop() {}
        #expect(disk.faults == [])
        // Then all is as before.
        disk.start()
        #expect(disk.waitUntilReady(slot: 0, timeout: 60))
        while !disk.stop() {}
    }

    @Test func `does not hold up who renders off line, and is silence then`() {
        let standstill = Standstill()
        let (disk, streams) = disk(standstill)
        disk.prepare(slot: 0, position: 0)
        disk.start(.decoding)
        standstill.begin()
        for _ in 0..<3 { disk.fill(frames: 1000) }
        #expect(!disk.waitUntilReady(slot: 0, frames: 1000, timeout: 0.01))
        expectNamed(disk)
        for strip in [0, 2] { #expect(streams.rings[0][strip].readableFrames >= 1000) }
        #expect(streams.rings[0][1].readableFrames == 0)
        standstill.end()
        while !disk.stop() {}
        disk.fill(frames: 1000)
        #expect(streams.rings[0][1].readableFrames >= 1000 && disk.faults == [])
    }

    /// Off line a plain file is read by the one who renders: nobody else can end that, but all can see it.
    @Test func `that holds up who reads it off line is named to those who look on`() throws {
        let standstill = Standstill()
        let stems = (1...3).map { number in
            folder.make("\(number).wav", .wav16, TestNoise.samples(2 * 20_000, seed: UInt64(number)))
        }
        let streams = PlaybackStreams(strips: 3, capacityFrames: 4096)
        let disk = DiskReader(
            stems: stems.map { StemSource(path: $0) }, streams: streams, sessionRate: 48_000, isMapped: false,
            patience: 1, beforeReading: { if $0 == 1 { standstill.pass() } })
        disk.prepare(slot: 0, position: 0)
        let ended = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            disk.fill(frames: 1000)
            ended.signal()
        }
        standstill.begin()
        let fault = try #require(disk.standstill(of: 0))
        #expect(fault.strip == 2 && fault.description.contains("2.wav cannot be read: it has not answered for 0 s"))
        #expect(disk.standstill(of: 3600) == nil)
        standstill.end()
        ended.wait()
        #expect(disk.standstill(of: 0) == nil)
        #expect(streams.rings[0][1].readableFrames >= 1000)
    }
}
