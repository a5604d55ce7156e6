import AudioFiles
import Testing

@Suite struct `Stem naming` {
    // swift-format-ignore
    static let names: [(file: String, name: String)] = [
        ("01_kick.wav", "Kick"),                 ("10_guitar rhythm.wav", "Guitar rhythm"),
        ("2 snare.aiff", "Snare"),               ("03-DI Bass.flac", "DI Bass"),
        ("/a/b/4. lead_vocal.wav", "Lead vocal"), ("12.wav", "12"),
        ("808 Kick.wav", "Kick"),                ("2nd voice.wav", "2nd voice"),
        ("-odd name.wav", "Odd name"),           ("äther.ogg", "Äther"),
        ("kick.in.wav", "Kick.in"),              ("__.wav", "__"),
    ]

    @Test(arguments: names)
    func `takes the words out of a file name`(file: String, name: String) {
        #expect(StemNaming.name(forFile: file) == name)
    }

    @Test func `numbers equal names`() {
        let names = StemNaming.names(forFiles: ["1_gtr.wav", "2_gtr.wav", "Gtr.wav", "gtr 2.wav"])
        #expect(names == ["Gtr", "Gtr 2", "Gtr 3", "Gtr 2 2"])
    }

    @Test func `sorts numbers by value`() {
        let sorted = ["10_guitar.wav", "2 snare.aiff", "01_kick.wav", "Bass.wav", "a2.wav", "a10.wav", "a02.wav"]
            .sorted(by: NaturalOrder.isBefore)
        #expect(
            sorted == ["01_kick.wav", "2 snare.aiff", "10_guitar.wav", "a02.wav", "a2.wav", "a10.wav", "Bass.wav"])
    }
}
