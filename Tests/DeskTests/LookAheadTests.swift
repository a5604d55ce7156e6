import Desk
import Testing

@Suite struct `What comes out of a look-ahead` {
    typealias Stretch = LookAhead.Stretch

    @Test func `is what went in, so many frames later`() {
        var line = LookAhead(latency: 100)
        #expect(line.pass(0, frames: 30) == [Stretch(start: nil, frames: 30)])
        #expect(line.pass(30, frames: 90) == [Stretch(start: nil, frames: 70), Stretch(start: 0, frames: 20)])
        #expect(line.pass(120, frames: 500) == [Stretch(start: 20, frames: 500)])
        #expect(line.isStraight)
        #expect(line.pass(620, frames: 0) == [])
    }

    @Test func `is nothing behind a jump, and the seam of a loop lies where it was played`() {
        var line = LookAhead(latency: 100)
        _ = line.pass(0, frames: 1000)
        line.forget()
        #expect(!line.isStraight)
        #expect(line.pass(5000, frames: 150) == [Stretch(start: nil, frames: 100), Stretch(start: 5000, frames: 50)])
        // Back to 4000 without a jump: a loop.
        #expect(
            line.pass(4000, frames: 120) == [Stretch(start: 5050, frames: 100), Stretch(start: 4000, frames: 20)])
        line.begin()
        #expect(line.isStraight)
        #expect(line.pass(0, frames: 101) == [Stretch(start: nil, frames: 100), Stretch(start: 0, frames: 1)])
    }

    @Test func `a seam is no straight way, and without latency all comes out at once`() {
        var line = LookAhead(latency: 0)
        #expect(line.pass(0, frames: 64) == [Stretch(start: 0, frames: 64)])
        #expect(line.isStraight)
        #expect(line.pass(10, frames: 5) == [Stretch(start: 10, frames: 5)])
        #expect(!line.isStraight)
    }
}
