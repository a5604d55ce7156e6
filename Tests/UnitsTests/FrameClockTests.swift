import Testing
import Units

@Suite struct `Frames and times` {
    @Test(arguments: [8000, 11_025, 44_100, 48_000, 96_000, 192_000])
    func `time-out is over at the first frame that is not before it`(rate: Int) {
        let clock = FrameClock(sampleRate: rate)
        for time in stride(from: Int64(0), to: 3_000_000_000, by: 7_654_321) {
            let frame = clock.firstFrame(nanoseconds: time)
            #expect(clock.nanoseconds(frame) >= time)
            #expect(frame == 0 || clock.nanoseconds(frame - 1) < time)
            #expect(abs(clock.nanoseconds(clock.frame(nanoseconds: time)) - time) <= 500_000_000 / Int64(rate) + 1)
        }
        for frame in Int64(0)..<1000 {
            #expect(clock.firstFrame(nanoseconds: clock.nanoseconds(frame)) == frame)
        }
    }
}
