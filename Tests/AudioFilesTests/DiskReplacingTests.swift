import AudioFiles
import Realtime
import Testing

@Suite struct `A file in place of another` {
    private static let frames = 40_000
    private let folder = TestFolder()

    @Test func `is in the next rings from their first frame, while threads read all others`() throws {
        let song = folder.make("song.flac", .flac16, TestNoise.samples(2 * Self.frames, seed: 1))
        let takes = (0..<3).map {
            folder.make("take \($0).wav", .wavFloat, TestNoise.samples(2 * Self.frames, seed: 2 + UInt64($0)))
        }
        let sounds = try ([song] + takes).map {
            try StemReader(file: .open($0), sessionRate: 48000).planes(at: 0, Self.frames)
        }
        let streams = PlaybackStreams(strips: 2, capacityFrames: 1 << 12)
        let disk = DiskReader(stems: [StemSource(path: song), nil], streams: streams, sessionRate: 48000)
        disk.start()
        defer { disk.stop() }
        disk.prepare(slot: 0, position: 0)
        #expect(disk.waitUntilReady(slot: 0, frames: 1000))
        // Nothing lies there yet.
        #expect(take(streams.rings[0][1], 1000).left == [Float](repeating: 0, count: 1000))
        for round in 0..<30 {
            let slot = 1 - round % 2
            try disk.replace(strip: 2, with: StemSource(path: takes[round % 3]))
            let place = round * 1001
            disk.prepare(slot: slot, position: Int64(place))
            #expect(disk.waitUntilReady(slot: slot, frames: 1000))
            let range = place..<place + 1000
            #expect(take(streams.rings[slot][0], 1000) == sounds[0][range], "round \(round)")
            #expect(take(streams.rings[slot][1], 1000) == sounds[1 + round % 3][range], "round \(round)")
        }
        #expect(disk.faults == [])
    }

    @Test func `that cannot be read leaves the one before`() throws {
        let first = folder.make("first.wav", .wavFloat, TestNoise.samples(2 * Self.frames, seed: 1))
        let streams = PlaybackStreams(strips: 1, capacityFrames: 1 << 12)
        let disk = DiskReader(stems: [StemSource(path: first)], streams: streams, sessionRate: 48000)
        #expect(throws: FileError.notFound(path: folder["none.wav"])) {
            try disk.replace(strip: 1, with: StemSource(path: folder["none.wav"]))
        }
        disk.prepare(slot: 0, position: 0)
        disk.fill(frames: 100)
        let sound = try StemReader(file: .open(first), sessionRate: 48000).planes(at: 0, 100)
        #expect(take(streams.rings[0][0], 100) == sound)
        #expect(disk.faults == [])
    }

    private func take(_ ring: SampleRing, _ frames: Int) -> Planes {
        var planes = Planes(frames: frames)
        let count = ring.read(left: &planes.left, right: &planes.right, frames: frames)
        return planes[0..<count]
    }
}
