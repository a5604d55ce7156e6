import AudioFiles
import Foundation
import Realtime
import Testing

@Suite struct `Disk threads` {
    private let folder = TestFolder()

    /// Loops as long as the song, longer and shorter than a ring, and of one frame.
    static let lengths = [1, 2, 7, 480, 4095, 4096, 5000, 40_000]

    @Test(arguments: [1 << 12, 1 << 14]) func `keep every frame in its place under random locates and loops`(
        capacity: Int
    ) throws {
        let stems = stems()
        let streams = PlaybackStreams(strips: stems.count, capacityFrames: capacity)
        let disk = DiskReader(stems: stems.map { StemSource(path: $0) }, streams: streams, sessionRate: 48000)
        disk.start()
        defer { disk.stop() }
        let song = try stems.map { try StemReader(file: .open($0), sessionRate: 48000).planes(at: 0, Self.frames) }
        var noise = TestNoise(state: UInt64(capacity))
        var slot = 0
        for round in 0..<60 {
            // Locates that nobody waits for, while the threads are at work.
            for _ in 0..<noise.next(below: 4) {
                disk.prepare(slot: slot, position: Int64(noise.next(below: Self.frames)), loop: loop(&noise))
                if noise.next(below: 3) == 0 { sched_yield() }
            }
            var journey = Journey(place: Int64(noise.next(below: Self.frames)), loop: loop(&noise))
            disk.prepare(slot: slot, position: journey.place, loop: journey.range)
            if noise.next(below: 2) == 0 { disk.retire(slot: 1 - slot) }
            #expect(disk.waitUntilReady(slot: slot, frames: 1000))
            for _ in 0..<1 + noise.next(below: 4) {
                #expect(disk.waitUntilReady(slot: slot, frames: 1000))
                let count = 1 + noise.next(below: 1000)
                let ranges = journey.advance(count)
                for strip in stems.indices {
                    let expected = ranges.reduce(into: Planes(frames: 0)) { $0 = $0 + song[strip].padded($1) }
                    guard take(streams.rings[slot][strip], count) == expected else {
                        Issue.record("strip \(strip + 1) is wrong in round \(round), \(journey), \(ranges)")
                        return
                    }
                }
            }
            slot = 1 - slot
        }
        #expect(disk.faults == [])
    }

    @Test(arguments: lengths) func `loop without a gap, shorter and longer than a ring`(length: Int) throws {
        let stems = stems()
        let streams = PlaybackStreams(strips: stems.count, capacityFrames: 4096)
        let disk = DiskReader(stems: stems.map { StemSource(path: $0) }, streams: streams, sessionRate: 48000)
        let song = try stems.map { try StemReader(file: .open($0), sessionRate: 48000).planes(at: 0, Self.frames) }
        var journey = Journey(place: 9_990, loop: 10_000..<10_000 + Int64(length))
        disk.prepare(slot: 0, position: journey.place, loop: journey.range)
        for count in [1, 64, 1024, 3000, 700, 4096, 13] {
            disk.fill(frames: count)
            let ranges = journey.advance(count)
            for strip in stems.indices {
                let expected = ranges.reduce(into: Planes(frames: 0)) { $0 = $0 + song[strip].padded($1) }
                #expect(take(streams.rings[0][strip], count) == expected)
            }
        }
    }

    @Test func `feed 512 stereo strips many times faster than they play`() throws {
        let seconds = 2.0
        let frames = Int(48000 * seconds)
        let length = 12_000
        let paths = (0..<4).map { folder.make("\($0).wav", .wav24, TestNoise.samples(2 * length, seed: UInt64($0))) }
        let streams = PlaybackStreams(strips: 512, capacityFrames: 1 << 13)
        let disk = DiskReader(
            stems: (0..<512).map { StemSource(path: paths[$0 % 4]) }, streams: streams, sessionRate: 48000)
        disk.start()
        defer { disk.stop() }
        let clock = ContinuousClock()
        let start = clock.now
        disk.prepare(slot: 0, position: 0, loop: 0..<Int64(length))
        var taken = 0
        let planes = UnsafeMutablePointer<Float>.allocate(capacity: 2 * 4096)
        defer { planes.deallocate() }
        while taken < frames {
            let count = min(4096, frames - taken)
            #expect(disk.waitUntilReady(slot: 0, frames: count))
            for ring in streams.rings[0] {
                guard ring.read(left: planes, right: planes + 4096, frames: count) == count else {
                    Issue.record("a ring ran dry at frame \(taken)")
                    return
                }
            }
            taken += count
        }
        let time = start.duration(to: clock.now) / .seconds(1)
        print("512 stereo strips are fed \(Int(seconds / time)) times faster than they play")
        #expect(time < seconds)
        #expect(disk.memoryBytes < 64 << 20 + 512 << 20)
    }

    @Test func `serve only what is decoded off line`() throws {
        let stems = stems()
        let streams = PlaybackStreams(strips: stems.count, capacityFrames: 1 << 14)
        let disk = DiskReader(stems: stems.map { StemSource(path: $0) }, streams: streams, sessionRate: 48000)
        let song = try stems.map { try StemReader(file: .open($0), sessionRate: 48000).planes(at: 0, Self.frames) }
        disk.start(.decoding)
        disk.prepare(slot: 0, position: 100)
        for block in 0..<30 {
            disk.fill(frames: 1024)
            for strip in stems.indices {
                let start = Int64(100 + block * 1024)
                #expect(take(streams.rings[0][strip], 1024) == song[strip].padded(start..<start + 1024))
            }
        }
        disk.stop()
        disk.fill(frames: 500)
        #expect(take(streams.rings[0][3], 500) == song[3].padded(30_820..<31_320))
    }

    private static let frames = 40_000

    /// Plain, packed, at another rate, and one that is shorter than the others.
    private func stems() -> [String] {
        [
            folder.make("1.wav", .wav24, TestNoise.samples(2 * Self.frames, seed: 1)),
            folder.make("2.wav", .wavFloat, channels: 1, TestNoise.samples(Self.frames, seed: 2)),
            folder.make("3.aiff", .aiff16, TestNoise.samples(2 * 9_000, seed: 3)),
            folder.make("4.flac", .flac16, TestNoise.samples(2 * Self.frames, seed: 4)),
            folder.make("5.wav", .wav16, rate: 44100, TestNoise.samples(2 * 30_000, seed: 5)),
        ]
    }

    private func loop(_ noise: inout TestNoise) -> Range<Int64>? {
        guard noise.next(below: 3) > 0 else { return nil }
        let length = Int64(Self.lengths[noise.next(below: Self.lengths.count)])
        let start = Int64(noise.next(below: Self.frames))
        return start..<start + length
    }

    private func take(_ ring: SampleRing, _ frames: Int) -> Planes {
        var planes = Planes(frames: frames)
        let count = ring.read(left: &planes.left, right: &planes.right, frames: frames)
        return planes[0..<count]
    }
}

/// Where play is, and the loop that it is in.
struct Journey {
    var place: Int64
    /// As the disk is told.
    let range: Range<Int64>?
    /// As it counts: not if play begins behind it.
    private let loop: Range<Int64>?

    init(place: Int64, loop: Range<Int64>?) {
        self.place = place
        range = loop
        self.loop = loop.flatMap { $0.isEmpty || place >= $0.upperBound ? nil : $0 }
    }

    /// The next session frames in the order of playing, told in ranges.
    mutating func advance(_ count: Int) -> [Range<Int64>] {
        var ranges: [Range<Int64>] = []
        var left = Int64(count)
        while left > 0 {
            let run = min(left, loop.map { $0.upperBound - place } ?? left)
            ranges.append(place..<place + run)
            left -= run
            place += run
            if place == loop?.upperBound, let loop { place = loop.lowerBound }
        }
        return ranges
    }
}

extension Planes {
    /// A part of a song that begins here; silence behind its end.
    fileprivate func padded(_ range: Range<Int64>) -> Planes {
        let end = Int64(left.count)
        let inside = Int(min(range.lowerBound, end))..<Int(min(range.upperBound, end))
        return self[inside] + Planes(left: Array(repeating: 0, count: range.count - inside.count))
    }
}
