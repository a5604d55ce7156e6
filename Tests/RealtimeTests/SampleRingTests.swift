import Realtime
import Testing

@Suite struct `Sample rings` {
    /// Sizes of writes and reads in turn.
    static let patterns: [(writes: [Int], reads: [Int])] = [
        ([1], [1]), ([7, 64], [5, 3]), ([100, 1], [64]), ([16], [1, 2, 3, 40]),
    ]

    @Test(arguments: patterns) func `frames come out as they went in`(writes: [Int], reads: [Int]) {
        let ring = SampleRing(capacityFrames: 100)
        #expect(ring.capacityFrames == 128)
        var written = 0
        var taken = 0
        for turn in 0..<200 {
            let size = writes[turn % writes.count]
            let left = (0..<size).map { Float(written + $0) }
            let fits = ring.writableFrames
            let count = ring.write(left: left, right: left.map { -$0 }, frames: size)
            #expect(count == min(size, fits))
            written += count
            #expect(ring.readableFrames == written - taken)
            var out = [Float](repeating: 0, count: 64)
            var right = out
            let got = ring.read(left: &out, right: &right, frames: reads[turn % reads.count])
            #expect(got == min(reads[turn % reads.count], written - taken))
            for frame in 0..<got where out[frame] != Float(taken + frame) || right[frame] != -out[frame] {
                Issue.record("frame \(taken + frame) came as \(out[frame]), \(right[frame])")
            }
            taken += got
        }
    }

    @Test func `skipping passes over frames and reset empties`() {
        let ring = SampleRing(capacityFrames: 8)
        let samples: [Float] = [0, 1, 2, 3, 4, 5]
        #expect(ring.write(left: samples, right: samples, frames: 6) == 6)
        #expect(ring.reader.skip(frames: 4) == 4)
        var left: [Float] = [9, 9, 9]
        var right = left
        #expect(ring.read(left: &left, right: &right, frames: 3) == 2)
        #expect(left == [4, 5, 9] && right == left)
        #expect(ring.reader.skip(frames: 1) == 0)
        #expect(ring.write(left: samples, right: samples, frames: 3) == 3)
        ring.reset()
        #expect(ring.readableFrames == 0 && ring.writableFrames == 8)
    }

    @Test func `a ring knows its silence, and never takes sound for it`() {
        let ring = SampleRing(capacityFrames: 16)
        let (silence, sound): ([Float], [Float]) = ([0, -0.0, 0, 0], [0, 0, 0, 1e-30])
        #expect(ring.reader.isSilent)
        #expect(ring.write(left: silence, right: silence, frames: 4) == 4)
        #expect(ring.reader.isSilent)
        #expect(ring.write(left: silence, right: sound, frames: 4) == 4)
        #expect(!ring.reader.isSilent)
        #expect(ring.write(left: silence, right: silence, frames: 4) == 4)
        #expect(ring.reader.skip(frames: 7) == 7)
        #expect(!ring.reader.isSilent)
        #expect(ring.reader.skip(frames: 1) == 1)
        #expect(ring.reader.isSilent)
        // Round the ring's end: the sound lies in its first frames.
        #expect(ring.write(left: [0, 0, 0, 0, 0, 0, 1, 0], right: silence + silence, frames: 8) == 8)
        #expect(!ring.reader.isSilent)
        ring.reset()
        #expect(ring.reader.isSilent)
    }

    @Test func `every strip has a ring in both slots`() {
        let streams = PlaybackStreams(strips: 3, capacityFrames: 10)
        #expect(streams.rings.map(\.count) == [3, 3])
        #expect(streams.rings[0][1] !== streams.rings[1][1])
    }
}
