import Testing

@testable import Live

/// That the output clips, for people.
@Suite struct `News of clipping` {
    private static let second: Int64 = 1_000_000_000

    @Test func `comes once, and again when it had stopped for a minute`() {
        var news = ClipNews()
        #expect(news.look(at: 0, mixFrames: 0, 0) == nil)
        #expect(news.look(at: 10, mixFrames: 10, Self.second) == ClipNews.ofMix)
        for time in Int64(1)...100 {
            #expect(news.look(at: 10 + Int(time), mixFrames: 10 + Int(time), time * Self.second) == nil)
        }
        #expect(news.look(at: 110, mixFrames: 110, 150 * Self.second) == nil)
        #expect(news.look(at: 111, mixFrames: 111, 161 * Self.second) == ClipNews.ofMix)
    }

    @Test func `tells a loud mix from loud monitors, and is silent where the monitors make a loud mix quiet`() {
        var news = ClipNews()
        #expect(news.look(at: 0, mixFrames: 500, 0) == nil)
        #expect(news.look(at: 5, mixFrames: 500, Self.second) == ClipNews.ofMonitors)
    }
}
