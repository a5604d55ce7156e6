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

    @Test(arguments: [1, 3, 8]) func `a cursor reads what is written, round the ring's end, and finds silence`(
        count: Int
    ) {
        let ring = SampleRing(capacityFrames: 8)
        var cursor = SampleRingCursor(ring)
        #expect(cursor.peek(frames: 1) == nil && cursor.skip(frames: 2) == 0)
        var (written, taken) = (0, 0)
        for turn in 0..<100 {
            // Every other round is silent.
            let piece = (0..<count).map { turn % 2 == 0 ? Float(written + $0 + 1) : 0 }
            written += ring.write(left: piece, right: piece.map { -$0 }, frames: count)
            if cursor.peek(frames: count) != nil { #expect(cursor.isSilent == (turn % 2 == 1)) }
            var left = [Float](repeating: 9, count: count)
            var right = left
            if turn % 5 == 4 {
                #expect(cursor.skip(frames: count) == count)
            } else if turn % 3 == 0, let lying = cursor.peek(frames: count) {
                #expect((0..<count).allSatisfy { lying.left[$0] == piece[$0] && lying.right[$0] == -piece[$0] })
                cursor.pass(frames: count)
            } else {
                #expect(cursor.read(left: &left, right: &right, frames: count) == count)
                #expect(left == piece && right == piece.map { -$0 })
            }
            taken += count
            #expect(written == taken && ring.readableFrames == 0 && ring.writableFrames == 8)
            // Emptied while nothing is left to read.
            if turn % 7 == 0 { ring.reset() }
        }
    }

    @Test func `a cursor that has forgotten begins with what was written anew`() {
        let ring = SampleRing(capacityFrames: 8)
        var cursor = SampleRingCursor(ring)
        #expect(ring.write(left: [1, 2, 3, 4], right: [1, 2, 3, 4], frames: 4) == 4)
        #expect(cursor.skip(frames: 1) == 1)
        ring.reset()
        cursor.forget()
        #expect(cursor.peek(frames: 1) == nil)
        #expect(ring.write(left: [5, 6], right: [0, 0], frames: 2) == 2)
        #expect(cursor.peek(frames: 2)?.left[0] == 5 && cursor.peek(frames: 3) == nil)
    }

    @Test func `every strip has a ring in both slots`() {
        let streams = PlaybackStreams(strips: 3, capacityFrames: 10)
        #expect(streams.rings.map(\.count) == [3, 3])
        #expect(streams.rings[0][1] !== streams.rings[1][1])
    }
}
