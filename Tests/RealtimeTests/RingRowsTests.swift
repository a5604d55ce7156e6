import Synchronization
import Testing

@testable import Realtime

@Suite struct `Rings read eight at a time` {
    /// Eight places: rings 0…4 stereo, 5 mono, two without a ring.
    private static let count = 6
    private let rings = (0..<RingRowsTests.count).map { _ in SampleRing(capacityFrames: 16) }

    private func rows() -> RingRows { RingRows(rings + [nil, nil], mono: [5]) }

    /// Writes a piece into all rings: frame n of ring r is n + 100 · r on the left, the negative on the right.
    private func write(_ frames: Range<Int>, silent: Set<Int> = []) {
        for (number, ring) in rings.enumerated() {
            let piece = frames.map { silent.contains(number) ? 0 : Float($0 + 100 * number) }
            #expect(ring.write(left: piece, right: piece.map { -$0 }, frames: frames.count) == frames.count)
        }
    }

    private typealias RingRowsTests = `Rings read eight at a time`

    @Test(arguments: [1, 4, 8, 16]) func `are found where they lie, and silence is known`(frames: Int) {
        let rows = rows()
        let zero: [Float] = [0]
        zero.withUnsafeBufferPointer { near in
            guard let near = near.baseAddress else { return }
            let found = UnsafeMutablePointer<UnsafePointer<Float>>.allocate(capacity: 16)
            found.initialize(repeating: near, count: 16)
            defer { found.deallocate() }
            #expect(rows.find(row: 0, frames: frames, found: found) == nil && found[0] == near)
            for turn in 1...40 {
                let range = (turn * frames)..<((turn + 1) * frames)
                let silent: Set<Int> = turn % 2 == 0 ? [1, 4] : []
                write(range, silent: silent)
                // Nothing is known yet of what was written.
                if turn == 1 { #expect(rows.find(row: 0, frames: frames, found: found) == nil) }
                for place in 0..<8 { _ = rows.find(place, frames: frames) }
                let sounding = rows.find(row: 0, frames: frames, found: found)
                #expect(
                    sounding
                        == (0..<RingRowsTests.count).reduce(UInt8(0)) { $0 | (silent.contains($1) ? 0 : 1 << $1) })
                for place in 0..<8 {
                    for (offset, frame) in range.enumerated() {
                        let isSilent = place >= RingRowsTests.count || silent.contains(place)
                        let expected = isSilent ? 0 : Float(frame + 100 * place)
                        #expect(found[place][offset] == expected)
                        #expect(found[place + 8][offset] == (place == 5 ? expected : -expected))
                    }
                }
                let ahead = UnsafeMutablePointer<UnsafePointer<Float>>.allocate(capacity: 16)
                ahead.initialize(repeating: near, count: 16)
                #expect(rows.foresee(row: 0, near: near, into: ahead) == sounding)
                for place in 0..<16 {
                    let isSounding = (sounding ?? 0) >> UInt8(place & 7) & 1 == 1
                    #expect(ahead[place] == (isSounding ? found[place] : near))
                }
                ahead.deallocate()
                rows.pass(row: 0)
                rows.pass(row: 0)
                #expect(rings.allSatisfy { $0.readableFrames == 0 && $0.writableFrames == 16 })
            }
        }
    }

    @Test func `are read singly round the ends, skipped, and exchanged with all that is known`() {
        let rows = rows()
        write(0..<12)
        #expect(rows.skip(2, frames: 20) == 12 && rows.skip(2, frames: 1) == 0)
        for place in [0, 1, 3, 4, 5] { #expect(rows.skip(place, frames: 12) == 12) }
        write(12..<24)
        // Four frames to the ring's end.
        #expect(rows.find(0, frames: 5) == nil)
        #expect(rows.find(0, frames: 4)?.left[0] == 12)
        var left = [Float](repeating: 9, count: 10)
        var right = left
        #expect(rows.read(3, left: &left, right: &right, frames: 10) == 10)
        #expect(left == (12..<22).map { Float($0 + 300) } && right == left.map { -$0 })
        rows.exchange(0, 3)
        #expect(rows.find(0, frames: 2)?.left[1] == 323)
        #expect(rows.find(0, frames: 3) == nil)
        rows.pass(row: 0)
        // What was found of ring 0 before the exchange was passed, and of ring 3 after it.
        #expect(rings[0].readableFrames == 8 && rings[3].readableFrames == 0)
        rows.exchange(0, 7)
        #expect(!rows.hasRing(0) && rows.hasRing(7))
        #expect(rows.find(0, frames: 16)?.right[15] == 0 && rows.isSilent(0))
    }

    @Test func `having forgotten begin with what was written anew`() {
        let rows = rows()
        write(0..<4)
        #expect(rows.skip(1, frames: 1) == 1)
        rings[1].reset()
        rows.forget()
        #expect(rows.find(1, frames: 1) == nil)
        #expect(rings[1].write(left: [5, 6], right: [0, 0], frames: 2) == 2)
        #expect(rows.find(1, frames: 2)?.left[0] == 5 && rows.find(1, frames: 3) == nil)
    }

    @Test func `count on after the counters' 32 bits are over`() {
        let ring = SampleRing(capacityFrames: 16)
        let rows = RingRows([ring] + [SampleRing?](repeating: nil, count: 7), mono: [])
        // Near the end of what 32 bits hold, as after twelve hours at 48 kHz.
        let start = Int(Int32.max) - 20
        ring.reader.read.pointee.store(start, ordering: .relaxed)
        ring.reader.sounding.pointee.store(start, ordering: .relaxed)
        ring.reader.written.pointee.store(start, ordering: .relaxed)
        for turn in 0..<8 {
            let piece = (0..<8).map { turn % 3 == 1 ? 0 : Float(turn * 8 + $0 + 1) }
            #expect(ring.write(left: piece, right: piece, frames: 8) == 8)
            var left = [Float](repeating: 9, count: 8)
            var right = left
            #expect(rows.find(0, frames: 1) != nil)
            #expect(rows.isSilent(0) == (turn % 3 == 1))
            rows.forget()
            #expect(rows.read(0, left: &left, right: &right, frames: 8) == 8)
            #expect(left == piece && ring.readableFrames == 0)
        }
    }
}
