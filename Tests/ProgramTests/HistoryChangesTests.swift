import Testing

@Suite struct `What a performance says it stored` {
    @Test func `is looked up in the history, not counted: an undo takes back what a change adds`() throws {
        let folder = try Folder()
        try folder.makeSong(strips: 2, seconds: 2)
        try folder.write(
            """
            performance: 1
            events:
              - {at: 0, do: /strip/1/fader = -3 dB}
              - {at: 1, do: /strip/2/fader = -4 dB}
            """, "first.yaml")
        try folder.run("perform", "Song", "first.yaml").requireDone()
        try folder.write(
            """
            performance: 1
            events:
              - {at: 0, do: /session/undo}
              - {at: 0.2, do: /strip/2/pan = 0.5}
            """, "second.yaml")
        let second = try folder.run("perform", "Song", "second.yaml")
        #expect(second.code == 0)
        #expect(second.output.contains("stored: 2 pan"))
        #expect(!second.output.contains("nothing was written"))
        try folder.write("performance: 1\nevents:\n  - {at: 0, do: /session/undo}\n", "third.yaml")
        let third = try folder.run("perform", "Song", "third.yaml")
        #expect(third.output.contains("taken back: 2 pan"))
        #expect(!third.output.contains("nothing was written"))
        try folder.write("performance: 1\nevents:\n  - {at: 0, do: /transport/play}\n", "fourth.yaml")
        #expect(try folder.run("perform", "Song", "fourth.yaml").output.contains("nothing was written"))
    }
}
