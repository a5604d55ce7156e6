import Demonstration
import Testing

@Suite struct `Demonstration song` {
    @Test func `its sections follow one another and fill the song`() {
        var bar = 0
        for section in DemoSong.sections {
            #expect(section.firstBar == bar)
            bar += section.bars
        }
        #expect(DemoSong.sections.last?.end == DemoSong.length)
    }
}
